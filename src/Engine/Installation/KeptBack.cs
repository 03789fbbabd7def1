namespace PatchBaselineAssociation.Installation;

/// <summary>A patch that an install does not put on.</summary>
/// <param name="Target">The patch.</param>
/// <param name="Kind">Who keeps it back, and so whether it counts as failed.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record KeptBack(InstallTarget Target, KeptBackKind Kind, string Reason)
{
    /// <summary>What asks for the patch, and why it is not put on all the same; nothing twice.</summary>
    public string Explanation
    {
        get
        {
            string why = Reason.TrimEnd('.');
            return why.Length > 0 && Target.Reason.Contains(": " + why) ? Target.Reason : $"{Target.Reason}; not installed: {StartLower(why)}";
        }
    }

    /// <summary>A sentence goes on behind a colon; what is written in capitals, or is one letter as in <c>E:</c>, stays.</summary>
    private static string StartLower(string text) =>
        text.Length > 1 && char.IsUpper(text[0]) && (char.IsLower(text[1]) || text[1] == ' ') ? char.ToLowerInvariant(text[0]) + text.Substring(1) : text;
}
