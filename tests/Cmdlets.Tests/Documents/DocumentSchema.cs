using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PatchBaselineAssociation.CmdletsTests.Documents;

/// <summary>The rules of a Command document of schema 2.2, as far as a document with scripts for several platforms meets them; what it does not know it refuses.</summary>
internal static class DocumentSchema
{
    private const int MaximumSize = 64 * 1024;

    // The agent's engine for patterns multiplies nested repetitions, and refuses more.
    private const int MaximumRepetition = 1000;

    private static readonly string[] s_documentMembers = ["schemaVersion", "description", "parameters", "mainSteps"];
    private static readonly string[] s_parameterMembers = ["type", "description", "default", "allowedValues", "allowedPattern"];
    private static readonly string[] s_stepMembers = ["action", "name", "precondition", "inputs"];
    private static readonly string[] s_inputMembers = ["timeoutSeconds", "runCommand"];
    private static readonly string[] s_actions = ["aws:runPowerShellScript", "aws:runShellScript"];
    private static readonly string[] s_platforms = ["Windows", "Linux", "MacOS"];

    public static IReadOnlyList<string> Check(JsonObject document)
    {
        List<string> problems = [];
        Members(problems, "document", document, s_documentMembers, s_documentMembers);
        if (problems.Count > 0)
            return problems;

        if (Text(document["schemaVersion"]) != "2.2")
            problems.Add("schemaVersion is not 2.2");
        if (Text(document["description"]) is not { Length: > 0 })
            problems.Add("description is no text");
        if (Encoding.UTF8.GetByteCount(document.ToJsonString()) >= MaximumSize)
            problems.Add("the document is too large");
        if (document["parameters"] is not JsonObject parameters || document["mainSteps"] is not JsonArray { Count: > 0 } steps)
            return [.. problems, "parameters is no object, or mainSteps no list"];

        foreach ((string name, JsonNode? parameter) in parameters)
            Parameter(problems, name, parameter);
        foreach (JsonNode? step in steps)
            Step(problems, step);
        if (problems.Count > 0)
            return problems;

        if (steps.Select(step => Text(step!["name"])).Distinct(StringComparer.Ordinal).Count() != steps.Count)
            problems.Add("two steps have one name");
        References(problems, parameters, steps);
        return problems;
    }

    private static void Parameter(List<string> problems, string name, JsonNode? node)
    {
        if (!Regex.IsMatch(name, "^[a-zA-Z0-9]+$"))
            problems.Add($"{name}: the name has other characters than letters and digits");
        if (node is not JsonObject parameter)
        {
            problems.Add($"{name} is no object");
            return;
        }

        Members(problems, name, parameter, s_parameterMembers, ["type", "description"]);
        // No other type is put into a script as it is.
        if (Text(parameter["type"]) != "String")
            problems.Add($"{name}: the type is not String");
        if (Text(parameter["description"]) is not { Length: > 0 })
            problems.Add($"{name}: the description is no text");
        if (parameter.ContainsKey("allowedValues") == parameter.ContainsKey("allowedPattern"))
            problems.Add($"{name}: it takes either allowedValues or allowedPattern");
        else if (parameter.ContainsKey("allowedValues"))
            Values(problems, name, parameter["allowedValues"]);
        else
            Pattern(problems, name, parameter["allowedPattern"]);
        if (problems.Count > 0 || !parameter.ContainsKey("default"))
            return;

        if (Text(parameter["default"]) is not { } text)
            problems.Add($"{name}: the default is no text");
        else if (parameter["allowedValues"] is JsonArray values ? !values.Any(value => Text(value) == text) : !Regex.IsMatch(text, Text(parameter["allowedPattern"])!))
            problems.Add($"{name}: the default is not allowed");
    }

    private static void Values(List<string> problems, string name, JsonNode? node)
    {
        if (node is not JsonArray { Count: > 0 } values || values.Any(value => Text(value) is not { Length: > 0 }))
            problems.Add($"{name}: allowedValues is no list of texts");
    }

