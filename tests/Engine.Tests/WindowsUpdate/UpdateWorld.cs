using PatchBaselineAssociation.PackageManagers.WindowsUpdate;

namespace PatchBaselineAssociation.Tests.WindowsUpdate;

/// <summary>A Windows whose updates are the test's.</summary>
internal sealed class UpdateWorld : IUpdatePolicy
{
    public List<WorldUpdate> Updates { get; } = [];

    public List<UpdateHistoryEntry> History { get; } = [];

    public List<UpdateService> Services { get; } = [new UpdateService("Microsoft Update", IsManaged: false, IsDefault: true)];

    public List<string> Calls { get; } = [];

    public List<UpdateQuery> Queries { get; } = [];

    public string Server { get; set; } = "";

    public bool IsRestartRequired { get; set; }

    public bool IsRestartRequiredFirst { get; set; }

    /// <summary>How often the installer is busy still when asked.</summary>
    public int BusyAnswers { get; set; }

    /// <summary>How often servicing goes on still when asked.</summary>
    public int ServicingAnswers { get; set; }

    /// <summary>Called with the name of each call, before it is done.</summary>
    public Action<string> OnCall { get; set; } = _ => { };

    public UpdateResultCode SearchResult { get; set; } = UpdateResultCode.Succeeded;

    public List<UpdateProblem> SearchWarnings { get; } = [];

    public int OpenAgents { get; set; }

    public WorldUpdate this[string kb] => Updates.Single(update => update.Update.KbArticleIds.Contains(kb));

    public IEnumerable<string> Installed => Calls.Where(call => call.StartsWith("install ", StringComparison.Ordinal)).Select(call => call.Substring("install ".Length));

    public WorldUpdate Add(AgentUpdate update)
    {
        WorldUpdate added = new(update);
        Updates.Add(added);
        return added;
    }

    public WorldUpdate Add(string kb) => Add(UpdateSamples.Update(kb));

    public void Restart()
    {
        IsRestartRequired = false;
        IsRestartRequiredFirst = false;
        foreach (WorldUpdate update in Updates)
            update.Restart();
    }

    public string FindServer() => Server;

    public bool IsServicing() => ServicingAnswers-- > 0;

    public void Note(string call)
    {
        Calls.Add(call);
        OnCall(call);
    }
}
