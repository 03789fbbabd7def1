using System.Text.Json;
using System.Text.Json.Serialization;

namespace PatchBaselineAssociation.IntegrationTests.WindowsUpdate;

/// <summary>What the stand-in reads: the machine as a test wrote it down.</summary>
internal sealed record UpdateWorld
{
    private static readonly JsonSerializerOptions s_options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public IReadOnlyList<WorldUpdate> Updates { get; init; } = [];

    /// <summary>What a search warns of.</summary>
    public IReadOnlyList<WorldWarning> Warnings { get; init; } = [];

    public int SearchResultCode { get; init; } = 2;

    /// <summary>Windows waits for a restart for something that the agent did not do, and installs nothing before.</summary>
    public bool RebootRequired { get; init; }

    /// <summary>What waits for a restart is installed already, by the agent's own words.</summary>
    public bool PendingCountsAsInstalled { get; init; }

    /// <summary>How often a process hears that an installation is under way.</summary>
    public int BusyReads { get; init; }

    /// <summary>Results of calls that fail, by interface and member: <c>IUpdateSearcher.Search</c>.</summary>
    public IReadOnlyDictionary<string, string> Failures { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Calls of which the first in a process never comes back.</summary>
    public IReadOnlyList<string> Silences { get; init; } = [];

    public string ToJson() => JsonSerializer.Serialize(this, s_options);
}
