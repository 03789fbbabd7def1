using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.States;

/// <summary>Stops at the n-th change of the disk, before it is made or right after, as a full disk or a killed process would.</summary>
internal sealed class FailingFileSystem(IFileSystem inner, int failAt, bool isDone) : IFileSystem
{
    public int Changes { get; private set; }

    public bool FileExists(string path) => inner.FileExists(path);

    public bool DirectoryExists(string path) => inner.DirectoryExists(path);

    public byte[] ReadAllBytes(string path, long maximumBytes) => inner.ReadAllBytes(path, maximumBytes);

    public Stream OpenRead(string path) => inner.OpenRead(path);

    public void WriteAtomically(string path, ReadOnlySpan<byte> content)
    {
        Before();
        inner.WriteAtomically(path, content);
        After();
    }

    public void DeleteDirectory(string path) => throw new NotSupportedException();

    public void CreatePrivateDirectory(string path) => CreateDirectory(path);

    public void CreateDirectory(string path) => Change(() => inner.CreateDirectory(path));

    public void Move(string source, string destination) => Change(() => inner.Move(source, destination));

    public void Copy(string source, string destination) => Change(() => inner.Copy(source, destination));

    public void DeleteFile(string path) => Change(() => inner.DeleteFile(path));

    public IReadOnlyList<string> GetFiles(string directory) => inner.GetFiles(directory);

    public IReadOnlyList<string> GetDirectories(string directory) => inner.GetDirectories(directory);

    public DateTimeOffset? GetLastWriteTime(string path) => inner.GetLastWriteTime(path);

    public long? GetLength(string path) => inner.GetLength(path);

    public string? GetLinkTarget(string path) => inner.GetLinkTarget(path);

    public bool CanWriteTo(string directory) => inner.CanWriteTo(directory);

    private void Change(Action change)
    {
        Before();
        change();
        After();
    }

    private void Before()
    {
        Changes++;
        if (!isDone)
            FailIfDue();
    }

    private void After()
    {
        if (isDone)
            FailIfDue();
    }

    private void FailIfDue()
    {
        if (Changes == failAt)
            throw new IOException("No space left on device");
    }
}
