namespace PatchBaselineAssociation.Platform;

/// <summary>What stands at a path.</summary>
internal enum FileKind
{
    File,
    Folder,

    /// <summary>A symbolic link, wherever it leads.</summary>
    Link,

    /// <summary>A pipe, a socket or a device: reading it may never end, writing to it may reach anything.</summary>
    Special,
}
