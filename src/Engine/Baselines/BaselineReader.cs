using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Baselines;

/// <summary>
/// Reads baselines out of JSON in any of three shapes: the output of GetPatchBaseline, an array of such objects
/// (a BaselineOverride), and the deployable snapshot. Names it does not know are left alone.
/// </summary>
public static class BaselineReader
{
    private const int DeepestNesting = 32;
    private const int MostRules = 10;
    private const int MostFilters = 4;
    private const int MostValues = 20;
    private const int LongestValue = 64;
    private const int MostDelayDays = 360;
    private const int MostListEntries = 50;
    private const int LongestListEntry = 100;
    private const int MostSources = 20;
    private const int MostProducts = 20;
    private const int LongestProduct = 128;
    private const int LongestConfiguration = 1024;

    // \z and not $: a name that ends in a line break is no name.
    private static readonly Regex s_sourceName = new(@"^[a-zA-Z0-9_\-.]{3,50}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    private static readonly Dictionary<string, ComplianceLevel> s_levels = new(StringComparer.Ordinal)
    {
        ["CRITICAL"] = ComplianceLevel.Critical,
        ["HIGH"] = ComplianceLevel.High,
        ["MEDIUM"] = ComplianceLevel.Medium,
        ["LOW"] = ComplianceLevel.Low,
        ["INFORMATIONAL"] = ComplianceLevel.Informational,
        ["UNSPECIFIED"] = ComplianceLevel.Unspecified,
    };

    private static readonly Dictionary<string, RejectedPatchesAction> s_actions = new(StringComparer.Ordinal)
    {
        ["ALLOW_AS_DEPENDENCY"] = RejectedPatchesAction.AllowAsDependency,
        ["BLOCK"] = RejectedPatchesAction.Block,
    };

    private static readonly Dictionary<string, bool> s_complianceStatuses = new(StringComparer.Ordinal)
    {
        ["COMPLIANT"] = true,
        ["NON_COMPLIANT"] = false,
    };

    private static readonly Dictionary<string, PatchOperatingSystem> s_operatingSystems =
        OperatingSystems.All.ToDictionary(os => os.ToWireName(), os => os, StringComparer.Ordinal);

    /// <summary>Reads all baselines that the JSON holds, in its order.</summary>
    /// <param name="json">UTF-8, or UTF-16 with a byte order mark, as Windows PowerShell redirects output.</param>
    /// <param name="sourceName">What messages call the JSON: its path, or the call that gave it.</param>
    /// <exception cref="PatchException"><see cref="ErrorIds.BaselineNotJson"/> or <see cref="ErrorIds.BaselineInvalid"/>.</exception>
    public static IReadOnlyList<PatchBaseline> Read(ReadOnlyMemory<byte> json, string sourceName)
    {
        byte[] utf8 = ToUtf8(json, sourceName);
        using JsonDocument document = Parse(utf8, sourceName);
        var root = new JsonPart(document.RootElement, "$", sourceName);
        root.ExpectNoDuplicates();

        return root.Element.ValueKind switch
        {
            JsonValueKind.Array => [.. root.Items(0, int.MaxValue, "baselines").Select(item => ReadBaseline(item, default))],
            JsonValueKind.Object when root.Find("patchBaseline") is { } wrapped => [ReadSnapshot(root, wrapped)],
            JsonValueKind.Object => [ReadBaseline(root, default)],
            _ => throw root.Invalid("is neither an object nor an array; legal are the output of get-patch-baseline, a deployable snapshot, and an array of baselines"),
        };
    }

    private static PatchBaseline ReadSnapshot(JsonPart root, JsonPart wrapped)
    {
        string? patchGroup = root.Find("patchGroup")?.Text() is { Length: > 0 } group ? group : null;
        return ReadBaseline(wrapped, new BaselineShape(IsSnapshot: true)) with
        {
            Origin = new BaselineOrigin(
                patchGroup is null ? BaselineOriginKind.Default : BaselineOriginKind.PatchGroup,
                root.SourceName,
                patchGroup is null
                    ? "The snapshot names no patch group, so it holds the default baseline."
                    : $"The snapshot holds the baseline of the patch group {QuotedText.Quote(patchGroup)}.")
            {
                PatchGroup = patchGroup,
                SnapshotId = root.Find("snapshotId")?.Text(),
            },
        };
    }

    private static PatchBaseline ReadBaseline(JsonPart part, BaselineShape shape)
    {
        part.ExpectObject();
        PatchOperatingSystem operatingSystem = part
            .Get(shape.Spell("OperatingSystem"), $"legal are {QuotedText.List(s_operatingSystems.Keys)}")
            .OneOf(s_operatingSystems);

        bool? availableSecurityUpdatesCompliant = part.Find(shape.Spell("AvailableSecurityUpdatesComplianceStatus"))?.OneOf(s_complianceStatuses);
        return new PatchBaseline
        {
            BaselineId = part.Find(shape.Spell("BaselineId"))?.Label() ?? "",
            Name = part.Find(shape.Spell("Name"))?.Label() ?? "",
            Description = part.Find(shape.Spell("Description"))?.Text() ?? "",
            OperatingSystem = operatingSystem,
            GlobalFilters = part.Find(shape.GlobalFilters) is { } group ? ReadFilters(group, shape, operatingSystem) : [],
            ApprovalRules = part.Find(shape.ApprovalRules) is { } rules ? ReadRules(rules, shape, operatingSystem) : [],
            ApprovedPatches = ReadList(part.Find(shape.Spell("ApprovedPatches"))),
            ApprovedPatchesComplianceLevel = part.Find(shape.Spell("ApprovedPatchesComplianceLevel"))?.OneOf(s_levels) ?? ComplianceLevel.Unspecified,
            ApprovedPatchesEnableNonSecurity = ReadEnableNonSecurity(part.Find(shape.Spell("ApprovedPatchesEnableNonSecurity")), operatingSystem),
            RejectedPatches = ReadList(part.Find(shape.Spell("RejectedPatches"))),
            RejectedPatchesAction = part.Find(shape.Spell("RejectedPatchesAction"))?.OneOf(s_actions) ?? RejectedPatchesAction.AllowAsDependency,
            AvailableSecurityUpdatesCompliant = operatingSystem == PatchOperatingSystem.Windows ? availableSecurityUpdatesCompliant : null,
            Sources = part.Find(shape.Spell("Sources")) is { } sources
                ? [.. sources.Items(0, MostSources, "sources").Select(source => ReadSource(source, shape))]
                : [],
            PatchGroups = part.Find(shape.Spell("PatchGroups")) is { } groups
                ? [.. groups.Items(0, int.MaxValue, "patch groups").Select(name => name.Text())]
                : [],
            CreatedDate = ReadMoment(part, shape, "CreatedDate", "createdTime"),
            ModifiedDate = ReadMoment(part, shape, "ModifiedDate", "modifiedTime"),
        };
    }

    private static DateTimeOffset? ReadMoment(JsonPart part, BaselineShape shape, string name, string snapshotName) =>
        ((shape.IsSnapshot ? part.Find(snapshotName) : null) ?? part.Find(shape.Spell(name)))?.Moment();

    private static IReadOnlyList<ApprovalRule> ReadRules(JsonPart part, BaselineShape shape, PatchOperatingSystem operatingSystem) =>
        [.. part.Get(shape.PatchRules, "legal is an array of rules")
            .Items(0, MostRules, "rules")
            .Select(rule => ReadRule(rule, shape, operatingSystem))];

    private static ApprovalRule ReadRule(JsonPart part, BaselineShape shape, PatchOperatingSystem operatingSystem)
    {
        // A rule without filters approves everything: that has to be said, not to come from a slip of the pen.
        JsonPart group = part.Get(shape.PatchFilterGroup, "legal is a group of filters; one with no filters approves everything");
        JsonPart? days = part.Find(shape.Spell("ApproveAfterDays"));
        JsonPart? until = part.Find(shape.Spell("ApproveUntilDate"));
        if (days is not null && until is { } second)
            throw second.Invalid("stands beside ApproveAfterDays; legal is one of the two in a rule");

        return new ApprovalRule
        {
            Filters = ReadFilters(group, shape, operatingSystem),
            ComplianceLevel = part.Find(shape.Spell("ComplianceLevel"))?.OneOf(s_levels) ?? ComplianceLevel.Unspecified,
            EnableNonSecurity = ReadEnableNonSecurity(part.Find(shape.Spell("EnableNonSecurity")), operatingSystem),
            ApproveAfterDays = days?.Integer(0, MostDelayDays),
            ApproveUntilDate = until?.Day(),
        };
    }

    private static bool ReadEnableNonSecurity(JsonPart? part, PatchOperatingSystem operatingSystem)
    {
        if (part is not { } value || !value.Boolean()) return false;
        if (operatingSystem is PatchOperatingSystem.Windows or PatchOperatingSystem.MacOS)
            throw value.Invalid($"is true, but exists for Linux only; legal for {operatingSystem.ToWireName()} is false");
        return true;
    }

    private static IReadOnlyList<PatchFilter> ReadFilters(JsonPart group, BaselineShape shape, PatchOperatingSystem operatingSystem) =>
        [.. group.Get(shape.PatchFilters, "legal is an array of filters")
            .Items(0, MostFilters, "filters")
            .Select(filter => ReadFilter(filter, shape, operatingSystem))];

    private static PatchFilter ReadFilter(JsonPart part, BaselineShape shape, PatchOperatingSystem operatingSystem)
    {
        JsonPart keyPart = part.Get(shape.Spell("Key"), $"legal are {QuotedText.List(FilterKeys.For(operatingSystem).Select(FilterKeys.ToWireName))}");
        string name = keyPart.Text();
        if (!FilterKeys.TryParseWireName(name, out PatchFilterKey key)) throw keyPart.Invalid(FilterKeys.ComplainAboutKey(operatingSystem, name));
        if (FilterKeys.ComplainAboutKey(operatingSystem, key) is { } complaint) throw keyPart.Invalid(complaint);

        return new PatchFilter(key, [.. part
            .Get(shape.Spell("Values"), $"legal is an array of 1 to {MostValues} values")
            .Items(1, MostValues, "values")
            .Select(value => ReadFilterValue(value, operatingSystem, key))]);
    }

    private static string ReadFilterValue(JsonPart part, PatchOperatingSystem operatingSystem, PatchFilterKey key)
    {
        string value = part.Text(LongestValue);
        return FilterKeys.ComplainAboutValue(operatingSystem, key, value) is { } complaint ? throw part.Invalid(complaint) : value;
    }

    /// <remarks>
    /// What an entry may look like differs by system, and the service takes more than is documented (several wildcards,
    /// wildcards on systems that know none): such entries are kept. An entry that cannot name anything is refused.
    /// </remarks>
    private static IReadOnlyList<string> ReadList(JsonPart? part)
    {
        if (part is not { } list) return [];
        return [.. list.Items(0, MostListEntries, "entries").Select(entry =>
        {
            string text = entry.Text(LongestListEntry);
            return text.Any(char.IsControl)
                ? throw entry.Invalid($"{QuotedText.Quote(text)} holds control characters; legal is the name or id of a patch")
                : text.Trim();
        })];
    }

    private static PatchSource ReadSource(JsonPart part, BaselineShape shape)
    {
        JsonPart namePart = part.Get(shape.Spell("Name"), "legal are 3 to 50 of A-Z a-z 0-9 _ - .");
        string name = namePart.Text();
        if (!s_sourceName.IsMatch(name)) throw namePart.Invalid($"{QuotedText.Quote(name)} is no source name; legal are 3 to 50 of A-Z a-z 0-9 _ - .");

        return new PatchSource(
            name,
            [.. part.Get(shape.Spell("Products"), $"legal is an array of 1 to {MostProducts} products")
                .Items(1, MostProducts, "products")
                .Select(product => product.Text(LongestProduct))],
            part.Get(shape.Spell("Configuration"), $"legal are 1 to {LongestConfiguration} characters").Text(LongestConfiguration));
    }

    private static JsonDocument Parse(byte[] utf8, string sourceName)
    {
        try
        {
            return JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = DeepestNesting });
        }
        catch (JsonException e)
        {
            // Its own message ends with a position that counts from nought.
            int position = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            string message = position < 0 ? e.Message : e.Message.Substring(0, position);
            throw NotJson(sourceName, (int)(e.LineNumber ?? 0), utf8, (int)(e.BytePositionInLine ?? 0), message.TrimEnd('.'), e);
        }
    }

    private static byte[] ToUtf8(ReadOnlyMemory<byte> json, string sourceName)
    {
        byte[] bytes = json.ToArray();
        Encoding encoding = bytes switch
        {
            [0xFF, 0xFE, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
            [0xFE, 0xFF, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
            _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
        };
        byte[] mark = encoding.GetPreamble();
        int start = bytes.AsSpan().StartsWith(mark) ? mark.Length : 0;

        string text;
        try
        {
            text = encoding.GetString(bytes, start, bytes.Length - start);
        }
        catch (DecoderFallbackException e)
        {
            // The same encoding without the strictness: what precedes the fault is only counted.
            string readable = Encoding.GetEncoding(encoding.CodePage).GetString(bytes, start, Math.Min(Math.Max(e.Index, 0), bytes.Length - start));
            byte[] before = Encoding.UTF8.GetBytes(readable);
            int lastBreak = Array.LastIndexOf(before, (byte)'\n');
            throw NotJson(sourceName, before.Count(b => b == (byte)'\n'), before, before.Length - lastBreak - 1, $"the bytes are no {encoding.WebName.ToUpperInvariant()} text", e);
        }

        return string.IsNullOrWhiteSpace(text)
            ? throw NotJson(sourceName, 0, [], 0, "it is empty", cause: null)
            : Encoding.UTF8.GetBytes(text);
    }

    /// <param name="sourceName">What the message calls the JSON.</param>
    /// <param name="line">From nought.</param>
    /// <param name="utf8">The text that the position is in.</param>
    /// <param name="byteInLine">From nought; people count characters, from one.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="cause">What noticed it.</param>
    private static PatchException NotJson(string sourceName, int line, byte[] utf8, int byteInLine, string message, Exception? cause)
    {
        int start = 0;
        for (int i = 0; i < line; i++)
        {
            int lineBreak = Array.IndexOf(utf8, (byte)'\n', start);
            if (lineBreak < 0) break;
            start = lineBreak + 1;
        }

        int column = Encoding.UTF8.GetCharCount(utf8, start, Math.Min(byteInLine, utf8.Length - start)) + 1;
        return new PatchException(
            ErrorIds.BaselineNotJson,
            ErrorKind.InvalidData,
            $"The baseline in '{sourceName}' is not JSON that can be read: line {line + 1}, column {column}: {message}.",
            sourceName,
            IsYaml(sourceName)
                ? "Give an install override list with -InstallOverrideList; a baseline is a JSON file, as 'aws ssm get-patch-baseline' writes it."
                : "Give a file as 'aws ssm get-patch-baseline' writes it, whole and not nested deeper than a baseline needs.",
            cause);
    }

    private static bool IsYaml(string name) =>
        name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);
}
