using CsCheck;
using PatchBaselineAssociation.PackageManagers.MacOS;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.MacOS;

/// <summary>What softwareupdate prints. Apple documents the options (softwareupdate(8)) and not the output: the shapes are those that lists published by administrators have,
/// for example the test data of Salt's mac_softwareupdate module and the comments of munki's appleupdates module.</summary>
public sealed class SoftwareUpdateListingTests
{
    private const string Header = "Software Update Tool\n\nFinding available software\nSoftware Update found the following new or updated software:\n";

    /// <summary>Since macOS 10.15.</summary>
    [Theory]
    [InlineData("* Label: Safari14.0.1CatalinaAuto-14.0.1\n\tTitle: Safari, Version: 14.0.1, Size: 67518K, Recommended: YES, \n", "[Safari14.0.1CatalinaAuto-14.0.1] Safari|14.0.1|69138432|True|None")]
    [InlineData("* Label: macOS Ventura 13.6.1-22G313\n\tTitle: macOS Ventura 13.6.1, Version: 13.6.1, Size: 1051764KiB, Recommended: YES, Action: restart, \n", "[macOS Ventura 13.6.1-22G313] macOS Ventura 13.6.1|13.6.1|1077006336|True|Restart")]
    [InlineData("* Label: BridgeOSUpdateCustomer\n\tTitle: BridgeOSUpdateCustomer, Version: 10.15.0.1.1.1560926689, Size: 390674K, Recommended: YES, Action: shut down, \n", "[BridgeOSUpdateCustomer] BridgeOSUpdateCustomer|10.15.0.1.1.1560926689|400050176|True|ShutDown")]
    [InlineData("- Label: iCal-1.0.2\n\tTitle: iCal, Version: 1.0.2, Size: 6520K, \n", "[iCal-1.0.2] iCal|1.0.2|6676480|False|None")]
    [InlineData("* Label: Device Support-1\n\tTitle: Device Support, Version: 1, Size: 1K, Recommended: NO, \n", "[Device Support-1] Device Support|1|1024|False|None")]
    [InlineData("* Label: SecUpd2020-001Mojave- \n\tTitle: Security Update 2020-001, Version: , Size: 1K, Recommended: YES, Action: restart,\n", "[SecUpd2020-001Mojave- ] Security Update 2020-001||1024|True|Restart")]
    [InlineData("* Label: macOS Tahoe 26.3.1 (a)-25D771280a\n\tTitle: macOS Background Security Improvement (a), Version: 26.3.1 (a), Size: 208896KiB, Recommended: YES, Action: restart, \n", "[macOS Tahoe 26.3.1 (a)-25D771280a] macOS Background Security Improvement (a)|26.3.1 (a)|213909504|True|Restart")]
    [InlineData("* Label: Extras-2\n\tTitle: Sounds, Loops and Extras, Version: 2, Size: 5 KiB, Recommended: YES, Deferred: NO, \n", "[Extras-2] Sounds, Loops and Extras|2|5120|True|None")]
    [InlineData("* Label: Next-1\n\tTitle: Next, Version: 1, Size: 5K, Recommended: YES, Action: levitate, \n", "[Next-1] Next|1|5120|True|Unknown")]
    [InlineData("* Label: A-1\r\n\tTitle: A, Version: 1, Size: 1K, Recommended: YES, \r\n", "[A-1] A|1|1024|True|None")]
    [InlineData("* Label: A-1\n\tTitle: A, Version: 1, Size: 99999999999999999999K, Recommended: YES, \n", "[A-1] A|1||True|None")]
    [InlineData("* Label: A-1\n\tTitle: A, Version: 1, Size: 1K, Recommended: YES, \n* Label: B-2\n\tTitle: B, Version: 2, Size: 1K, Recommended: YES, \n", "[A-1] A|1|1024|True|None; [B-2] B|2|1024|True|None")]
    public void Updates_are_read(string list, string expected) => Assert.Equal(expected, Describe(Header + list));

