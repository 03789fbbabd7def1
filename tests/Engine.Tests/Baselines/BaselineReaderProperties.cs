using System.Text;
using CsCheck;
using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Baselines;

public sealed class BaselineReaderProperties
{
    private static readonly string[] s_fragments =
    [
        "{", "}", "[", "]", ":", ",", "\"", "null", "true", "-1", "1e400", "1e-400", "361", "99999999999", "253402300799.9999999999", "-62135596800.00000001",
        "\"\"", "\"*\"", "\"\\ud800\"", "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:59-14:00\"", "\u0000", "\uFFFD", "\"OperatingSystem\"", "\"patchBaseline\"",
    ];

    private static readonly Gen<byte[]> s_valid = Gen.OneOf(
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "TestData", "Baselines")).Select(File.ReadAllBytes)]);

    [Fact]
    public void Arbitrary_bytes_never_throw_anything_else() =>
        Gen.Byte.Array[0, 200].Sample(bytes => { OnlyPatchException(bytes); }, iter: 20_000);

    [Fact]
    public void Arbitrary_UTF16_never_throws_anything_else() =>
        Gen.Byte.Array[0, 200].Sample(bytes =>
        {
            OnlyPatchException([0xFF, 0xFE, .. bytes]);
            OnlyPatchException([0xFE, 0xFF, .. bytes]);
        }, iter: 5_000);

    [Fact]
    public void Arbitrary_tokens_never_throw_anything_else() =>
        Gen.OneOf(s_fragments).Array[0, 12].Sample(tokens => { OnlyPatchException(Encoding.UTF8.GetBytes(string.Concat(tokens))); }, iter: 20_000);

    [Fact]
    public void Valid_JSON_with_bytes_changed_never_throws_anything_else() =>
        Gen.Select(s_valid, Gen.Select(Gen.Int[0, 4000], Gen.Byte).Array[1, 3]).Sample((json, changes) =>
        {
            byte[] changed = [.. json];
            foreach ((int at, byte value) in changes) changed[at % changed.Length] = value;
            OnlyPatchException(changed);
        }, iter: 5_000);

    [Fact]
    public void Valid_JSON_cut_never_throws_anything_else_and_is_never_read() =>
        Gen.Select(s_valid, Gen.Int[1, 4000]).Sample((json, cut) =>
        {
            string text = Encoding.UTF8.GetString(json).TrimEnd();
            byte[] rest = Encoding.UTF8.GetBytes(text.Substring(0, text.Length - 1 - (cut % (text.Length - 1))));
            return !OnlyPatchException(rest);
        }, iter: 2_000);

    [Fact]
    public void Valid_JSON_with_a_value_replaced_never_throws_anything_else() =>
        Gen.Select(s_valid, Gen.Int[0, 4000], Gen.OneOf(s_fragments)).Sample((json, at, fragment) =>
        {
            // Values of the fixtures start after a colon, a bracket or a comma, and end before the next of these.
            string text = Encoding.UTF8.GetString(json);
            int start = text.IndexOfAny([':', '[', ','], at % text.Length);
            if (start < 0) return;
            int end = text.IndexOfAny([',', ']', '}', '['], start + 1);
            if (end < 0) return;
            OnlyPatchException(Encoding.UTF8.GetBytes(string.Concat(text.AsSpan(0, start + 1), fragment, text.AsSpan(end))));
        }, iter: 20_000);

    /// <returns>Whether it was read; any other exception than the engine's fails the property.</returns>
    private static bool OnlyPatchException(byte[] bytes)
    {
        try
        {
            _ = BaselineReader.Read(bytes, "property");
            return true;
        }
        catch (PatchException e)
        {
            Assert.True(e.ErrorId is ErrorIds.BaselineNotJson or ErrorIds.BaselineInvalid, e.ErrorId);
            return false;
        }
    }
}
