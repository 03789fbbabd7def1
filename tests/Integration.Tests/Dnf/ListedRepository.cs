using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace PatchBaselineAssociation.IntegrationTests.Dnf;

/// <summary>The metadata of a repository whose packages do not exist: any number of them costs nothing to build.</summary>
internal static class ListedRepository
{
    private const string Namespace = "http://linux.duke.edu/metadata";
    private const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    /// <param name="folder">Where it is made.</param>
    /// <param name="packages">What it offers.</param>
    /// <param name="notices">A whole updateinfo.xml; empty for none.</param>
    /// <param name="modules">Its modules, in their own format; empty for none.</param>
    public static void Write(string folder, IReadOnlyCollection<RpmTestPackage> packages, string notices = "", string modules = "")
    {
        string metadata = Path.Combine(folder, "repodata");
        Directory.CreateDirectory(metadata);
        StringBuilder list = new();
        AddFile(list, metadata, "primary", "primary.xml", Document("metadata", "common", packages, PrimaryXml));
        AddFile(list, metadata, "filelists", "filelists.xml", Document("filelists", "filelists", packages, OtherXml));
        AddFile(list, metadata, "other", "other.xml", Document("otherdata", "other", packages, OtherXml));
        if (notices.Length > 0)
            AddFile(list, metadata, "updateinfo", "updateinfo.xml", notices);
        if (modules.Length > 0)
            AddFile(list, metadata, "modules", "modules.yaml", modules);
        File.WriteAllText(Path.Combine(metadata, "repomd.xml"), $"{Declaration}<repomd xmlns=\"{Namespace}/repo\"><revision>1</revision>{list}</repomd>\n");
    }

    private static string Document(string root, string schema, IReadOnlyCollection<RpmTestPackage> packages, Func<RpmTestPackage, string> write)
    {
        StringBuilder xml = new($"{Declaration}<{root} xmlns=\"{Namespace}/{schema}\" xmlns:rpm=\"{Namespace}/rpm\" packages=\"{packages.Count}\">\n");
        foreach (RpmTestPackage package in packages)
            xml.Append(write(package));
        return xml.Append($"</{root}>\n").ToString();
    }

    private static string PrimaryXml(RpmTestPackage package) => $"""
        <package type="rpm"><name>{package.Name}</name><arch>{package.Architecture}</arch>{VersionXml(package)}
        <checksum type="sha256" pkgid="YES">{Hash(Encoding.UTF8.GetBytes(package.Title))}</checksum><summary>{package.Summary}</summary><description>A package of a test.</description>
        <packager/><url/><time file="1700000000" build="1700000000"/><size package="1000" installed="1000" archive="1000"/><location href="{package.Epoch}/{package.FileName}"/>
        <format><rpm:license>MIT</rpm:license><rpm:vendor/><rpm:group>Unspecified</rpm:group><rpm:buildhost>tests</rpm:buildhost><rpm:sourcerpm>{package.Name}-{package.BareVersion}-{package.Release}.src.rpm</rpm:sourcerpm>
        <rpm:header-range start="1" end="2"/><rpm:provides><rpm:entry name="{package.Name}" flags="EQ" epoch="{package.Epoch}" ver="{package.BareVersion}" rel="{package.Release}"/></rpm:provides></format></package>

        """;

    private static string OtherXml(RpmTestPackage package) =>
        $"""<package pkgid="{Hash(Encoding.UTF8.GetBytes(package.Title))}" name="{package.Name}" arch="{package.Architecture}">{VersionXml(package)}</package>""" + "\n";

    private static string VersionXml(RpmTestPackage package) => $"""<version epoch="{package.Epoch}" ver="{package.BareVersion}" rel="{package.Release}"/>""";

    private static void AddFile(StringBuilder list, string folder, string type, string name, string text)
    {
        byte[] content = Encoding.UTF8.GetBytes(text);
        using MemoryStream memory = new();
        using (GZipStream stream = new(memory, CompressionLevel.Fastest, leaveOpen: true))
            stream.Write(content);
        byte[] packed = memory.ToArray();
        File.WriteAllBytes(Path.Combine(folder, name + ".gz"), packed);
        list.Append($"""
            <data type="{type}"><checksum type="sha256">{Hash(packed)}</checksum><open-checksum type="sha256">{Hash(content)}</open-checksum>
            <location href="repodata/{name}.gz"/><timestamp>1700000000</timestamp><size>{packed.Length}</size><open-size>{content.Length}</open-size></data>
            """);
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
