using System.Globalization;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Overrides;

/// <summary>Reads an install override list. Names it does not know are left alone; every scalar is text.</summary>
public static class OverrideListReader
{
    public const int MaximumBytes = 1024 * 1024;

    internal static readonly DocumentTerms Terms = new("install override list", MaximumBytes)
    {
        AddressInvalid = ErrorIds.OverrideListAddressInvalid,
        NotFound = ErrorIds.OverrideListNotFound,
        Unreadable = ErrorIds.OverrideListUnreadable,
        AccessDenied = ErrorIds.OverrideListAccessDenied,
        DownloadFailed = ErrorIds.OverrideListDownloadFailed,
        TooLargeId = ErrorIds.OverrideListTooLarge,
    };

    /// <summary>More than a machine has patches after years without one.</summary>
    public const int MaximumEntries = 2000;

    /// <param name="content">UTF-8, with or without a byte order mark.</param>
    /// <param name="sourceName">What messages call the list: its path, or its address without secrets.</param>
    /// <exception cref="PatchException"><see cref="ErrorIds.OverrideListTooLarge"/>, <see cref="ErrorIds.OverrideListNotYaml"/> or <see cref="ErrorIds.OverrideListInvalid"/>.</exception>
    public static OverrideList Read(ReadOnlyMemory<byte> content, string sourceName)
    {
        OverrideList list = ReadAll(content, sourceName);
        return list.Invalid.Count == 0 ? list : throw list.Invalid[0].Error;
    }

    /// <summary>As <see cref="Read"/>, but an entry that is not valid is given as such instead of ending it.</summary>
    /// <param name="content">UTF-8, with or without a byte order mark.</param>
    /// <param name="sourceName">What messages call the list: its path, or its address without secrets.</param>
    /// <exception cref="PatchException">The list as a whole is none.</exception>
    public static OverrideList ReadAll(ReadOnlyMemory<byte> content, string sourceName)
    {
        if (content.Length > MaximumBytes)
            throw Terms.TooLarge(sourceName, content.Length);

        YamlPart? top = YamlDocument.Read(OverrideText.Decode(content, sourceName), sourceName);
        if (top is null)
            throw YamlDocument.Invalid(sourceName, 1, 1, "it is empty; legal is a mapping with the key 'patches'");
        if (top.Members is null)
            throw Invalid(sourceName, top, $"the top is {top.Description}; legal is a mapping with the key 'patches'");

        if (!top.Members.TryGetValue("patches", out YamlPart? patches))
            throw NoPatches(sourceName, top);
        if (patches.IsNothing || patches.Text is "null" || patches.Items is { Count: 0 })
            return Empty(sourceName, "its 'patches' is empty");
        if (patches.Items is null)
            throw Invalid(sourceName, patches, $"patches is {patches.Description}; legal is a sequence of entries");
        if (patches.Items.Count > MaximumEntries)
            throw Invalid(sourceName, patches.Items[MaximumEntries], $"patches has {Number(patches.Items.Count)} entries; at most {Number(MaximumEntries)} are legal");

        List<OverrideEntry> entries = new(patches.Items.Count);
        List<InvalidOverrideEntry> invalid = [];
        for (int i = 0; i < patches.Items.Count; i++)
        {
            YamlPart part = patches.Items[i];
            try
            {
                entries.Add(ReadEntry(sourceName, part, i));
            }
            catch (PatchException e)
            {
                invalid.Add(new InvalidOverrideEntry
                {
                    Id = Legible(part, "id", OverrideText.ComplainOfId),
                    Title = Legible(part, "title", ComplainOfTitle),
                    Line = part.Line,
                    Column = part.Column,
                    Error = e,
                });
            }
        }

        return new OverrideList { SourceName = sourceName, Entries = entries, Invalid = invalid, Warnings = Repetitions(entries, sourceName) };
    }

