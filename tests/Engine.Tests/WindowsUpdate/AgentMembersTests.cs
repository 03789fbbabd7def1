using System.Reflection;
using System.Text.RegularExpressions;
using PatchBaselineAssociation.PackageManagers.WindowsUpdate.Com;

namespace PatchBaselineAssociation.Tests.WindowsUpdate;

/// <summary>A stand-in for the agent has whatever names its maker believes in: so the names are compared with the published definition.</summary>
public sealed class AgentMembersTests
{
    private const string Header = "/usr/share/mingw-w64/include/wuapi.h";

    private static readonly Dictionary<string, string[]> s_published = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "TestData", "WindowsUpdate", "interfaces.txt"))
        .Where(line => !line.StartsWith('#'))
        .Select(line => line.Split(' '))
        .ToDictionary(words => words[0], words => words[2..], StringComparer.Ordinal);

    [Fact]
    public void Every_member_that_is_called_is_published()
    {
        ComMember[] members = [.. typeof(AgentMembers).GetNestedTypes(BindingFlags.NonPublic).SelectMany(type => type.GetFields()).Select(field => (ComMember)field.GetValue(null)!)];

        Assert.True(members.Length > 60);
        Assert.DoesNotContain(members, member => !IsPublished(member));
    }

    [Theory]
    [InlineData("IUpdate", "KBArticleIDs", true)]
    [InlineData("IUpdate", "KbArticleIDs", false)]
    [InlineData("IUpdate", "BrowseOnly", false)]
    [InlineData("IUpdate3", "BrowseOnly", true)]
    [InlineData("IUpdateSearcher", "get_Online", false)]
    [InlineData("IUpdate9", "Title", false)]
    public void A_name_that_is_misspelt_or_in_another_interface_is_found_out(string @interface, string name, bool isPublished) =>
        Assert.Equal(isPublished, IsPublished(new ComMember(@interface, name)));

    [Fact]
    public void The_published_list_is_that_of_the_header()
    {
        if (!File.Exists(Header))
            Assert.Skip($"'{Header}' is not there: mingw-w64 brings it.");
        string text = File.ReadAllText(Header);
        string[] compared = [.. s_published.Keys.Where(name => text.Contains($"\n{name} : public", StringComparison.Ordinal))];

        Assert.Contains("IUpdate", compared);
        foreach (string name in compared)
        {
            string body = text.Substring(text.IndexOf($"\n{name} : public", StringComparison.Ordinal));
            body = body.Substring(0, body.IndexOf("\n};", StringComparison.Ordinal));
            IEnumerable<string> names = Regex.Matches(body, @"STDMETHODCALLTYPE (?:get_|put_)?(\w+)\(").Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal);
            Assert.Equal(s_published[name].Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
        }
    }

    private static bool IsPublished(ComMember member) => s_published.TryGetValue(member.Interface, out string[]? names) && names.Contains(member.Name, StringComparer.Ordinal);
}
