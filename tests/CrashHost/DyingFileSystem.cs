using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.IntegrationTests.Crash;

/// <summary>Counts the changes of the disk, and dies before, within or after one of them.</summary>
internal sealed class DyingFileSystem(IFileSystem inner, Death death) : DelegatingFileSystem(inner)
{
    private readonly List<string> _changes = [];

    public IReadOnlyList<string> Changes => _changes;

    public override void WriteAtomically(string path, ReadOnlySpan<byte> content)
    {
        int number = Begin("write", path);
        if (death.IsAt(Death.WithinWrite, number))
        {
            // What a real write leaves that is killed before its rename: a temporary file, whole or in part.
            File.WriteAllBytes(Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp"), content[..(content.Length / 2)]);
            Death.Come();
        }

        base.WriteAtomically(path, content);
        End(number);
    }

    public override void CreateDirectory(string path)
    {
        if (Directory.Exists(path))
            return;
        Change("mkdir", path, () => base.CreateDirectory(path));
    }

    public override void CreatePrivateDirectory(string path) => Change("mkdir-private", path, () => base.CreatePrivateDirectory(path));

    public override void Move(string source, string destination) => Change("move", destination, () => base.Move(source, destination));

    public override void Copy(string source, string destination) => Change("copy", destination, () => base.Copy(source, destination));

    public override void DeleteFile(string path) => Change("delete", path, () => base.DeleteFile(path));

    public override void DeleteDirectory(string path) => Change("rmdir", path, () => base.DeleteDirectory(path));

    private void Change(string what, string path, Action change)
    {
        int number = Begin(what, path);
        change();
        End(number);
    }

    private int Begin(string what, string path)
    {
        int number;
        lock (_changes)
        {
            _changes.Add($"{what} {path}");
            number = _changes.Count;
        }

        death.ComeAt(Death.BeforeChange, number);
        return number;
    }

    private void End(int number) => death.ComeAt(Death.AfterChange, number);
}
