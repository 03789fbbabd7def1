using System.Globalization;

namespace PatchBaselineAssociation.PackageManagers.Processes;

/// <summary>Reads <c>/proc/locks</c>. Pure.</summary>
internal static class LockTable
{
    /// <summary>The processes that hold fcntl locks, those that wait for one left out.</summary>
    public static IReadOnlyList<int> HoldersOfFcntlLocks(string text)
    {
        List<int> holders = [];
        foreach (string line in text.Split('\n'))
        {
            // 1: POSIX  ADVISORY  WRITE 4242 fe:00:1234 0 EOF, and with "->" behind the number for one that waits.
            string[] words = line.Split([' '], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= 5 && words[1] is "POSIX"
                && int.TryParse(words[4], NumberStyles.None, CultureInfo.InvariantCulture, out int processId) && processId > 0 && !holders.Contains(processId))
                holders.Add(processId);
        }

        return holders;
    }
}
