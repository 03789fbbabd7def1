namespace PatchBaselineAssociation.Inventories;

/// <summary>Why the package manager would not install a version that is in a repository.</summary>
public enum RestrictionKind
{
    /// <summary>The administrator holds the package (apt-mark hold).</summary>
    Hold,

    /// <summary>The administrator's pin prefers another version or forbids this one.</summary>
    Pin,

    /// <summary>The administrator excludes it (dnf and yum).</summary>
    Exclude,

    /// <summary>The administrator locked it (zypper, versionlock) or hid it (Windows).</summary>
    Lock,

    /// <summary>Only in a repository that is unsigned or whose key is not trusted.</summary>
    Untrusted,

    /// <summary>The publisher rolls it out in steps and this node is not in the step yet.</summary>
    Phased,

    /// <summary>The repository is one to be asked for by name: it marks itself so (backports), or another that has the package goes before it (priorities of dnf).</summary>
    NotAutomatic,

    /// <summary>It takes what only a person at the machine can give: the password of a volume's owner, a machine that is switched off and on again (macOS); or whether it does is not known (Windows).</summary>
    ByHand,

    /// <summary>It would replace the system by its next release, which patching never does (macOS).</summary>
    SystemUpgrade,
}
