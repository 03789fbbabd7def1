using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Aws.Calls;

/// <summary>An operation as permissions, messages and exit codes know it.</summary>
/// <param name="Action">As policies name it: <c>ssm:GetPatchBaseline</c>.</param>
/// <param name="Resource">What it is done to, as policies name it; <c>*</c> where the operation knows no resource.</param>
/// <param name="ExitCode">For what went wrong on the way.</param>
internal sealed record AwsCall(string Action, string Resource, int ExitCode)
{
    /// <summary>False where one exit code stands for all that may happen.</summary>
    public bool HasThreeExitCodes { get; init; } = true;

    /// <summary>Whether the run goes on without it, and the next makes up for it.</summary>
    public bool IsOfReport { get; init; }

    /// <summary>What an error of the service means for this operation, by its code and text; null where nothing special.</summary>
    public Func<string, string, PatchException?>? Meaning { get; init; }

    /// <summary>What else may be behind a denial; a sentence.</summary>
    public string Hint { get; init; } = "";

    public int ExitCodeOfAnswer => HasThreeExitCodes ? ExitCode + 1 : ExitCode;

    public int ExitCodeOfDenial => HasThreeExitCodes ? ExitCode + 2 : ExitCode;
}
