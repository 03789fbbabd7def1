namespace PatchBaselineAssociation.Aws.Calls;

/// <summary>What kept a call from its answer.</summary>
internal enum CallFailureKind
{
    /// <summary>No connection, or one that ended early.</summary>
    Unreachable,

    TimedOut,

    Throttled,

    /// <summary>The service failed by its own account.</summary>
    ServiceFault,

    Denied,

    CredentialsExpired,

    /// <summary>The service does not know them.</summary>
    CredentialsRefused,

    ClockSkewed,

    /// <summary>The answer is none of this service, or half of one.</summary>
    NotUnderstood,

    /// <summary>The service understood the request and does not do it.</summary>
    Refused,
}
