using System.Diagnostics;
using CsCheck;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Tests.States;

namespace PatchBaselineAssociation.Tests.Processes;

public sealed class FileLockTests : IDisposable
{
    private static readonly FileIdentity s_file = new(0xfe, 0, 77);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1: POSIX  ADVISORY  WRITE 22757 fe:00:77 0 EOF", 22757, true)]
    [InlineData("12: FLOCK  ADVISORY  READ 5 fe:00:77 0 EOF", 5, false)]
    [InlineData("1: OFDLCK ADVISORY  WRITE -1 fe:00:77 0 9", null, true)]
    public void A_held_lock_is_read(string line, int? processId, bool isExclusive) =>
        Assert.Equal([new FileLock(processId, isExclusive, s_file)], FileLockTable.Parse(line + "\n"));

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("1: -> POSIX  ADVISORY  WRITE 22757 fe:00:77 0 EOF")]
    [InlineData("1: LEASE  ACTIVE    READ 22757 fe:00:77 0 EOF")]
    [InlineData("1: POSIX  ADVISORY  WRITE 22757 <none>:0 0 EOF")]
    [InlineData("1: POSIX  ADVISORY  WRITE 0 fe:00:77 0 EOF")]
    [InlineData("1: POSIX  ADVISORY  WRITE x fe:00:77 0 EOF")]
    [InlineData("1: POSIX  ADVISORY  WRITE 5 fe:00")]
    [InlineData("1: POSIX *NOINODE*")]
    public void What_holds_nothing_is_left_out(string text) => Assert.Empty(FileLockTable.Parse(text));

    [Fact]
    public void No_text_is_too_odd()
    {
        var token = Gen.OneOf("1:", "POSIX", "FLOCK", "->", "WRITE", "-1", "7", "fe:00:1", ":", "\n", "99999999999999999999", "\0", "é");
        token.Array[0, 20].Sample(tokens => FileLockTable.Parse(string.Join(" ", tokens)) is not null);
    }

    [Theory]
    [InlineData("fcntl.lockf(f, fcntl.LOCK_EX)")]
    [InlineData("fcntl.flock(f, fcntl.LOCK_EX)")]
    [InlineData("fcntl.fcntl(f, 37, struct.pack('hhqqi4x', fcntl.F_WRLCK, 0, 0, 0, 0))")]
    public async Task The_holder_of_a_real_lock_is_found(string take)
    {
        Scripts.RequireLinux();
        var path = _folder["lock"];
        using var holder = StartPython($"import fcntl, struct, sys\nf = open('{path}', 'w')\n{take}\nprint('held', flush=True)\nsys.stdin.read()");
        try
        {
            Assert.Equal("held", await holder.StandardOutput.ReadLineAsync(Scripts.Patience));

            var found = new FileLockHolder(new PhysicalFileSystem()).Find(path);

            Assert.Equal(holder.Id, found?.ProcessId);
            Assert.Contains("python", found?.Command, StringComparison.Ordinal);
        }
        finally
        {
            holder.Kill();
            await holder.WaitForExitAsync(Scripts.Patience);
        }

        Assert.Null(new FileLockHolder(new PhysicalFileSystem()).Find(path));
    }

    [Fact]
    public void Nobody_holds_what_is_not_locked_or_not_there()
    {
        File.WriteAllText(_folder["free"], "");
        FileLockHolder finder = new(new PhysicalFileSystem());

        Assert.Null(finder.Find(_folder["free"]));
        Assert.Null(finder.Find(_folder["missing"]));
    }

    [Theory]
    [InlineData("1: POSIX  ADVISORY  WRITE 41 fe:00:77 0 EOF", true, 41)]
    [InlineData("1: POSIX  ADVISORY  READ 40 fe:00:77 0 EOF\n2: POSIX  ADVISORY  WRITE 41 fe:00:77 0 EOF", true, 41)]
    [InlineData("1: POSIX  ADVISORY  WRITE 41 fe:00:78 0 EOF", true, null)]
    [InlineData("1: POSIX  ADVISORY  WRITE 41 00:1b:77 0 EOF", true, null)]
    [InlineData("1: POSIX  ADVISORY  WRITE 42 00:1b:77 0 EOF", true, 42)]
    [InlineData("1: POSIX  ADVISORY  WRITE 42 fe:00:78 0 EOF", true, null)]
    [InlineData("1: POSIX  ADVISORY  WRITE 41 fe:00:77 0 EOF\n2: POSIX  ADVISORY  WRITE 42 00:1b:1 0 EOF", false, 42)]
    [InlineData("1: OFDLCK ADVISORY  WRITE -1 fe:00:77 0 EOF", true, 42)]
    public void Device_and_inode_decide_and_open_files_stand_in_for_them(string locks, bool isIdentityKnown, int? expected)
    {
        Scripts.RequireUnix();
        var locked = _folder["lock"];
        File.WriteAllText(locked, "");
        File.WriteAllText(_folder["locks"], locks);
        foreach (var processId in new[] { "40", "41", "42" })
        {
            Directory.CreateDirectory(Path.Combine(_folder[processId], "fd"));
            File.WriteAllText(Path.Combine(_folder[processId], "cmdline"), "apt-get\0update\0");
            File.CreateSymbolicLink(Path.Combine(_folder[processId], "fd", "3"), processId is "42" ? UnixFiles.RealPath(locked)! : "/dev/null");
        }

        var found = new FileLockHolder(new PhysicalFileSystem(), _folder.Path, _ => isIdentityKnown ? s_file : null).Find(locked);

        Assert.Equal(expected is { } processIdFound ? new LockHolder(processIdFound, "apt-get update") : null, found);
    }

    private static Process StartPython(string program)
    {
        const string python = "/usr/bin/python3";
        if (!File.Exists(python))
            Assert.Skip($"Lacks {python}.");
        return Process.Start(new ProcessStartInfo(python, ["-c", program]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }
}