    /// <summary>Up to macOS 10.14.</summary>
    [Theory]
    [InlineData("   * Command Line Tools (macOS Mojave version 10.14) for Xcode-10.3\n\tCommand Line Tools (macOS Mojave version 10.14) for Xcode (10.3), 199140K [recommended]\n", "[Command Line Tools (macOS Mojave version 10.14) for Xcode-10.3] Command Line Tools (macOS Mojave version 10.14) for Xcode|10.3|203919360|True|None")]
    [InlineData("   * macOS 10.14.1 Update- \n\tmacOS 10.14.1 Update ( ), 199140K [recommended] [restart]\n", "[macOS 10.14.1 Update- ] macOS 10.14.1 Update||203919360|True|Restart")]
    [InlineData("   * BridgeOSUpdateCustomer\n\tBridgeOSUpdateCustomer (10.14.4.1.1.1555388607), 328394K, [recommended] [shut down]\n", "[BridgeOSUpdateCustomer] BridgeOSUpdateCustomer|10.14.4.1.1.1555388607|336275456|True|ShutDown")]
    [InlineData("   - iCal-1.0.2\n\tiCal, (1.0.2), 6520K\n", "[iCal-1.0.2] iCal|1.0.2|6676480|False|None")]
    [InlineData("   * MacBookAirEFIUpdate2.4-2.4\n        MacBook Air EFI Firmware Update (2.4), 3817K [recommended] [restart]\n", "[MacBookAirEFIUpdate2.4-2.4] MacBook Air EFI Firmware Update|2.4|3908608|True|Restart")]
    [InlineData("   * X-1\n\tX (1), 1K [recommended] [hover]\n", "[X-1] X|1|1024|True|Unknown")]
    public void Updates_of_older_systems_are_read(string list, string expected) => Assert.Equal(expected, Describe(Header + list));

    [Theory]
    [InlineData("Software Update Tool\n\nFinding available software\nNo new software available.\n", "")]
    [InlineData("Software Update Tool\n\nFinding available software\n", "No new software available.\n")]
    [InlineData("", "No new software available.")]
    [InlineData("", "Software Update Tool\r\n\r\nNo updates are available.\r\n")]
    [InlineData("No new software available.\n", "softwareupdate[584]: Failed to get bridge device\n")]
    public void None_is_said_on_either_stream(string output, string errors) => Assert.Empty(SoftwareUpdateListing.Parse(Result(output, errors)));