    private static void Pattern(List<string> problems, string name, JsonNode? node)
    {
        if (Text(node) is not { Length: > 0 } pattern)
        {
            problems.Add($"{name}: allowedPattern is no text");
            return;
        }

        try
        {
            // Like the agent's, this engine has no backtracking: neither look-around nor back references.
            _ = new Regex(pattern, RegexOptions.NonBacktracking);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            problems.Add($"{name}: allowedPattern is no pattern: {exception.Message}");
        }

        if (!pattern.StartsWith('^') || !pattern.EndsWith('$'))
            problems.Add($"{name}: allowedPattern is not about the whole value");
        int repetition = Regex.Matches(pattern, @"\{[0-9,]*?([0-9]+)\}").Aggregate(1, (product, match) => product * int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        if (repetition > MaximumRepetition && Regex.IsMatch(pattern, @"\)\{"))
            problems.Add($"{name}: allowedPattern repeats more often than the agent takes");
    }

    private static void Step(List<string> problems, JsonNode? node)
    {
        if (node is not JsonObject step)
        {
            problems.Add("a step is no object");
            return;
        }

        string name = Text(step["name"]) ?? "";
        Members(problems, name, step, s_stepMembers, s_stepMembers);
        if (!Regex.IsMatch(name, "^[a-zA-Z0-9_]{3,128}$"))
            problems.Add($"'{name}' is no name of a step");
        if (!s_actions.Contains(Text(step["action"])))
            problems.Add($"{name}: the action runs no script");
        if (step["precondition"] is not JsonObject { Count: 1 } precondition
            || precondition["StringEquals"] is not JsonArray { Count: 2 } operands
            || Text(operands[0]) != "platformType"
            || !s_platforms.Contains(Text(operands[1])))
        {
            problems.Add($"{name}: there is no precondition on the platform");
        }
        else if (Text(operands[1]) == "Windows" && Text(step["action"]) == "aws:runShellScript")
        {
            problems.Add($"{name}: Windows has no shell");
        }

        if (step["inputs"] is not JsonObject inputs)
        {
            problems.Add($"{name}: inputs is no object");
            return;
        }

        Members(problems, name, inputs, s_inputMembers, s_inputMembers);
        // As text: a number is taken inside inputs, too, but not by every version of the service.
        if (!int.TryParse(Text(inputs["timeoutSeconds"]), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) || seconds is < 5 or > 172800)
            problems.Add($"{name}: timeoutSeconds is no number of seconds in quotes");
        if (inputs["runCommand"] is not JsonArray { Count: > 0 } lines || lines.Any(line => Text(line) is null))
            problems.Add($"{name}: runCommand is no list of lines");
        else if (lines.Any(line => Text(line)!.AsSpan().IndexOfAny('\r', '\n') >= 0))
            problems.Add($"{name}: an element of runCommand has several lines");
    }

    private static void References(List<string> problems, JsonObject parameters, JsonArray steps)
    {
        foreach (JsonNode? step in steps)
        {
            string script = string.Join('\n', SsmDocument.LinesOf(step!.AsObject()));
            string[] references = [.. Regex.Matches(script, @"\{\{\s*([a-zA-Z0-9]+)\s*\}\}").Select(match => match.Groups[1].Value)];
            if (Regex.Count(script, @"\{\{") != references.Length)
                problems.Add($"{step["name"]}: two braces stand where no parameter is named");
            problems.AddRange(references.Where(name => !parameters.ContainsKey(name)).Select(name => $"{step["name"]}: there is no parameter {name}"));
            problems.AddRange(parameters.Where(parameter => !references.Contains(parameter.Key)).Select(parameter => $"{step["name"]}: it has no use for {parameter.Key}"));
        }
    }

    private static void Members(List<string> problems, string what, JsonObject actual, string[] allowed, string[] required)
    {
        problems.AddRange(actual.Select(member => member.Key).Except(allowed, StringComparer.Ordinal).Select(member => $"{what}: there is no member {member}"));
        problems.AddRange(required.Where(member => !actual.ContainsKey(member)).Select(member => $"{what}: {member} is missing"));
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
