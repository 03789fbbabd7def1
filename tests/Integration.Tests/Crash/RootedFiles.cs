using System.Globalization;
using System.Text;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.IntegrationTests.Crash;

/// <summary>Shows the files of a private root as those of the running system, and the time that it has been up.</summary>
internal sealed class RootedFiles(IFileSystem inner, string root, TimeSpan uptime) : DelegatingFileSystem(inner)
{
    private const string UptimeFile = "/proc/uptime";

    public override bool FileExists(string path) => path == UptimeFile || base.FileExists(root + path);

    public override bool DirectoryExists(string path) => base.DirectoryExists(root + path);

    public override byte[] ReadAllBytes(string path, long maximumBytes) => path == UptimeFile
        ? Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{uptime.TotalSeconds:0.00} 0.00\n"))
        : base.ReadAllBytes(root + path, maximumBytes);

    public override Stream OpenRead(string path) => base.OpenRead(root + path);

    public override IReadOnlyList<string> GetFiles(string directory) => base.GetFiles(root + directory);

    public override IReadOnlyList<string> GetDirectories(string directory) => base.GetDirectories(root + directory);
}
