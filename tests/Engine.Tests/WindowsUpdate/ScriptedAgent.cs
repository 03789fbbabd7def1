using PatchBaselineAssociation.PackageManagers.WindowsUpdate;

namespace PatchBaselineAssociation.Tests.WindowsUpdate;

/// <summary>An agent of <see cref="UpdateWorld"/>. Like the real one it only puts on what this session has found.</summary>
internal sealed class ScriptedAgent : IWindowsUpdateAgent
{
    private readonly UpdateWorld _world;
    private readonly Dictionary<UpdateKey, WorldUpdate> _found = [];

    public ScriptedAgent(UpdateWorld world)
    {
        _world = world;
        world.Note("session");
        world.OpenAgents++;
    }

    public bool IsRestartRequired()
    {
        _world.Note("restart?");
        return _world.IsRestartRequired;
    }

    public UpdateSearch Search(UpdateQuery query)
    {
        _world.Note($"search {query.Criteria}");
        _world.Queries.Add(query);
        WorldUpdate[] found = query.Criteria switch
        {
            "IsInstalled=0" => [.. _world.Updates.Where(update => update.IsOffered)],
            "IsInstalled=1" => [.. _world.Updates.Where(update => update.IsInstalled)],
            "RebootRequired=1" => [.. _world.Updates.Where(update => update.IsWaiting)],
            _ => throw new ArgumentOutOfRangeException(nameof(query), query.Criteria, "The agent knows no such criteria."),
        };
        if (query.KeepsUpdates)
        {
            _found.Clear();
            foreach (WorldUpdate update in found)
                _found[update.Update.Key] = update;
        }

        return new UpdateSearch { Result = _world.SearchResult, Updates = [.. found.Select(update => update.Current)], Warnings = _world.SearchWarnings };
    }

    public IReadOnlyList<UpdateHistoryEntry> ReadHistory(int most)
    {
        _world.Note("history");
        return [.. _world.History.Take(most)];
    }

    public IReadOnlyList<UpdateService> ReadServices()
    {
        _world.Note("services");
        return _world.Services;
    }

    public InstallerState ReadInstaller()
    {
        _world.Note("installer");
        return new InstallerState(_world.BusyAnswers-- > 0, _world.IsRestartRequiredFirst);
    }

    public void AcceptTerms(UpdateKey update)
    {
        _world.Note($"accept {NameOf(update)}");
        _found[update].Update = _found[update].Update with { AreTermsAccepted = true };
    }

    public UpdateOutcome Download(UpdateKey update)
    {
        _world.Note($"download {NameOf(update)}");
        return _found[update].Downloading;
    }

    public UpdateOutcome Install(UpdateKey update)
    {
        _world.Note($"install {NameOf(update)}");
        Assert.True(_found[update].Update.AreTermsAccepted);
        return _found[update].Install();
    }

    public void Dispose() => _world.OpenAgents--;

    private string NameOf(UpdateKey update) => "KB" + _found[update].Update.KbArticleIds[0];
}
