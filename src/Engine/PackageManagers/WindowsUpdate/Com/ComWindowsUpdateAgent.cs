using System.Globalization;

namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate.Com;

/// <summary>The Windows Update Agent of this machine.</summary>
internal sealed class ComWindowsUpdateAgent : IWindowsUpdateAgent
{
    public const string SessionClass = "Microsoft.Update.Session";
    public const string SystemInformationClass = "Microsoft.Update.SystemInfo";
    public const string ServiceManagerClass = "Microsoft.Update.ServiceManager";
    public const string CollectionClass = "Microsoft.Update.UpdateColl";

    private const string Application = "PatchBaselineAssociation";

    // Names of categories and titles come in this language: filters are written in it.
    private const int English = 1033;

    // Windows Update, or what policy has put in its place.
    private const int ServerOfPolicy = 0;
    private const int OperationInstallation = 1;

    private readonly Func<string, ComObject> _create;
    private readonly ComObject _session;
    private readonly Dictionary<UpdateKey, ComObject> _found = [];

    public ComWindowsUpdateAgent()
        : this(ComObject.Create)
    {
    }

    /// <param name="create">Makes an object of a registered class.</param>
    public ComWindowsUpdateAgent(Func<string, ComObject> create)
    {
        _create = create;
        _session = create(SessionClass);
        _session.Set(AgentMembers.Session.ClientApplicationID, Application);
        SetWhereKnown(_session, AgentMembers.Session.UserLocale, English);
    }

    public bool IsRestartRequired()
    {
        using ComObject information = _create(SystemInformationClass);
        return information.GetFlag(AgentMembers.SystemInformation.RebootRequired);
    }

    public UpdateSearch Search(UpdateQuery query)
    {
        using ComObject searcher = _session.CallForObject(AgentMembers.Session.CreateUpdateSearcher);
        searcher.Set(AgentMembers.Searcher.ServerSelection, ServerOfPolicy);
        searcher.Set(AgentMembers.Searcher.Online, query.IsOnline);
        searcher.Set(AgentMembers.Searcher.IncludePotentiallySupersededUpdates, query.IncludesSuperseded);
        using ComObject result = searcher.CallForObject(AgentMembers.Searcher.Search, query.Criteria);
        return new UpdateSearch
        {
            Result = (UpdateResultCode)result.GetNumber(AgentMembers.SearchResult.ResultCode),
            Updates = ReadUpdates(result, query.KeepsUpdates),
            Warnings = ReadWarnings(result),
        };
    }

    public IReadOnlyList<UpdateHistoryEntry> ReadHistory(int most)
    {
        using ComObject searcher = _session.CallForObject(AgentMembers.Session.CreateUpdateSearcher);
        int count = Math.Min(most, Convert.ToInt32(searcher.Call(AgentMembers.Searcher.GetTotalHistoryCount) ?? 0, CultureInfo.InvariantCulture));
        if (count == 0)
            return [];
        using ComObject entries = searcher.CallForObject(AgentMembers.Searcher.QueryHistory, 0, count);
        return ComList.Read(entries, AgentMembers.History.Count, AgentMembers.History.Item, FindHistoryEntry).OfType<UpdateHistoryEntry>().ToArray();
    }

    public IReadOnlyList<UpdateService> ReadServices()
    {
        using ComObject manager = _create(ServiceManagerClass);
        using ComObject services = manager.GetObject(AgentMembers.ServiceManager.Services);
        return ComList.Read(services, AgentMembers.Services.Count, AgentMembers.Services.Item, service => new UpdateService(
            service.GetText(AgentMembers.Service.Name),
            service.GetFlag(AgentMembers.Service.IsManaged),
            service.GetFlag(AgentMembers.Service.IsDefaultAUService)));
    }

    public InstallerState ReadInstaller()
    {
        using ComObject installer = _session.CallForObject(AgentMembers.Session.CreateUpdateInstaller);
        return new InstallerState(
            installer.GetFlag(AgentMembers.Installer.IsBusy),
            installer.GetFlag(AgentMembers.Installer.RebootRequiredBeforeInstallation));
    }

    public void AcceptTerms(UpdateKey update) => Find(update).Call(AgentMembers.Update.AcceptEula);

    public UpdateOutcome Download(UpdateKey update)
    {
        using WakefulWindows awake = new();
        using ComObject downloader = _session.CallForObject(AgentMembers.Session.CreateUpdateDownloader);
        using ComObject updates = Collect(update);
        downloader.Set(AgentMembers.Downloader.Updates, updates);
        using ComObject result = downloader.CallForObject(AgentMembers.Downloader.Download);
        using ComObject outcome = result.CallForObject(AgentMembers.DownloadResult.GetUpdateResult, 0);
        return new UpdateOutcome(
            (UpdateResultCode)outcome.GetNumber(AgentMembers.UpdateDownloadResult.ResultCode),
            outcome.GetNumber(AgentMembers.UpdateDownloadResult.HResult));
    }

