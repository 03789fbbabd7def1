using PatchBaselineAssociation.Tests.Overrides;

namespace PatchBaselineAssociation.CmdletsTests.Documents;

public sealed class ModuleDocumentTests : IDisposable
{
    private const string Zip = "module.zip";
    private const string Source = "s3://modules/" + Zip;
    private const string Name = "PatchBaselineAssociation";

    private readonly DocumentNode _node = new();

    public void Dispose() => _node.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(142)]
    [InlineData(194)]
    [InlineData(3010)]
    public void The_module_is_installed_once_and_its_exit_code_handed_on(int exitCode)
    {
        // What a process ends with is one byte here.
        _node.Put(Zip, Module("0.1.0", $"$global:LASTEXITCODE = {exitCode}; 'ran'"));
        ConsoleResult first = _node.RunPowerShell("", ("ModuleSource", Source));
        ConsoleResult second = _node.RunPowerShell("", ("ModuleSource", Source));
        Assert.Equal((exitCode & 0xFF, exitCode & 0xFF, "", ""), (first.ExitCode, second.ExitCode, first.Error, second.Error));
        Assert.Equal(["ran"], second.Lines);
        Assert.Equal([Name], _node.Installed);
        Assert.StartsWith($"s3 cp --only-show-errors --region eu-north-1 {Source} {_node.InstallFolder}/.{Name}-unfinished-", Assert.Single(_node.Downloads), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_parameter_arrives()
    {
        _node.Put(Zip, Module("0.1.0", "$Operation, $BaselineTags, $AssociationId, $InstallOverrideList, $RebootOption; $global:LASTEXITCODE = 0"));
        string[] values = ["Install", "Key=環境,Values=本番", DocumentNode.AssociationId, "https://lists.invalid/a b?x=1&y=*", "NoReboot"];
        ConsoleResult result = _node.RunPowerShell(
            "", ("ModuleSource", Source), ("Operation", values[0]), ("BaselineTags", values[1]), ("AssociationId", values[2]), ("InstallOverrideList", values[3]), ("RebootOption", values[4]));
        Assert.Equal(values, result.Succeeded().Lines);
    }

    [Fact]
    public void A_failure_is_told_with_its_id_and_advice_and_ends_with_the_exit_code_of_the_command()
    {
        _node.Put(Zip, Module("0.1.0", """
            $global:LASTEXITCODE = 142
            $record = [System.Management.Automation.ErrorRecord]::new([System.InvalidOperationException]::new('Two baselines have the tag.'), 'SeveralBaselines', 'InvalidData', $null)
            $record.ErrorDetails = [System.Management.Automation.ErrorDetails]::new('Two baselines have the tag.')
            $record.ErrorDetails.RecommendedAction = 'Remove one of them.'
            $PSCmdlet.ThrowTerminatingError($record)
            """));
        ConsoleResult result = _node.RunPowerShell("", ("ModuleSource", Source));
        Assert.Equal((142, ""), (result.ExitCode, result.Output));
        Assert.Equal("[SeveralBaselines] Two baselines have the tag. Remove one of them.", result.Error.Trim());
    }

    [Fact]
    public void A_patch_that_fails_does_not_end_the_command()
    {
        _node.Put(Zip, Module("0.1.0", """
            $record = [System.Management.Automation.ErrorRecord]::new([System.InvalidOperationException]::new('a was not installed.'), 'PatchFailed', 'InvalidResult', $null)
            $PSCmdlet.WriteError($record)
            # A compiled command would heed the preference of the script, which is to stop; this one sees only what it is given.
            "result $($PSBoundParameters['ErrorAction'])"
            $global:LASTEXITCODE = 2
            """));
        ConsoleResult result = _node.RunPowerShell("", ("ModuleSource", Source));
        Assert.Equal(2, result.ExitCode);
        Assert.Equal(["result Continue"], result.Lines);
        Assert.Contains("a was not installed.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_without_an_exit_code_is_1()
    {
        _node.Put(Zip, Module("0.1.0", "throw 'unforeseen'"));
        ConsoleResult result = _node.RunPowerShell("", ("ModuleSource", Source));
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("unforeseen", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_module_itself_refuses_what_the_document_lets_through()
    {
        ConsoleResult result = _node.RunPowerShell(
            "", ("InstallFolder", Path.GetFullPath(Path.Combine(BuiltModule.Folder, "../.."))), ("BaselineTags", $"Key=env,Values={string.Join(',', Enumerable.Range(1, 21))}"));
        Assert.Equal((153, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("[BaselineTagsInvalid] BaselineTags is ", result.Error, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was done. Correct the parameter.", result.Error.Trim(), StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string, int, string> Refusals => new()
    {
        { "", "", "", 152, "ModuleNotInstalled" },
        { "s3://modules/none.zip", "", "", 156, "ModuleNotDownloaded" },
        { "https://localhost:1/module.zip", "", "", 156, "ModuleNotDownloaded" },
        { "Gallery", "", "", 156, "ModuleNotDownloaded" },
        { "Gallery", "", new string('0', 64), 1, "ModuleHashWrong" },
        { Source, "", new string('0', 64), 151, "ModuleHashWrong" },
        { "s3://modules/text.zip", "", "", 155, "ModuleNotUnpacked" },
        { "s3://modules/empty.zip", "", "", 155, "ModuleNotUnpacked" },
        { "s3://modules/bare.zip", "", "", 155, "ModuleNotUnpacked" },
        { "s3://modules/double.zip", "", "", 155, "ModuleNotUnpacked" },
        { "s3://modules/outside.zip", "", "", 155, "ModuleNotUnpacked" },
        { Source, "0.2.0", "", 155, "ModuleVersionWrong" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_cannot_be_installed_is_refused_and_leaves_nothing(string source, string version, string hash, int exitCode, string id)
    {
        _node.PutText("text.zip", "no zip");
        _node.Put("empty.zip", ("readme.txt", "no module"));
        _node.Put("bare.zip", Module("0.1.0", "")[..1]);
        _node.Put("double.zip", [.. Module("0.1.0", ""), .. Module("0.2.0", "").Select(file => ("0.2.0/" + file.Name, file.Text))]);
        _node.Put("outside.zip", [.. Module("0.1.0", ""), ("../../outside.txt", "")]);
        _node.Put(Zip, Module("0.1.0", "'ran'"));
        ConsoleResult result = _node.RunPowerShell("", ("ModuleSource", source), ("ModuleVersion", version), ("ModuleSha256", hash));
        Assert.Equal((exitCode, ""), (result.ExitCode, result.Output));
        Assert.Matches($@"(^|\n)\[{id}\] \S", result.Error);
        Assert.Empty(_node.Installed);
    }

    [Fact]
    public void A_hash_that_fits_passes()
    {
        string hash = _node.Put(Zip, Module("0.1.0", "'ran'; $global:LASTEXITCODE = 0"));
        Assert.Equal(["ran"], _node.RunPowerShell("", ("ModuleSource", Source), ("ModuleSha256", hash.ToUpperInvariant())).Succeeded().Lines);
    }

    [Fact]
    public void What_is_half_unpacked_is_not_installed()
    {
        foreach ((string name, string text) in Module("0.1.0", "'wrong'"))
        {
            DocumentNode.WriteProgram(Path.Combine(_node.InstallFolder, $".{Name}-unfinished-0", "content", name), text);
            DocumentNode.WriteProgram(Path.Combine(_node.InstallFolder, $".{Name}-unfinished-1", "content", Name, "0.1.0", name), text);
        }

        ConsoleResult result = _node.RunPowerShell("");
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
        {
            foreach ((string name, string text) in Module(version, $"'{version}'; $global:LASTEXITCODE = 0"))
                DocumentNode.WriteProgram(Path.Combine(_node.InstallFolder, Name, version, name), text);
        }

        _node.Put(Zip, Module("0.2.0", "'0.2.0'; $global:LASTEXITCODE = 0"));
        Assert.Equal([expected], _node.RunPowerShell("", ("ModuleSource", Source), ("ModuleVersion", wanted)).Succeeded().Lines);
        Assert.Equal(expected == "0.2.0" ? 1 : 0, _node.Downloads.Length);
    }

    [Fact]
    public void A_run_that_was_faster_wins()
    {
        _node.Put(Zip, Module("0.1.0", "'slower'; $global:LASTEXITCODE = 0"));
        string faster = Path.Combine(_node.Commands, "faster");
        foreach ((string name, string text) in Module("0.1.0", "'faster'; $global:LASTEXITCODE = 0"))
            DocumentNode.WriteProgram(Path.Combine(faster, name), text);
        _node.WhileDownloading($"mkdir -p '{_node.InstallFolder}/{Name}'; mv '{faster}' '{_node.InstallFolder}/{Name}/0.1.0'\n");
        Assert.Equal(["faster"], _node.RunPowerShell("", ("ModuleSource", Source)).Succeeded().Lines);
        Assert.Equal([Name], _node.Installed);
    }

    [Fact]
    public void What_stands_in_the_way_is_named()
    {
        _node.Put(Zip, Module("0.1.0", "'ran'"));
        DocumentNode.WriteProgram(Path.Combine(_node.InstallFolder, Name, "0.1.0", "notes.txt"), "");
        ConsoleResult result = _node.RunPowerShell("", ("ModuleSource", Source));
        Assert.Equal(155, result.ExitCode);
        Assert.Contains($"could not be put into '{_node.InstallFolder}/{Name}/0.1.0'", result.Error, StringComparison.Ordinal);
        Assert.Equal([Name], _node.Installed);
    }

    // As both commands for a gallery lay a module out.
    [Theory]
    [InlineData("Save-PSResource", "Gallery", "", "PSGallery|True||")]
    [InlineData("Save-PSResource", "PSGallery", "0.1.0", "PSGallery|True|0.1.0|")]
    [InlineData("Save-Module", "Gallery", "", "PSGallery|||True")]
    [InlineData("Save-Module", "PSGallery", "0.1.0", "PSGallery||0.1.0|True")]
    public void A_gallery_gives_the_module(string command, string source, string version, string asked)
    {
        string gallery = Path.Combine(_node.Commands, "gallery");
        foreach ((string name, string text) in Module("0.1.0", "$global:asked; $global:LASTEXITCODE = 0"))
            DocumentNode.WriteProgram(Path.Combine(gallery, name), text);
        string commands = $$"""
            function global:{{command}} {
                param($Name, $Path, $Repository, [switch] $TrustRepository, $Version, $RequiredVersion, [switch] $Force)
                $global:asked = "$Repository|$(if ($TrustRepository) { 'True' })|$Version$RequiredVersion|$(if ($Force) { 'True' })"
                $null = [IO.Directory]::CreateDirectory("$Path/$Name")
                [IO.Directory]::Move('{{gallery}}', "$Path/$Name/0.1.0")
            }
            function global:Get-PackageProvider { param($Name, [switch] $ListAvailable) 'NuGet' }
            """;
        Assert.Equal([asked], _node.RunPowerShell(commands, ("ModuleSource", source), ("ModuleVersion", version)).Succeeded().Lines);
        Assert.True(File.Exists(Path.Combine(_node.InstallFolder, Name, "0.1.0", Name + ".psd1")));
        Assert.Equal([Name], _node.Installed);
    }

    [Fact]
    public void Without_the_AWS_CLI_the_tools_for_PowerShell_read_the_bucket()
    {
        _node.Put(Zip, Module("0.1.0", "$global:asked; $global:LASTEXITCODE = 0"));
        string bucket = Path.GetFullPath(Path.Combine(_node.Commands, "../bucket"));
        string commands = $$"""
            function global:Read-S3Object {
                param($BucketName, $Key, $File, $Region)
                $global:asked = "$BucketName|$Key|$Region"
                [IO.File]::Copy('{{bucket}}/{{Zip}}', $File)
            }
            """;
        _node.Environment["PATH"] = "/nowhere";
        Assert.Equal([$"modules|some/{Zip}|eu-north-1"], _node.RunPowerShell(commands, ("ModuleSource", "s3://modules/some/" + Zip)).Succeeded().Lines);

        ConsoleResult result = _node.RunPowerShell("", ("ModuleSource", Source), ("ModuleVersion", "0.2.0"));
        Assert.Equal(156, result.ExitCode);
        Assert.Contains("Neither the AWS CLI (aws) nor AWS Tools for PowerShell (Read-S3Object)", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_https_address_is_read_and_not_led_away()
    {
        string hash = _node.Put(Zip, Module("0.1.0", "'ran'; $global:LASTEXITCODE = 0"));
        await using TlsServer server = new TlsServer().Answer("/" + Zip, "200 OK", _node.Read(Zip)).Redirect("/moved.zip", "/" + Zip);
        using var plain = new PlainServer(_node.Read(Zip));
        server.Redirect("/away.zip", plain.Url);
        string certificate = Path.Combine(_node.Commands, "certificate.pem");
        await File.WriteAllTextAsync(certificate, server.Certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);
        _node.Environment["SSL_CERT_FILE"] = certificate;

        ConsoleResult away = _node.RunPowerShell("", ("ModuleSource", server["/away.zip"]));
        Assert.Equal(156, away.ExitCode);
        Assert.Empty(_node.Installed);
        Assert.Equal(["ran"], _node.RunPowerShell("", ("ModuleSource", server["/moved.zip"]), ("ModuleSha256", hash)).Succeeded().Lines);
    }

    /// <summary>A module whose command has the parameters of the real one.</summary>
    private static (string Name, string Text)[] Module(string version, string body) =>
    [
        (Name + ".psd1", $"@{{ ModuleVersion = '{version}'; RootModule = '{Name}.psm1'; FunctionsToExport = 'Invoke-PatchBaselineAssociation' }}\n"),
        (Name + ".psm1", $$"""
            function Invoke-PatchBaselineAssociation {
                [CmdletBinding()]
                param($Operation, $BaselineTags, $AssociationId, $InstallOverrideList, $RebootOption)
                {{body}}
            }

            """),
    ];
}
