using System.Text;
using PatchBaselineAssociation.PackageManagers.Rpm;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Rpm;

public sealed class UpdateInfoRefusalTests
{
    private static readonly UpdateInfoLimits s_low = new() { MaximumBytes = 4 << 20, MaximumNodeBytes = 64 << 10, MaximumPackages = 10, MaximumReferences = 10 };

    public static TheoryData<string, string> Refused => new()
    {
        { "", "line 1, column 1: " },
        { "no xml", "line 1, column 1: " },
        { "<html><body/></html>", "line 1, column 2: the file holds 'html', no updates." },
        { "<updates>\n<update>\n<id>A</id></updates>", "line 3, column " },
        { "<updates>\n<update><id>A", "line 2, column " },
        { "<updates><update type=security/></updates>", "line 1, column 23: " },
        { "<updates/><updates/>", "line 1, column " },
        // Entities: of a document type, external, undeclared.
        { "<!DOCTYPE u [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><updates><update><id>&b;</id></update></updates>", ": a document type stands there" },
        { "<!DOCTYPE u SYSTEM \"file:///etc/passwd\"><updates/>", ": a document type stands there" },
        { $"<updates>{UpdateInfoText.Notice("<id>&lol;</id>")}</updates>", "line 1, column 39: " },
        { $"<updates>{UpdateInfoText.Notice($"{Nested(100)}")}</updates>", "elements are nested deeper than in any such file." },
        { $"<updates>{Nested(200_000)}</updates>", "elements are nested deeper than in any such file." },
        { $"<updates>{UpdateInfoText.Notice($"<description>{new string('x', 200_000)}</description>")}</updates>", "a text, a name or a tag does not end." },
        { $"<updates><update type=\"{new string('x', 200_000)}\"/></updates>", "a text, a name or a tag does not end." },
        { $"<{new string('x', 200_000)}/>", "a text, a name or a tag does not end." },
        { $"<updates><!--{new string('x', 200_000)}--></updates>", "a text, a name or a tag does not end." },
        { new string(' ', 200_000), "a text, a name or a tag does not end." },
        { $"<updates>{Many(20_001, i => $"<a{i}/>")}</updates>", "there are more names of elements and attributes than any such file has." },
        { $"<updates>{UpdateInfoText.Notice(References(11))}</updates>", "a notice has more references than any such notice." },
        { $"<updates>{UpdateInfoText.Notice("", Many(11, i => $"<package name=\"tool\" version=\"{i}\" release=\"1\" arch=\"x86_64\"/>"))}</updates>", "a notice has more packages than any such notice." },
        { $"<updates>{Many(50_000, i => UpdateInfoText.Notice($"<id>{i}</id>", "<package name=\"absent\"/>"))}</updates>", "the file is longer than any such file." },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_no_updateinfo_is_refused_with_file_and_place(string xml, string complaint)
    {
        PatchException exception = Assert.Throws<PatchException>(() => UpdateInfoText.Read(xml, limits: s_low));
        Assert.Equal(ErrorIds.AdvisoriesUnreadable, exception.ErrorId);
        Assert.StartsWith($"The advisories in '{UpdateInfoText.FileName}' cannot be read: line ", exception.Message);
        Assert.Contains(complaint, exception.Message);
        Assert.DoesNotContain("XmlReaderSettings", exception.Message);
        Assert.Equal(UpdateInfoText.FileName, exception.Target);
        Assert.NotEmpty(exception.RecommendedAction!);
    }

    [Fact]
    public void The_place_is_that_of_the_file_though_notices_before_it_are_read_over()
    {
        string others = Many(1000, i => UpdateInfoText.Notice($"<id>{i}</id>\n", "<package name=\"absent\" arch=\"x86_64\">\n</package>"));
        PatchException exception = Assert.Throws<PatchException>(() => UpdateInfoText.Read($"<updates>\n{others}  <update><oops></update></updates>"));
        Assert.Contains("line 2002, column ", exception.Message);
        // The rest of the line is the end of the notice before.
        int column = "</package></collection></pkglist></update>  <update><oops></".Length + 1;
        Assert.Contains($", column {column}: ", exception.Message);
    }

    [Fact]
    public void Secrets_in_the_name_of_the_file_are_not_told()
    {
        PatchException exception = Assert.Throws<PatchException>(() =>
            UpdateInfoReader.Read(new MemoryStream(), "https://user:secret@example.com/updateinfo.xml", UpdateInfoText.Installed, NullEventSink.Instance, default).Count());
        Assert.DoesNotContain("secret", exception.Message);
    }

    private static string Nested(int depth) => Many(depth, _ => "<a>") + Many(depth, _ => "</a>");

    private static string References(int count) => $"<references>{Many(count, i => $"<reference type=\"cve\" id=\"CVE-2020-{i}\"/>")}</references>";

    private static string Many(int count, Func<int, string> write)
    {
        StringBuilder text = new();
        for (int i = 0; i < count; i++)
            text.Append(write(i));
        return text.ToString();
    }
}
