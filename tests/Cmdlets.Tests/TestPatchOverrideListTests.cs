using System.Management.Automation;
using PatchBaselineAssociation.AwsTests;
using PatchBaselineAssociation.IntegrationTests;

namespace PatchBaselineAssociation.CmdletsTests;

/// <summary>Override lists against a private root.</summary>
public sealed class TestPatchOverrideListTests : IDisposable
{
    private const string Test = "Test-PatchOverrideList -Path $baseline -Root $root -StatePath $state -WarningAction SilentlyContinue";
    private const string ErrorIdEnd = ",PatchBaselineAssociation.Commands.TestPatchOverrideListCommand";

    private const string List = """
        patches:
          - id: both
            title: '2'
          - id: both
            title: '1'
          - id: misspelt
          - id: held
          - id: locked
          - id: '*'
        """;

    private readonly ImageSession _image = new();

    public void Dispose() => _image.Dispose();

    [Fact]
    public void Each_entry_says_what_becomes_of_it_and_nothing_is_changed()
    {
        Refuse();
        IReadOnlyList<string> before = FolderSnapshot.Of(_image.Root.Path);
        Assert.Equal(
            ["2 both 2 Installs", "4 both 1 NothingToDo", "6 misspelt  MatchesNothing", "7 held  KeptAway", "8 locked  Refused", "9 *  Installs"],
            _image.Lines($"{Test} $args[0] | ForEach-Object {{ '{{0}} {{1}} {{2}} {{3}}' -f $_.Line, $_.Id, $_.Title, $_.Status }}", _image.List(List)));
        Assert.Empty(FolderSnapshot.Of(_image.Root.Path).Except(before));
        Assert.False(Directory.Exists(_image.StatePath));
    }

    [Theory]
    [InlineData("live")]
    [InlineData("deserialized")]
    public void The_view_shows_what_matters_and_each_reason_once(string kind)
    {
        Refuse();
        string revive = kind == "live" ? "" : " | ForEach-Object { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($_)) }";
        IReadOnlyList<string> lines = Show($"{Test} '{_image.List(List)}'{revive}");
        Assert.Equal("Line 2    Installs        both  2", lines[0]);
        Assert.Equal("  both.all  1 -> 2", lines[1]);
        Assert.Equal("Line 4    NothingToDo     both  1", lines[2]);
        Assert.Equal("  both.all  1 -> 1  not: it is installed", lines[3]);
        Assert.Equal("Line 6    MatchesNothing  misspelt", lines[4]);
        Assert.StartsWith("  ", lines[5], StringComparison.Ordinal);
        Assert.Equal("Line 7    KeptAway        held", lines[6]);
        Assert.Matches(@"^  held\.all  1 -> 2  not: .*hold", lines[7]);
        Assert.Equal("  held.all  1 -> 1  not: it is installed", lines[8]);
        Assert.Equal("Line 8    Refused         locked", lines[9]);
        Assert.Matches(@"^  locked\.all  1 -> 2  not: \S", lines[10]);
        int everything = lines.ToList().FindIndex(line => line.EndsWith("Installs        *", StringComparison.Ordinal));
        Assert.Equal("  both.all  1 -> 2", lines[everything + 1]);
        Assert.Contains(lines.Skip(everything), line => line.Contains("versions need nothing", StringComparison.Ordinal));
        Assert.DoesNotContain(lines.Skip(everything), line => line.Contains("never", StringComparison.Ordinal));
        foreach (IGrouping<string, string> same in lines.Take(everything).Where(line => line.Contains("not: ", StringComparison.Ordinal)).GroupBy(line => line, StringComparer.Ordinal))
            Assert.Single(same);
    }

