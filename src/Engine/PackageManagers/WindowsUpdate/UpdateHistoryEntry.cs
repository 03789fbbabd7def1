namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <summary>An update that was put on.</summary>
internal sealed record UpdateHistoryEntry(UpdateKey Update, DateTimeOffset Time);
