using PatchBaselineAssociation.PackageManagers.Rpm;

namespace PatchBaselineAssociation.Tests.Rpm;

public sealed class NoticeDateTests
{
    [Theory]
    [InlineData("2018-07-20", "2018-07-20T00:00:00")]
    [InlineData("2018-07-20 06", "2018-07-20T06:00:00")]
    [InlineData("2018-07-20 06:05", "2018-07-20T06:05:00")]
    [InlineData("2018-07-20 06:05:04", "2018-07-20T06:05:04")]
    [InlineData(" 2018-7-2 6:5:4 ", "2018-07-02T06:05:04")]
    [InlineData("2018-07-20 06:00:01 UTC", "2018-07-20T06:00:01")]
    [InlineData("2018-07-20T06:00:01Z", "2018-07-20T06:00:01")]
    [InlineData("2024-02-29", "2024-02-29T00:00:00")]
    [InlineData("1655990713", "2022-06-23T13:25:13")]
    public void Dates_are_utc(string text, string time)
    {
        DateTimeOffset? date = NoticeDate.Read(text, out string? reason);
        Assert.Equal(DateTimeOffset.Parse(time + "Z"), date);
        Assert.Equal(TimeSpan.Zero, date!.Value.Offset);
        Assert.Null(reason);
    }

    [Theory]
    [InlineData("", "the date is empty")]
    [InlineData("  ", "the date is empty")]
    [InlineData("T", "it is no date")]
    [InlineData("2018", "it is no date")]
    [InlineData("20180720", "it is no date")]
    [InlineData("2023-02-29", "it is no date")]
    [InlineData("2018-07-20 24:00:00", "it is no date")]
    [InlineData("2018-07-20 06:00:01 CEST", "it is no date")]
    [InlineData("20/07/2018", "it is no date")]
    [InlineData("15mangled2", "it is no date")]
    [InlineData("99999999999999999999", "it is no date")]
    [InlineData("999999999999", "it is no date")]
    [InlineData("-1655990713", "it is no date")]
    public void What_is_no_date_has_a_reason(string text, string start)
    {
        Assert.Null(NoticeDate.Read(text, out string? reason));
        Assert.StartsWith(start, reason);
    }
}
