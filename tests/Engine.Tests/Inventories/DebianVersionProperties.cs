using System.Text;
using CsCheck;
using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.Tests.Inventories;

public sealed class DebianVersionProperties
{
    private const int Pairs = 400;

    private const string CompareScript = """
        while IFS= read -r a && IFS= read -r b; do
            if dpkg --compare-versions "$a" lt "$b"; then echo -1
            elif dpkg --compare-versions "$a" eq "$b"; then echo 0
            else echo 1
            fi
        done
        """;

    private const string ValidateScript = """
        while IFS= read -r v; do
            if dpkg --validate-version "$v" 2>/dev/null; then echo True; else echo False; fi
        done
        """;

    [Fact]
    public void The_order_has_two_directions() =>
        Gen.Select(VersionTexts.NearlyDebian, VersionTexts.NearlyDebian).Sample((left, right) =>
            Math.Sign(DebianVersion.Compare(left, right)) == -Math.Sign(DebianVersion.Compare(right, left)));

    [Fact]
    public void The_order_is_transitive() =>
        VersionTexts.NearlyDebian.Array[3].Sample(texts =>
        {
            Array.Sort(texts, DebianVersion.Compare);
            return DebianVersion.Compare(texts[0], texts[1]) <= 0
                && DebianVersion.Compare(texts[1], texts[2]) <= 0
                && DebianVersion.Compare(texts[0], texts[2]) <= 0
                && (DebianVersion.Compare(texts[0], texts[2]) != 0 || (DebianVersion.Compare(texts[0], texts[1]) == 0 && DebianVersion.Compare(texts[1], texts[2]) == 0));
        });

    [Fact]
    public void A_tilde_at_the_end_makes_a_version_lower() =>
        VersionTexts.Debian.Sample(text => DebianVersion.Compare(text + "~", text) < 0 && DebianVersion.Compare(text + "~~", text + "~") < 0);

    [Fact]
    public void A_zero_before_a_number_changes_nothing() =>
        Gen.Select(VersionTexts.Debian, Gen.Int[0, 999]).Sample((text, number) =>
            DebianVersion.Compare($"{text}.{number}", $"{text}.00{number}") == 0);

    [Fact]
    public void Texts_are_ordered_as_what_they_read_as() =>
        Gen.Select(VersionTexts.Debian, VersionTexts.Debian).Sample((left, right) =>
            DebianVersion.TryParse(left, out DebianVersion parsedLeft)
            && DebianVersion.TryParse(right, out DebianVersion parsedRight)
            && Math.Sign(DebianVersion.Compare(left, right)) == Math.Sign(parsedLeft.CompareTo(parsedRight)));

    [Fact]
    public void Equal_versions_hash_alike() =>
        Gen.Select(VersionTexts.Debian, VersionTexts.Debian).Sample((left, right) =>
            !DebianVersion.TryParse(left, out DebianVersion parsedLeft)
            || !DebianVersion.TryParse(right, out DebianVersion parsedRight)
            || parsedLeft != parsedRight
            || parsedLeft.GetHashCode() == parsedRight.GetHashCode(), iter: 10_000);

    [Fact]
    public void Any_text_is_read_or_refused() =>
        Gen.Select(Gen.String, Gen.String).Sample((left, right) =>
        {
            bool isVersion = DebianVersion.TryParse(left, out DebianVersion version);
            return Math.Sign(DebianVersion.Compare(left, right)) == -Math.Sign(DebianVersion.Compare(right, left))
                && (!isVersion || (DebianVersion.TryParse(version.ToString(), out DebianVersion again) && again == version));
        });

    [Fact]
    public async Task The_order_is_dpkgs()
    {
        CommandLineTool.SkipUnlessPresent("dpkg");
        await Gen.Select(VersionTexts.Debian, VersionTexts.Debian).Array[Pairs].SampleAsync(async pairs =>
        {
            StringBuilder input = new();
            foreach ((string left, string right) in pairs)
                input.Append(left).Append('\n').Append(right).Append('\n');
            string[] answers = await CommandLineTool.RunAsync("sh", ["-c", CompareScript], input.ToString());
            Assert.Equal(Pairs, answers.Length);
            for (int i = 0; i < Pairs; i++)
            {
                int order = Math.Sign(DebianVersion.Compare(pairs[i].Item1, pairs[i].Item2));
                Assert.True(int.Parse(answers[i]) == order, $"'{pairs[i].Item1}' and '{pairs[i].Item2}': dpkg says {answers[i]}, not {order}");
            }
        }, iter: 1);
    }

    [Fact]
    public async Task What_is_a_version_is_what_dpkg_takes()
    {
        CommandLineTool.SkipUnlessPresent("dpkg");
        await VersionTexts.NearlyDebian.Array[Pairs].SampleAsync(async texts =>
        {
            string[] answers = await CommandLineTool.RunAsync("sh", ["-c", ValidateScript], string.Join('\n', texts) + "\n");
            Assert.Equal(Pairs, answers.Length);
            for (int i = 0; i < Pairs; i++)
                Assert.True(bool.Parse(answers[i]) == DebianVersion.TryParse(texts[i], out _), $"'{texts[i]}' is a version for dpkg: {answers[i]}");
        }, iter: 1);
    }
}
