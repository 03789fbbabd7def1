using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PatchBaselineAssociation.CmdletsTests.Documents;

public sealed class DocumentSchemaTests
{
    private const string AcceptVariable = "ACCEPT_DOCUMENTS";

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData(SsmDocument.Module, "PatchWindows Windows aws:runPowerShellScript", "PatchLinux Linux aws:runPowerShellScript", "PatchMacOS MacOS aws:runPowerShellScript")]
    [InlineData(SsmDocument.Console, "PatchLinux Linux aws:runShellScript", "PatchMacOS MacOS aws:runShellScript")]
    public void A_document_is_valid_and_has_a_step_for_each_platform(string name, params string[] steps)
    {
        SsmDocument document = SsmDocument.Load(name);
        Assert.Empty(DocumentSchema.Check(document.Content));
        Assert.InRange(new FileInfo(SsmDocument.PathOf(name)).Length, 1, 64 * 1024 - 1);
        Assert.Equal(steps, document.Steps.Select(step => $"{step["name"]} {SsmDocument.PlatformOf(step)} {step["action"]}"));
        Assert.All(document.Steps, step => Assert.Equal("7200", step["inputs"]!["timeoutSeconds"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData(SsmDocument.Module)]
    [InlineData(SsmDocument.Console)]
    public void A_document_asks_for_what_the_specification_asks_for(string name)
    {
        JsonObject parameters = SsmDocument.Load(name).Parameters;
        Assert.Equal(
            ["Operation", "BaselineTags", "AssociationId", "InstallOverrideList", "RebootOption", "ModuleSource", "ModuleVersion", "ModuleSha256", "InstallFolder"],
            parameters.Select(parameter => parameter.Key));
        Assert.Equal(["Operation", "AssociationId"], parameters.Where(parameter => !parameter.Value!.AsObject().ContainsKey("default")).Select(parameter => parameter.Key));
        Assert.Equal("RebootIfNeeded", parameters["RebootOption"]!["default"]!.GetValue<string>());
        Assert.All(parameters, parameter => Assert.StartsWith(
            parameter.Value!["default"] is null ? "(Required) " : "(Optional) ", parameter.Value["description"]!.GetValue<string>(), StringComparison.Ordinal));
    }

    public static TheoryData<string, string?, string> Faults => new()
    {
        { "schemaVersion", "\"1.2\"", "schemaVersion is not 2.2" },
        { "description", null, "document: description is missing" },
        { "runtimeConfig", "{}", "document: there is no member runtimeConfig" },
        { "mainSteps", "[]", "mainSteps no list" },
        { "parameters/Baseline-Tags", """{"type":"String","description":"d","allowedPattern":"^a$"}""", "other characters than letters and digits" },
        { "parameters/Unused", """{"type":"String","description":"d","allowedPattern":"^a$"}""", "it has no use for Unused" },
        { "parameters/BaselineTags", null, "there is no parameter BaselineTags" },
        { "parameters/BaselineTags/type", "\"StringList\"", "BaselineTags: the type is not String" },
        { "parameters/BaselineTags/pattern", "\"^a$\"", "BaselineTags: there is no member pattern" },
        { "parameters/BaselineTags/allowedPattern", null, "either allowedValues or allowedPattern" },
        { "parameters/BaselineTags/allowedPattern", "\"^(a$\"", "allowedPattern is no pattern" },
        { "parameters/BaselineTags/allowedPattern", "\"^(?!b)a*$\"", "allowedPattern is no pattern" },
        { "parameters/BaselineTags/allowedPattern", "\"a*\"", "not about the whole value" },
        { "parameters/BaselineTags/allowedPattern", "\"^(a{0,256}){0,20}$\"", "repeats more often" },
        { "parameters/BaselineTags/allowedPattern", "\"^a$\"", "BaselineTags: the default is not allowed" },
        { "parameters/RebootOption/allowedValues", "[]", "RebootOption: allowedValues is no list of texts" },
        { "parameters/RebootOption/default", "\"Never\"", "RebootOption: the default is not allowed" },
        { "parameters/RebootOption/default", "1", "RebootOption: the default is no text" },
        { "mainSteps/0/name", "\"Patch Linux\"", "is no name of a step" },
        { "mainSteps/0/name", "\"PatchMacOS\"", "two steps have one name" },
        { "mainSteps/0/action", "\"aws:runDocument\"", "the action runs no script" },
        { "mainSteps/0/timeoutSeconds", "\"7200\"", "PatchLinux: there is no member timeoutSeconds" },
        { "mainSteps/0/precondition", null, "precondition is missing" },
        { "mainSteps/0/precondition/StringEquals", """["platformType","Unix"]""", "no precondition on the platform" },
        { "mainSteps/0/precondition/StringEquals", """["platformType","Windows"]""", "Windows has no shell" },
        { "mainSteps/0/inputs/timeoutSeconds", "7200", "no number of seconds in quotes" },
        { "mainSteps/0/inputs/runCommand", "\"true\"", "runCommand is no list of lines" },
        { "mainSteps/0/inputs/runCommand/0", "\"a\\nb\"", "has several lines" },
        { "mainSteps/0/inputs/runCommand/0", "\"{{ Other }}\"", "there is no parameter Other" },
        { "mainSteps/0/inputs/runCommand/0", "\"{{ssm:other}}\"", "where no parameter is named" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_found(string path, string? value, string problem)
    {
        JsonObject content = SsmDocument.Load(SsmDocument.Console).Content;
        string[] names = path.Split('/');
        JsonNode parent = names[..^1].Aggregate((JsonNode)content, (node, name) => node is JsonArray list ? list[int.Parse(name)]! : node[name]!);
        if (parent is JsonArray array)
            array[int.Parse(names[^1])] = JsonNode.Parse(value!);
        else if (value is null)
            Assert.True(parent.AsObject().Remove(names[^1]));
        else
            parent[names[^1]] = JsonNode.Parse(value);
        Assert.Contains(DocumentSchema.Check(content), found => found.Contains(problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(SsmDocument.Module, "PatchBaselineAssociation.ps1")]
    [InlineData(SsmDocument.Console, "PatchBaselineAssociation.Console.sh")]
    public void A_document_runs_the_script_that_is_kept_beside_it(string name, string script)
    {
        string[] lines = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "DocumentScripts", script)).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        SsmDocument document = SsmDocument.Load(name);
        if (Environment.GetEnvironmentVariable(AcceptVariable) is { Length: > 0 })
        {
            foreach (JsonObject step in document.Steps)
                step["inputs"]!["runCommand"] = new JsonArray([.. lines.Select(line => JsonValue.Create(line))]);
            File.WriteAllText(SourceOf(name + ".json"), document.Content.ToJsonString(s_indented).ReplaceLineEndings("\n") + "\n");
            return;
        }

        Assert.All(document.Steps, step => Assert.True(
            lines.SequenceEqual(SsmDocument.LinesOf(step), StringComparer.Ordinal),
            $"The step {step["name"]} differs from the script. Run the test with {AcceptVariable}=1 to put the script into the document, and build the module again."));
    }

    private static string SourceOf(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../../module/documents", name);
}
