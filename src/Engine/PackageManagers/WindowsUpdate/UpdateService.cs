namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <summary>A service that updates come from.</summary>
/// <param name="Name">For people.</param>
/// <param name="IsManaged">It is the organisation's own (WSUS).</param>
/// <param name="IsDefault">Windows itself takes its updates there.</param>
internal sealed record UpdateService(string Name, bool IsManaged, bool IsDefault);
