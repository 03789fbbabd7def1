using System.Text;
using CsCheck;
using PatchBaselineAssociation.PackageManagers.MacOS;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.MacOS;

/// <summary>The install history. system_profiler(8) documents <c>-json</c>; the keys are those that published output has. The file is a property list, whose XML plist(5) describes.</summary>
public sealed class InstallHistoryTests
{
    private const string ListHead = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n";

    [Theory]
    [InlineData("""{"SPInstallHistoryDataType":[]}""", "")]
    [InlineData("""{"SPInstallHistoryDataType":[{"_name":"XProtectPlistConfigData","install_date":"2026-06-04T16:27:59Z","install_version":"5347","package_source":"package_source_apple"}]}""", "XProtectPlistConfigData|5347|2026-06-04T16:27:59")]
    [InlineData("""{"SPInstallHistoryDataType":[{"_name":"Microsoft Word","install_date":"2026-06-03T14:09:16Z","package_source":"package_source_other"}]}""", "Microsoft Word||2026-06-03T14:09:16")]
    [InlineData("""{"SPInstallHistoryDataType":[{"_name":"A","install_date":"yesterday","install_version":"1"}]}""", "A|1|")]
    [InlineData("""{"SPInstallHistoryDataType":[{"_name":"","install_version":"1"},{"install_version":"2"},{"_name":7}]}""", "")]
    [InlineData("""{"SPInstallHistoryDataType":[{"_name":"A","install_date":"2026-01-01T00:00:00Z","install_version":"2"},{"_name":"A","install_date":"2026-02-01T00:00:00Z","install_version":"1"}]}""", "A|1|2026-02-01T00:00:00")]
    [InlineData("""{"SPInstallHistoryDataType":[{"_name":"half \ud83d a sign","install_version":"1"},{"_name":"whole \ud83d\ude80","install_version":"\ude80"}]}""", "whole \ud83d\ude80||")]
    public void The_last_of_each_name_counts(string json, string expected) => Assert.Equal(expected, Describe(InstallHistory.ParseJson(json)));

    [Theory]
    [InlineData("")]
    [InlineData("Software:\n\n    Installations:\n")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"SPInstallHistoryDataType":{}}""")]
    [InlineData("""{"SPInstallHistoryDataType":["A"]}""")]
    [InlineData("""{"SPInstallHistoryDataType":[{"_name":"A","install_da""")]
    public void Another_answer_is_an_error(string json) =>
        Assert.Equal(ErrorIds.ToolOutputNotUnderstood, Assert.Throws<PatchException>(() => InstallHistory.ParseJson(json)).ErrorId);

    [Theory]
    [InlineData("<array/>", "")]
    [InlineData("<array></array>", "")]
    [InlineData("<array><dict/></array>", "")]
    [InlineData("<array>\n\t<dict>\n\t\t<key>date</key>\n\t\t<date>2019-10-02T07:00:01Z</date>\n\t\t<key>displayName</key>\n\t\t<string>macOS 10.14.6 Update</string>\n\t\t<key>displayVersion</key>\n\t\t<string></string>\n\t\t<key>packageIdentifiers</key>\n\t\t<array>\n\t\t\t<string>com.apple.pkg.update.os.10.14.6</string>\n\t\t</array>\n\t\t<key>processName</key>\n\t\t<string>softwareupdated</string>\n\t</dict>\n</array>", "macOS 10.14.6 Update||2019-10-02T07:00:01")]
    [InlineData("<array><dict><key>contentType</key><string>config-data</string><key>displayName</key><string>MRTConfigData</string><key>displayVersion</key><string>1.93</string></dict><dict><key>displayName</key><string>A &amp; B</string><key>displayVersion</key><string>2</string><key>flag</key><true/></dict></array>", "A & B|2|; MRTConfigData|1.93|")]
    public void Receipts_are_read(string list, string expected) =>
        Assert.Equal(expected, Describe(InstallHistory.ParsePropertyList(Encoding.UTF8.GetBytes(ListHead + list + "\n</plist>\n"), "InstallHistory.plist")));

    [Theory]
    [InlineData("bplist00")]
    [InlineData("")]
    [InlineData("<plist version=\"1.0\"><dict/></plist>")]
    [InlineData("<plist version=\"1.0\"><array><dict><key>a</key></dict></array></plist>")]
    [InlineData("<plist version=\"1.0\"><array><dict><string>a</string></dict></array></plist>")]
    [InlineData("<plist version=\"1.0\"><array><dict><key>displayName</key><string>A")]
    [InlineData("<!DOCTYPE plist [<!ENTITY x \"y\">]><plist version=\"1.0\"><array><dict><key>displayName</key><string>&x;</string></dict></array></plist>")]
    [InlineData("<!DOCTYPE plist [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><plist version=\"1.0\"><array><dict><key>displayName</key><string>&x;</string></dict></array></plist>")]
    public void Receipts_of_another_shape_are_an_error(string list) =>
        Assert.Equal(ErrorIds.ToolOutputNotUnderstood, Assert.Throws<PatchException>(() => InstallHistory.ParsePropertyList(Encoding.UTF8.GetBytes(list), "InstallHistory.plist")).ErrorId);

    [Fact]
    public void Any_bytes_are_read_or_refused() => Gen.Byte.Array.Sample(bytes =>
    {
        try
        {
            InstallHistory.ParsePropertyList([.. Encoding.UTF8.GetBytes("<plist><array>"), .. bytes], "InstallHistory.plist");
        }
        catch (PatchException)
        {
            // Refused.
        }
    });

    private static string Describe(IEnumerable<InstallReceipt> receipts) => string.Join("; ", InstallHistory.Latest(receipts).Select(receipt => $"{receipt.Name}|{receipt.Version}|{receipt.Time?.UtcDateTime:s}"));
}
