namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>A package file that apt has, with what the repository's Release file says of it.</summary>
internal sealed record AptIndexTarget
{
    /// <summary>As <c>apt-cache policy</c> describes the file.</summary>
    public required string Description { get; init; }

    public required string FileName { get; init; }

    /// <summary>The archive, for example <c>stable-security</c>.</summary>
    public string Suite { get; init; } = "";

    public string Codename { get; init; } = "";

    public string Origin { get; init; } = "";

    public string Label { get; init; } = "";

    public string Component { get; init; } = "";

    public string Site { get; init; } = "";

    /// <summary>The suite as the source entry names it.</summary>
    public string Release { get; init; } = "";

    /// <summary>The folder of the Release file.</summary>
    public string BaseUri { get; init; } = "";

    /// <summary>Signed by a key that apt trusts, or trusted by the administrator's own word.</summary>
    public bool IsTrusted { get; init; }

    /// <summary>Whether its packages are security updates: archive, codename or site say so (Debian's security archive;
    /// Ubuntu's <c>-security</c> pockets, those of ESM included). Raspbian has no such archive: there only Debian's own counts.</summary>
    public bool IsSecurity =>
        Contains(Suite, "security") || Contains(Codename, "security") || Contains(Site, "security.debian.org")
        || string.Equals(Label, "Debian-Security", StringComparison.OrdinalIgnoreCase);

    private static bool Contains(string text, string part) => text.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;
}
