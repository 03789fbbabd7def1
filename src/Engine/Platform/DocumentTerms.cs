using System.Globalization;

namespace PatchBaselineAssociation.Platform;

/// <summary>What errors about one sort of document say: its name, the ids and the published exit codes.</summary>
/// <param name="Noun">For example <c>install override list</c>.</param>
/// <param name="MaximumBytes">No document is longer.</param>
internal sealed record DocumentTerms(string Noun, int MaximumBytes)
{
    public required string AddressInvalid { get; init; }

    public required string NotFound { get; init; }

    public required string Unreadable { get; init; }

    public required string AccessDenied { get; init; }

    public required string DownloadFailed { get; init; }

    public required string TooLargeId { get; init; }

    public int ExitCodeOfDenial { get; init; } = ExitCodes.Failure;

    public int ExitCodeOfFetching { get; init; } = ExitCodes.Failure;

    /// <summary>With the article.</summary>
    public string ANoun => "aeiou".IndexOf(Noun[0]) >= 0 ? $"an {Noun}" : $"a {Noun}";

    public PatchException TooLarge(string name, long? length, Exception? cause = null) => new(
        TooLargeId,
        ErrorKind.LimitsExceeded,
        $"'{name}' holds {length?.ToString(CultureInfo.InvariantCulture) ?? "too many"} bytes; {ANoun} has at most {MaximumBytes.ToString(CultureInfo.InvariantCulture)}.",
        name,
        "Check that it is the right file.",
        cause)
    { ExitCode = ExitCodeOfFetching };
}
