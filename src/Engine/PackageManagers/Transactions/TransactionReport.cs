namespace PatchBaselineAssociation.PackageManagers.Transactions;

/// <summary>What a package manager said while it worked. What is installed now is read from its database, not from here.</summary>
public sealed record TransactionReport
{
    public static TransactionReport Empty { get; } = new() { IsSuccess = true };

    public required bool IsSuccess { get; init; }

    /// <summary>The manager's own message about a package that failed, by the package's id, or by its name where the message does not tell the architecture.</summary>
    public IReadOnlyDictionary<string, string> Failures { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What it said about the whole of it; empty where it succeeded.</summary>
    public string Problem { get; init; } = "";

    /// <summary>Configuration files that the administrator had changed and that were kept.</summary>
    public IReadOnlyList<string> KeptConfigurationFiles { get; init; } = [];

    /// <summary>The message about a package; null where there is none.</summary>
    public string? FailureOf(string id, string name) =>
        Failures.TryGetValue(id, out string? message) || Failures.TryGetValue(name, out message) ? message : null;
}
