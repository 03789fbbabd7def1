using System.Diagnostics;
using System.Globalization;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Benchmarks;

/// <summary>Times of two things that were measured in turn, so that whatever else runs on the machine slows both.</summary>
internal static class Turns
{
    public const int Rounds = 15;

    public static double Measure(Action action)
    {
        Stopwatch watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalMilliseconds;
    }

    public static async Task<double> MeasureAsync(Func<Task> action)
    {
        Stopwatch watch = Stopwatch.StartNew();
        await action();
        return watch.Elapsed.TotalMilliseconds;
    }

    /// <summary>The median of the ratios of the turns.</summary>
    public static void Print(TextWriter output, string what, List<double> ours, List<double> native)
    {
        double ratio = Median([.. ours.Zip(native, (left, right) => left / right)]);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {ratio:0.00} ({Median(ours):0} ms to {Median(native):0} ms, medians of {ours.Count} turns)"));
    }

    /// <summary>Has the next scan ask its package manager again.</summary>
    public static void ForgetAnswers(string pattern = "*")
    {
        foreach (string cache in CacheFolders.OfThisMachine().Where(Directory.Exists))
        {
            foreach (string answer in Directory.GetDirectories(cache, "answers", SearchOption.AllDirectories).SelectMany(folder => Directory.GetFiles(folder, pattern)))
                File.Delete(answer);
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
