using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Compliance;

/// <summary>Results that Systems Manager does not have yet, one file each in a folder beside the state files. Who sends them holds its lock; anybody may add.</summary>
internal sealed class ReportQueue(string stateFolder, IFileSystem files, IClock clock, IEventSink events)
{
    public const string FolderName = "reports";

    /// <summary>Of one association. What is older says nothing of the node any more, and a fleet that was cut off must not send years of it at once.</summary>
    public const int MostOfAnAssociation = 30;

    private const long MaximumFileBytes = 1024 * 1024;

    private static readonly Regex s_name = new(@"^(?<number>[0-9]{10,15})-[0-9a-f]{32}\.json\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly string _folder = Path.Combine(stateFolder, FolderName);

    /// <summary>Keeps a result behind all that are there.</summary>
    /// <exception cref="PatchException">StateWriteFailed.</exception>
    public string Add(AssociationResult result)
    {
        try
        {
            ThrowIfLink();
            files.CreateDirectory(_folder);
            long number = 1 + (Names() is [.., string last] ? NumberOf(last) : 0);
            string path = Path.Combine(_folder, string.Format(CultureInfo.InvariantCulture, "{0:D10}-{1:N}.json", number, Guid.NewGuid()));
            files.WriteAtomically(path, AssociationResultFile.Write(result));
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PatchException(
                ErrorIds.StateWriteFailed,
                ErrorKind.WriteError,
                $"The report to Systems Manager could not be kept in '{_folder}': {e.Message.AsSentence()}",
                _folder,
                "Make room or give the right to write.",
                e);
        }
    }

    /// <summary>Keeps two runs from sending the same. There is a folder once something was added.</summary>
    /// <exception cref="PatchException">RunLocked: another run is sending.</exception>
    public Task<RunLock> LockAsync(TimeSpan timeout, CancellationToken cancellationToken) => RunLock.AcquireAsync(
        _folder, RunLockOwner.OfThisProcess("Report", clock.UtcNow), timeout, files, events, clock.DelayAsync, cancellationToken);

    /// <summary>All that can be read, oldest first. What is damaged is moved aside, what is too much of one association is removed, and what cannot be read is left and told.</summary>
    /// <exception cref="PatchException">StateFileUnreadable: the folder cannot be read.</exception>
    public IReadOnlyList<(string Path, AssociationResult Result)> Read()
    {
        try
        {
            ThrowIfLink();
            RemoveTemporaries();
            List<(string Path, AssociationResult Result)> kept = [];
            foreach (string path in Names())
            {
                if (Read(path) is { } result)
                    kept.Add((path, result));
            }

            return Prune(kept);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PatchException(
                ErrorIds.StateFileUnreadable,
                ErrorKind.ReadError,
                $"The reports that were kept in '{_folder}' cannot be read: {e.Message.AsSentence()}",
                _folder,
                "Run as a user who may read them.",
                e);
        }
    }

    /// <summary>Whether a result is still waiting.</summary>
    public bool Holds(string path) => files.FileExists(path);

    /// <summary>What was sent, or never will be.</summary>
    public void Remove(string path)
    {
        try
        {
            files.DeleteFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Sent again it has the hash that the service knows, and is ignored there.
            events.Warn(ErrorIds.StateWriteFailed, $"The report '{path}' is done with and could not be removed: {e.Message.AsSentence()} The next run sends it again.", path);
        }
    }

    /// <summary>What a killed run left of a file that it was writing.</summary>
    private void RemoveTemporaries()
    {
        foreach (string path in files.GetFiles(_folder))
        {
            if (PhysicalFileSystem.TargetOfTemporary(path) is { } target && s_name.IsMatch(target))
                files.DeleteFile(path);
        }
    }

    private string[] Names() => [.. files.GetFiles(_folder).Where(path => s_name.IsMatch(Path.GetFileName(path))).OrderBy(NumberOf).ThenBy(path => path, StringComparer.Ordinal)];

    private static long NumberOf(string path) => long.Parse(s_name.Match(Path.GetFileName(path)).Groups["number"].Value, NumberStyles.None, CultureInfo.InvariantCulture);

    private AssociationResult? Read(string path)
    {
        try
        {
            return AssociationResultFile.Read(files.ReadAllBytes(path, MaximumFileBytes), path);
        }
        catch (Exception e) when (e is PatchException or UnauthorizedAccessException || (e is IOException and not FileTooLargeException))
        {
            // Others have to be sent all the same. Each is told of once in a run.
            if (_told.Add(path))
                events.Warn(ErrorIds.ReportDamaged, $"The report '{path}', which was kept to be sent, cannot be read and is passed over: {e.Message.AsSentence()}", path);
            return null;
        }
        catch (Exception e) when (e is JsonException or FileTooLargeException)
        {
            string aside = DamagedFiles.PathAside(path, files, clock.UtcNow);
            files.Move(path, aside);
            events.Warn(ErrorIds.ReportDamaged, $"The report '{path}', which was kept to be sent, is damaged: {e.Message.AsSentence()} It was moved to '{aside}' and is not sent.", path);
            return null;
        }
    }

    private List<(string Path, AssociationResult Result)> Prune(List<(string Path, AssociationResult Result)> kept)
    {
        foreach (IGrouping<string, (string Path, AssociationResult Result)> group in kept.GroupBy(item => item.Result.AssociationId, StringComparer.Ordinal).ToArray())
        {
            (string Path, AssociationResult Result)[] old = [.. group.Take(Math.Max(0, group.Count() - MostOfAnAssociation))];
            if (old.Length == 0)
                continue;
            events.Warn(
                ErrorIds.ReportKept,
                $"{group.Count()} reports for the association '{group.Key}' were waiting to be sent; the {old.Length} oldest are given up, because newer ones say how the node is. Their runs are still in the history.",
                group.Key);
            foreach ((string Path, AssociationResult Result) item in old)
            {
                Remove(item.Path);
                kept.Remove(item);
            }
        }

        return kept;
    }

    private void ThrowIfLink()
    {
        if (files.GetLinkTarget(_folder) is { } target)
            throw new IOException($"It is a symbolic link, to '{target}', and files are written and removed in a folder only.");
    }
}
