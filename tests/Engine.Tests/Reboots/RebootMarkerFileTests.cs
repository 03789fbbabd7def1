using System.Text;
using System.Text.Json;
using CsCheck;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Reboots;

namespace PatchBaselineAssociation.Tests.Reboots;

public sealed class RebootMarkerFileTests
{
    private static readonly Gen<string> s_text = Gen.OneOf(Gen.Char[' ', '~'].Array[0, 12].Select(chars => new string(chars)), Gen.Const("ü\n\t\"\\/日本\U0001F600"));

    private static readonly Gen<RebootMarker> s_marker =
        from texts in s_text.Array[3]
        from ticks in Gen.Long[0, DateTimeOffset.MaxValue.Ticks]
        from tries in Gen.Int[1, int.MaxValue]
        from exitCodeAfter in Gen.Int[0, 2]
        from underAgent in Gen.Bool
        select new RebootMarker
        {
            RequestedAt = new DateTimeOffset(ticks, TimeSpan.Zero),
            Tries = tries,
            ExitCodeAfter = exitCodeAfter,
            Operation = texts[0],
            CommandId = texts[1],
            AssociationId = texts[2],
            UnderAgent = underAgent,
        };

    [Fact]
    public void Whatever_is_written_is_read() => s_marker.Sample(marker => Assert.Equal(marker, RebootMarkerFile.Read(RebootMarkerFile.Write(marker), "reboot.json")));

    [Fact]
    public void The_file_is_for_people_too() => Assert.Equal(
        """
        {
            "schemaVersion": 1,
            "requestedAt": "2026-11-25T02:15:00+00:00",
            "tries": 2,
            "exitCodeAfter": 1,
            "operation": "Install",
            "commandId": "a7f84bef-2aa8-4853-a28f-e6e0108c8285",
            "associationId": "8dfe3659-4309-493a-8755-0123456789ab",
            "underAgent": true
        }

        """.ReplaceLineEndings("\n"),
        Encoding.UTF8.GetString(RebootMarkerFile.Write(RebootSamples.Marker(tries: 2, exitCodeAfter: 1, associationId: RebootSamples.Association))));

    [Theory]
    [InlineData(2)]
    [InlineData(int.MaxValue)]
    public void A_newer_shape_is_refused_by_name(int version)
    {
        var content = Encoding.UTF8.GetBytes($$"""{"schemaVersion": {{version}}, "everything": "else"}""");

        var exception = Assert.Throws<PatchException>(() => RebootMarkerFile.Read(content, "/x/reboot.json"));

        Assert.Equal((ErrorIds.StateFileNewer, "/x/reboot.json"), (exception.ErrorId, exception.Target));
        Assert.NotNull(exception.RecommendedAction);
    }

    [Theory]
    [InlineData("\"schemaVersion\": 1", "\"schemaVersion\": 0", "$.schemaVersion")]
    [InlineData("\"schemaVersion\": 1,", "", "$.schemaVersion")]
    [InlineData("\"tries\": 1", "\"tries\": 0", "$.tries")]
    [InlineData("\"tries\": 1", "\"tries\": -1", "$.tries")]
    [InlineData("\"tries\": 1", "\"tries\": 1.5", "$.tries")]
    [InlineData("\"tries\": 1,", "", "$.tries")]
    [InlineData("\"exitCodeAfter\": 0", "\"exitCodeAfter\": 3", "$.exitCodeAfter")]
    [InlineData("\"exitCodeAfter\": 0", "\"exitCodeAfter\": 194", "$.exitCodeAfter")]
    [InlineData("\"exitCodeAfter\": 0", "\"exitCodeAfter\": null", "$.exitCodeAfter")]
    [InlineData("\"requestedAt\": \"2026-", "\"requestedAt\": \"26-", "$.requestedAt")]
    [InlineData("\"underAgent\": true", "\"underAgent\": \"yes\"", "$.underAgent")]
    [InlineData("\"operation\": \"Install\",", "", "$.operation")]
    public void Damage_is_told_with_its_place(string original, string damaged, string place)
    {
        var text = Encoding.UTF8.GetString(RebootMarkerFile.Write(RebootSamples.Marker()));
        Assert.Contains(original, text, StringComparison.Ordinal);

        var exception = Assert.ThrowsAny<JsonException>(() => RebootMarkerFile.Read(Encoding.UTF8.GetBytes(text.Replace(original, damaged, StringComparison.Ordinal)), "reboot.json"));

        Assert.Contains(place, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_anywhere_is_damaged()
    {
        var content = RebootMarkerFile.Write(RebootSamples.Marker());

        for (var length = 0; length < content.Length - 1; length++)
            Assert.ThrowsAny<JsonException>(() => RebootMarkerFile.Read(content[..length], "reboot.json"));
    }
}
