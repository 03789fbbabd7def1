namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <summary>One session with the Windows Update Agent, as a port. Called on one thread alone; what fails gives a <see cref="Com.ComCallException"/>.</summary>
internal interface IWindowsUpdateAgent : IDisposable
{
    /// <summary>Whether Windows waits for a restart. A logon that the agent does not serve is refused here first.</summary>
    bool IsRestartRequired();

    UpdateSearch Search(UpdateQuery query);

    /// <summary>What was put on, newest first.</summary>
    /// <param name="most">No more than that.</param>
    IReadOnlyList<UpdateHistoryEntry> ReadHistory(int most);

    /// <summary>The services that updates may come from.</summary>
    IReadOnlyList<UpdateService> ReadServices();

    InstallerState ReadInstaller();

    /// <summary>Accepts the licence terms of an update that this session has found.</summary>
    void AcceptTerms(UpdateKey update);

    /// <summary>Fetches an update that this session has found.</summary>
    UpdateOutcome Download(UpdateKey update);

    /// <summary>Puts an update on that this session has found.</summary>
    UpdateOutcome Install(UpdateKey update);
}
