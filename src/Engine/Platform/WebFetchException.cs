namespace PatchBaselineAssociation.Platform;

/// <summary>A document could not be fetched. The message is a sentence without secrets; it has no inner exception, whose text could hold some.</summary>
public sealed class WebFetchException(WebFailure failure, string message) : Exception(message)
{
    public WebFailure Failure { get; } = failure;

    /// <summary>0 where the failure is not <see cref="WebFailure.Status"/>.</summary>
    public int StatusCode { get; init; }

    /// <summary>The beginning of what the server said with the status. Not to be shown: anything may stand there.</summary>
    public string Answer { get; init; } = "";
}
