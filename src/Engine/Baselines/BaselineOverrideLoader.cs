using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Baselines;

/// <summary>Loads an array of baselines that is given for a run, from a path, an https address or S3, and takes the one for the system.</summary>
public sealed class BaselineOverrideLoader(DocumentLoader documents)
{
    private static readonly DocumentTerms s_terms = new("baseline override", (int)BaselineFile.MaximumBytes)
    {
        AddressInvalid = ErrorIds.BaselineOverrideAddressInvalid,
        NotFound = ErrorIds.BaselineNotFound,
        Unreadable = ErrorIds.BaselineUnreadable,
        AccessDenied = ErrorIds.BaselineOverrideAccessDenied,
        DownloadFailed = ErrorIds.BaselineOverrideDownloadFailed,
        TooLargeId = ErrorIds.BaselineTooLarge,
        ExitCodeOfDenial = ExitCodes.BaselineOverrideDenied,
        ExitCodeOfFetching = ExitCodes.BaselineOverrideNotFetched,
    };

    /// <summary>Where an override is that a user names.</summary>
    /// <exception cref="PatchException"><see cref="ErrorIds.BaselineOverrideAddressInvalid"/></exception>
    public static DocumentSource ParseSource(string text) => DocumentSource.Parse(text, s_terms);

    /// <exception cref="PatchException">It cannot be had, is no array of baselines, or holds none, or several, for the system.</exception>
    public async Task<PatchBaseline> LoadAsync(string source, PatchOperatingSystem? forOperatingSystem, CancellationToken cancellationToken)
    {
        DocumentSource parsed = ParseSource(source);
        byte[] content = await documents.FetchAsync(parsed, s_terms, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<PatchBaseline> baselines = Try(() => BaselineReader.Read(content, parsed.DisplayName), _ => ExitCodes.BaselineOverrideInvalid);
        PatchBaseline baseline = Try(
            () => BaselineFile.Pick(baselines, parsed.DisplayName, forOperatingSystem),
            e => string.Equals(e.ErrorId, ErrorIds.BaselineAmbiguous, StringComparison.Ordinal) ? ExitCodes.BaselineOverrideAmbiguous : ExitCodes.BaselineOverrideLacksSystem);
        string reason = $"The override was given, and the baseline for {baseline.OperatingSystem.ToWireName()} in it applies whatever Systems Manager has.";
        return baseline with
        {
            Origin = new BaselineOrigin(BaselineOriginKind.Override, parsed.DisplayName, reason)
            {
                Steps = [new BaselineStep(BaselineOriginKind.Override, BaselineStepOutcome.Answered, reason)],
            },
        };
    }

    private static T Try<T>(Func<T> work, Func<PatchException, int> exitCode)
    {
        try
        {
            return work();
        }
        catch (PatchException e)
        {
            throw new PatchException(e.ErrorId, e.Kind, e.Message, e.Target, e.RecommendedAction, e.InnerException) { ExitCode = exitCode(e) };
        }
    }
}
