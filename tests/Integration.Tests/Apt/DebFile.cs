using System.Formats.Tar;
using System.Globalization;
using System.Text;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>Writes Debian packages, uncompressed: hundreds of them cost no time, where dpkg-deb would be started for each.</summary>
internal static class DebFile
{
    private const UnixFileMode PlainMode = (UnixFileMode)0b110_100_100;
    private const UnixFileMode ProgramMode = (UnixFileMode)0b111_101_101;
    private const int Megabyte = 1024 * 1024;

    public static void Write(string path, TestPackage package)
    {
        using FileStream file = new(path, FileMode.Create, FileAccess.Write);
        file.Write("!<arch>\n"u8);
        WriteMember(file, "debian-binary", new MemoryStream("2.0\n"u8.ToArray()));
        WriteMember(file, "control.tar", Archive(ControlFiles(package)));
        WriteMember(file, "data.tar", Archive(DataFiles(package)));
    }

    private static IEnumerable<(string Path, byte[] Content, UnixFileMode Mode)> ControlFiles(TestPackage package)
    {
        yield return ("control", Encoding.UTF8.GetBytes(package.ControlFile), PlainMode);
        if (package.HasConfigurationFile)
            yield return ("conffiles", Encoding.UTF8.GetBytes($"/etc/{package.Name}.conf\n"), PlainMode);
        foreach ((string name, string text) in package.Scripts)
            yield return (name, Encoding.UTF8.GetBytes(text), ProgramMode);
    }

    private static IEnumerable<(string Path, byte[] Content, UnixFileMode Mode)> DataFiles(TestPackage package)
    {
        if (package.HasConfigurationFile)
            yield return ($"etc/{package.Name}.conf", Encoding.UTF8.GetBytes(package.ConfigurationText), PlainMode);
        foreach ((string name, string text) in package.Files)
            yield return (name, Encoding.UTF8.GetBytes(text), PlainMode);
        if (package.Megabytes > 0)
        {
            byte[] noise = new byte[package.Megabytes * Megabyte];
            new Random(package.Megabytes).NextBytes(noise);
            yield return ($"usr/share/{package.Name}/noise", noise, PlainMode);
        }
    }

    private static MemoryStream Archive(IEnumerable<(string Path, byte[] Content, UnixFileMode Mode)> files)
    {
        MemoryStream archive = new();
        using TarWriter writer = new(archive, TarEntryFormat.Ustar, leaveOpen: true);
        HashSet<string> folders = new(StringComparer.Ordinal);
        AddFolder("");
        foreach ((string path, byte[] content, UnixFileMode mode) in files)
        {
            // dpkg makes no folder that the archive does not name.
            for (int end = path.IndexOf('/'); end >= 0; end = path.IndexOf('/', end + 1))
                AddFolder(path[..(end + 1)]);
            using MemoryStream data = new(content);
            Add(TarEntryType.RegularFile, path, mode, data);
        }

        return archive;

        void AddFolder(string path)
        {
            if (folders.Add(path))
                Add(TarEntryType.Directory, path, ProgramMode, data: null);
        }

        void Add(TarEntryType type, string path, UnixFileMode mode, Stream? data)
        {
            UstarTarEntry entry = new(type, "./" + path) { Mode = mode, ModificationTime = DateTimeOffset.UnixEpoch, UserName = "root", GroupName = "root" };
            if (data is not null)
                entry.DataStream = data;
            writer.WriteEntry(entry);
        }
    }

    private static void WriteMember(FileStream file, string name, MemoryStream content)
    {
        file.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{name,-16}{0,-12}{0,-6}{0,-6}{"100644",-8}{content.Length,-10}`\n")));
        content.WriteTo(file);
        if (content.Length % 2 != 0)
            file.WriteByte((byte)'\n');
    }
}
