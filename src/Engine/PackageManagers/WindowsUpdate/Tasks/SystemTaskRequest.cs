namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate.Tasks;

/// <summary>What a scheduled task is to run.</summary>
public sealed record SystemTaskRequest
{
    /// <summary>The full path of a PowerShell.</summary>
    public required string Program { get; init; }

    /// <summary>Its arguments; <c>{0}</c> stands for the path of the script.</summary>
    public required string Arguments { get; init; }

    /// <summary>Finds its parameters in <c>parameters.xml</c> beside it, and writes <c>answer.xml</c> there as its last deed.</summary>
    public required string Script { get; init; }

    public required string Parameters { get; init; }

    public required TimeSpan Limit { get; init; }

    /// <summary>Whether it may be stopped in the middle.</summary>
    public required bool MayBeStopped { get; init; }
}
