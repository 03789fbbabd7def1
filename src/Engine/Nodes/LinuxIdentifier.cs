namespace PatchBaselineAssociation.Nodes;

/// <summary>Tells from what its files say which system a Linux is.</summary>
internal static class LinuxIdentifier
{
    /// <returns>Null for a system that there are no baselines for.</returns>
    public static Identification? Identify(ReleaseFiles files)
    {
        if (files.OsRelease.Id.Length == 0)
            return FromRelatives(files);

        if (SystemNames.FindId(files.OsRelease.Id) is { } named)
            return With(named, files, isInferred: false);

        foreach (string parent in files.OsRelease.IdLike)
        {
            if (SystemNames.FindId(parent) is { } inferred && !SystemNames.IsAmazon(inferred))
                return With(inferred, files, isInferred: true);
        }

        return null;
    }

    /// <summary>Systems from before os-release, and those that lost it.</summary>
    private static Identification? FromRelatives(ReleaseFiles files)
    {
        foreach (string line in files.ReleaseLines)
        {
            if (SystemNames.FindName(line) is { } system)
                return With(system, files, isInferred: false);
        }

        // Before debian_version, which Ubuntu has too.
        if (SystemNames.FindId(files.LsbRelease["DISTRIB_ID"].ToLowerInvariant()) is { } distributor)
            return With(distributor, files, isInferred: false);

        return files.DebianVersion.Length > 0 ? With(PatchOperatingSystem.Debian, files, isInferred: true) : null;
    }

    private static Identification? With(PatchOperatingSystem system, ReleaseFiles files, bool isInferred)
    {
        switch (system)
        {
            case PatchOperatingSystem.AmazonLinux or PatchOperatingSystem.AmazonLinux2:
                string version = First(files.OsRelease.VersionId, FromReleaseLines(files, ""));
                return SystemNames.AmazonOf(version) is { } amazon
                    ? new Identification(amazon, ProductNames.ShortVersion(amazon, version), isInferred)
                    : null;
            case PatchOperatingSystem.Ubuntu:
                return new Identification(system, isInferred ? VersionOfUbuntuDerivative(files) : VersionOfUbuntu(files), isInferred);
            case PatchOperatingSystem.Debian when files.HasRaspberryPiIssue && !IsDerivative(files):
                return new Identification(PatchOperatingSystem.Raspbian, VersionOfDebian(files), IsInferred: true);
            case PatchOperatingSystem.Debian or PatchOperatingSystem.Raspbian:
                return new Identification(system, IsDerivative(files) ? VersionOfDebianDerivative(files) : VersionOfDebian(files), isInferred);
            case PatchOperatingSystem.CentOS:
                string major = Parts(files.OsRelease.VersionId, 1);
                return new Identification(system, First(FromReleaseLines(files, major), Parts(files.OsRelease.VersionId, 2)), isInferred);
            default:
                return new Identification(system, First(Parts(files.OsRelease.VersionId, 2), FromReleaseLines(files, "")), isInferred);
        }
    }

    private static bool IsDerivative(ReleaseFiles files) =>
        files.OsRelease.Id.Length > 0 && SystemNames.FindId(files.OsRelease.Id) is null;

    private static string VersionOfUbuntu(ReleaseFiles files) => First(
        files.OsRelease.VersionId,
        files.LsbRelease["DISTRIB_RELEASE"],
        CodeNames.UbuntuVersion(files.OsRelease["VERSION_CODENAME"]),
        files.OsRelease["VERSION_CODENAME"],
        files.LsbRelease["DISTRIB_CODENAME"]);

    private static string VersionOfUbuntuDerivative(ReleaseFiles files)
    {
        string codeName = First(files.OsRelease["UBUNTU_CODENAME"], files.OsRelease["VERSION_CODENAME"]);
        string ownVersion = files.OsRelease.VersionId;
        return First(CodeNames.UbuntuVersion(codeName), IsUbuntuVersion(ownVersion) ? ownVersion : "", files.OsRelease["UBUNTU_CODENAME"], ownVersion);
    }

    /// <summary>Releases come out in April and October.</summary>
    private static bool IsUbuntuVersion(string version) =>
        version.Length == 5 && (version.EndsWith(".04", StringComparison.Ordinal) || version.EndsWith(".10", StringComparison.Ordinal));

    private static string VersionOfDebian(ReleaseFiles files) => First(
        Parts(files.OsRelease.VersionId, 1),
        FromDebianVersion(files.DebianVersion),
        CodeNames.DebianVersion(files.OsRelease["VERSION_CODENAME"]),
        files.OsRelease["VERSION_CODENAME"],
        files.DebianVersion);

    private static string VersionOfDebianDerivative(ReleaseFiles files) => First(
        CodeNames.DebianVersion(files.OsRelease["DEBIAN_CODENAME"]),
        FromDebianVersion(files.DebianVersion),
        CodeNames.DebianVersion(files.OsRelease["VERSION_CODENAME"]),
        files.OsRelease.VersionId,
        files.DebianVersion);

    /// <summary><c>12.5</c> is 12; the testing release, <c>trixie/sid</c>, is the version it will become.</summary>
    private static string FromDebianVersion(string text)
    {
        string name = text.Split('/')[0];
        return name.Length > 0 && IsDigit(name[0]) ? Parts(name, 1) : CodeNames.DebianVersion(name);
    }

    /// <summary>The number in <c>CentOS Linux release 7.9.2009 (Core)</c>, major and minor; empty where no line has one of this major version.</summary>
    private static string FromReleaseLines(ReleaseFiles files, string major)
    {
        foreach (string line in files.ReleaseLines)
        {
            foreach (string word in line.Split(' '))
            {
                if (word.Length > 0 && IsDigit(word[0]) && (major.Length == 0 || string.Equals(Parts(word, 1), major, StringComparison.Ordinal)))
                    return Parts(word, 2);
            }
        }

        return "";
    }

    private static string Parts(string version, int count) => string.Join(".", version.Split('.').Take(count));

    /// <summary>The first that is not empty, without what a product string cannot hold.</summary>
    private static string First(params string[] versions)
    {
        foreach (string version in versions)
        {
            string clean = ProductNames.CleanVersion(version);
            if (clean.Length > 0)
                return clean;
        }

        return "";
    }

    private static bool IsDigit(char c) => c is >= '0' and <= '9';
}
