using System.Text;

namespace PatchBaselineAssociation.States;

/// <summary>Where the machine that runs us keeps state, and how the published files are called there.</summary>
public sealed record StateFolders
{
    private const string Product = "PatchBaselineAssociation";
    private const int MaximumImageNameLength = 40;

    /// <summary>The documented folder.</summary>
    public required string System { get; init; }

    /// <summary>The user's own folder; null where the environment names none.</summary>
    public required string? User { get; init; }

    public required string StatesFileName { get; init; }

    public required string InventoryFileName { get; init; }

    public static StateFolders OfThisMachine() =>
        Path.DirectorySeparatorChar == '\\' ? OfWindows(Environment.GetEnvironmentVariable) : OfUnix(Environment.GetEnvironmentVariable);

    /// <summary>Linux and macOS.</summary>
    public static StateFolders OfUnix(Func<string, string?> environment) => new()
    {
        System = "/var/log/amazon/ssm/patch-configuration",
        User = UnixUserFolder(environment),
        StatesFileName = "patch-states-configuration.json",
        InventoryFileName = "patch-inventory-from-last-operation.json",
    };

    public static StateFolders OfWindows(Func<string, string?> environment) => new()
    {
        System = (NotEmpty(environment("PROGRAMDATA")) ?? @"C:\ProgramData") + @"\Amazon\PatchBaselineOperations\State",
        User = NotEmpty(environment("LOCALAPPDATA")) is { } local ? local + @"\" + Product : null,
        StatesFileName = "PatchStatesConfiguration.json",
        InventoryFileName = "PatchInventoryFromLastOperation.json",
    };

    /// <summary>The folder for an image: the same path gives the same folder, two paths never share one.
    /// An image mounted later at the same path goes on with the state of the one before it. Null where there is no user folder.</summary>
    public string? ForImage(string root)
    {
        if (User is null)
            return null;
        var path = root.TrimEnd('/', '\\');
        var readable = new StringBuilder();
        foreach (var character in path[(path.LastIndexOfAny(['/', '\\']) + 1)..])
        {
            if (readable.Length == MaximumImageNameLength)
                break;
            readable.Append(character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_' ? character : '_');
        }

        var hash = InventorySummary.Sha256Hex(Encoding.UTF8.GetBytes(path))[..16];
        return Path.Combine(User, "images", $"{readable}-{hash}");
    }

    private static string? UnixUserFolder(Func<string, string?> environment)
    {
        // The XDG specification: a relative path is invalid and to be ignored.
        if (environment("XDG_STATE_HOME") is ['/', ..] and { } state)
            return state.TrimEnd('/') + "/" + Product;
        return environment("HOME") is ['/', ..] and { } home ? home.TrimEnd('/') + "/.local/state/" + Product : null;
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
