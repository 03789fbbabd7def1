using System.Diagnostics;

namespace PatchBaselineAssociation.IntegrationTests;

/// <summary>A process of its own that holds an fcntl lock, the kind that apt and dpkg take.</summary>
internal sealed class FileLock : IDisposable
{
    private const string Script = """
        import fcntl, sys
        file = open(sys.argv[1], 'a+')
        fcntl.lockf(file, fcntl.LOCK_EX)
        print('locked', flush=True)
        sys.stdin.read()
        """;

    private readonly Process _process;

    public FileLock(string path)
    {
        ProcessStartInfo start = new("/usr/bin/python3", ["-c", Script, path]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        _process = Process.Start(start) ?? throw new InvalidOperationException("python3 did not start.");
        if (_process.StandardOutput.ReadLine() != "locked")
            throw new InvalidOperationException($"'{path}' could not be locked.");
    }

    public int ProcessId => _process.Id;

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
