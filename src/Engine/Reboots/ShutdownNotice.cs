namespace PatchBaselineAssociation.Reboots;

/// <summary>A sign that the system goes down soon.</summary>
/// <param name="Message">A sentence for people.</param>
/// <param name="Source">The file that tells.</param>
/// <param name="Time">When it is to happen; null where that is not known.</param>
public sealed record ShutdownNotice(string Message, string Source, DateTimeOffset? Time);
