using System.Globalization;
using System.Management.Automation.Language;
using System.Text;
using PatchBaselineAssociation.IntegrationTests;

namespace PatchBaselineAssociation.CmdletsTests.Documents;

/// <summary>The agent writes values into the scripts as they are: what a document lets through must stay inside its quotes.</summary>
public sealed class DocumentParameterTests
{
    private const string Id = "01234567-89ab-cdef-0123-456789ABCDEF";
    private const string Hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789ABCDEF";

    private static readonly Dictionary<string, string> s_values = new(StringComparer.Ordinal)
    {
        ["Operation"] = "Scan",
        ["BaselineTags"] = "Key=env,Values=prod",
        ["AssociationId"] = Id,
        ["InstallOverrideList"] = "https://example.invalid/list.yaml",
        ["RebootOption"] = "NoReboot",
        ["ModuleSource"] = "s3://bucket/module.zip",
        ["ModuleVersion"] = "0.1.0",
        ["ModuleSha256"] = Hash,
        ["InstallFolder"] = "/opt/modules",
    };

    // The name of the variable that a script puts each value into.
    private static readonly Dictionary<string, string> s_shellVariables = new(StringComparer.Ordinal)
    {
        ["Operation"] = "PATCH_OPERATION",
        ["BaselineTags"] = "PATCH_BASELINE_TAGS",
        ["AssociationId"] = "PATCH_ASSOCIATION_ID",
        ["InstallOverrideList"] = "PATCH_INSTALL_OVERRIDE_LIST",
        ["RebootOption"] = "PATCH_REBOOT_OPTION",
        ["ModuleSource"] = "source",
        ["ModuleVersion"] = "version",
        ["ModuleSha256"] = "hash",
        ["InstallFolder"] = "folder",
    };

    public static TheoryData<string, string> Good => new()
    {
        { "Operation", "Scan" },
        { "Operation", "Install" },
        { "BaselineTags", "" },
        { "BaselineTags", "Key=env,Values=prod" },
        { "BaselineTags", "Key=env,Values=a,b,c" },
        { "BaselineTags", "Key=a b,Values=x y, z" },
        { "BaselineTags", "Key=環境,Values=本番" },
        { "BaselineTags", "Key=k,Values=v,Values=w" },
        { "BaselineTags", "Key=a_.:/=+-@1,Values=a_.:/=+-@1" },
        { "AssociationId", Id },
        { "InstallOverrideList", "" },
        { "InstallOverrideList", "https://example.invalid/list.yaml" },
        { "InstallOverrideList", "https://example.invalid/a b?X-Amz-Signature=0&X-Amz-Date=1#f" },
        { "InstallOverrideList", "s3://bucket/key" },
        { "InstallOverrideList", "s3://bucket/some/longer/Schlüssel (1).yaml" },
        { "RebootOption", "RebootIfNeeded" },
        { "RebootOption", "NoReboot" },
        { "ModuleSource", "" },
        { "ModuleSource", "Gallery" },
        { "ModuleSource", "PSGallery" },
        { "ModuleSource", "https://example.invalid:8443/modules/PatchBaselineAssociation.0.1.0.zip" },
        { "ModuleSource", "s3://a-bucket.of-mine/modules/module_1.zip" },
        { "ModuleVersion", "" },
        { "ModuleVersion", "10.20.30" },
        { "ModuleSha256", "" },
        { "ModuleSha256", Hash },
        { "InstallFolder", "" },
        { "InstallFolder", "/usr/local/share/powershell/Modules" },
        { "InstallFolder", "/srv/a folder (2)" },
    };

