namespace PatchBaselineAssociation.PackageManagers.Yum;

/// <summary>A repository of the configuration that is enabled.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Addresses">Where its metadata, or the list of its mirrors, is, as it is written.</param>
internal sealed record YumRepository(string Id, IReadOnlyList<string> Addresses);
