using System.Text.RegularExpressions;

namespace PatchBaselineAssociation.Platform;

/// <summary>Cuts what gives access out of text that is shown or logged. In doubt it cuts too much.</summary>
public static class SecretRedactor
{
    private const string Mask = "***";
    private const int MaximumPasses = 20;
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    // Quoted and bare parts may follow each other, as in a shell. It always stands last, so nothing makes it try again.
    private const string Value = """("[^"]*"?|'[^']*'?|[^\s&"'<>]+)+""";

    // All patterns are bounded or start at places that cannot overlap: they need no time-out, and a time-out would throw.
    private static readonly Regex s_userOfUrl = new(
        """(?<=://)[^\s/?#"'<>]*@""", Options, Regex.InfiniteMatchTimeout);

    // A password with a slash ends the authority early. A port does not look like it.
    private static readonly Regex s_passwordWithSlash = new(
        """(?<=://)[^\s/?#@:]{0,256}:(?!\d{1,5}([/?#,\s"'<>]|$))[^\s@"'<>]{0,512}@""", Options, Regex.InfiniteMatchTimeout);

    private static readonly Regex s_namedValue = new(
        $"""
        (?<![A-Za-z0-9_.-])
        (?<name>
          (x-amz|x-goog|x-aws)-[A-Za-z0-9_.-]{"{1,64}"}
          | [A-Za-z0-9_.-]{"{0,64}"}?(token|secret|password|passwd|passphrase|signature|credential|credentials|accesskeyid|api[_-]?key|access[_-]key|access[_-]key[_-]id)
          | ([A-Za-z0-9_.-]{"{0,64}"}[_.-])?(sig|pwd|pw)
        )
        (?<sign>["']?\s*=\s*)
        {Value}
        """,
        Options | RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace,
        Regex.InfiniteMatchTimeout);

    private static readonly Regex s_header = new(
        $"""
        (?<![A-Za-z0-9_.-])
        (?<name>(proxy-)?authorization|(x-amz|x-goog|x-aws)-[A-Za-z0-9_.-]{"{1,64}"}|password|passwd|passphrase|secret[A-Za-z0-9_-]{"{0,64}"}|(access|auth|id|refresh|security|session)[_-]?token)
        (?<sign>["']?\s*[:=]\s*)
        (?<scheme>["']?(basic|bearer|digest|negotiate|aws4-hmac-sha256)\s+)?
        {Value}
        """,
        Options | RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace,
        Regex.InfiniteMatchTimeout);

    private static readonly Regex s_bearer = new(
        """(?<![A-Za-z0-9])(?<name>bearer\s+)[A-Za-z0-9._~+/=-]{8,}""", Options | RegexOptions.IgnoreCase, Regex.InfiniteMatchTimeout);

    private static readonly Regex s_option = new(
        $"""(?<![A-Za-z0-9-])(?<name>--[a-z-]{"{0,32}"}?(password|passphrase|token|secret)\s+)(?!-){Value}""", Options | RegexOptions.IgnoreCase, Regex.InfiniteMatchTimeout);

    /// <summary>Users and passwords in URLs, signatures and tokens of presigned URLs, values of parameters, options and headers
    /// whose name says that they are secret, and bearer tokens are replaced by <c>***</c>. Redacted text stays as it is.</summary>
    public static string Redact(string text)
    {
        // What one rule cuts can bring together what another one knows: until nothing is found any more.
        for (var pass = 0; pass < MaximumPasses; pass++)
        {
            var redacted = RedactOnce(text);
            if (string.Equals(redacted, text, StringComparison.Ordinal))
                break;
            text = redacted;
        }

        return text;
    }

    private static string RedactOnce(string text)
    {
        text = s_userOfUrl.Replace(text, Mask + "@");
        text = s_passwordWithSlash.Replace(text, Mask + "@");
        text = s_header.Replace(text, "${name}${sign}${scheme}" + Mask);
        text = s_namedValue.Replace(text, "${name}${sign}" + Mask);
        text = s_bearer.Replace(text, "${name}" + Mask);
        return s_option.Replace(text, "${name}" + Mask);
    }
}
