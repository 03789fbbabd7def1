using System.Text.RegularExpressions;

namespace PatchBaselineAssociation.Platform;

/// <summary>Cuts out what must not be shown or kept: credentials in addresses, signatures of presigned addresses, tokens. Pure.</summary>
public static class SecretRedactor
{
    private const string Replacement = "***";
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    /// <summary>Everything between the slashes and the last at sign before the host's end: passwords with slashes are not legal, those with at signs happen.</summary>
    private static readonly Regex s_userInfo = new(@"(?<scheme>[a-z][a-z0-9+.\-]*://)[^/\s'""<>?#]*@", Options, s_limit);

    private static readonly Regex s_parameter = new(
        @"(?<name>[?&;](X-Amz-(Signature|Credential|Security-Token)|AWSAccessKeyId|Signature|sig|token|access_token|password|secret)=)[^&\s'""<>;]*", Options, s_limit);

    private static readonly Regex s_header = new(@"(?<name>\b(Bearer|Basic)\s+)[A-Za-z0-9._~+/=\-]{8,}", Options, s_limit);

    private static readonly Regex s_key = new(@"\b(AKIA|ASIA)[A-Z0-9]{16}\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_limit);

    public static string Redact(string text)
    {
        if (text.Length == 0)
            return text;
        string redacted = s_userInfo.Replace(text, "${scheme}" + Replacement + "@");
        redacted = s_parameter.Replace(redacted, "${name}" + Replacement);
        redacted = s_header.Replace(redacted, "${name}" + Replacement);
        return s_key.Replace(redacted, Replacement);
    }
}
