using PatchBaselineAssociation.AwsEndpoints;
using PatchBaselineAssociation.IntegrationTests;
using PatchBaselineAssociation.Tests.Overrides;

namespace PatchBaselineAssociation.CmdletsTests.Documents;

public sealed class ConsoleDocumentTests(OrdinaryUser user) : IClassFixture<OrdinaryUser>, IDisposable
{
    private const string Zip = "console.zip";
    private const string Source = "s3://modules/" + Zip;
    private const string Program = "PatchBaselineAssociation.Console";

    private readonly DocumentNode _node = new();

    public void Dispose() => _node.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(142)]
    [InlineData(194)]
    public void The_console_is_installed_once_and_its_exit_code_handed_on(int exitCode)
    {
        _node.Put(Zip, Console("0.1.0", $"exit {exitCode}"));
        ConsoleResult first = _node.RunShell(("ModuleSource", Source));
        ConsoleResult second = _node.RunShell(("ModuleSource", Source));
        Assert.Equal((exitCode, exitCode, "", ""), (first.ExitCode, second.ExitCode, first.Error, second.Error));
        Assert.Equal(["0.1.0"], _node.Installed);
        Assert.StartsWith($"s3 cp --only-show-errors --region eu-north-1 {Source} {_node.InstallFolder}/.unfinished-", Assert.Single(_node.Downloads), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_parameter_arrives()
    {
        _node.Put(Zip, Console("0.1.0", """printf '%s\n' "$PATCH_OPERATION" "$PATCH_BASELINE_TAGS" "$PATCH_ASSOCIATION_ID" "$PATCH_INSTALL_OVERRIDE_LIST" "$PATCH_REBOOT_OPTION" """));
        string[] values = ["Install", "Key=環境,Values=本番", DocumentNode.AssociationId, "https://lists.invalid/a b?x=1&y=*", "NoReboot"];
        ConsoleResult result = _node.RunShell(
            ("ModuleSource", Source), ("Operation", values[0]), ("BaselineTags", values[1]), ("AssociationId", values[2]), ("InstallOverrideList", values[3]), ("RebootOption", values[4]));
        Assert.Equal(values, result.Succeeded().Lines);
    }

    [Fact]
    public void The_command_itself_refuses_what_the_document_lets_through()
    {
        _node.Put(Zip, RealConsole([System.Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", "exec", Path.Combine(AppContext.BaseDirectory, Program + ".dll")]));
        ConsoleResult result = _node.RunShell(("ModuleSource", Source), ("BaselineTags", $"Key=env,Values={string.Join(',', Enumerable.Range(1, 21))}"));
        Assert.Equal(153, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.Contains("BaselineTagsInvalid", result.Error, StringComparison.Ordinal);
        Assert.Contains("at most 20 values", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_document_scans_this_machine()
    {
        _node.Put(Zip, RealConsole(user.Console));
        Assert.Equal(153, _node.RunShell(("ModuleSource", Source), ("BaselineTags", $"Key=env,Values={string.Join(',', Enumerable.Range(1, 21))}")).ExitCode);
        using AwsEndpoint aws = new(new AwsEndpointSettings { InstanceId = _node.Environment["AWS_SSM_INSTANCE_ID"], Region = _node.Environment["AWS_SSM_REGION_NAME"] });
        aws.Add(new StoredAssociation { Id = DocumentNode.AssociationId, Name = "PatchBaselineAssociation.Console" });
        StoredBaseline baseline = aws.Baselines.AddApprovingAll("DEBIAN", "tagged", ("env", "本番"));
        string script = _node.WriteScript(SsmDocument.Console, ".sh", ("BaselineTags", "Key=env,Values=本番"));
        _node.Open();
        ConsoleResult result = user.RunProgram(["/bin/sh", "-c", script], _node.Environment.Concat(aws.Environment).Select(variable => (variable.Key, variable.Value)));

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains(result.Lines, line => line.StartsWith("Patch Summary for i-0123456789abcdef0", StringComparison.Ordinal));
        Assert.Contains(result.Lines, line => line.StartsWith("Scan of i-0123456789abcdef0 ", StringComparison.Ordinal));
        Assert.True(File.Exists(user.InStateFolder("patch-states-configuration.json")));
        StoredComplianceItem item = Assert.Single(aws.Compliance.Items);
        Assert.Equal((DocumentNode.AssociationId, baseline.Id, "PatchBaselineAssociation.Console"), (item.Id, item.Details["PatchBaselineId"], item.Details["DocumentName"]));
        Assert.Empty(aws.Violations);
    }

    [Fact]
    public void A_hash_that_fits_passes()
    {
        string hash = _node.Put(Zip, Console("0.1.0", "echo ran"));
        Assert.Equal(["ran"], _node.RunShell(("ModuleSource", Source), ("ModuleSha256", hash.ToUpperInvariant())).Succeeded().Lines);
    }

    public static TheoryData<string, string, int, string> Refusals => new()
    {
        { "", "", 152, "ModuleNotInstalled" },
        { "Gallery", "", 152, "ModuleNotInstalled" },
        { "PSGallery", "", 152, "ModuleNotInstalled" },
        { "s3://modules/none.zip", "", 156, "ModuleNotDownloaded" },
        { "https://localhost:1/console.zip", "", 156, "ModuleNotDownloaded" },
        { "s3://modules/text.zip", "", 155, "ModuleNotUnpacked" },
        { "s3://modules/empty.zip", "", 155, "ModuleNotUnpacked" },
        { "s3://modules/bare.zip", "", 155, "ModuleNotUnpacked" },
        { "s3://modules/double.zip", "", 155, "ModuleNotUnpacked" },
        { Source, "0.2.0", 155, "ModuleVersionWrong" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_cannot_be_installed_is_refused_and_leaves_nothing(string source, string version, int exitCode, string id)
    {
        _node.PutText("text.zip", "no zip");
        _node.Put("empty.zip", ("readme.txt", "no console"));
        _node.Put("bare.zip", (Program, "#!/bin/sh\n"));
        _node.Put("double.zip", [.. Console("0.1.0", ""), .. Console("0.2.0", "")[1..]]);
        _node.Put(Zip, Console("0.1.0", "echo ran"));
        AssertRefused(exitCode, id, _node.RunShell(("ModuleSource", source), ("ModuleVersion", version)));
    }

    [Fact]
    public void A_wrong_hash_is_refused()
    {
        _node.Put(Zip, Console("0.1.0", "echo ran"));
        AssertRefused(151, "ModuleHashWrong", _node.RunShell(("ModuleSource", Source), ("ModuleSha256", new string('0', 64))));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        _node.Put(Zip, Console("0.1.0", "echo ran"));
        string folder = $"{_node.Commands}/aws/below-a-file";
        ConsoleResult result = _node.RunShell(("ModuleSource", Source), ("InstallFolder", folder));
        Assert.Equal(154, result.ExitCode);
        Assert.Contains($"[ModuleNotUnpacked] Nothing can be written into '{folder}'.", result.Error, StringComparison.Ordinal);
        Assert.Empty(_node.Downloads);
    }

    [Fact]
    public void What_is_half_unpacked_is_not_installed()
    {
        foreach (string name in new[] { ".unfinished-abcdef", "0.1.0-old", "copy" })
            DocumentNode.WriteProgram(Path.Combine(_node.InstallFolder, name, Program), "#!/bin/sh\necho wrong\n");
        ConsoleResult result = _node.RunShell();
        Assert.Equal(152, result.ExitCode);
        Assert.StartsWith("[ModuleNotInstalled] ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "0.10.0")]
    [InlineData("0.9.0", "0.9.0")]
    [InlineData("0.2.0", "0.2.0")]
    public void The_newest_or_the_wanted_version_runs(string wanted, string expected)
    {
        foreach (string version in new[] { "0.9.0", "0.10.0" })
            DocumentNode.WriteProgram(Path.Combine(_node.InstallFolder, version, Program), $"#!/bin/sh\necho {version}\n");
        _node.Put(Zip, Console("0.2.0", "echo 0.2.0"));
        Assert.Equal([expected], _node.RunShell(("ModuleSource", Source), ("ModuleVersion", wanted)).Succeeded().Lines);
        Assert.Equal(expected == "0.2.0" ? 1 : 0, _node.Downloads.Length);
    }

    [Fact]
    public void A_folder_inside_the_zip_is_taken_for_its_content()
    {
        _node.Put(Zip, [.. Console("0.1.0", "echo ran").Select(file => ($"console-0.1.0/{file.Name}", file.Text))]);
        Assert.Equal(["ran"], _node.RunShell(("ModuleSource", Source)).Succeeded().Lines);
        Assert.True(File.Exists(Path.Combine(_node.InstallFolder, "0.1.0", Program)));
    }

    [Fact]
    public void A_run_that_was_faster_wins()
    {
        _node.Put(Zip, Console("0.1.0", "echo slower"));
        string program = $"{_node.InstallFolder}/0.1.0/{Program}";
        _node.WhileDownloading($"mkdir -p '{Path.GetDirectoryName(program)}'; printf '#!/bin/sh\\necho faster\\n' > '{program}'; chmod 755 '{program}'\n");
        Assert.Equal(["faster"], _node.RunShell(("ModuleSource", Source)).Succeeded().Lines);
        Assert.Equal(["0.1.0"], _node.Installed);
        Assert.Equal([program], Directory.GetFileSystemEntries(Path.GetDirectoryName(program)!));
    }

    [Fact]
    public void A_run_that_is_ended_leaves_nothing()
    {
        _node.Put(Zip, Console("0.1.0", "echo ran"));
        _node.WhileDownloading("kill -s TERM $PPID\n");
        Assert.Equal(143, _node.RunShell(("ModuleSource", Source)).ExitCode);
        Assert.Empty(_node.Installed);
    }

    [Fact]
    public async Task An_https_address_is_read_with_curl_and_not_led_away()
    {
        string hash = _node.Put(Zip, Console("0.1.0", "echo ran"));
        await using TlsServer server = new TlsServer().Answer("/" + Zip, "200 OK", _node.Read(Zip)).Redirect("/moved.zip", "/" + Zip);
        using var plain = new PlainServer(_node.Read(Zip));
        server.Redirect("/away.zip", plain.Url);
        _node.Environment["CURL_CA_BUNDLE"] = WriteCertificate(server);

        AssertRefused(156, "ModuleNotDownloaded", _node.RunShell(("ModuleSource", server["/away.zip"])));
        Assert.Equal(["ran"], _node.RunShell(("ModuleSource", server["/moved.zip"]), ("ModuleSha256", hash)).Succeeded().Lines);
    }

    [Theory]
    [InlineData("s3://modules/console.zip", "the AWS CLI (aws), which is not installed", "cat", "mkdir", "mktemp", "rm", "sort", "tail")]
    [InlineData("https://localhost:1/console.zip", "neither is installed", "cat", "mkdir", "mktemp", "rm", "sort", "tail")]
    [InlineData("https://localhost:1/console.zip", "ModuleSha256", "cat", "mkdir", "mktemp", "rm", "sort", "tail", "wget")]
    public void A_tool_that_is_missing_is_named(string source, string problem, params string[] tools)
    {
        string path = Path.Combine(_node.Commands, "few");
        Directory.CreateDirectory(path);
        foreach (string tool in tools)
            Tool.Run("ln", "-s", Tool.Run("/bin/sh", "-c", $"command -v {tool}").Trim(), Path.Combine(path, tool));
        _node.Environment["PATH"] = path;
        ConsoleResult result = _node.RunShell(("ModuleSource", source));
        AssertRefused(156, "ModuleNotDownloaded", result);
        Assert.Contains(problem, result.Error, StringComparison.Ordinal);
    }

    private void AssertRefused(int exitCode, string id, ConsoleResult result)
    {
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.Matches($@"(^|\n)\[{id}\] \S", result.Error);
        Assert.Empty(_node.Installed);
    }

    private string WriteCertificate(TlsServer server)
    {
        string path = Path.Combine(_node.Commands, "certificate.pem");
        File.WriteAllText(path, server.Certificate.ExportCertificatePem());
        return path;
    }

    private static (string Name, string Text)[] Console(string version, string commands) =>
    [
        (Program, $"#!/bin/sh\n{commands}\n"),
        ($"Modules/PatchBaselineAssociation/{version}/PatchBaselineAssociation.psd1", $"@{{ ModuleVersion = '{version}' }}\n"),
    ];

    /// <summary>The console that was built, started where it was built.</summary>
    private static (string Name, string Text)[] RealConsole(string[] commandLine) =>
        Console("0.1.0", $"exec {string.Join(' ', commandLine.Select(word => $"'{word}'"))} \"$@\"");
}
