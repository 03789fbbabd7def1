using System.Text.Json;

namespace PatchBaselineAssociation.IntegrationTests.WindowsUpdate;

/// <summary>What came of a script.</summary>
/// <param name="ExitCode">The lowest byte of it: more does not get through from wine.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error: warnings and errors.</param>
/// <param name="Saved">What the script saved; null where it came to no result.</param>
internal sealed record WindowsRun(int ExitCode, string Output, string Errors, JsonElement? Saved)
{
    public JsonElement Result => Saved ?? throw new InvalidOperationException($"There is no result, exit code {ExitCode}: {Errors}{Output}");

    /// <summary>Id and state of each patch.</summary>
    public IReadOnlyList<string> States => [.. Result.GetProperty("Patches").EnumerateArray().Select(patch => $"{Text(patch, "Id")} {Text(patch, "State")}")];

    /// <summary>One line for each patch: all that a person is told.</summary>
    public IReadOnlyList<string> Table =>
    [
        .. Result.GetProperty("Patches").EnumerateArray().Select(patch =>
            $"{Text(patch, "Id")} | {Text(patch, "State")} | {Text(patch, "ComplianceLevel")} | {Text(patch, "Classification")} | {Text(patch, "Severity")} | {Text(patch, "InstalledVersion")} | {Text(patch, "AvailableVersion")} | {Text(patch, "Reason")}"),
    ];

    public string ReasonOf(string id) => Text(PatchOf(id), "Reason");

    public string Text(string property) => Text(Result, property);

    public int Number(string property) => Result.GetProperty(property).GetInt32();

    public JsonElement PatchOf(string id) => Result.GetProperty("Patches").EnumerateArray().Single(patch => Text(patch, "Id") == id);

    private static string Text(JsonElement element, string property) => element.GetProperty(property).GetString() ?? "";
}
