using System.Globalization;

namespace PatchBaselineAssociation.States;

/// <summary>Times as seconds since 1970. Decimal, because a binary fraction would not give back what was read.</summary>
internal static class EpochSeconds
{
    private static readonly DateTimeOffset s_epoch = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly decimal s_minimum = Of(DateTimeOffset.MinValue);
    private static readonly decimal s_maximum = Of(DateTimeOffset.MaxValue);

    /// <summary>With one decimal place at least, as the published files have it.</summary>
    public static decimal Of(DateTimeOffset time) => ((decimal)(time.UtcTicks - s_epoch.UtcTicks) / TimeSpan.TicksPerSecond) + 0.0m;

    /// <summary>Null for what no calendar holds.</summary>
    public static DateTimeOffset? Parse(string text)
    {
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) || seconds < s_minimum || seconds > s_maximum)
            return null;
        return s_epoch.AddTicks((long)decimal.Round(seconds * TimeSpan.TicksPerSecond));
    }
}
