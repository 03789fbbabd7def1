namespace PatchBaselineAssociation.Reboots;

/// <summary>Who still uses libraries that have been replaced.</summary>
/// <param name="Init">The name of process 1 where it does, which only a restart of the system ends; otherwise null.</param>
/// <param name="Services">Everybody else, sorted, each once.</param>
internal sealed record OldLibraryUsers(string? Init, IReadOnlyList<string> Services);
