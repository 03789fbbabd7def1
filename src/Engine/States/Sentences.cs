namespace PatchBaselineAssociation.States;

internal static class Sentences
{
    /// <summary>Messages of the system end with a full stop or without one.</summary>
    public static string AsSentence(this string message) => message.TrimEnd('.', ' ') + ".";
}
