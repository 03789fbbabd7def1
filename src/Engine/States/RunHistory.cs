using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.States;

/// <summary>The files of <c>runs/</c>: their order, the name of the next one, and which of them have to go.</summary>
internal sealed class RunHistory(string folder, IFileSystem files, RunHistoryLimits limits)
{
    public string Folder { get; } = folder;

    public int MaximumRuns => limits.MaximumRuns;

    public IReadOnlyList<RunFileName> NewestFirst() =>
        [.. files.GetFiles(Folder)
            .Select(RunFileName.Parse)
            .OfType<RunFileName>()
            .OrderByDescending(name => name.Time)
            .ThenByDescending(name => name.Path, StringComparer.Ordinal)];

    /// <summary>A name that sorts after every other, even when the clock was set back in between: the last run stays the last.</summary>
    public string NextPath(DateTimeOffset endTime, string operation)
    {
        var time = endTime;
        if (NewestFirst() is [var newest, ..] && time < newest.Time.AddMilliseconds(1))
            time = newest.Time.AddMilliseconds(1);
        return Path.Combine(Folder, RunFileName.Of(time, operation));
    }

    public void Prune()
    {
        var runs = NewestFirst();
        var bytes = 0L;
        for (var index = 0; index < runs.Count; index++)
        {
            bytes += files.GetLength(runs[index].Path) ?? 0;
            if (index > 0 && (index >= limits.MaximumRuns || bytes > limits.MaximumBytes))
                files.DeleteFile(runs[index].Path);
        }
    }
}
