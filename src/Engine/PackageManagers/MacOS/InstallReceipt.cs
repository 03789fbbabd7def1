namespace PatchBaselineAssociation.PackageManagers.MacOS;

/// <summary>One line of the Mac's install history: an update of Apple's, or a package that somebody installed.</summary>
/// <param name="Name">The name that people know.</param>
/// <param name="Version">Empty where the package had none.</param>
/// <param name="Time">When it was installed; null where that does not stand there.</param>
internal sealed record InstallReceipt(string Name, string Version, DateTimeOffset? Time);
