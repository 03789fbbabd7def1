using System.Text.RegularExpressions;

namespace PatchBaselineAssociation.Platform;

/// <summary>Where a document is that a user names, an install override list for example: a path, an https address or an object in S3.</summary>
public sealed record DocumentSource
{
    private const string SchemeEnd = "://";
    private const string Legal = "Give the path of a file, an address that begins with https:// or one of the form s3://bucket/key.";

    private static readonly Regex s_s3 = new(@"^s3://(?<bucket>[^/]+)/(?<key>.*?([^/]+))\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
    private static readonly string[] s_knownSchemes = ["https", "http", "s3", "ftp", "file"];

    private DocumentSource(DocumentSourceKind kind, string displayName)
    {
        Kind = kind;
        DisplayName = displayName;
    }

    public DocumentSourceKind Kind { get; }

    /// <summary>What is shown and logged: nothing in it gives access.</summary>
    public string DisplayName { get; }

    /// <summary>Null where it is no local file.</summary>
    public string? Path { get; private init; }

    /// <summary>Null where it is not in S3.</summary>
    public string? Bucket { get; private init; }

    /// <summary>Null where it is not in S3.</summary>
    public string? Key { get; private init; }

    /// <summary>With its secrets, so not for everybody; null where it is not on the web.</summary>
    internal Uri? Address { get; private init; }

    /// <summary>Reads what a user gave. What looks like an address is never taken for a path.</summary>
    /// <exception cref="PatchException">It names none.</exception>
    internal static DocumentSource Parse(string text, DocumentTerms terms)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw Invalid(terms, "", $"The place of the {terms.Noun} is empty.", Legal);
        if (text.Any(char.IsControl))
            throw Invalid(terms, text, $"The place of the {terms.Noun} {Quote(text)} holds a control character.", "Take the character out.");

        string scheme = SchemeOf(text);
        bool isAddress = text.IndexOf(SchemeEnd, StringComparison.Ordinal) == scheme.Length;
        return scheme switch
        {
            "" => new DocumentSource(DocumentSourceKind.LocalFile, text) { Path = text },
            "https" when isAddress => ParseHttps(text, terms),
            "s3" when isAddress => ParseS3(text, terms),
            "https" or "s3" => throw Invalid(terms, text, $"The address {Quote(text)} of the {terms.Noun} lacks the // behind {scheme}:.", Legal),
            "http" => throw Invalid(terms, text, $"The {terms.Noun} {Quote(text)} would come over http, where anybody on the way can change it.", "Use https."),
            _ => throw Invalid(terms, text, $"The {terms.Noun} {Quote(text)} cannot be fetched: only https and s3 addresses and local files can.", Legal),
        };
    }

    public override string ToString() => DisplayName;

    /// <summary>In lower case; empty for a path. A drive has one letter.</summary>
    private static string SchemeOf(string text)
    {
        int colon = text.IndexOf(':');
        if (colon <= 1)
            return "";

        string start = text.Substring(0, colon).ToLowerInvariant();
        if (start.IndexOfAny(['/', '\\']) >= 0)
            return "";
        bool isAddress = string.CompareOrdinal(text, colon, SchemeEnd, 0, SchemeEnd.Length) == 0;
        return isAddress || s_knownSchemes.Contains(start.Trim(), StringComparer.Ordinal) ? start : "";
    }

    private static DocumentSource ParseHttps(string text, DocumentTerms terms)
    {
        RefuseCharacters(text, terms);
        if (text.FirstOrDefault(c => c is > '~' or '\\') is not '\0' and var strange)
            throw Invalid(terms, text, $"The address {Quote(text)} of the {terms.Noun} holds U+{(int)strange:X4}, which no address may.", "Write it as a per cent code, in the host's name as punycode.");

        string authority = text.Substring("https://".Length).Split('/', '?', '#')[0];
        if (authority.IndexOf('@') >= 0)
            throw Invalid(terms, text, $"The address {Quote(text)} of the {terms.Noun} holds a user or a password.", "Take them out. An address that is signed for a time, or the form s3://bucket/key, needs none.");
        if (authority.Length == 0 || !Uri.TryCreate(text, UriKind.Absolute, out Uri? address) || address.Host.Length == 0 || address.UserInfo.Length > 0)
            throw Invalid(terms, text, $"The address {Quote(text)} of the {terms.Noun} is none: no host can be read from it.", "Give an address of the form https://host/path.");
        return new DocumentSource(DocumentSourceKind.Https, WebAddress.Display(address)) { Address = address };
    }

    private static DocumentSource ParseS3(string text, DocumentTerms terms)
    {
        RefuseCharacters(text, terms);
        Match match = s_s3.Match(text);
        if (!match.Success || match.Groups["bucket"].Value.IndexOf('@') >= 0)
            throw Invalid(terms, text, $"The address {Quote(text)} of the {terms.Noun} names no object in S3.", "Give an address of the form s3://bucket/key.");
        return new DocumentSource(DocumentSourceKind.S3, SecretRedactor.Redact(text)) { Bucket = match.Groups["bucket"].Value, Key = match.Groups["key"].Value };
    }

    /// <summary>The characters that Systems Manager does not allow either, and blanks.</summary>
    private static void RefuseCharacters(string text, DocumentTerms terms)
    {
        foreach (char c in text)
        {
            if (c is '`' or '\'' or '"' or '$' || char.IsWhiteSpace(c))
            {
                string name = char.IsWhiteSpace(c) ? "a blank" : $"the character {c}";
                throw Invalid(terms, text, $"The address {Quote(text)} of the {terms.Noun} holds {name}; the characters ` ' \" $ and blanks are not allowed there.", "Rename it, or write the character as a per cent code.");
            }
        }
    }

    private static PatchException Invalid(DocumentTerms terms, string text, string message, string recommendedAction) =>
        new(terms.AddressInvalid, ErrorKind.InvalidArgument, message, HideSecrets(text), recommendedAction);

    private static string Quote(string text) => QuotedText.Quote(HideSecrets(text));

    /// <summary>In what is no valid address anything may be a password: what could be one goes, and the query with it.</summary>
    public static string HideSecrets(string text)
    {
        int start = text.IndexOf(':') + 1;
        int at = text.LastIndexOf('@');
        return WebAddress.HideQuery(SecretRedactor.Redact(at < start ? text : $"{text.Substring(0, start)}//***{text.Substring(at)}"));
    }
}
