using System.Diagnostics;

namespace PatchBaselineAssociation.IntegrationTests.Dnf;

/// <summary>A lock of dnf, which is a file with the id of a process that lives, for as long as it is not disposed.</summary>
internal sealed class HeldDnfLock : IDisposable
{
    private readonly Process _process = Tool.Start("cat", []);
    private readonly string _path;

    public HeldDnfLock(string path)
    {
        _path = path;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"{_process.Id}");
    }

    public int ProcessId => _process.Id;

    public void Dispose()
    {
        File.Delete(_path);
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
