using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.IntegrationTests.MacOS;

/// <summary>Scans of a Mac whose tools are scripts.</summary>
public sealed class MacScanTests : IDisposable
{
    private readonly MacScene _scene = new();

    private ScriptedMac Mac => _scene.Mac;

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Updates_packages_and_formulae_are_judged()
    {
        Mac.Receive("XProtectPlistConfigData", "5347");
        Mac.Receive("Microsoft Word", "16.1");
        Mac.Receive("Safari", "16.0");
        Mac.Offer("Safari", "16.6");
        Mac.Offer("macOS Ventura 13.6.1", "13.6.1", more: "Recommended: YES, Action: restart, ");
        Mac.Offer("macOS Sonoma 14.1", "14.1", more: "Recommended: YES, Action: restart, ");
        Mac.InstallHomebrew();
        Mac.AddPackage("wget", "1.21.3", "1.24.5");
        Mac.AddPackage("curl", "8.0");
        Mac.AddPackage("firefox", "92.0", "93.0", isCask: true);
        Mac.AddPackage("git", "2.33.0", "2.33.1", files: new Dictionary<string, string> { ["pin"] = "" });

        PatchOperationResult result = await _scene.ScanAsync();

        Assert.Equal(
            [
                "Microsoft Word Installed", "Safari Missing 16.6", "XProtectPlistConfigData Installed", "curl Installed", "firefox Missing 93.0", "git Missing 2.33.1",
                "macOS Ventura 13.6.1 Missing 13.6.1", "wget Missing 1.24.5",
            ],
            MacScene.States(result));
        Assert.Equal(("macOS13.6", "MACOS", 5, 0), (result.Product, result.OperatingSystem, result.MissingCount, result.ExitCode));
        Assert.Contains("Homebrew pins it at 2.33.0 (brew unpin git releases it)", MacScene.ReasonOf(result, "git"), StringComparison.Ordinal);
        Assert.Equal("Security", result.Patches.Single(patch => patch.Id == "Safari").Classification);
        Assert.Equal(["Homebrew Current True", "softwareupdate Current True"], Health(result));
        Assert.Empty(Mac.Changes);
    }

    [Fact]
    public async Task A_rule_for_security_takes_what_is_one()
    {
        Mac.Offer("Safari", "16.6");
        Mac.Offer("Command Line Tools for Xcode", "14.3");
        Mac.InstallHomebrew();
        Mac.AddPackage("wget", "1", "2");

        Assert.Equal(["Safari Missing 16.6", "wget InstalledOther"], MacScene.States(await _scene.ScanAsync(MacScene.Baseline("Security"))));
        Assert.Equal(["Command Line Tools for Xcode Missing 14.3", "Safari Missing 16.6", "wget InstalledOther"], MacScene.States(await _scene.ScanAsync(MacScene.Baseline("Recommended"))));
    }

    /// <summary>Lists name whole names; a wildcard is a character like any other.</summary>
    [Fact]
    public async Task Lists_name_packages_without_wildcards()
    {
        Mac.Receive("MRTConfigData", "1.93");
        Mac.Receive("XProtectPlistConfigData", "5347");
        Mac.Offer("iCal", "1.0.2", more: "");
        Mac.Offer("Safari", "16.6");

        PatchOperationResult result = await _scene.ScanAsync(MacScene.Baseline("Security", approved: "\"iCal\"", rejected: "\"MRTConfigData\", \"XProtect*\", \"Safari.16.6\"", action: "BLOCK"));

        Assert.Equal(["MRTConfigData InstalledRejected", "XProtectPlistConfigData Installed", "iCal Missing 1.0.2"], MacScene.States(result));
    }

    [Fact]
    public async Task With_NoRefresh_neither_Apple_nor_Homebrew_is_asked()
    {
        Mac.Offer("Safari", "16.6");
        Mac.InstallHomebrew();

        PatchOperationResult result = await _scene.ScanAsync(noRefresh: true);

        Assert.Equal(["Homebrew NotRefreshed True", "softwareupdate NotRefreshed True"], Health(result));
        Assert.Contains("softwareupdate [--list] [--no-scan]", Mac.Calls);
        Assert.DoesNotContain("softwareupdate [--list]", Mac.Calls);
        Assert.DoesNotContain(Mac.Calls, call => call.StartsWith("brew [update]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Root_asks_brew_as_its_owner()
    {
        Mac.InstallHomebrew();
        Mac.AddPackage("wget", "1");

        await _scene.ScanAsync();

        Assert.All(Mac.Calls.Where(call => call.StartsWith("sudo", StringComparison.Ordinal)), call => Assert.StartsWith("sudo [-n] [-H] [-u] [alice] [--] [/usr/bin/env] [HOMEBREW_NO_AUTO_UPDATE=1]", call, StringComparison.Ordinal));
        Assert.Equal(3, Mac.Calls.Count(call => call.StartsWith("sudo", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Its_owner_asks_brew_directly()
    {
        (Mac.IsPrivileged, Mac.UserName) = (false, ScriptedMac.Owner);
        Mac.Write("user", ScriptedMac.Owner);
        Mac.InstallHomebrew();
        Mac.AddPackage("wget", "1", "2");

        Assert.Equal(["wget Missing 2"], MacScene.States(await _scene.ScanAsync()));
        Assert.DoesNotContain(Mac.Calls, call => call.StartsWith("sudo", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_two_Homebrews_the_second_is_told_of_and_left_alone()
    {
        Mac.InstallHomebrew();
        Mac.InstallHomebrew("usr/local");
        Mac.AddPackage("wget", "1");

        PatchOperationResult result = await _scene.ScanAsync();

        RepositoryHealth second = Assert.Single(result.Repositories, repository => !repository.IsUsed);
        Assert.EndsWith("usr/local)", second.Name, StringComparison.Ordinal);
        Assert.Equal(3, Mac.Calls.Count(call => call.StartsWith("brew", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Before_Catalina_the_history_is_read_from_its_file()
    {
        _scene.Environment.SystemVersion = new Version(10, 14, 6);
        Mac.Write("version", "10.14.6\n");
        Mac.Write("InstallHistory.plist", "<plist version=\"1.0\"><array><dict><key>displayName</key><string>MRTConfigData</string><key>displayVersion</key><string>1.93</string></dict></array></plist>");

        PatchOperationResult result = await _scene.ScanAsync();

        Assert.Equal(["MRTConfigData Installed"], MacScene.States(result));
        Assert.DoesNotContain(Mac.Calls, call => call.StartsWith("system_profiler", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_image_is_refused()
    {
        using TemporaryFolder image = new();

        PatchException e = await Assert.ThrowsAsync<PatchException>(() => _scene.ScanAsync(root: image.Path));

        Assert.Equal((ErrorIds.OperatingSystemNotSupportedYet, ExitCodes.OperatingSystemNotSupported), (e.ErrorId, e.ExitCode));
        Assert.Contains("only the running system", e.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Health(PatchOperationResult result) =>
        [.. result.Repositories.Select(repository => $"{repository.Name} {repository.Status} {repository.IsUsed}").Order(StringComparer.Ordinal)];
}