    private static OverrideEntry ReadEntry(string sourceName, YamlPart part, int index)
    {
        string path = $"patches[{Number(index)}]";
        if (part.Members is null)
            throw Invalid(sourceName, part, $"{path} is {part.Description}; legal is a mapping with an id");
        if (!part.Members.TryGetValue("id", out YamlPart? id))
            throw Invalid(sourceName, part, $"{path} has no id{Spelling(Misspelt(part.Members, "id"), "id")}; each entry needs one");

        return new OverrideEntry
        {
            Id = ReadText(sourceName, id, $"{path}.id", OverrideText.ComplainOfId)
                ?? throw Invalid(sourceName, id, $"{path}.id is empty; each entry needs one"),
            Title = part.Members.TryGetValue("title", out YamlPart? title) ? ReadText(sourceName, title, $"{path}.title", ComplainOfTitle) : null,
            Line = part.Line,
            Column = part.Column,
        };
    }

    /// <summary>Null where it is empty.</summary>
    private static string? ReadText(string sourceName, YamlPart part, string path, Func<string, string?> complain)
    {
        string text = part.Text ?? throw Invalid(sourceName, part, $"{path} is {part.Description}; legal is text");
        if (complain(text) is { } complaint)
            throw Invalid(sourceName, part, $"{path} {complaint}");
        return part.IsNothing || string.IsNullOrWhiteSpace(text) ? null : text;
    }

    private static string? ComplainOfTitle(string text) => OverrideText.Complain(text, OverrideText.LongestTitle);

    private static string Legible(YamlPart part, string key, Func<string, string?> complain) =>
        part.Members is not null && part.Members.TryGetValue(key, out YamlPart? value) && value.Text is { } text && complain(text) is null ? text : "";

    /// <summary>Nobody writes a list without the key on purpose: taken for an empty one it would install nothing and look like success.</summary>
    private static PatchException NoPatches(string sourceName, YamlPart top)
    {
        string? written = Misspelt(top.Members!, "patches");
        return Invalid(sourceName, written is null ? top : top.Members![written].Key ?? top, $"it has no key 'patches'{Spelling(written, "patches")}; legal is a mapping with that key");
    }

    private static OverrideList Empty(string sourceName, string why) => new()
    {
        SourceName = sourceName,
        Entries = [],
        Warnings =
        [
            new WarningEvent(ErrorIds.OverrideListEmpty, $"The install override list in '{sourceName}' names no patches: {why}. Nothing will be installed by it.", sourceName),
        ],
    };

    private static List<WarningEvent> Repetitions(List<OverrideEntry> entries, string sourceName)
    {
        Dictionary<(string, string), OverrideEntry> first = [];
        List<WarningEvent> warnings = [];
        foreach (OverrideEntry entry in entries)
        {
            var key = (entry.Id.ToUpperInvariant(), entry.Title?.ToUpperInvariant() ?? "");
            if (first.TryGetValue(key, out OverrideEntry? former))
            {
                warnings.Add(new WarningEvent(
                    ErrorIds.OverrideEntryRepeated,
                    $"The install override list in '{sourceName}' names {entry} a second time; the first is in line {Number(former.Line)}. One of them can go.",
                    entry));
            }
            else
            {
                first.Add(key, entry);
            }
        }

        return warnings;
    }

    /// <summary>The key as it was written, where only its case or blanks around it are wrong; null where there is none.</summary>
    private static string? Misspelt(IReadOnlyDictionary<string, YamlPart> members, string key) =>
        members.Keys.FirstOrDefault(name => string.Equals(name.Trim(), key, StringComparison.OrdinalIgnoreCase));

    private static string Spelling(string? written, string key) => written is null ? "" : $" (it is written '{key}', not {OverrideText.Quote(written)})";

    private static PatchException Invalid(string sourceName, YamlPart part, string complaint) => YamlDocument.Invalid(sourceName, part.Line, part.Column, complaint);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
