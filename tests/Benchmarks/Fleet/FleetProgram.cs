using System.Globalization;

namespace PatchBaselineAssociation.Benchmarks.Fleet;

/// <summary>Prints the tables of docs/performance.md.</summary>
internal static class FleetProgram
{
    private const int DefaultNodes = 100_000;

    /// <param name="args">How many nodes, if not 100 000.</param>
    /// <param name="output">Gets the tables.</param>
    public static int Run(string[] args, TextWriter output)
    {
        int nodes = DefaultNodes;
        if (args.Length > 1 || (args.Length == 1 && !(int.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out nodes) && nodes > 0)))
        {
            Console.Error.WriteLine("Usage: fleet [nodes]");
            return 1;
        }

        foreach (FleetTable table in FleetTables.All(nodes))
            Print(table, output);
        return 0;
    }

    private static void Print(FleetTable table, TextWriter output)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{table.Title} (min:s)\n"));
        output.WriteLine("| | floor | half done | 90 % | 99 % | last | done | lost | kept | never refused | requests a run | of 99 % at most | refused in all | longest run |");
        output.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach ((string name, FleetResult result) in table.Rows.AsParallel().AsOrdered().Select(row => (row.Name, FleetSimulation.Of(row.Scenario))))
        {
            string[] cells =
            [
                name,
                Text(result.Scenario.Floor),
                Text(result.TimeUntil(0.5)),
                Text(result.TimeUntil(0.9)),
                Text(result.TimeUntil(0.99)),
                Text(result.Finished.Count == 0 ? null : result.Finished[^1]),
                Text(result.Finished.Count),
                Text(result.Lost),
                Text(result.Kept),
                Text(result.AtOnce),
                result.Requests.Average().ToString("0.0", CultureInfo.InvariantCulture),
                Text(result.Requests[(int)Math.Ceiling(0.99 * result.Requests.Count) - 1]),
                Text(result.Refused),
                Text(result.LongestRun),
            ];
            output.WriteLine($"| {string.Join(" | ", cells)} |");
        }
    }

    private static string Text(long count) => count.ToString("# ### ##0", CultureInfo.InvariantCulture).TrimStart();

    private static string Text(TimeSpan? time) => time is { } value ? string.Create(CultureInfo.InvariantCulture, $"{(int)value.TotalMinutes}:{value.Seconds:00}") : "–";
}