    public static TheoryData<string, string> Bad => new()
    {
        { "Operation", "" },
        { "Operation", "scan" },
        { "Operation", "Scan'; reboot; '" },
        { "BaselineTags", "Key=env" },
        { "BaselineTags", "Key=,Values=" },
        { "BaselineTags", "Key=env,Values=" },
        { "BaselineTags", "Key=env,Values=a,,b" },
        { "BaselineTags", "key=env,values=x" },
        { "BaselineTags", "Key=env, Values=prod" },
        { "BaselineTags", "Key=env,Values=a;b" },
        { "BaselineTags", "Key=env,Values={{ssm:other}}" },
        { "BaselineTags", "Key=env,Values={{ Operation }}" },
        { "BaselineTags", "Key=env,Values=a\nrm -rf /" },
        { "BaselineTags", "Key=env,Values=a\n" },
        { "AssociationId", "" },
        { "AssociationId", "mine" },
        { "AssociationId", Id + "\n" },
        { "AssociationId", Id[..^1] + "g" },
        { "AssociationId", $"{Id}'; reboot; '" },
        { "InstallOverrideList", "http://example.invalid/list.yaml" },
        { "InstallOverrideList", "https://" },
        { "InstallOverrideList", "s3://bucket" },
        { "InstallOverrideList", "s3://bucket/" },
        { "InstallOverrideList", "s3:///key" },
        { "InstallOverrideList", "list.yaml" },
        { "InstallOverrideList", "s3://bucket/key\n" },
        { "RebootOption", "" },
        { "RebootOption", "Always" },
        { "ModuleSource", "gallery" },
        { "ModuleSource", "Gallery.zip" },
        { "ModuleSource", "http://example.invalid/module.zip" },
        { "ModuleSource", "https://someone:secret@example.invalid/module.zip" },
        { "ModuleSource", "https://example.invalid/module.tar" },
        { "ModuleSource", "s3://bucket/module .zip" },
        { "ModuleSource", "s3:///module.zip" },
        { "ModuleSource", "/tmp/module.zip" },
        { "ModuleVersion", "1" },
        { "ModuleVersion", "1.2.3-beta" },
        { "ModuleVersion", "1.2.3.4" },
        { "ModuleVersion", "1.2.x" },
        { "ModuleSha256", Hash[1..] },
        { "ModuleSha256", Hash + "0" },
        { "ModuleSha256", Hash[1..] + "x" },
        { "InstallFolder", "relative" },
        { "InstallFolder", "/a/" },
        { "InstallFolder", "/a$HOME" },
        { "InstallFolder", "/a;b" },
        { "InstallFolder", "/a*" },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void A_legal_value_passes(string parameter, string value)
    {
        Assert.True(SsmDocument.Load(SsmDocument.Module).Accepts(parameter, value));
        Assert.True(SsmDocument.Load(SsmDocument.Console).Accepts(parameter, value));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void An_illegal_value_does_not(string parameter, string value)
    {
        Assert.False(SsmDocument.Load(SsmDocument.Module).Accepts(parameter, value));
        Assert.False(SsmDocument.Load(SsmDocument.Console).Accepts(parameter, value));
    }

    [Fact]
    public void A_folder_of_Windows_is_for_the_module_alone()
    {
        Assert.True(SsmDocument.Load(SsmDocument.Module).Accepts("InstallFolder", "C:/Program Files/Modules"));
        Assert.False(SsmDocument.Load(SsmDocument.Console).Accepts("InstallFolder", "C:/Program Files/Modules"));
    }

    [Theory]
    [MemberData(nameof(AssociationTests.GoodTags), MemberType = typeof(AssociationTests))]
    public void Tags_that_the_command_takes_pass(string tags) => Assert.True(SsmDocument.Load(SsmDocument.Module).Accepts("BaselineTags", tags));

    [Theory]
    [InlineData("BaselineTags", "Key=env,Values=a", "")]
    [InlineData("InstallOverrideList", "https://example.invalid/", "")]
    [InlineData("InstallOverrideList", "s3://bucket/", "")]
    [InlineData("InstallOverrideList", "s3://", "/key")]
    [InlineData("ModuleSource", "https://", ".zip")]
    [InlineData("ModuleSource", "s3://bucket/", ".zip")]
    [InlineData("InstallFolder", "/", "")]
    public void Whatever_passes_stays_inside_the_quotes(string parameter, string head, string tail)
    {
        const string Never = "'\"`$\\{}\0\t\r\n\u007f\u0085\u2028\u2029\u2018\u2019\u201a\u201b\u201c\u201d\u201e";
        foreach (string name in new[] { SsmDocument.Module, SsmDocument.Console })
        {
            SsmDocument document = SsmDocument.Load(name);
            var accepted = new StringBuilder();
            for (int character = 0; character <= char.MaxValue; character++)
            {
                if (!char.IsSurrogate((char)character) && document.Accepts(parameter, $"{head}{(char)character}{tail}"))
                    accepted.Append((char)character);
            }

            string all = accepted.ToString();
            Assert.Contains('a', all);
            Assert.DoesNotContain(all, character => Never.Contains(character));
            AssertScriptsHold(parameter, head + all + tail);
        }
    }

    [Theory]
    [MemberData(nameof(Good))]
    public void A_legal_value_reaches_the_script_as_it_is(string parameter, string value) => AssertScriptsHold(parameter, value);

    [Theory]
    [InlineData("Key=env,Values='; exit 0; '")]
    [InlineData("Key=env,Values=’; exit 0; ’")]
    public void A_value_that_ends_the_quotes_would_be_noticed(string value)
    {
        Dictionary<string, string> values = new(s_values) { ["BaselineTags"] = value };
        Assert.NotEqual(Kinds(s_values), Kinds(values));
    }

    private static void AssertScriptsHold(string parameter, string value)
    {
        Dictionary<string, string> values = new(s_values) { [parameter] = value };
        Assert.Equal(Kinds(s_values), Kinds(values));
        string script = SsmDocument.Load(SsmDocument.Module).Script("Windows", values);
        Parser.ParseInput(script, out Token[] tokens, out ParseError[] errors);
        Assert.Empty(errors);
        Assert.Contains(tokens, token => token is StringLiteralToken literal && literal.Value == value);

        // The lines that take the values, and then one that shows what came of them.
        string shell = SsmDocument.Load(SsmDocument.Console).Script("Linux", values);
        string head = shell[..shell.IndexOf("\nname=", StringComparison.Ordinal)];
        using var folder = new CmdletsTests.TemporaryFolder();
        string file = folder.Write("head.sh", $"{head}\nprintf %s \"${s_shellVariables[parameter]}\"\n");
        (int exitCode, string output, string errorOutput) = Tool.TryRun("/bin/sh", [file]);
        Assert.Equal((0, value, ""), (exitCode, output, errorOutput));
    }

    private static string Kinds(Dictionary<string, string> values)
    {
        Parser.ParseInput(SsmDocument.Load(SsmDocument.Module).Script("Windows", values), out Token[] tokens, out _);
        return string.Join(' ', tokens.Select(token => string.Create(CultureInfo.InvariantCulture, $"{token.Kind}")));
    }
}
