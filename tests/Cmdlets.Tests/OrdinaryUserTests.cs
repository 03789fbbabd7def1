namespace PatchBaselineAssociation.CmdletsTests;

/// <summary>This machine without root's rights. Read only.</summary>
public sealed class OrdinaryUserTests(OrdinaryUser user) : IClassFixture<OrdinaryUser>, IDisposable
{
    private const string Script = "(Invoke-PatchScan).Patches | Where-Object State -eq Missing | ForEach-Object Title";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_user_without_rights_sees_what_root_sees()
    {
        ConsoleResult nobody = user.Run(Script);
        ConsoleResult root = ConsoleProgram.Run(Script.Replace("Invoke-PatchScan", $"Invoke-PatchScan -StatePath '{_folder.Path}/state'", StringComparison.Ordinal));

        Assert.Equal((0, 0), (root.ExitCode, nobody.ExitCode));
        Assert.Equal(root.Output, nobody.Output);
        Assert.Contains("[StateFolderNotWritable]", nobody.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(user.InStateFolder("patch-states-configuration.json")));
    }

    [Fact]
    public void A_user_without_rights_sees_what_an_install_would_do()
    {
        ConsoleResult result = user.Run("(Install-PatchBaseline -WhatIf).GetType().Name");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal("PatchPlan", result.Lines[^1]);
        Assert.False(Directory.Exists(user.InStateFolder("logs")));
    }

    [Fact]
    public void A_user_without_rights_cannot_install()
    {
        ConsoleResult result = user.Run("Install-PatchBaseline");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("PermissionDenied, NotPrivileged,PatchBaselineAssociation.Commands.InstallPatchBaselineCommand", result.Error, StringComparison.Ordinal);
        Assert.Contains("-WhatIf", result.Error, StringComparison.Ordinal);
    }
}
