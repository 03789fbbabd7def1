namespace PatchBaselineAssociation.Evaluation;

/// <summary>What is added to the reason of an approved patch.</summary>
internal enum ReasonEnding
{
    None,
    NotInstalled,
    InstalledIsNewer,
    NotApplicable,
    NotFinished,
}