    [Theory]
    [InlineData("Software Update Tool\n\nFinding available software\nCan't connect to the Apple Software Update server, because you are not connected to the Internet.\n", "", 1, "exit code 1: Can't connect to the Apple Software Update server")]
    [InlineData("Software Update Tool\n\nFinding available software\n", "Can’t connect to the Apple Software Update server.\n", 0, "exit code 0: Can’t connect")]
    [InlineData("", "The operation couldn’t be completed. (SUErrorDomain error 1.)\n", 0, "SUErrorDomain error 1")]
    [InlineData("", "", 1, "exit code 1: it said nothing")]
    [InlineData("No new software available.\n", "Can’t load data from the Software Update server.\n", 0, "Can’t load data")]
    [InlineData("No new software available.\n", "", 1, "exit code 1")]
    [InlineData("No new software available.\n", "", 137, "exit code 137")]
    [InlineData(Header + "* Label: A-1\n\tTitle: A, Version: 1, Size: 1K, Recommended: YES, \n", "", 139, "exit code 139")]
    public void A_failure_is_one_whatever_the_exit_code_says(string output, string errors, int exitCode, string words)
    {
        PatchException e = Assert.Throws<PatchException>(() => SoftwareUpdateListing.Parse(Result(output, errors, exitCode)));

        Assert.Equal(ErrorIds.ToolFailed, e.ErrorId);
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Softwareaktualisierung\n\nVerfügbare Software wird gesucht\nKeine neue Software verfügbar.\n")]
    [InlineData("ソフトウェア・アップデート・ツール\n\n新規ソフトウェアはありません。\n")]
    [InlineData("Software Update Tool\n\nFinding available software\n")]
    [InlineData("")]
    [InlineData("* Label: \n\tTitle: A, Version: 1, Size: 1K, Recommended: YES, \n")]
    [InlineData(Header + "* Label: A-1\n")]
    [InlineData(Header + "* Label: A-1\n\tTitle: A, Version: 1, Size: 1K, Recommended: YES, Action: rest")]
    [InlineData(Header + "* Label: A-1\n\tTitle: A, Version: 1, Size: 1K, Recommended: Y\n")]
    [InlineData(Header + "* Label: A-1\n\tTitle: A, Version: 1, Si\n")]
    [InlineData(Header + "* Label: A-1\n\tTitle: A, Version: 1, Size: much, Recommended: YES, \n")]
    [InlineData(Header + "* Label: A-1\n\tTitle: A, Version: 1, Size: 1K, nothing, \n")]
    [InlineData(Header + "* Label: A-1\n* Label: B-1\n\tTitle: B, Version: 1, Size: 1K, Recommended: YES, \n")]
    [InlineData(Header + "* Label: A-1\n\tTitel: A, Fassung: 1, Größe: 1K, Empfohlen: JA, \n")]
    [InlineData(Header + "* Label: --all\n\tTitle: A, Version: 1, Size: 1K, Recommended: YES, \n")]
    [InlineData(Header + "* Label: A-1\n\tTitle: A, Version: 1, Size: 1K, Recommended: YES, \n+ Label: B-1\n\tTitle: B, Version: 1, Size: 1K, Recommended: YES, \n")]
    [InlineData(Header + "\tTitle: B, Version: 1, Size: 1K, Recommended: YES, \n* Label: A-1\n\tTitle: A, Version: 1, Size: 1K, Recommended: YES, \n")]
    [InlineData(Header + "   * A-1\n\tA (1)\n")]
    [InlineData(Header + "   * A-1\n\t(1), 1K\n")]
    public void What_is_cut_or_in_other_words_is_an_error(string output) =>
        Assert.Equal(ErrorIds.ToolOutputNotUnderstood, Assert.Throws<PatchException>(() => SoftwareUpdateListing.Parse(Result(output))).ErrorId);

    [Fact]
    public void What_was_not_read_to_its_end_is_an_error()
    {
        ProcessResult cut = Result("No new software available.\n") with { IsOutputIncomplete = true };

        Assert.Equal(ErrorIds.ToolOutputNotUnderstood, Assert.Throws<PatchException>(() => SoftwareUpdateListing.Parse(cut)).ErrorId);
    }

    [Fact]
    public void A_line_that_would_take_for_ever_to_read_is_an_error()
    {
        ProcessResult endless = Result(Header + "   * A-1\n\t" + new string(' ', 20000) + "((\n");

        Assert.Equal(ErrorIds.ToolOutputNotUnderstood, Assert.Throws<PatchException>(() => SoftwareUpdateListing.Parse(endless)).ErrorId);
    }

    [Fact]
    public void Control_characters_of_others_do_not_reach_a_message()
    {
        PatchException e = Assert.Throws<PatchException>(() => SoftwareUpdateListing.Parse(Result("\u001b[2Jgone\n")));

        Assert.DoesNotContain('\u001b', e.Message);
    }

    /// <summary>Wherever a list is cut, it is refused or what is left is whole.</summary>
    [Fact]
    public void A_list_that_is_cut_anywhere_gives_no_other_update()
    {
        const string Whole = Header + "* Label: A-1\n\tTitle: A, Version: 1.2, Size: 10K, Recommended: YES, Action: restart, \n* Label: B-2\n\tTitle: B, Version: 2, Size: 20K, Recommended: YES, \n";
        string[] whole = [.. SoftwareUpdateListing.Parse(Result(Whole)).Select(item => item.ToString())];
        for (int length = 0; length < Whole.Length; length++)
        {
            string[] read = [];
            try
            {
                read = [.. SoftwareUpdateListing.Parse(Result(Whole[..length])).Select(item => item.ToString())];
            }
            catch (PatchException e)
            {
                Assert.Equal(ErrorIds.ToolOutputNotUnderstood, e.ErrorId);
            }

            Assert.Equal(whole.Take(read.Length), read);
        }
    }

    [Fact]
    public void Any_text_is_read_or_refused() =>
        Gen.Select(Gen.String, Gen.OneOf("* Label: ", "\n\tTitle: ", ", Version: ", ", Size: 1K, ", "   * ", " (1), 1K ", "[restart]", "\n").Array, Gen.String).Sample((before, parts, after) =>
        {
            try
            {
                SoftwareUpdateListing.Parse(Result(before + string.Concat(parts) + after));
            }
            catch (PatchException)
            {
                // Refused.
            }
        });

    private static string Describe(string output) => string.Join("; ", SoftwareUpdateListing.Parse(Result(output)).Select(item => $"[{item.Label}] {item.Title}|{item.Version}|{item.Bytes}|{item.IsRecommended}|{item.Action}"));

    private static ProcessResult Result(string output, string errors = "", int exitCode = 0) =>
        new() { ExitCode = exitCode, StandardOutput = output, StandardError = errors, Duration = TimeSpan.Zero };
}
