using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PatchBaselineAssociation.CmdletsTests.Documents;

/// <summary>A Systems Manager document, read and filled in as the agent does it.</summary>
internal sealed class SsmDocument(JsonObject content)
{
    public const string Module = "PatchBaselineAssociation";
    public const string Console = "PatchBaselineAssociation.Console";

    public JsonObject Content => content;

    public JsonObject Parameters => content["parameters"]!.AsObject();

    public IReadOnlyList<JsonObject> Steps => [.. content["mainSteps"]!.AsArray().Select(step => step!.AsObject())];

    /// <summary>As the build put it into the module.</summary>
    public static SsmDocument Load(string name) => new(JsonNode.Parse(File.ReadAllText(PathOf(name)))!.AsObject());

    public static string PathOf(string name) => Path.Combine(BuiltModule.Folder, "documents", name + ".json");

    public static string PlatformOf(JsonObject step) => step["precondition"]!["StringEquals"]![1]!.GetValue<string>();

    public static IReadOnlyList<string> LinesOf(JsonObject step) => [.. step["inputs"]!["runCommand"]!.AsArray().Select(line => line!.GetValue<string>())];

    /// <summary>Whether a value is let through. A pattern's end is the end of the value, as it is for the agent, and not what stands before a last line feed.</summary>
    public bool Accepts(string parameter, string value)
    {
        JsonObject rules = Parameters[parameter]!.AsObject();
        if (rules["allowedValues"] is JsonArray values)
            return values.Any(allowed => allowed!.GetValue<string>() == value);
        Match match = Regex.Match(value, rules["allowedPattern"]!.GetValue<string>(), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        return match.Success && match.Length == value.Length;
    }

    /// <summary>The script of a platform's only step with the values in their places. Nothing is looked at: that is what <see cref="Accepts"/> is for.</summary>
    public string Script(string platform, IReadOnlyDictionary<string, string> values)
    {
        JsonObject step = Assert.Single(Steps, step => PlatformOf(step) == platform);
        return Regex.Replace(
            string.Join('\n', LinesOf(step)) + "\n",
            @"\{\{\s*([a-zA-Z0-9]+)\s*\}\}",
            reference => values.TryGetValue(reference.Groups[1].Value, out string? value) ? value : Parameters[reference.Groups[1].Value]!["default"]!.GetValue<string>());
    }
}
