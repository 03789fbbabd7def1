using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Aws.Calls;

/// <summary>What others say, fit for a message: short, on one line, without secrets.</summary>
internal static class CallText
{
    private const int Longest = 300;

    public static string Of(string? text)
    {
        // Cut only after: half a secret would not be known for one.
        string redacted = SecretRedactor.Redact(text ?? "");
        string cut = redacted.Length > Longest ? redacted.Substring(0, Longest) + "…" : redacted;
        return new string([.. cut.Select(c => char.IsControl(c) ? ' ' : c)]).Trim().TrimEnd('.');
    }
}
