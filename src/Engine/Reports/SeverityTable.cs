using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Reports;

/// <summary>How many patches of each severity are in each state.</summary>
internal sealed class SeverityTable
{
    /// <summary>The names that publishers use, the worst first, and the priorities of the Debian family.</summary>
    private static readonly string[] s_order = ["critical", "required", "important", "high", "moderate", "medium", "standard", "low", "optional", "extra"];

    private SeverityTable(IReadOnlyList<PatchState> states, IReadOnlyList<(string Severity, IReadOnlyList<int> Counts)> rows)
    {
        States = states;
        Rows = rows;
    }

    /// <summary>Those that occur, in their order.</summary>
    public IReadOnlyList<PatchState> States { get; }

    /// <summary>A count for each state. Patches without a severity come last, with an empty one.</summary>
    public IReadOnlyList<(string Severity, IReadOnlyList<int> Counts)> Rows { get; }

    public static SeverityTable Of(IReadOnlyCollection<PatchRecord> patches)
    {
        PatchState[] states = [.. patches.Select(patch => patch.State).Distinct().OrderBy(state => state)];
        return new SeverityTable(
            states,
            [
                .. patches.GroupBy(patch => patch.Severity.Trim(), StringComparer.OrdinalIgnoreCase)
                    .OrderBy(same => Rank(same.Key))
                    .ThenBy(same => same.Key, StringComparer.OrdinalIgnoreCase)
                    .Select(same => (same.Key, (IReadOnlyList<int>)[.. states.Select(state => same.Count(patch => patch.State == state))])),
            ]);
    }

    /// <summary>The place of a severity, the worst first.</summary>
    public static int Rank(string severity)
    {
        if (severity.Length == 0)
            return s_order.Length + 1;
        int rank = Array.FindIndex(s_order, known => string.Equals(known, severity, StringComparison.OrdinalIgnoreCase));
        return rank < 0 ? s_order.Length : rank;
    }
}
