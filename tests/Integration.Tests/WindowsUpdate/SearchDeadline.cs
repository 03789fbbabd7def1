using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers;
using PatchBaselineAssociation.PackageManagers.WindowsUpdate;
using PatchBaselineAssociation.PackageManagers.WindowsUpdate.Com;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.IntegrationTests.WindowsUpdate;

/// <summary>What a process of wine runs: two inventories through COM, of which the first meets a search that never comes back. Its time is over as soon as the stand-in is in that search.</summary>
public static class SearchDeadline
{
    private const string SilentSearch = "silent IUpdateSearcher.Search";

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);

    private static bool s_isOver;

    /// <returns>The error of the first and the entries of the second.</returns>
    public static async Task<string> RunAsync()
    {
        WindowsUpdatePackageManager manager = new(
            () => new ComWindowsUpdateAgent(), new RegistryUpdatePolicy(), new PhysicalFileSystem(), SystemClock.Instance, NullEventSink.Instance, WaitForSearchAsync);
        string error = "none";
        try
        {
            await ReadAsync(manager);
        }
        catch (PatchException e)
        {
            error = $"{e.ErrorId}: {e.Message}";
        }

        Inventory inventory = await ReadAsync(manager);
        return $"{error}\n{string.Join(' ', inventory.Entries.Select(entry => entry.Name))}";
    }

    private static Task<Inventory> ReadAsync(WindowsUpdatePackageManager manager) => manager.ReadInventoryAsync(
        new Node
        {
            Id = "node",
            OperatingSystem = PatchOperatingSystem.Windows,
            PackageManager = PackageManagerKind.WindowsUpdate,
            Product = "WindowsServer2022",
            DisplayName = "Windows Server 2022",
        },
        new InventoryOptions { CacheFolder = "" },
        CancellationToken.None);

    /// <summary>Takes the place of the clock. Only one search is silent, so only one limit comes to its end.</summary>
    private static async Task WaitForSearchAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        string journal = Environment.GetEnvironmentVariable("WUA_STANDIN_WORLD") + ".journal";
        while (s_isOver || !IsSilent(journal))
            await Task.Delay(s_look, cancellationToken);
        s_isOver = true;
    }

    private static bool IsSilent(string journal)
    {
        if (!File.Exists(journal))
            return false;
        using StreamReader reader = new(new FileStream(journal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd().Contains(SilentSearch, StringComparison.Ordinal);
    }
}
