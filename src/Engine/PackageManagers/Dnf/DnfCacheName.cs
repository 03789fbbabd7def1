using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers.Caches;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>Names the folder of a system's metadata in the module's own cache, for dnf as for yum.</summary>
internal static class DnfCacheName
{
    public const string ImagePrefix = "image-";
    public const string SourcesPrefix = "sources-";

    /// <summary>Sources have a cache of their own, so that no metadata is used that was not checked as they ask for it.</summary>
    public static string Of(Node node, IReadOnlyList<DnfSection> sources)
    {
        // A password that changes is not to cost the metadata, nor to be guessed from the name of a folder.
        string? key = sources.Count == 0 ? null : CacheFolder.Hash(SecretRedactor.Redact(DnfConfigurationText.Write(sources)));
        if (node.IsRunningSystem)
            return key is null ? "system" : SourcesPrefix + key;
        return ImagePrefix + CacheFolder.Hash(node.Root) + (key is null ? "" : "-" + key);
    }
}
