using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.IntegrationTests.Crash;

/// <summary>Shows nothing of this machine but one folder: what the machine itself waits for must not decide about a test.</summary>
internal sealed class ConfinedFiles(IFileSystem inner, string folder) : DelegatingFileSystem(inner)
{
    public override bool FileExists(string path) => IsInside(path) && base.FileExists(path);

    public override bool DirectoryExists(string path) => IsInside(path) && base.DirectoryExists(path);

    public override IReadOnlyList<string> GetFiles(string directory) => IsInside(directory) ? base.GetFiles(directory) : [];

    public override IReadOnlyList<string> GetDirectories(string directory) => IsInside(directory) ? base.GetDirectories(directory) : [];

    public override string? GetLinkTarget(string path) => IsInside(path) ? base.GetLinkTarget(path) : null;

    private bool IsInside(string path) => path.StartsWith(folder + "/", StringComparison.Ordinal);
}