    public UpdateOutcome Install(UpdateKey update)
    {
        using WakefulWindows awake = new();
        using ComObject installer = _session.CallForObject(AgentMembers.Session.CreateUpdateInstaller);
        using ComObject updates = Collect(update);
        installer.Set(AgentMembers.Installer.Updates, updates);
        installer.Set(AgentMembers.Installer.AllowSourcePrompts, false);
        SetWhereKnown(installer, AgentMembers.Installer.ForceQuiet, true);
        using ComObject result = installer.CallForObject(AgentMembers.Installer.Install);
        using ComObject outcome = result.CallForObject(AgentMembers.InstallationResult.GetUpdateResult, 0);
        return new UpdateOutcome(
            (UpdateResultCode)outcome.GetNumber(AgentMembers.UpdateInstallationResult.ResultCode),
            outcome.GetNumber(AgentMembers.UpdateInstallationResult.HResult),
            outcome.GetFlag(AgentMembers.UpdateInstallationResult.RebootRequired));
    }

    public void Dispose()
    {
        Forget();
        _session.Dispose();
    }

    private static void SetWhereKnown(ComObject target, ComMember member, object value)
    {
        try
        {
            target.Set(member, value);
        }
        catch (ComCallException e) when (ComObject.IsMissing(e.HResult))
        {
            // Older agents do without.
        }
    }

    private static UpdateProblem[] ReadWarnings(ComObject result)
    {
        using ComObject? warnings = result.FindObject(AgentMembers.SearchResult.Warnings);
        return warnings is null ? [] : ComList.Read(warnings, AgentMembers.Problems.Count, AgentMembers.Problems.Item, warning => new UpdateProblem(
            warning.GetNumber(AgentMembers.Problem.HResult),
            warning.GetText(AgentMembers.Problem.Message)));
    }

    /// <summary>An entry that cannot be read is passed over: one must not cost all others their times.</summary>
    private static UpdateHistoryEntry? FindHistoryEntry(ComObject entry)
    {
        try
        {
            return ReadHistoryEntry(entry);
        }
        catch (Exception e) when (e is ComCallException or FormatException or InvalidCastException or OverflowException)
        {
            return null;
        }
    }

    private static UpdateHistoryEntry? ReadHistoryEntry(ComObject entry)
    {
        if (entry.GetNumber(AgentMembers.HistoryEntry.Operation) != OperationInstallation
            || (UpdateResultCode)entry.GetNumber(AgentMembers.HistoryEntry.ResultCode) is not (UpdateResultCode.Succeeded or UpdateResultCode.SucceededWithErrors)
            || entry.GetTime(AgentMembers.HistoryEntry.Date) is not { } time)
            return null;
        using ComObject identity = entry.GetObject(AgentMembers.HistoryEntry.UpdateIdentity);
        return new UpdateHistoryEntry(ComUpdateReader.ReadKey(identity), time);
    }

    private List<AgentUpdate> ReadUpdates(ComObject result, bool keeps)
    {
        if (keeps)
            Forget();
        using ComObject updates = result.GetObject(AgentMembers.SearchResult.Updates);
        int count = updates.GetNumber(AgentMembers.Updates.Count);
        ComUpdateReader reader = new();
        List<AgentUpdate> read = new(count);
        for (int i = 0; i < count; i++)
        {
            ComObject update = updates.GetObject(AgentMembers.Updates.Item, i);
            bool isKept = false;
            try
            {
                AgentUpdate known = reader.Read(update);
                read.Add(known);
                if (keeps && !_found.ContainsKey(known.Key))
                {
                    _found[known.Key] = update;
                    isKept = true;
                }
            }
            finally
            {
                if (!isKept)
                    update.Dispose();
            }
        }

        return read;
    }

    private ComObject Find(UpdateKey update) => _found.TryGetValue(update, out ComObject? found)
        ? found
        : throw new InvalidOperationException($"The update {update} was not found by this session.");

    private ComObject Collect(UpdateKey update)
    {
        ComObject updates = _create(CollectionClass);
        updates.Call(AgentMembers.Updates.Add, Find(update));
        return updates;
    }

    private void Forget()
    {
        foreach (ComObject update in _found.Values)
            update.Dispose();
        _found.Clear();
    }
}
