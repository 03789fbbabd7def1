using System.Globalization;
using System.Text;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Overrides;

/// <summary>Writes an install override list that the reader reads back to the same entries.</summary>
public static class OverrideListWriter
{
    /// <param name="patches">Id (<c>name.architecture</c> or a KB id) and title (on Linux the version; null or empty for any).</param>
    /// <exception cref="PatchException"><see cref="ErrorIds.OverrideListInvalid"/> or <see cref="ErrorIds.OverrideListTooLarge"/>: no list can hold them.</exception>
    public static string Write(IEnumerable<(string Id, string? Title)> patches)
    {
        StringBuilder yaml = new();
        int count = 0;
        foreach ((string id, string? title) in patches)
        {
            yaml.Append(count++ == 0 ? "patches:\n  - id: " : "  - id: ");
            Append(yaml, id, "id", OverrideText.ComplainOfId(id));
            if (!string.IsNullOrWhiteSpace(title))
            {
                yaml.Append("    title: ");
                Append(yaml, title!, "title", OverrideText.Complain(title!, OverrideText.LongestTitle));
            }
        }

        if (count > OverrideListReader.MaximumEntries)
            throw Invalid(string.Format(CultureInfo.InvariantCulture, "there are {0} patches; a list has at most {1}", count, OverrideListReader.MaximumEntries), count);
        if (count == 0)
            return "patches: []\n";

        string text = yaml.ToString();
        int length = Encoding.UTF8.GetByteCount(text);
        return length <= OverrideListReader.MaximumBytes ? text : throw OverrideListReader.Terms.TooLarge("The new list", length);
    }

    /// <summary>In single quotes everything is text, and only the quote itself means more.</summary>
    private static void Append(StringBuilder yaml, string text, string what, string? complaint)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw Invalid($"an {what} is empty", text);
        if (complaint is not null)
            throw Invalid($"the {what} {complaint}", text);
        yaml.Append('\'').Append(text.Replace("'", "''")).Append("'\n");
    }

    private static PatchException Invalid(string complaint, object target) => new(
        ErrorIds.OverrideListInvalid,
        ErrorKind.InvalidData,
        $"These patches cannot be written as an install override list: {complaint}.",
        target,
        "Leave out what a list cannot hold.");
}
