using System.IO.Compression;
using System.Text;

namespace PatchBaselineAssociation.IntegrationTests.Dnf;

/// <summary>Files of update notices that cannot be read.</summary>
public static class BadNotices
{
    /// <summary>The name of the file, what it holds, and a word of the error.</summary>
    public static TheoryData<string, string, string> All => new()
    {
        { "updateinfo.xml", "<updates><update>", "line 1" },
        { "updateinfo.xml", "no notices", "line 1" },
        { "updateinfo.xml", "<html><body>Sign in</body></html>", "html" },
        { "updateinfo.xml", "<!DOCTYPE u [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]><updates><update><id>&b;</id></update></updates>", "a document type stands there" },
        { "updateinfo.xml.gz", "truncated", "Unexpected end of file" },
        { "updateinfo.xml.gz", "bomb", "does not end" },
    };

    public static byte[] ContentOf(string content) => content switch
    {
        "truncated" => Truncated(),
        "bomb" => Bomb(),
        _ => Encoding.UTF8.GetBytes(content),
    };

    private static byte[] Truncated()
    {
        byte[] whole = Packed(stream => stream.Write(Encoding.UTF8.GetBytes("<updates>" + string.Concat(Enumerable.Range(0, 500).Select(number => $"<update><id>{number * 7919}</id></update>")) + "</updates>")));
        return whole[..(whole.Length / 2)];
    }

    /// <summary>A gigabyte and a little more.</summary>
    private static byte[] Bomb() => Packed(stream =>
    {
        byte[] block = new byte[1 << 20];
        Array.Fill(block, (byte)' ');
        stream.Write("<updates>"u8);
        for (int i = 0; i < 1025; i++)
            stream.Write(block);
        stream.Write("</updates>"u8);
    });

    private static byte[] Packed(Action<Stream> write)
    {
        using MemoryStream packed = new();
        using (GZipStream stream = new(packed, CompressionLevel.Fastest))
            write(stream);
        return packed.ToArray();
    }
}
