using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Tests.States;

public sealed class StateFoldersTests
{
    [Theory]
    [InlineData("XDG_STATE_HOME=/x/state/;HOME=/home/me", "/x/state/PatchBaselineAssociation")]
    [InlineData("XDG_STATE_HOME=relative;HOME=/home/me", "/home/me/.local/state/PatchBaselineAssociation")]
    [InlineData("XDG_STATE_HOME=;HOME=/home/me/", "/home/me/.local/state/PatchBaselineAssociation")]
    [InlineData("HOME=/root", "/root/.local/state/PatchBaselineAssociation")]
    [InlineData("HOME=", null)]
    [InlineData("HOME=relative", null)]
    [InlineData("", null)]
    public void The_users_folder_follows_the_environment(string environment, string? folder)
    {
        var folders = StateFolders.OfUnix(Environment(environment));

        Assert.Equal(folder, folders.User);
        Assert.Equal("/var/log/amazon/ssm/patch-configuration", folders.System);
        Assert.Equal("patch-states-configuration.json", folders.StatesFileName);
        Assert.Equal("patch-inventory-from-last-operation.json", folders.InventoryFileName);
    }

    [Theory]
    [InlineData(@"PROGRAMDATA=D:\Data;LOCALAPPDATA=C:\Users\me\AppData\Local", @"D:\Data\Amazon\PatchBaselineOperations\State", @"C:\Users\me\AppData\Local\PatchBaselineAssociation")]
    [InlineData("", @"C:\ProgramData\Amazon\PatchBaselineOperations\State", null)]
    public void Windows_has_folders_and_names_of_its_own(string environment, string system, string? user)
    {
        var folders = StateFolders.OfWindows(Environment(environment));

        Assert.Equal((system, user), (folders.System, folders.User));
        Assert.Equal(("PatchStatesConfiguration.json", "PatchInventoryFromLastOperation.json"), (folders.StatesFileName, folders.InventoryFileName));
    }

    [Fact]
    public void An_image_has_a_stable_folder_of_its_own()
    {
        var folders = StateFolders.OfUnix(Environment("HOME=/home/me"));

        var folder = folders.ForImage("/mnt/golden image")!;

        Assert.StartsWith("/home/me/.local/state/PatchBaselineAssociation/images/golden_image-", folder, StringComparison.Ordinal);
        Assert.Equal(folder, folders.ForImage("/mnt/golden image/"));
        Assert.False(string.Equals(folder, folders.ForImage("/srv/golden image"), StringComparison.Ordinal));
        Assert.False(string.Equals(folder, folders.ForImage("/mnt/golden_image"), StringComparison.Ordinal));
        Assert.Null(StateFolders.OfUnix(Environment("")).ForImage("/mnt/x"));
        Assert.DoesNotContain("..", folders.ForImage("/mnt/..")!, StringComparison.Ordinal);
    }

    private static Func<string, string?> Environment(string text)
    {
        var variables = text.Split(';', StringSplitOptions.RemoveEmptyEntries).ToDictionary(pair => pair.Split('=')[0], pair => pair.Split('=')[1], StringComparer.Ordinal);
        return name => variables.GetValueOrDefault(name);
    }
}
