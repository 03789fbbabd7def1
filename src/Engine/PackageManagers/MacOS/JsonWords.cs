using System.Text.Json;

namespace PatchBaselineAssociation.PackageManagers.MacOS;

/// <summary>Texts in what the tools of a Mac print as JSON.</summary>
internal static class JsonWords
{
    /// <summary>The text; empty where it holds half of a surrogate pair, which is no character: one such name must not cost all others.</summary>
    public static string Of(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }
}
