namespace PatchBaselineAssociation.Inventories;

/// <summary>How the versions of a package manager are ordered.</summary>
public abstract class VersionScheme : IComparer<string>
{
    public static VersionScheme Debian { get; } = new DebianScheme();

    public static VersionScheme Rpm { get; } = new RpmScheme();

    public static VersionScheme MacOS { get; } = new MacOSScheme();

    /// <summary>For Windows updates, which have no versions of their own.</summary>
    public static VersionScheme Update { get; } = new UpdateScheme();

    public abstract int Compare(string? x, string? y);

    private sealed class DebianScheme : VersionScheme
    {
        public override int Compare(string? x, string? y) => DebianVersion.Compare(x ?? "", y ?? "");
    }

    private sealed class RpmScheme : VersionScheme
    {
        public override int Compare(string? x, string? y) => RpmVersion.Compare(x ?? "", y ?? "");
    }

    private sealed class MacOSScheme : VersionScheme
    {
        public override int Compare(string? x, string? y) => MacOSVersion.Compare(x ?? "", y ?? "");
    }

    private sealed class UpdateScheme : VersionScheme
    {
        public override int Compare(string? x, string? y) => UpdateVersion.Compare(x ?? "", y ?? "");
    }
}
