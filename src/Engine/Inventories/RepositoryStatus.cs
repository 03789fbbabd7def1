namespace PatchBaselineAssociation.Inventories;

public enum RepositoryStatus
{
    /// <summary>Its metadata was fetched or is unchanged.</summary>
    Current,

    /// <summary>It was not asked in this run: the metadata on the node was used.</summary>
    NotRefreshed,

    /// <summary>It could not be reached or gave an error; metadata from before was used where there is any.</summary>
    Unavailable,

    /// <summary>Unsigned, or signed with a key that is not trusted.</summary>
    Untrusted,

    /// <summary>Its metadata says that it is no longer valid.</summary>
    Expired,
}
