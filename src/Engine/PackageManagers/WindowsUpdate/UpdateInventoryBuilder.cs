using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <summary>Makes one entry for each KB number out of all that the agent has found. Pure.</summary>
/// <remarks>Several updates may have one KB number: those of one month and the next, or those of two products. A KB number counts as installed
/// where nothing of it is offered but what is newer than what is installed.</remarks>
internal sealed class UpdateInventoryBuilder
{
    private const int ShownIdLength = 8;

    private readonly UpdatePatches _patches;
    private readonly Dictionary<string, DateTimeOffset> _installedTimes = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Kb, string Version), AgentUpdate> _offers = [];

    /// <param name="patches">Reads single updates.</param>
    /// <param name="history">What was put on and when.</param>
    public UpdateInventoryBuilder(UpdatePatches patches, IReadOnlyList<UpdateHistoryEntry> history)
    {
        _patches = patches;
        foreach (UpdateHistoryEntry entry in history)
        {
            if (!_installedTimes.TryGetValue(entry.Update.Id, out DateTimeOffset known) || entry.Time > known)
                _installedTimes[entry.Update.Id] = entry.Time;
        }
    }

    /// <param name="updates">Installed, offered and hidden ones; each once.</param>
    /// <param name="isOn">Whether an update is on the machine, finished or waiting for a restart.</param>
    public UpdateInventory Build(IReadOnlyCollection<AgentUpdate> updates, Func<AgentUpdate, bool> isOn)
    {
        HashSet<string> replaced = FindReplaced(updates, isOn);
        List<AgentUpdate> withoutKb = [];
        Dictionary<string, List<AgentUpdate>> byKb = new(StringComparer.Ordinal);
        foreach (AgentUpdate update in updates)
        {
            IReadOnlyList<string> kbs = UpdateNames.KbsOf(update);
            if (kbs.Count == 0)
            {
                withoutKb.Add(update);
                continue;
            }

            if (!byKb.TryGetValue(kbs[0], out List<AgentUpdate>? same))
                byKb[kbs[0]] = same = [];
            same.Add(update);
        }

        return new UpdateInventory
        {
            Entries = [.. byKb.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => EntryOf(pair.Key, pair.Value, isOn, replaced))],
            Offers = _offers,
            WithoutKb = withoutKb,
        };
    }

    private InventoryEntry EntryOf(string kb, List<AgentUpdate> updates, Func<AgentUpdate, bool> isOn, HashSet<string> replaced)
    {
        List<(AgentUpdate Update, string Version)> on = [], offered = [], outdated = [];
        foreach ((AgentUpdate update, string version) in WithVersions(updates))
            (isOn(update) ? on : replaced.Contains(update.Key.Id) ? outdated : offered).Add((update, version));
        foreach ((AgentUpdate update, string version) in offered)
            _offers[(kb, version)] = update;

        bool isApplicable = on.Count > 0 || offered.Count > 0;
        (AgentUpdate Update, string Version)? newest = on.Count == 0 ? null : on.Aggregate((first, second) => UpdateVersion.Compare(second.Version, first.Version) > 0 ? second : first);
        bool isIncomplete = newest is { } installed && offered.Exists(offer => UpdateVersion.Compare(offer.Version, installed.Version) < 0);
        return new InventoryEntry
        {
            Name = kb,
            IsMissingWhenAbsent = true,
            IsApplicable = isApplicable,
            Installed = newest is { } whole && !isIncomplete
                ? new InstalledPackage { Version = whole.Version, InstalledTime = _installedTimes.TryGetValue(whole.Update.Key.Id, out DateTimeOffset time) ? time : null }
                : null,
            Versions = [.. (isIncomplete ? offered : isApplicable ? on.Concat(offered) : outdated).Select(found => _patches.PatchOf(found.Update, found.Version))],
        };
    }

    /// <summary>Two updates of one day and revision are told apart by their ids.</summary>
    private static IEnumerable<(AgentUpdate Update, string Version)> WithVersions(List<AgentUpdate> updates)
    {
        foreach (IGrouping<string, AgentUpdate> same in updates.GroupBy(UpdateNames.VersionOf, StringComparer.Ordinal))
        {
            AgentUpdate[] found = [.. same.OrderBy(update => update.Key.Id, StringComparer.OrdinalIgnoreCase)];
            foreach (AgentUpdate update in found)
                yield return (update, found.Length == 1 ? same.Key : $"{same.Key}.{update.Key.Id[..Math.Min(ShownIdLength, update.Key.Id.Length)]}");
        }
    }

    /// <summary>Ids of all that something on the machine replaces, directly or through others.</summary>
    private static HashSet<string> FindReplaced(IReadOnlyCollection<AgentUpdate> updates, Func<AgentUpdate, bool> isOn)
    {
        ILookup<string, AgentUpdate> byId = updates.ToLookup(update => update.Key.Id, StringComparer.OrdinalIgnoreCase);
        HashSet<string> replaced = new(StringComparer.OrdinalIgnoreCase);
        Stack<AgentUpdate> open = new(updates.Where(isOn));
        while (open.Count > 0)
        {
            foreach (string id in open.Pop().SupersededIds.Where(replaced.Add))
            {
                foreach (AgentUpdate older in byId[id])
                    open.Push(older);
            }
        }

        return replaced;
    }
}
