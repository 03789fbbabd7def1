using System.Globalization;
using System.Runtime.InteropServices;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Processes;

/// <summary>The processes of one group on Linux or macOS: a tool and all that it started, as long as they did not leave it.</summary>
internal sealed class ProcessGroup(int id)
{
    private const string ProcessFolder = "/proc";
    private const int NoSuchProcess = 3;
    private const int NoSignal = 0;
    private const int KillSignal = 9;
    private const int TerminateSignal = 15;

    // state, parent and group follow the name, which stands in parentheses and may hold anything.
    private const int StateField = 0;
    private const int GroupField = 2;

    private static readonly char[] s_space = [' '];

    /// <summary>Asks all to end. The leader is asked by itself too, since it makes its group only a moment after its start.</summary>
    public void Terminate(bool isLeaderAlive) => Signal(TerminateSignal, isLeaderAlive);

    public void Kill(bool isLeaderAlive) => Signal(KillSignal, isLeaderAlive);

    /// <summary>Whether any of them still runs. The dead whom nobody has buried do not count, where the system tells them apart (macOS does not).</summary>
    public bool HasLiveMembers()
    {
        if (NativeMethods.Kill(-id, NoSignal) != 0 && Marshal.GetLastWin32Error() == NoSuchProcess)
            return false;
        if (!Directory.Exists(ProcessFolder))
            return true;
        foreach (var folder in Directory.EnumerateDirectories(ProcessFolder))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out _) && IsLiveMember(folder))
                return true;
        }

        return false;
    }

    private void Signal(int signal, bool isLeaderAlive)
    {
        if (NativeMethods.Kill(-id, signal) != 0 && isLeaderAlive)
            _ = NativeMethods.Kill(id, signal);
    }

    private bool IsLiveMember(string folder)
    {
        string status;
        try
        {
            status = File.ReadAllText(Path.Combine(folder, "stat"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        var fields = status.Substring(status.LastIndexOf(')') + 1).Split(s_space, StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > GroupField
            && fields[StateField] is not ("Z" or "X")
            && string.Equals(fields[GroupField], id.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }
}
