namespace PatchBaselineAssociation.Reboots;

/// <summary>Reads /proc/PID/maps.</summary>
internal static class MappedFiles
{
    /// <summary>Whether a shared library is mapped that has been removed or replaced since. What programs unpack or make for themselves
    /// and remove at once does not count: no package put it there.</summary>
    public static bool HasDeletedLibrary(ReadOnlySpan<byte> maps)
    {
        int end;
        while ((end = maps.IndexOf(" (deleted)\n"u8)) >= 0)
        {
            var start = maps.Slice(0, end).LastIndexOf((byte)'\n') + 1;
            var line = maps.Slice(start, end - start);

            // No field before the path has a slash in it.
            var path = line.IndexOf((byte)'/');
            if (path >= 0 && IsLibrary(line.Slice(path)) && !IsOfProgram(line.Slice(path)))
                return true;
            maps = maps.Slice(end + 1);
        }

        return false;
    }

    private static bool IsLibrary(ReadOnlySpan<byte> path)
    {
        var name = path.Slice(path.LastIndexOf((byte)'/') + 1);
        return name.EndsWith(".so"u8) || name.IndexOf(".so."u8) >= 0;
    }

    private static bool IsOfProgram(ReadOnlySpan<byte> path) =>
        path.StartsWith("/tmp/"u8)
        || path.StartsWith("/var/tmp/"u8)
        || path.StartsWith("/run/"u8)
        || path.StartsWith("/home/"u8)
        || path.StartsWith("/root/"u8)
        || path.StartsWith("/dev/"u8)
        || path.StartsWith("/proc/"u8)
        || path.StartsWith("/memfd:"u8)
        || path.StartsWith("/SYSV"u8);
}
