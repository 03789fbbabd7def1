namespace PatchBaselineAssociation.PackageManagers.MacOS;

/// <summary>Who is asked for what is new.</summary>
internal enum MacOSRefresh
{
    /// <summary>Nobody: what is on the Mac is enough.</summary>
    None,

    /// <summary>Apple alone: after an install Homebrew's definitions stay those that it was planned by.</summary>
    Apple,

    All,
}
