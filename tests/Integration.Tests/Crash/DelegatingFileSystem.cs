using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.IntegrationTests.Crash;

/// <summary>Passes everything on; what is made of it overrides what it changes.</summary>
internal abstract class DelegatingFileSystem(IFileSystem inner) : IFileSystem
{
    protected IFileSystem Inner { get; } = inner;

    public virtual bool FileExists(string path) => Inner.FileExists(path);

    public virtual bool DirectoryExists(string path) => Inner.DirectoryExists(path);

    public virtual byte[] ReadAllBytes(string path, long maximumBytes) => Inner.ReadAllBytes(path, maximumBytes);

    public virtual Stream OpenRead(string path) => Inner.OpenRead(path);

    public virtual void WriteAtomically(string path, ReadOnlySpan<byte> content) => Inner.WriteAtomically(path, content);

    public virtual void CreateDirectory(string path) => Inner.CreateDirectory(path);

    public virtual void CreatePrivateDirectory(string path) => Inner.CreatePrivateDirectory(path);

    public virtual void Move(string source, string destination) => Inner.Move(source, destination);

    public virtual void Copy(string source, string destination) => Inner.Copy(source, destination);

    public virtual void DeleteFile(string path) => Inner.DeleteFile(path);

    public virtual void DeleteDirectory(string path) => Inner.DeleteDirectory(path);

    public virtual IReadOnlyList<string> GetFiles(string directory) => Inner.GetFiles(directory);

    public virtual IReadOnlyList<string> GetDirectories(string directory) => Inner.GetDirectories(directory);

    public virtual DateTimeOffset? GetLastWriteTime(string path) => Inner.GetLastWriteTime(path);

    public virtual long? GetLength(string path) => Inner.GetLength(path);

    public virtual string? GetLinkTarget(string path) => Inner.GetLinkTarget(path);

    public virtual bool CanWriteTo(string directory) => Inner.CanWriteTo(directory);
}
