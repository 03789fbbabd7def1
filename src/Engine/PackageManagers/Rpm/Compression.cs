namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>How a file of a repository is compressed.</summary>
internal enum Compression
{
    None,
    Gzip,
    Xz,
    Bzip2,
    Zstandard,

    /// <summary>Of zchunk, which dnf of Fedora fetches; nothing here unpacks it.</summary>
    Zchunk,
}
