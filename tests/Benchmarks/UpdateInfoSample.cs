using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using SharpCompress.Compressors.BZip2;
using SharpCompress.Compressors.ZStandard;

namespace PatchBaselineAssociation.Benchmarks;

/// <summary>An updateinfo.xml of a large distribution: long descriptions, references, packages with file names and checksums.</summary>
internal static class UpdateInfoSample
{
    /// <summary>Every notice is about packages of one of so many stems.</summary>
    private const int Stems = 3000;

    private static readonly int[] s_packages = [2, 4, 6, 8, 10, 15];
    private static readonly string[] s_types = ["security", "bugfix", "enhancement"];
    private static readonly string[] s_severities = ["Critical", "Important", "Moderate", "Low"];
    private static readonly string[] s_architectures = ["x86_64", "x86_64", "i686", "noarch"];
    private static readonly string[] s_words = ("the a of to in update security issue fixes bug package kernel memory corruption overflow which allows remote attacker "
        + "cause denial service crash via crafted file when processing upstream version rebase support for new hardware").Split(' ');

    /// <summary>Names of packages that some notices are about.</summary>
    public static IEnumerable<string> Names(int count) => Enumerable.Range(0, count).Select(i => $"lib{i % Stems}-part{i / Stems}");

    public static byte[] Write(int notices)
    {
        // The seed is fixed: every run reads the same notices.
        Random random = new(42);
        StringBuilder xml = new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<updates>\n");
        for (int i = 0; i < notices; i++)
            AppendNotice(xml, random, i);
        return Encoding.UTF8.GetBytes(xml.Append("</updates>\n").ToString());
    }

    public static byte[] Compress(byte[] content, string compression)
    {
        using MemoryStream compressed = new();
        switch (compression)
        {
            case "none":
                return content;
            case "xz":
                return CompressXz(content);
            case "gz":
                using (GZipStream stream = new(compressed, CompressionLevel.Optimal, leaveOpen: true))
                    stream.Write(content);
                break;
            case "bz2":
                using (BZip2Stream stream = BZip2Stream.Create(compressed, SharpCompress.Compressors.CompressionMode.Compress, decompressConcatenated: false, leaveOpen: true))
                    stream.Write(content);
                break;
            default:
                using (CompressionStream stream = new(compressed, level: 10, bufferSize: 0, leaveOpen: true))
                    stream.Write(content);
                break;
        }

        return compressed.ToArray();
    }

    private static byte[] CompressXz(byte[] content)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, content);
            using Process xz = Process.Start(new ProcessStartInfo("xz", ["--stdout", file]) { UseShellExecute = false, RedirectStandardOutput = true })!;
            using MemoryStream compressed = new();
            xz.StandardOutput.BaseStream.CopyTo(compressed);
            xz.WaitForExit();
            return xz.ExitCode == 0 ? compressed.ToArray() : throw new InvalidOperationException($"xz ended with {xz.ExitCode}.");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void AppendNotice(StringBuilder xml, Random random, int i)
    {
        string severity = s_severities[random.Next(4)];
        int year = 2015 + (i % 11), month = 1 + (i % 9), day = 10 + (i % 9);
        xml.Append($"""
              <update from="updates@example.com" status="final" type="{s_types[random.Next(3)]}" version="2.0">
                <id>EXSA-{year}:{i:0000}</id>
                <title>{severity}: lib{i} update</title>
                <issued date="{year}-0{month}-{day} 10:11:00"/>
                <updated date="{year}-0{month}-{day + 10} 10:11:00"/>
                <rights>Copyright</rights>
                <release>Example Linux 8</release>
                <pushcount>1</pushcount>
                <severity>{severity}</severity>
                <summary>An update for lib{i}.</summary>
                <description>{string.Join(' ', Enumerable.Range(0, random.Next(60, 350)).Select(_ => s_words[random.Next(s_words.Length)]))}</description>
                <solution>Update the packages.</solution>
                <references>

            """);
        for (int k = random.Next(1, 9); k > 0; k--)
        {
            string cve = $"CVE-{year}-{random.Next(1000, 60_000)}";
            int bug = random.Next(1_000_000, 2_300_000);
            xml.Append($"""
                      <reference href="https://example.com/security/cve/{cve}" id="{cve}" title="{cve}" type="cve"/>
                      <reference href="https://bugzilla.example.com/show_bug.cgi?id={bug}" id="{bug}" title="{cve} lib{i}: something is wrong" type="bugzilla"/>

                """);
        }

        xml.Append("    </references>\n    <pkglist>\n      <collection short=\"ex8\">\n        <name>ex8</name>\n");
        int stem = random.Next(Stems);
        for (int k = s_packages[random.Next(s_packages.Length)]; k > 0; k--)
        {
            string name = $"lib{stem}-part{k - 1}", version = $"{random.Next(10)}.{random.Next(50)}.{random.Next(10)}", release = $"{random.Next(1, 21)}.el8";
            string architecture = s_architectures[random.Next(4)];
            xml.Append($"""
                        <package name="{name}" version="{version}" release="{release}" epoch="0" arch="{architecture}" src="lib{stem}-{version}-{release}.src.rpm">
                          <filename>{name}-{version}-{release}.{architecture}.rpm</filename>
                          <sum type="sha256">{Convert.ToHexStringLower(SHA256.HashData([(byte)i, (byte)(i >> 8), (byte)k]))}</sum>
                {(i % 20 == 0 ? "          <reboot_suggested>True</reboot_suggested>\n" : "")}        </package>

                """);
        }

        xml.Append("      </collection>\n    </pkglist>\n  </update>\n");
    }
}
