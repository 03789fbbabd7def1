using System.Text;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Overrides;

/// <summary>An install override list in a local file.</summary>
internal static class OverrideListFile
{
    private static readonly OutputFile s_file = new("install override list", ErrorIds.OverrideListExists, ErrorIds.OverrideListNotWritten);
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes a list as UTF-8 without a byte order mark, whole or not at all.</summary>
    /// <exception cref="PatchException"><see cref="ErrorIds.OverrideListExists"/> or <see cref="ErrorIds.OverrideListNotWritten"/>.</exception>
    public static void Write(IFileSystem files, string path, string list, bool overwrite) => s_file.Write(files, path, s_utf8.GetBytes(list), overwrite);

    /// <inheritdoc cref="OutputFile.RefuseTarget"/>
    public static void RefuseTarget(IFileSystem files, string path, bool overwrite) => s_file.RefuseTarget(files, path, overwrite);
}
