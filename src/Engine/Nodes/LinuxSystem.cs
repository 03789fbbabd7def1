namespace PatchBaselineAssociation.Nodes;

/// <summary>What the release files of a Linux system say.</summary>
internal sealed record LinuxSystem(PatchOperatingSystem OperatingSystem, string Version, string DisplayName);
