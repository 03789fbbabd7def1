using System.Globalization;
using System.Text.Json;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.States;

/// <summary>The version that each file of our own shape begins with.</summary>
internal static class StateVersion
{
    /// <param name="root">The file.</param>
    /// <param name="newest">The newest version that can be read here.</param>
    /// <param name="path">What the message calls it.</param>
    /// <exception cref="JsonException">It has none, or one that was never written.</exception>
    /// <exception cref="PatchException">A newer version of the module wrote it.</exception>
    public static void Check(StateJsonObject root, int newest, string path)
    {
        var version = root.RequiredInteger("schemaVersion");
        if (version > newest)
        {
            throw new PatchException(
                ErrorIds.StateFileNewer,
                ErrorKind.InvalidData,
                string.Format(CultureInfo.InvariantCulture, "'{0}' was written by a newer version of this module: it has schema version {1}, and at most {2} can be read here. The file was left as it is.", path, version, newest),
                path,
                "Update the module on this machine, or give another folder with -StatePath.");
        }

        if (version < 1)
            throw new JsonException($"$.schemaVersion is {version.ToString(CultureInfo.InvariantCulture)}, which no version ever wrote.");
    }
}
