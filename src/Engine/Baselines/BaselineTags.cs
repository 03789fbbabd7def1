using System.Text.RegularExpressions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Baselines;

/// <summary>The tag that a baseline has to have: one key, and values of which any will do.</summary>
public sealed record BaselineTags
{
    /// <summary>The limit of tag:GetResources; the document's own pattern would take more.</summary>
    public const int MostValues = 20;

    private const string Form = "Key=tag-key,Values=tag-value, with at most 20 values that are separated by commas";

    // The document's pattern, but to the end of the text, and neither a key nor a value may be blank: what stands behind a tag must not be overlooked.
    private static readonly Regex s_form = new(
        @"^Key=(?<key>(?!\s*,)[\w\p{Zs}_.:/=+\-@]{1,128}),Values=(?<value>(?!\s*(,|\z))[\w\p{Zs}_.:/=+\-@]{1,256})(,(?<value>(?!\s*(,|\z))[\w\p{Zs}_.:/=+\-@]{1,256})){0,19}\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        TimeSpan.FromSeconds(1));

    private BaselineTags(string key, IReadOnlyList<string> values)
    {
        Key = key;
        Values = values;
    }

    public string Key { get; }

    /// <summary>In the order they were given in, each once.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>Reads <c>Key=tag-key,Values=v1,v2</c>.</summary>
    /// <returns>Null for an empty text: then no tags are asked for.</returns>
    /// <exception cref="PatchException"><see cref="ErrorIds.BaselineTagsInvalid"/></exception>
    public static BaselineTags? Parse(string text)
    {
        if (text.Length == 0)
            return null;
        Match match = s_form.Match(text);
        if (!match.Success)
        {
            throw new PatchException(
                ErrorIds.BaselineTagsInvalid,
                ErrorKind.InvalidArgument,
                $"BaselineTags is {QuotedText.Quote(text)}; legal is {Form}. Nothing was done.",
                text,
                "Correct the parameter.")
            { ExitCode = ExitCodes.BaselineTagsInvalid };
        }

        string[] values = [.. match.Groups["value"].Captures.Cast<Capture>().Select(capture => capture.Value.Trim()).Distinct(StringComparer.Ordinal)];
        return new BaselineTags(match.Groups["key"].Value.Trim(), values);
    }

    public override string ToString() => $"Key={Key},Values={string.Join(",", Values)}";
}
