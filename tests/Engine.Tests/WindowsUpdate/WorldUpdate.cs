using PatchBaselineAssociation.PackageManagers.WindowsUpdate;

namespace PatchBaselineAssociation.Tests.WindowsUpdate;

/// <summary>An update of <see cref="UpdateWorld"/>, and what becomes of it.</summary>
internal sealed class WorldUpdate(AgentUpdate update)
{
    public AgentUpdate Update { get; set; } = update;

    public UpdateOutcome Downloading { get; set; } = new(UpdateResultCode.Succeeded, 0);

    public UpdateOutcome Installing { get; set; } = new(UpdateResultCode.Succeeded, 0);

    /// <summary>Offered only once this update is on and waits for nothing.</summary>
    public WorldUpdate? After { get; set; }

    /// <summary>It is told to be on, and is not.</summary>
    public bool IsLoop { get; set; }

    /// <summary>It is on until the next restart only.</summary>
    public bool IsLostOnRestart { get; set; }

    public bool IsInstalled { get; set; }

    /// <summary>It does not say of itself that it is installed.</summary>
    public bool DeniesToBeInstalled { get; set; }

    public bool IsWaiting { get; set; }

    public bool IsOffered => !IsInstalled && After is null or { IsInstalled: true, IsWaiting: false };

    public AgentUpdate Current => Update with { IsInstalled = IsInstalled && !DeniesToBeInstalled, IsRestartPending = IsWaiting };

    public void Restart()
    {
        IsWaiting = false;
        if (IsLostOnRestart)
            IsInstalled = false;
    }

    public UpdateOutcome Install()
    {
        if (Installing.IsSuccess && !IsLoop)
        {
            IsInstalled = true;
            IsWaiting = Installing.IsRestartRequired;
        }

        return Installing;
    }
}
