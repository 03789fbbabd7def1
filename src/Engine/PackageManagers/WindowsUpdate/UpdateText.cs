using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <summary>Updates in messages.</summary>
internal static class UpdateText
{
    private const int LongestTitle = 120;

    /// <summary>The title, or where there is none the number or the id.</summary>
    public static string NameOf(AgentUpdate update)
    {
        string title = update.Title.Trim();
        if (title.Length > 0)
            return $"'{PrintableText.Of(title, LongestTitle)}'";
        IReadOnlyList<string> kbs = UpdateNames.KbsOf(update);
        return kbs.Count > 0 ? kbs[0] : update.Key.ToString();
    }
}
