using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.MacOS;

/// <summary>Reads <c>brew info --json=v2 --installed</c> and <c>brew outdated --json=v2</c>. Pure.</summary>
internal static class HomebrewJson
{
    private const string Tool = "brew";
    private const string Formulae = "formulae";
    private const string Casks = "casks";
    private const string OwnFormulae = "homebrew/core/";
    private const string OwnCasks = "homebrew/cask/";
    private const long LastUnixSecond = 253402300799;

    /// <summary>What brew's names are made of. They go to a command line.</summary>
    private static readonly Regex s_name = new(@"^[A-Za-z0-9][A-Za-z0-9@._+/-]*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    /// <param name="installed">What <c>brew info</c> printed.</param>
    /// <param name="outdated">What <c>brew outdated</c> printed: brew's own word on what it would upgrade.</param>
    /// <exception cref="PatchException">ToolOutputNotUnderstood.</exception>
    public static IReadOnlyList<HomebrewPackage> Parse(string installed, string outdated)
    {
        Dictionary<(bool IsCask, string Name), Offer> offers = ReadOffers(outdated);
        using JsonDocument document = Read(installed, "brew info");
        List<HomebrewPackage> packages = [];
        foreach (JsonElement formula in document.RootElement.GetProperty(Formulae).EnumerateArray())
        {
            if (NewestKeg(formula) is not var (version, time))
                continue;
            string name = Name(formula, "name");
            packages.Add(Package(formula, name, TapName(formula, "full_name"), isCask: false, version, time));
        }

        foreach (JsonElement cask in document.RootElement.GetProperty(Casks).EnumerateArray())
        {
            if (OptionalText(cask, "installed") is not { Length: > 0 } version)
                continue;
            string name = Name(cask, "token");
            packages.Add(Package(cask, name, TapName(cask, "full_token"), isCask: true, version, Time(cask, "installed_time")));
        }

        return packages;

        HomebrewPackage Package(JsonElement element, string name, string? tapName, bool isCask, string version, DateTimeOffset? time)
        {
            bool isOffered = offers.TryGetValue((isCask, name), out Offer offer) || (tapName is not null && offers.TryGetValue((isCask, tapName), out offer));
            return new HomebrewPackage
            {
                Name = name,
                FullName = tapName ?? (isCask ? OwnCasks : OwnFormulae) + name,
                Spec = tapName ?? name,
                IsCask = isCask,
                InstalledVersion = version,
                InstalledTime = time,
                Description = OptionalText(element, "desc") ?? "",
                OfferedVersion = isOffered ? offer.Version : "",
                IsPinned = isOffered ? offer.IsPinned : Flag(element, "pinned"),
            };
        }
    }

    private static Dictionary<(bool IsCask, string Name), Offer> ReadOffers(string text)
    {
        using JsonDocument document = Read(text, "brew outdated");
        Dictionary<(bool IsCask, string Name), Offer> offers = [];
        foreach (bool isCask in (bool[])[false, true])
        {
            foreach (JsonElement element in document.RootElement.GetProperty(isCask ? Casks : Formulae).EnumerateArray())
                offers[(isCask, Name(element, "name"))] = new Offer(Text(element, "current_version"), Flag(element, "pinned"));
        }

        return offers;
    }

    /// <summary>brew warns on the same stream before it answers: its answer is the first line that begins an object.</summary>
    private static JsonDocument Read(string text, string command)
    {
        JsonException? cause = null;
        for (int start = NextObject(text, 0); start >= 0; start = NextObject(text, start + 1))
        {
            try
            {
                byte[] rest = Encoding.UTF8.GetBytes(text.Substring(start));
                Utf8JsonReader reader = new(rest, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Disallow });
                JsonDocument document = JsonDocument.ParseValue(ref reader);
                if (HasList(document, Formulae) && HasList(document, Casks))
                    return document;
                document.Dispose();
            }
            catch (JsonException e)
            {
                cause ??= e;
            }
        }

        string words = text.Trim();
        throw NotUnderstood(command, cause?.Message.TrimEnd('.') ?? (words.Length == 0 ? "it printed nothing" : $"it printed no JSON with formulae and casks, but {QuotedText.Quote(words)}"), cause);
    }

    private static int NextObject(string text, int from)
    {
        for (int at = from; at < text.Length; at++)
        {
            if (text[at] == '{' && (at == 0 || text[at - 1] == '\n'))
                return at;
        }

        return -1;
    }

    private static bool HasList(JsonDocument document, string name) =>
        document.RootElement.TryGetProperty(name, out JsonElement list) && list.ValueKind == JsonValueKind.Array;

    private static (string Version, DateTimeOffset? Time)? NewestKeg(JsonElement formula)
    {
        if (formula.ValueKind != JsonValueKind.Object || !formula.TryGetProperty("installed", out JsonElement kegs) || kegs.ValueKind != JsonValueKind.Array)
            throw NotUnderstood("brew info", "a formula does not say what is installed of it");
        (string Version, DateTimeOffset? Time)? newest = null;
        foreach (JsonElement keg in kegs.EnumerateArray())
        {
            string version = Text(keg, "version");
            if (newest is null || MacOSVersion.Compare(version, newest.Value.Version) >= 0)
                newest = (version, Time(keg, "time"));
        }

        return newest;
    }

    private static string Name(JsonElement element, string property) => Text(element, property) is { } name && s_name.IsMatch(name)
        ? name
        : throw NotUnderstood("brew", $"{QuotedText.Quote(Text(element, property))} is no name of a package");

    /// <summary>The name with its tap; null for Homebrew's own packages, which go without.</summary>
    private static string? TapName(JsonElement element, string property) =>
        OptionalText(element, property) is { } full && full.IndexOf('/') > 0 && s_name.IsMatch(full) ? full : null;

    private static string Text(JsonElement element, string property) =>
        OptionalText(element, property) is { Length: > 0 } text ? text : throw NotUnderstood("brew", $"a package has no '{property}'");

    private static string? OptionalText(JsonElement element, string property) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.String ? JsonWords.Of(value) : null;

    private static bool Flag(JsonElement element, string property) => element.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    private static DateTimeOffset? Time(JsonElement element, string property) =>
        element.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long seconds) && seconds is > 0 and <= LastUnixSecond
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private static PatchException NotUnderstood(string command, string what, Exception? cause = null) => new(
        ErrorIds.ToolOutputNotUnderstood,
        ErrorKind.InvalidResult,
        $"What '{command}' printed was not understood: {what}.",
        Tool,
        "Run 'brew doctor' and 'brew outdated --json=v2' as the owner of Homebrew and see what they say.",
        cause);

    private readonly record struct Offer(string Version, bool IsPinned);
}