    [Fact]
    public void Entries_that_are_not_valid_stand_among_the_others_and_only_a_plan_refuses_the_list()
    {
        string list = _image.List("patches:\n  - title: '2'\n  - id: both\n  - id: held\n    title: [2]\n");
        Assert.Equal(
            ["2 5   Invalid", "3 5 both  Installs", "4 5 held  Invalid"],
            _image.Lines($"{Test} $args[0] | ForEach-Object {{ '{{0}} {{1}} {{2}} {{3}} {{4}}' -f $_.Line, $_.Column, $_.Id, $(if ($_.Line -ne 2) {{ $_.Title }}), $_.Status }}", list));
        Assert.Equal(["2"], _image.Lines($"@({Test} $args[0] | Where-Object Status -eq Invalid).Count", list));
        IReadOnlyList<string> lines = Show($"{Test} '{list}'");
        Assert.Equal("Line 2    Invalid           2", lines[0]);
        Assert.Contains("line 2, column 5: patches[0] has no id", string.Join(' ', lines.Skip(1).Select(line => line.Trim())), StringComparison.Ordinal);
        Assert.Contains("line 5, column 12: patches[2].title is a sequence", string.Join(' ', lines.Select(line => line.Trim())), StringComparison.Ordinal);
        Assert.StartsWith("OverrideListInvalid,", _image.Observe($"try {{ {Test} '{list}' -Plan }} catch {{ throw }}").End!.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_is_of_the_whole_list()
    {
        PSObject plan = Assert.Single(_image.Run($"{Test} $args[0] -Plan", _image.List("patches: [{id: both}, {id: held}]")));
        _image.Run("$plan = $args[0]", plan);
        Assert.Equal(["Upgrade both.all 2", "Keep held.all 2"], _image.Lines("$plan.Items | ForEach-Object { '{0} {1} {2}' -f $_.Action, $_.Id, $_.Version }"));
        Assert.Equal([_image.Root.Beside("list.yaml")], _image.Lines("$plan.InstallOverrideList"));
    }

    [Theory]
    [InlineData("list.yaml")]
    [InlineData("./list.yaml")]
    [InlineData("../{0}/list.yaml")]
    public void A_relative_path_is_relative_to_the_location_of_PowerShell(string path)
    {
        string folder = Path.GetDirectoryName(_image.List("patches: [{id: both}]"))!;
        _image.Run("$null = $ExecutionContext.SessionState.Path.SetLocation($args[0])", folder);
        Assert.Equal(["Installs"], _image.Lines($"({Test} $args[0]).Status", path.Replace("{0}", Path.GetFileName(folder), StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("none.yaml", "OverrideListNotFound", ErrorCategory.ObjectNotFound, "none.yaml")]
    [InlineData(".", "OverrideListUnreadable", ErrorCategory.InvalidArgument, "is a folder")]
    [InlineData("broken.yaml", "OverrideListNotYaml", ErrorCategory.InvalidData, "line 3, column")]
    [InlineData("wrong.yaml", "OverrideListInvalid", ErrorCategory.InvalidData, "line 1, column")]
    [InlineData("http://example.invalid/list.yaml", "OverrideListAddressInvalid", ErrorCategory.InvalidArgument, "over http,")]
    [InlineData("Variable:list", "PathNotInFileSystem", ErrorCategory.InvalidArgument, "Variable")]
    [InlineData("https\\://example.invalid/list", "PathInvalid", ErrorCategory.InvalidArgument, "https")]
    public void What_is_no_list_is_refused(string list, string id, ErrorCategory category, string text)
    {
        _image.List("patches:\n  - id: [both\n", "broken.yaml");
        _image.List("- title: '2'\n", "wrong.yaml");
        _image.Run("$null = $ExecutionContext.SessionState.Path.SetLocation($args[0])", _image.Root.Beside(""));
        foreach (string command in (string[])[$"{Test} '{list}'", $"Install-PatchBaseline -Path $baseline -Root $root -StatePath $state -InstallOverrideList '{list}'"])
        {
            SessionOutput output = _image.Observe($"try {{ {command} }} catch {{ throw }}");
            Assert.Empty(output.Output);
            Assert.StartsWith(id + ",", output.End!.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Equal(category, output.End.CategoryInfo.Category);
            Assert.Contains(text, output.End.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal("ii 1", _image.Root.StatusOf("both"));
    }

    [Theory]
    [InlineData("-Offline", "OverrideListAddressInvalid", "-Offline")]
    [InlineData("-EndpointUrl ftp://host", "CloudEndpointInvalid", "ftp://host")]
    [InlineData("-Region Frankfurt", "CloudRegionInvalid", "Frankfurt")]
    public void What_does_not_go_with_a_list_in_S3_is_refused(string parameters, string id, string text)
    {
        foreach (string command in (string[])[$"{Test} 's3://bucket/list.yaml' {parameters}", $"Install-PatchBaseline -Path $baseline -Root $root -StatePath $state -InstallOverrideList 's3://bucket/list.yaml' {parameters}"])
        {
            SessionOutput output = _image.Observe($"try {{ {command} }} catch {{ throw }}");
            Assert.StartsWith(id + ",", output.End!.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Contains(text, output.End.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal("ii 1", _image.Root.StatusOf("both"));
    }

    /// <summary>The whole way: console, private load context, the real SDK beside an older one, an endpoint that checks signatures.</summary>
    [Fact]
    public void A_list_in_S3_is_read_with_our_own_SDK()
    {
        using S3Endpoint s3 = new();
        s3.Buckets["lists"] = "eu-north-1";
        s3.Objects["lists/list.yaml"] = System.Text.Encoding.UTF8.GetBytes(List);
        string foreign = Path.Combine(AppContext.BaseDirectory, "OldPackages", "AWSSDK.Core.dll");
        var console = new ConsoleProgram
        {
            Environment =
            {
                ["DOTNET_STARTUP_HOOKS"] = Path.Combine(AppContext.BaseDirectory, "PatchBaselineAssociation.Cmdlets.Tests.Preload.dll"),
                ["PRELOAD_ASSEMBLIES"] = foreign,
                ["AWS_ACCESS_KEY_ID"] = S3Endpoint.AccessKeyId,
                ["AWS_SECRET_ACCESS_KEY"] = S3Endpoint.SecretAccessKey,
            },
        };

        ConsoleResult result = console.Start($$"""
            $context = [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext((Get-Command Invoke-PatchScan).ImplementingType.Assembly)
            "before $(@($context.Assemblies | Where-Object { $_.GetName().Name -like 'AWSSDK.*' }).Count)"
            Test-PatchOverrideList s3://lists/list.yaml -EndpointUrl {{s3.Url}} -Path '{{_image.Baseline}}' -Root '{{_image.Root.Path}}' -StatePath '{{_image.StatePath}}' -WarningAction SilentlyContinue |
                ForEach-Object { '{0} {1}' -f $_.Id, $_.Status }
            "core $(($context.Assemblies | Where-Object { $_.GetName().Name -eq 'AWSSDK.Core' }).Location)"
            """).Succeeded();

        Assert.Equal(
            ["before 0", "both Installs", "both NothingToDo", "misspelt MatchesNothing", "held KeptAway", "locked MatchesNothing", "* Installs", $"core {Path.Combine(BuiltModule.ModernAssemblies, "AWSSDK.Core.dll")}"],
            result.Lines);
        Assert.Equal(["us-east-1", "eu-north-1"], s3.Requests.Select(request => request.Split(' ')[^1]));
    }

    [Fact]
    public void An_entry_that_names_nothing_is_a_warning_too()
    {
        SessionOutput output = _image.Observe("Test-PatchOverrideList $args[0] -Path $baseline -Root $root", _image.List("patches: [{id: misspelt}]"));
        Assert.StartsWith("[OverrideEntryMatchesNothing] ", Assert.Single(output.Warnings), StringComparison.Ordinal);
    }

    /// <summary>An upgrade that nothing can satisfy.</summary>
    private void Refuse()
    {
        _image.Root.Install(new IntegrationTests.Apt.TestPackage("locked", "1"));
        _image.Root.AddRepository("impossible", "bookworm-security", [new("locked", "2") { ControlFields = "Depends: nowhere\n" }], "Debian-Security");
    }

    /// <summary>As the console prints it, which is as wide as its output is.</summary>
    private IReadOnlyList<string> Show(string command)
    {
        ConsoleResult result = ConsoleProgram.Run($"$baseline, $root, $state = '{_image.Baseline}', '{_image.Root.Path}', '{_image.StatePath}'; {command}");
        Assert.Equal(0, result.ExitCode);
        return [.. result.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd())];
    }
}
