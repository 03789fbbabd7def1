using PatchBaselineAssociation.Baselines;

namespace PatchBaselineAssociation.Evaluation;

/// <summary>What of a rule is the same for every patch.</summary>
/// <param name="Rule">The rule as it stands in the baseline.</param>
/// <param name="Number">Counted from 1.</param>
/// <param name="ThresholdTicks">UTC ticks: what was released before is approved.</param>
internal sealed record CompiledRule(ApprovalRule Rule, int Number, long ThresholdTicks)
{
    public ulong Bit => 1UL << (Number - 1);

    public static CompiledRule Compile(ApprovalRule rule, int number, DateTimeOffset asOf)
    {
        long threshold = rule.ApproveUntilDate is { } last
            ? Clamp(last.Date.Ticks, TimeSpan.TicksPerDay)
            : Clamp(asOf.UtcTicks, -Math.Min(rule.ApproveAfterDays.GetValueOrDefault(), TimeSpan.MaxValue.Days / 2) * TimeSpan.TicksPerDay);
        return new CompiledRule(rule, number, threshold);
    }

    private static long Clamp(long ticks, long change)
    {
        long sum = ticks + change;
        return Math.Min(Math.Max(sum, DateTime.MinValue.Ticks), DateTime.MaxValue.Ticks);
    }
}
