using System.Text;
using CsCheck;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Overrides;
using PatchBaselineAssociation.Platform;
using static PatchBaselineAssociation.Tests.Overrides.OverrideSamples;

namespace PatchBaselineAssociation.Tests.Overrides;

public sealed class OverrideProperties
{
    private const string Valid = """
        # a list
        patches:
          - id: 'kernel.x86_64'
            title: "1.10"
          - {id: bash*, other: [1, {a: b}]}
          - id: >-
              folded
            title: ~
        """;

    private static readonly Gen<string> s_name = Gen.OneOf("a", "b", "ab", "a-b", "b.a", "aab");
    private static readonly Gen<string> s_version = Gen.OneOf("1", "1:2-1", "0:1-1", "2-1", "1.a");
    private static readonly Gen<string> s_architecture = Gen.OneOf("x", "a");
    private static readonly Gen<string> s_pattern = Gen.OneOf(
        s_name,
        s_version,
        Gen.Select(s_name, s_architecture, s_version, (name, architecture, version) => $"{name}.{architecture}:{version}"),
        Gen.Char["ab1x*?[]!:-."].Array[1, 6].Select(characters => new string(characters)));

    private static readonly Gen<(string Id, string? Title)> s_entry = Gen.Select(s_pattern, Gen.OneOf(Gen.Const((string?)null), s_pattern.Select(title => (string?)title)), (id, title) => (id, title));
    private static readonly Gen<PatchOperatingSystem> s_system = Gen.OneOf(PatchOperatingSystem.Debian, PatchOperatingSystem.Suse, PatchOperatingSystem.AmazonLinux2, PatchOperatingSystem.MacOS);
    private static readonly Gen<OverrideDependency> s_package = Gen.Select(s_name, s_architecture, s_version, (name, architecture, version) => new OverrideDependency(name, architecture, version));

    private static readonly Gen<string> s_text = Gen.OneOf(
        Gen.OneOf("1.10", "010", "1e3", "yes", "null", "~", "no", "'", "''", "a: b", "# c", "*a", "[a", "- a", "{", "!!int 1", "&a", "a #b", " a ", "0x1F", "2018-01-01", "é", "😀", "\"", "\\n", "%a", "@a", "`", "|", ">", "? a", "---", "..."),
        Gen.Char[' ', '~'].Array[1, 40].Select(characters => new string(characters)).Where(text => text.Trim().Length > 0));

    [Fact]
    public void An_entry_matches_by_id_and_title_as_each_would_alone() =>
        Gen.Select(s_system, s_entry, s_package).Sample((system, entry, package) =>
        {
            bool both = Finds(system, package, entry);
            bool id = Finds(system, package, (entry.Id, null));
            bool title = entry.Title is null || Finds(system, package, (entry.Title, null));
            return both == (id && title);
        });

    [Fact]
    public void Any_entry_is_enough_and_their_order_does_not_matter() =>
        Gen.Select(s_system, s_entry.Array[0, 8], s_package.Array[1, 8]).Sample((system, entries, packages) =>
        {
            Inventory inventory = Inventory([.. packages.Distinct().Select(package => Package(package.Name, package.Architecture, package.Version))]);
            OverrideMatchResult result = Matcher(system, entries).Match(inventory);
            OverrideMatchResult reversed = Matcher(system, [.. entries.Reverse()]).Match(inventory);
            bool isSame = Named(result).SetEquals(Named(reversed)) && result.Entries.Reverse().Zip(reversed.Entries).All(pair => pair.First.Matches.Count == pair.Second.Matches.Count);
            return isSame && packages.All(package => entries.Any(entry => Finds(system, package, entry)) == Named(result).Contains(($"{package.Name}.{package.Architecture}", package.Version)));
        });

    [Fact]
    public void A_match_is_what_comparing_every_name_gives() =>
        Gen.Select(s_pattern, s_package).Sample((id, package) =>
        {
            bool expected = PackageNames.ForRpm(package.Name, package.Architecture, package.Version, includeBareVersions: true)
                .Any(name => string.Equals(name, id, StringComparison.OrdinalIgnoreCase) || (GlobPattern.HasWildcards(id) && new GlobPattern(id).IsMatch(name)));
            return Finds(PatchOperatingSystem.CentOS, package, (id, null)) == expected;
        });

    [Fact]
    public void What_blocks_names_by_id_what_no_entry_allows() =>
        Gen.Select(s_system, s_entry.Array[0, 5], s_package).Sample((system, entries, package) =>
        {
            bool isBlocked = Matcher(system, entries).FindBlocking(package.Name, package.Architecture, package.Version) is not null;
            return isBlocked == (entries.Any(entry => Finds(system, package, (entry.Id, null))) && !entries.Any(entry => Finds(system, package, entry)));
        });

    [Fact]
    public void What_is_written_is_read_back() =>
        Gen.Select(s_text.Select(id => id.Trim()), Gen.OneOf(Gen.Const((string?)null), s_text.Select(text => (string?)text)), (id, title) => (id, title)).Array[0, 20].Sample(patches =>
            Read(OverrideListWriter.Write(patches)).Entries.Select(entry => (entry.Id, entry.Title)).SequenceEqual(patches));

    [Fact]
    public void Any_bytes_are_a_list_or_refused() =>
        Gen.Byte.Array[0, 200].Sample(ReadsOrRefuses);

    [Fact]
    public void Any_text_of_YAML_signs_is_a_list_or_refused() =>
        Gen.OneOf(Gen.Char["-:?[]{},#&*!|>'\"%@` \n\tab~\\0"].Select(c => c.ToString()), Gen.OneOf("patches:\n", "- id: ", "  ", "---\n", "...\n", "%YAML 1.2\n", "!!str ", "!<", "\\u", "\r\n", "<<: ", "|2\n", "\ufeff", "%TAG ! x\n"))
            .Array[0, 60].Sample(parts => ReadsOrRefuses(Encoding.UTF8.GetBytes(string.Concat(parts))));

    [Fact]
    public void A_damaged_list_is_a_list_or_refused() =>
        Gen.Select(Gen.Int[0, Valid.Length - 1], Gen.Int[0, 12], Gen.Byte.Array[0, 6]).Array[1, 4].Sample(damages =>
        {
            List<byte> bytes = [.. Encoding.UTF8.GetBytes(Valid)];
            foreach ((int at, int length, byte[] insert) in damages)
            {
                int start = Math.Min(at, bytes.Count);
                bytes.RemoveRange(start, Math.Min(length, bytes.Count - start));
                bytes.InsertRange(start, insert.Select(b => b < 200 ? (byte)(b % 128) : b));
            }

            ReadsOrRefuses([.. bytes]);
        });

    private static void ReadsOrRefuses(byte[] bytes)
    {
        try
        {
            OverrideList list = OverrideListReader.Read(bytes, "list.yaml");
            Assert.All(list.Entries, entry => Assert.False(string.IsNullOrWhiteSpace(entry.Id)));
        }
        catch (PatchException e)
        {
            Assert.Contains(e.ErrorId, new[] { ErrorIds.OverrideListNotYaml, ErrorIds.OverrideListInvalid });
            Assert.Null(e.InnerException);
            Assert.Matches("line [1-9][0-9]*, column [1-9][0-9]*: ", e.Message);
        }
    }

    private static bool Finds(PatchOperatingSystem system, OverrideDependency package, (string Id, string? Title) entry) =>
        Matcher(system, entry).Find(package.Name, package.Architecture, package.Version) is not null;

    private static HashSet<(string, string)> Named(OverrideMatchResult result) => [.. result.Matches.Select(match => (match.Package.Id, match.Version))];
}
