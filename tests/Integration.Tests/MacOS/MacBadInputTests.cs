using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.IntegrationTests.MacOS;

/// <summary>Tools of a Mac that hang, break off, or say what nobody understands. None of it changes anything.</summary>
public sealed class MacBadInputTests : IDisposable
{
    private const string Header = "Software Update Tool\n\nFinding available software\nSoftware Update found the following new or updated software:\n";

    private readonly MacScene _scene = new();

    private ScriptedMac Mac => _scene.Mac;

    public void Dispose()
    {
        try
        {
            Assert.Empty(Mac.Changes);
        }
        finally
        {
            _scene.Dispose();
        }
    }

    [Theory]
    [InlineData("", "it said neither that there are updates nor that there are none")]
    [InlineData("Keine neue Software verfügbar.\n", "Keine neue Software verfügbar.")]
    [InlineData(Header + "* Label: A-1\n\tTitle: A, Version: 1, Size: 1K, Recommended: YES, Act", "breaks off after '* Label: A-1'")]
    [InlineData(Header + "* Label: A-1\n", "breaks off after '* Label: A-1'")]
    [InlineData(Header + "* Label: A-1\n\tTitel: A, Fassung: 1\n", "after 'A-1' it says 'Titel: A, Fassung: 1'")]
    public async Task A_list_that_is_not_understood_is_an_error(string listing, string words)
    {
        Mac.Write("listing", listing);

        PatchException scan = await Assert.ThrowsAsync<PatchException>(() => _scene.ScanAsync());
        PatchException install = await Assert.ThrowsAsync<PatchException>(() => _scene.InstallAsync());

        Assert.Equal((ErrorIds.ToolOutputNotUnderstood, ErrorIds.ToolOutputNotUnderstood), (scan.ErrorId, install.ErrorId));
        Assert.Contains(words, scan.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", scan.Message, StringComparison.Ordinal);
        Assert.NotNull(scan.RecommendedAction);
    }

    [Fact]
    public async Task An_unknown_action_is_a_reason_and_the_update_is_not_tried()
    {
        Mac.Offer("Safari", "16.6", more: "Recommended: YES, Action: levitate, ");

        PatchOperationResult result = await _scene.InstallAsync();

        Assert.Equal(["Safari Missing 16.6"], MacScene.States(result));
        Assert.Contains("takes the action 'levitate', which this module does not know", MacScene.ReasonOf(result, "Safari"), StringComparison.Ordinal);
    }

    /// <summary>On the network softwareupdate may hang or say that it is offline: what it found before counts.</summary>
    [Theory]
    [InlineData(true, "did not end within 900 s")]
    [InlineData(false, "Can't connect to the Apple Software Update server")]
    public async Task Without_the_network_the_last_list_is_used_and_told_of(bool hangs, string words)
    {
        Mac.Offer("Safari", "16.6");
        if (hangs)
            Mac.Hangs = request => request.Tool == "softwareupdate" && !request.Arguments.Contains("--no-scan");
        else
            Mac.Write("offline", "");

        PatchOperationResult result = await _scene.ScanAsync();

        RepositoryHealth health = Assert.Single(result.Repositories);
        Assert.Equal((RepositoryStatus.Unavailable, true), (health.Status, health.IsUsed));
        Assert.Contains(words, health.Message, StringComparison.Ordinal);
        Assert.Equal(["Safari Missing 16.6"], MacScene.States(result));
        Assert.Contains(_scene.Events.Warnings, warning => warning.Id == ErrorIds.RepositoryUnavailable);
        PatchException e = await Assert.ThrowsAsync<PatchException>(() => _scene.ScanAsync(requireAllRepositories: true));
        Assert.Equal(ErrorIds.RepositoryUnavailable, e.ErrorId);
    }

    [Fact]
    public async Task A_softwareupdate_that_always_hangs_is_an_error()
    {
        Mac.Hangs = request => request.Tool == "softwareupdate";

        PatchException e = await Assert.ThrowsAsync<PatchException>(() => _scene.ScanAsync());

        Assert.Equal(ErrorIds.ToolTimedOut, e.ErrorId);
    }

    [Fact]
    public async Task Without_Homebrew_nothing_is_missing_but_its_packages()
    {
        PatchOperationResult result = await _scene.ScanAsync(requireAllRepositories: true);

        Assert.Equal("softwareupdate", Assert.Single(result.Repositories).Name);
        Assert.Contains(Mac.Verbose, message => message.StartsWith("There is no Homebrew here", StringComparison.Ordinal));
        Assert.Empty(_scene.Events.Warnings);
    }

    [Theory]
    [InlineData("root\n", true, "root", "belongs to root, and brew refuses to run as root")]
    [InlineData("bob\n", false, "alice", "belongs to bob: only bob or root can ask brew")]
    [InlineData("-u\n", true, "root", "is nobody that brew could be run as")]
    [InlineData("", true, "root", "cannot be told")]
    public async Task A_Homebrew_that_cannot_be_asked_is_told_of(string owner, bool isPrivileged, string user, string words)
    {
        (Mac.IsPrivileged, Mac.UserName) = (isPrivileged, user);
        Mac.Write("owner", owner);
        Mac.InstallHomebrew();
        Mac.AddPackage("wget", "1", "2");
        Mac.Offer("Safari", "16.6");

        PatchOperationResult result = await _scene.ScanAsync();

        Assert.Equal(["Safari Missing 16.6"], MacScene.States(result));
        Assert.Contains(words, result.Repositories.Single(repository => repository.Name == "Homebrew").Message, StringComparison.Ordinal);
        Assert.Contains(_scene.Events.Warnings, warning => warning.Id == ErrorIds.RepositoryUnavailable);
        Assert.DoesNotContain(Mac.Calls, call => call.StartsWith("brew", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Warnings_of_brew_do_no_harm()
    {
        Mac.Write("warnings", "Warning: You are using macOS 13.\n{We} do not provide support for this old version.\n");
        Mac.InstallHomebrew();
        Mac.AddPackage("wget", "1", "2");

        Assert.Equal(["wget Missing 2"], MacScene.States(await _scene.ScanAsync()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("No JSON today.\n")]
    [InlineData("{\"formulae\":[{\"name\":\"wget\",\"inst")]
    public async Task A_brew_without_JSON_is_told_of_and_the_rest_is_scanned(string answer)
    {
        Mac.Write("no-json", answer);
        Mac.InstallHomebrew();
        Mac.Offer("Safari", "16.6");

        PatchOperationResult result = await _scene.ScanAsync();

        Assert.Equal(["Safari Missing 16.6"], MacScene.States(result));
        RepositoryHealth health = result.Repositories.Single(repository => repository.Name == "Homebrew");
        Assert.Equal((RepositoryStatus.Unavailable, false), (health.Status, health.IsUsed));
        Assert.Contains("was not understood", health.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_brew_that_cannot_update_itself_says_what_it_knows(bool hangs)
    {
        Mac.InstallHomebrew();
        Mac.AddPackage("wget", "1", "2");
        if (hangs)
            Mac.Hangs = request => request.Arguments.Contains("update");
        else
            Mac.Write("offline", "");

        PatchOperationResult result = await _scene.ScanAsync(noRefresh: false);

        Assert.Equal(["wget Missing 2"], MacScene.States(result));
        RepositoryHealth health = result.Repositories.Single(repository => repository.Name == "Homebrew");
        Assert.Equal((RepositoryStatus.Unavailable, true), (health.Status, health.IsUsed));
    }

    /// <summary>Nobody knows what is installed then; that is not the same as that nothing is.</summary>
    [Fact]
    public async Task A_history_that_is_not_to_be_had_is_an_error()
    {
        Mac.Write("no-history", "");

        PatchException e = await Assert.ThrowsAsync<PatchException>(() => _scene.ScanAsync());

        Assert.Equal(ErrorIds.ToolFailed, e.ErrorId);
        Assert.Contains("ended with exit code 1", e.Message, StringComparison.Ordinal);
        Assert.NotNull(e.RecommendedAction);
    }

    [Fact]
    public async Task Where_system_profiler_fails_its_file_is_read()
    {
        Mac.Write("no-history", "");
        Mac.Write("InstallHistory.plist", "<plist version=\"1.0\"><array><dict><key>displayName</key><string>MRTConfigData</string><key>displayVersion</key><string>1.93</string></dict></array></plist>");

        Assert.Equal(["MRTConfigData Installed"], [.. (await _scene.ScanAsync()).Patches.Select(patch => $"{patch.Id} {patch.State}")]);
    }

    [Fact]
    public async Task A_history_that_is_not_understood_is_an_error()
    {
        Mac.Write("history", "{\n");

        Assert.Equal(ErrorIds.ToolOutputNotUnderstood, (await Assert.ThrowsAsync<PatchException>(() => _scene.ScanAsync())).ErrorId);
    }
}
