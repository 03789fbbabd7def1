namespace PatchBaselineAssociation.Platform;

public static class EventSinkExtensions
{
    public static void Verbose(this IEventSink sink, string message) => sink.Publish(new VerboseEvent(message));

    public static void Warn(this IEventSink sink, string id, string message, object? target = null) =>
        sink.Publish(new WarningEvent(id, message, target));

    public static void Progress(this IEventSink sink, string activity, string status, int? percent = null) =>
        sink.Publish(new ProgressEvent(activity, status, percent));
}
