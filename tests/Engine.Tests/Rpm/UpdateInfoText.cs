using System.Text;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.PackageManagers.Rpm;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Rpm;

/// <summary>Reads notices out of samples, and writes them on a line each.</summary>
internal static class UpdateInfoText
{
    public const string FileName = "updateinfo.xml.gz";

    public static readonly PackageSelection Installed = new(["tool", "other", "kernel"], ["x86_64", "noarch"]);

    public static byte[] Sample(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "TestData", "UpdateInfo", $"{name}.xml"));

    public static IEnumerable<string> SampleNames() =>
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "TestData", "UpdateInfo")).Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);

    public static List<UpdateNotice> Read(string xml, IEventSink? events = null, UpdateInfoLimits? limits = null, PackageSelection? selection = null) =>
        Read(Encoding.UTF8.GetBytes(xml), events, limits, selection);

    public static List<UpdateNotice> Read(byte[] xml, IEventSink? events = null, UpdateInfoLimits? limits = null, PackageSelection? selection = null) =>
        [.. UpdateInfoReader.Read(new MemoryStream(xml), FileName, selection ?? Installed, events ?? NullEventSink.Instance, TestContext.Current.CancellationToken, limits)];

    /// <summary>A notice with this in it, about version 1-1 of a package.</summary>
    public static string Notice(string facts, string package = """<package name="tool" epoch="0" version="1" release="1" arch="x86_64"/>""", string type = "security") =>
        $"""<update type="{type}">{facts}<pkglist><collection>{package}</collection></pkglist></update>""";

    public static string Line(UpdateNotice notice)
    {
        Advisory advisory = notice.Advisory;
        return string.Join(
            " | ",
            advisory.Id,
            advisory.Classification,
            advisory.Severity,
            Line(advisory.Issued),
            Line(advisory.Updated),
            string.Join(",", advisory.CveIds),
            string.Join(",", advisory.BugzillaIds),
            string.Join(", ", notice.Packages.Select(Line)));
    }

    private static string Line(DateTimeOffset? date) => date?.ToString("yyyy-MM-dd HH:mm:ss zzz") ?? "-";

    private static string Line(NoticePackage package) =>
        $"{package.Name}.{package.Architecture} {package.Version}"
            + (package.Module is { } module ? $" of {module.Name}:{module.Stream}:{module.Version}:{module.Context}:{module.Architecture}" : "")
            + (package.Suggestions == Suggestions.None ? "" : $" ({package.Suggestions})");
}
