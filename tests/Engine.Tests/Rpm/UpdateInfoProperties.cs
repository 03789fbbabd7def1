using System.IO.Compression;
using System.Text;
using CsCheck;
using PatchBaselineAssociation.PackageManagers.Rpm;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Rpm;

public sealed class UpdateInfoProperties
{
    private static readonly byte[][] s_magic =
    [
        [], [0x1F, 0x8B, 8, 0], [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0], "BZh9"u8.ToArray(), [0x28, 0xB5, 0x2F, 0xFD], "<?xml version=\"1.0\"?><updates>"u8.ToArray(), "\0ZCK1"u8.ToArray(),
    ];

    /// <summary>The samples, as they are and compressed.</summary>
    private static readonly byte[][] s_files =
    [
        .. UpdateInfoText.SampleNames().Select(UpdateInfoText.Sample),
        .. UpdateInfoText.SampleNames().Select(name => Gzip(UpdateInfoText.Sample(name))),
        .. DecompressionTests.Files.Select(row => Convert.FromBase64String(row.Data.Item2)),
    ];

    private static readonly Gen<string> s_name = Gen.OneOf("tool", "other", "absent", "tool-x", "t&#111;ol", "öl", "");

    private static readonly Gen<string> s_package =
        Gen.Select(s_name, Gen.OneOf("x86_64", "noarch", "i686", "src"), Gen.Int[0, 9], Gen.OneOf("/>", "></package>", "><filename>f</filename>\n</package>", "><reboot_suggested/></package>"))
            .Select((name, architecture, version, end) => $"\n  <package arch=\"{architecture}\" name='{name}' version=\"{version}\" release=\"1\"{end}");

    private static readonly Gen<string> s_notice =
        Gen.Select(Gen.Int[0, 99], s_package.Array[0, 6], Gen.OneOf("text", "a\nb", "&lt;update&gt;", "é", "<i>x</i>"))
            .Select((id, packages, text) => $"<update type=\"security\">\n<id>{id}</id><description>{text}</description><pkglist><collection>{string.Concat(packages)}</collection></pkglist></update>\n");

    [Fact]
    public void Any_bytes_give_notices_or_a_clear_error() =>
        Gen.Select(Gen.OneOf(s_magic), Gen.Byte.Array[0, 300]).Sample((magic, rest) => IsClear([.. magic, .. rest]), iter: 5000);

    [Fact]
    public void Any_damage_gives_notices_or_a_clear_error() =>
        Gen.Select(Gen.OneOf(s_files), Gen.Select(Gen.Int[0, int.MaxValue], Gen.Byte).Array[1, 4], Gen.Double[0, 2]).Sample((file, changes, part) =>
        {
            byte[] damaged = [.. file.AsSpan(0, (int)(file.Length * Math.Min(part, 1)))];
            foreach ((int place, byte value) in changes)
            {
                if (damaged.Length > 0)
                    damaged[place % damaged.Length] = value;
            }

            return IsClear(damaged);
        }, iter: 5000);

    [Fact]
    public void Any_text_is_a_date_or_has_a_reason() =>
        Gen.OneOf(Gen.String, Gen.String[Gen.Char["0123456789- :TZUC"], 0, 25]).Sample(text =>
            NoticeDate.Read(text, out string? reason) is null == reason is not null);

    /// <summary>A comment makes the filter step aside.</summary>
    [Fact]
    public void The_notices_are_the_same_with_the_filter_and_without() =>
        Gen.Select(s_notice.Array[0, 8], Gen.Bool).Sample((notices, hasArchitectures) =>
        {
            PackageSelection selection = new(["tool", "other", "öl"], hasArchitectures ? ["x86_64", "noarch"] : []);
            string all = string.Concat(notices);
            return UpdateInfoText.Read($"<updates>{all}</updates>", selection: selection).Select(UpdateInfoText.Line)
                .SequenceEqual(UpdateInfoText.Read($"<updates><!-- -->{all}</updates>", selection: selection).Select(UpdateInfoText.Line));
        });

    /// <summary>Longer than the filter's buffer, and in steps that end anywhere.</summary>
    [Fact]
    public void The_notices_of_a_long_file_are_the_same_with_the_filter_and_without() =>
        Gen.Select(s_notice.Array[5, 20], Gen.Int[1000, 100_000]).Sample((notices, step) =>
        {
            string all = string.Concat(Enumerable.Repeat(string.Concat(notices), 200));
            byte[] plain = Encoding.UTF8.GetBytes($"<updates>{all}</updates>");
            return UpdateInfoReader.Read(new SlowStream(plain, step), "file", UpdateInfoText.Installed, NullEventSink.Instance, CancellationToken.None).Select(UpdateInfoText.Line)
                .SequenceEqual(UpdateInfoText.Read($"<updates><!-- -->{all}</updates>").Select(UpdateInfoText.Line));
        }, iter: 40);

    [Fact]
    public void The_notices_are_the_same_however_the_bytes_come() =>
        Gen.Select(Gen.OneOf(UpdateInfoText.SampleNames().ToArray()), Gen.Int[1, 50]).Sample((name, step) =>
        {
            byte[] file = UpdateInfoText.Sample(name);
            return UpdateInfoReader.Read(new SlowStream(file, step), name, UpdateInfoText.Installed, NullEventSink.Instance, CancellationToken.None).Select(UpdateInfoText.Line)
                .SequenceEqual(UpdateInfoText.Read(file).Select(UpdateInfoText.Line));
        }, iter: 50);

    private static bool IsClear(byte[] file)
    {
        try
        {
            new AdvisoryIndexBuilder().AddFile(new MemoryStream(file), "file", UpdateInfoText.Installed, NullEventSink.Instance, CancellationToken.None);
            return true;
        }
        catch (PatchException exception)
        {
            return exception.ErrorId == ErrorIds.AdvisoriesUnreadable && exception.Message.Contains("'file'") && exception.RecommendedAction is { Length: > 0 };
        }
    }

    private static byte[] Gzip(byte[] content)
    {
        using MemoryStream file = new();
        using (GZipStream gzip = new(file, CompressionMode.Compress))
            gzip.Write(content);
        return file.ToArray();
    }

    private sealed class SlowStream(byte[] content, int step) : ForwardStream
    {
        private int _position;

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = Math.Min(Math.Min(count, step), content.Length - _position);
            Buffer.BlockCopy(content, _position, buffer, offset, read);
            _position += read;
            return read;
        }
    }
}
