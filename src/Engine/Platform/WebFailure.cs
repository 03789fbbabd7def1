namespace PatchBaselineAssociation.Platform;

/// <summary>Why a document could not be fetched.</summary>
public enum WebFailure
{
    /// <summary>The address, or one that the server points to, is not https.</summary>
    NotHttps,

    /// <summary>Servers point to each other without end, or to nowhere.</summary>
    RedirectsWrong,

    NameUnknown,

    /// <summary>The connection was refused, or there is no way to the server, or no sense in its answer.</summary>
    NotConnected,

    /// <summary>The server did not prove who it is, or speaks no TLS.</summary>
    Untrusted,

    /// <summary>The connection ended early.</summary>
    ConnectionLost,

    TimedOut,

    /// <summary>The server answered, with another status than success.</summary>
    Status,

    TooLarge,

    /// <summary>The document is compressed, which was not asked for.</summary>
    Compressed,
}
