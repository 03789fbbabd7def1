using System.Management.Automation;

namespace PatchBaselineAssociation.CmdletsTests;

public sealed class ImportTests
{
    private static readonly string[] s_cmdlets =
    [
        "ConvertTo-PatchOverrideList", "Export-PatchReport", "Get-PatchState", "Install-PatchBaseline", "Invoke-PatchBaselineAssociation", "Invoke-PatchScan", "Resolve-PatchBaseline", "Test-PatchOverrideList",
    ];

    private const string Commands = "(Get-Command -Module PatchBaselineAssociation).Name";

    [Fact]
    public void The_manifest_is_valid_and_exports_what_there_is()
    {
        using var session = new ModuleSession(isImported: false);
        PSObject manifest = Assert.Single(session.Run("Test-ModuleManifest $args[0] -WarningAction Stop", BuiltModule.Manifest));
        Assert.Equal(Path.GetFileName(BuiltModule.Folder), manifest.Properties["Version"].Value.ToString());

        session.Run("Import-Module $args[0]", BuiltModule.Manifest);
        Assert.Equal(s_cmdlets, session.Lines(Commands));
        Assert.Equal(s_cmdlets, session.Lines("(Test-ModuleManifest $args[0]).ExportedCmdlets.Keys", BuiltModule.Manifest).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Import-Module $args[0] -Force")]
    [InlineData("Remove-Module PatchBaselineAssociation; Import-Module $args[0]")]
    [InlineData("Import-Module $args[0] -Force; Remove-Module PatchBaselineAssociation; Import-Module $args[0] -Force; Import-Module $args[0] -Force")]
    public void Importing_again_keeps_the_commands(string script)
    {
        using var session = new ModuleSession();
        session.Run(script, BuiltModule.Manifest);
        Assert.Equal(s_cmdlets, session.Lines(Commands));
        Assert.Equal(["Debian"], session.Lines("(Resolve-PatchBaseline -OperatingSystem DEBIAN).OperatingSystem"));
    }

    [Fact]
    public void Removing_takes_every_command_away()
    {
        using var session = new ModuleSession();
        session.Run("Remove-Module PatchBaselineAssociation");
        Assert.Empty(session.Run("Get-Command $args[0] -ErrorAction Ignore", [s_cmdlets]));
        Assert.Empty(session.Run("Get-Module"));
    }

    [Fact]
    public void A_prefix_renames_the_commands()
    {
        using var session = new ModuleSession(isImported: false);
        session.Run("Import-Module $args[0] -Prefix Ssm", BuiltModule.Manifest);
        Assert.Equal(["Ubuntu"], session.Lines("(Resolve-SsmPatchBaseline -OperatingSystem UBUNTU).OperatingSystem"));
    }

    [Fact]
    public void Runspaces_import_in_parallel_and_share_one_set_of_types()
    {
        var types = new Type[8];
        Parallel.For(0, types.Length, index =>
        {
            using var session = new ModuleSession();
            types[index] = session.Run("Resolve-PatchBaseline -OperatingSystem SUSE")[0].BaseObject.GetType();
        });
        Assert.Single(types.Distinct());
    }

    [Fact]
    public void An_object_made_before_a_forced_import_is_still_taken()
    {
        using var session = new ModuleSession();
        using var folder = new TemporaryFolder();
        IReadOnlyList<ErrorRecord> errors = session.Fail(
            "$old = Resolve-PatchBaseline -OperatingSystem DEBIAN; Import-Module $args[0] -Force; $old | Invoke-PatchScan -Root $args[1]",
            BuiltModule.Manifest,
            folder.Path);
        Assert.DoesNotContain(errors, error => error.Exception is ParameterBindingException);
    }
}
