using System.ComponentModel;
using System.Diagnostics;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Processes;

/// <summary>A started child, and how to be rid of it.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(20);

    // SIGKILL cannot be refused, only delayed by a system call that does not end (a dead network file system).
    private static readonly TimeSpan s_killWait = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly ProcessGroup? _group;
    private readonly TaskCompletionSource<bool> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(Process process, bool isGroupLeader)
    {
        _process = process;
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => _exited.TrySetResult(true);
        process.Start();
        _group = isGroupLeader ? new ProcessGroup(process.Id) : null;
    }

    /// <summary>Ends when the process does, whoever holds its pipes.</summary>
    public Task Exited => _exited.Task;

    public int ExitCode => _process.ExitCode;

    public Stream StandardOutput => _process.StandardOutput.BaseStream;

    public Stream StandardError => _process.StandardError.BaseStream;

    /// <param name="startInfo">What to start.</param>
    /// <param name="isGroupLeader">It makes itself the leader of a new process group, whose id is then its own.</param>
    /// <exception cref="Win32Exception">The system refused.</exception>
    public static ChildProcess Start(ProcessStartInfo startInfo, bool isGroupLeader)
    {
        Process process = new() { StartInfo = startInfo };
        try
        {
            return new ChildProcess(process, isGroupLeader);
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>Gives the child an input that is at its end.</summary>
    public void CloseInput() => _process.StandardInput.BaseStream.Dispose();

    /// <summary>Asks the group to end, and after the grace makes it. Without a group, the process and what the system knows as its children.</summary>
    /// <returns>Whether all are gone.</returns>
    public async Task<bool> KillAsync(TimeSpan grace)
    {
        if (_group is null)
        {
            KillTree();
            return await IsGoneWithinAsync(s_killWait).ConfigureAwait(false);
        }

        _group.Terminate(!Exited.IsCompleted);
        if (await IsGoneWithinAsync(grace).ConfigureAwait(false))
            return true;
        _group.Kill(!Exited.IsCompleted);
        return await IsGoneWithinAsync(s_killWait).ConfigureAwait(false);
    }

    public void Dispose()
    {
        // Once asked for, the streams are ours to close.
        _process.StandardOutput.Dispose();
        _process.StandardError.Dispose();
        _process.Dispose();
    }

    private void KillTree()
    {
        try
        {
            Compatibility.KillTree(_process);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
        catch (Win32Exception)
        {
            // It is ending, or is another user's by now: whether it is gone is looked at next.
        }
    }

    private async Task<bool> IsGoneWithinAsync(TimeSpan limit)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (Exited.IsCompleted && _group?.HasLiveMembers() != true)
                return true;
            if (clock.Elapsed >= limit)
                return false;
            await Task.Delay(s_poll).ConfigureAwait(false);
        }
    }
}
