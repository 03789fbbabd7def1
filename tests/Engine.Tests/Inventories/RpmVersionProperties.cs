using System.Text;
using CsCheck;
using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.Tests.Inventories;

public sealed class RpmVersionProperties
{
    private const int Pairs = 800;

    [Fact]
    public void The_order_has_two_directions() =>
        Gen.Select(VersionTexts.Rpm, VersionTexts.Rpm).Sample((left, right) =>
            Math.Sign(RpmVersion.Compare(left, right)) == -Math.Sign(RpmVersion.Compare(right, left)));

    [Fact]
    public void The_order_is_transitive() =>
        VersionTexts.Rpm.Array[3].Sample(texts =>
        {
            Array.Sort(texts, RpmVersion.Compare);
            return RpmVersion.Compare(texts[0], texts[1]) <= 0
                && RpmVersion.Compare(texts[1], texts[2]) <= 0
                && RpmVersion.Compare(texts[0], texts[2]) <= 0;
        });

    [Fact]
    public void A_tilde_at_the_end_makes_a_version_lower_and_a_caret_higher() =>
        VersionTexts.RpmSegments.Sample(text =>
            RpmVersion.Compare(text + "~", text) < 0 && RpmVersion.Compare(text + "^", text) > 0);

    [Fact]
    public void A_zero_before_a_number_changes_nothing() =>
        Gen.Select(VersionTexts.Rpm, Gen.Int[0, 999]).Sample((text, number) =>
            RpmVersion.Compare($"{text}.{number}", $"{text}.00{number}") == 0);

    [Fact]
    public void Any_text_has_its_place() =>
        Gen.Select(Gen.String, Gen.String).Sample((left, right) =>
            Math.Sign(RpmVersion.Compare(left, right)) == -Math.Sign(RpmVersion.Compare(right, left)));

    [Fact]
    public async Task The_order_is_rpms()
    {
        CommandLineTool.SkipUnlessPresent("rpm");
        await Gen.Select(VersionTexts.Rpm, VersionTexts.Rpm).Array[Pairs].SampleAsync(async pairs =>
        {
            StringBuilder script = new("%{lua:");
            foreach ((string left, string right) in pairs)
                script.Append($"print(rpm.vercmp(\"{left}\",\"{right}\")..\"\\n\") ");
            string[] answers = await CommandLineTool.RunAsync("rpm", ["--eval", script.Append('}').ToString()], "");
            Assert.Equal(Pairs, answers.Length);
            for (int i = 0; i < Pairs; i++)
            {
                int order = Math.Sign(RpmVersion.Compare(pairs[i].Item1, pairs[i].Item2));
                Assert.True(int.Parse(answers[i]) == order, $"'{pairs[i].Item1}' and '{pairs[i].Item2}': rpm says {answers[i]}, not {order}");
            }
        }, iter: 1);
    }
}
