namespace PatchBaselineAssociation.Platform;

/// <param name="Activity">The operation, for example "Scanning".</param>
/// <param name="Status">The stage it is in.</param>
/// <param name="Percent">0 to 100, or null where it cannot be known.</param>
public sealed record ProgressEvent(string Activity, string Status, int? Percent = null) : EngineEvent
{
    public string Status { get; init => field = PrintableText.Of(value); } = PrintableText.Of(Status);
}
