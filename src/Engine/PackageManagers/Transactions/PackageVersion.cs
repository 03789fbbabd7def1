namespace PatchBaselineAssociation.PackageManagers.Transactions;

/// <summary>One version of one package of one architecture, as it is asked of a package manager.</summary>
public sealed record PackageVersion(string Name, string Architecture, string Version)
{
    /// <summary>The id that reports use: <c>name.architecture</c>.</summary>
    public string Id => Architecture.Length == 0 ? Name : $"{Name}.{Architecture}";

    public override string ToString() => $"{Id} {Version}";
}
