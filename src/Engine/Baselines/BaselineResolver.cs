using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Baselines;

/// <summary>Finds the baseline that applies, and says how: by file, override or id where one is given, else by tags, patch group and default.</summary>
/// <param name="offline">Finds what needs no service.</param>
/// <param name="overrides">Loads an array of baselines that was given for the run.</param>
/// <param name="service">Systems Manager; asked for only where it is needed.</param>
/// <param name="agent">What the Systems Manager agent told this process.</param>
/// <param name="events">Hears which baseline was found.</param>
public sealed class BaselineResolver(OfflineBaselineResolver offline, BaselineOverrideLoader overrides, Func<IBaselineService> service, AgentContext agent, IEventSink events)
{
    private const int MostListed = 20;
    private const string NoTags = "No tags were given.";

    /// <summary>The baseline that was asked for. What it gives fits the node, and its origin says which step answered and why.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="node">The node that the baseline is for; null where there is none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PatchException">There is no such baseline, it cannot be had or used, or it is for another system.</exception>
    public async Task<PatchBaseline> ResolveAsync(BaselineRequest request, Node? node, CancellationToken cancellationToken)
    {
        PatchOperatingSystem? operatingSystem = OfflineBaselineResolver.CheckSystem(request, node);
        if (request.Override is { } source)
            return offline.Announce(await overrides.LoadAsync(source, operatingSystem, cancellationToken).ConfigureAwait(false));
        if (request.Tags is { } unasked && request.Service == ServiceUse.Never)
        {
            throw new PatchException(
                ErrorIds.ParametersContradict,
                ErrorKind.InvalidArgument,
                $"The tags '{unasked}' can only be looked up in Systems Manager, and AWS is not to be called.",
                unasked.ToString(),
                "Leave out the tags or -Offline.");
        }

        if (operatingSystem is not { } system || !IsServiceAsked(request))
            return offline.Resolve(request, node);
        PatchBaseline baseline = request.BaselineId is { } id
            ? await FindByIdAsync(id, request.Service, system, cancellationToken).ConfigureAwait(false)
            : await SearchAsync(request, system, node, cancellationToken).ConfigureAwait(false);
        return offline.Announce(baseline);
    }

    private bool IsServiceAsked(BaselineRequest request)
    {
        if (request.Path is not null || request.Service == ServiceUse.Never)
            return false;
        if (request.Service == ServiceUse.Always || request.Tags is not null)
            return true;
        return request.BaselineId is { } id ? !offline.Knows(id) : agent.IsPresent;
    }

    private async Task<PatchBaseline> FindByIdAsync(string given, ServiceUse use, PatchOperatingSystem system, CancellationToken cancellationToken)
    {
        try
        {
            return await FindByIdAsync(given, system, cancellationToken).ConfigureAwait(false);
        }
        catch (PatchException e) when (use == ServiceUse.WhereNeeded && e.ErrorId is (ErrorIds.CloudRegionUnknown or ErrorIds.CloudCredentialsMissing))
        {
            // Who has no AWS has mistyped the name of a predefined one.
            throw OfflineBaselineResolver.NotFound(given, system, $"and Systems Manager cannot be asked for others. {e.Message}", e);
        }
    }

    private async Task<PatchBaseline> FindByIdAsync(string given, PatchOperatingSystem system, CancellationToken cancellationToken)
    {
        string id = given.Trim();
        bool isName = !id.StartsWith("pb-", StringComparison.Ordinal) && !id.StartsWith("arn:", StringComparison.Ordinal);
        if (isName)
            id = await FindIdOfNameAsync(id, system, cancellationToken).ConfigureAwait(false);
        PatchBaseline baseline = await GetAsync(id, system, $"the baseline '{given}'", cancellationToken).ConfigureAwait(false);
        string reason = isName ? $"The name '{given}' was given, and Systems Manager has one baseline of that name." : $"The id '{given}' was given, and Systems Manager has it.";
        return baseline with
        {
            Origin = new BaselineOrigin(BaselineOriginKind.Id, id, reason) { Steps = [new BaselineStep(BaselineOriginKind.Id, BaselineStepOutcome.Answered, reason)] },
        };
    }

    private async Task<string> FindIdOfNameAsync(string name, PatchOperatingSystem system, CancellationToken cancellationToken)
    {
        IReadOnlyList<BaselineIdentity> all = await service().ListAsync(system, cancellationToken).ConfigureAwait(false);
        BaselineIdentity[] found = [.. all.Where(identity => identity.OperatingSystem == system && string.Equals(identity.Name, name, StringComparison.OrdinalIgnoreCase))];
        return found.Length switch
        {
            1 => found[0].Id,
            0 => throw new PatchException(
                ErrorIds.BaselineNotFound,
                ErrorKind.ObjectNotFound,
                $"Systems Manager has no baseline with the name {QuotedText.Quote(name)} for {system.ToWireName()}.",
                name,
                $"Give an id (pb-…) or resource name (arn:…), or one of its names: {QuotedText.List(all.Select(identity => identity.Name).Take(10))}."),
            _ => throw new PatchException(
                ErrorIds.BaselineAmbiguous,
                ErrorKind.InvalidArgument,
                $"{found.Length} baselines for {system.ToWireName()} have the name '{name}': {QuotedText.List(found.Select(identity => identity.Id))}.",
                name,
                "Give the id of one of them."),
        };
    }

    private async Task<PatchBaseline> SearchAsync(BaselineRequest request, PatchOperatingSystem system, Node? node, CancellationToken cancellationToken)
    {
        List<BaselineStep> steps = [];
        if (request.Tags is not { } tags)
            steps.Add(new BaselineStep(BaselineOriginKind.Tags, BaselineStepOutcome.PassedOver, NoTags));
        else if (await FindTaggedAsync(tags, system, steps, cancellationToken).ConfigureAwait(false) is { } tagged)
            return tagged;
        else if (request.Strict)
            throw Unmatched(tags, steps);

        PatchBaseline baseline = await FindUntaggedAsync(system, node, steps, cancellationToken).ConfigureAwait(false);
        if (request.Tags is { } missed)
        {
            events.Warn(
                ErrorIds.BaselineTagsUnmatched,
                $"{steps[0].Explanation} So '{baseline.Name}' applies instead: {baseline.Origin!.Reason} With -Strict that is an error.",
                missed.ToString());
        }

        return baseline;
    }

    private async Task<PatchBaseline?> FindTaggedAsync(BaselineTags tags, PatchOperatingSystem system, List<BaselineStep> steps, CancellationToken cancellationToken)
    {
        IBaselineService asked = service();
        IReadOnlyList<string> tagged = await asked.FindTaggedAsync(tags, cancellationToken).ConfigureAwait(false);
        if (tagged.Count == 0)
        {
            steps.Add(new BaselineStep(BaselineOriginKind.Tags, BaselineStepOutcome.NoMatch, $"No baseline has the tag '{tags}'."));
            return null;
        }

        HashSet<string> ids = new(tagged, StringComparer.Ordinal);
        IReadOnlyList<BaselineIdentity> ofSystem = await asked.ListAsync(system, cancellationToken).ConfigureAwait(false);
        BaselineIdentity[] fitting = [.. ofSystem.Where(identity => identity.OperatingSystem == system && ids.Contains(identity.Id))];
        if (fitting.Length > 1)
            throw Several(tags, system, fitting);
        if (fitting.Length == 0)
        {
            steps.Add(new BaselineStep(
                BaselineOriginKind.Tags, BaselineStepOutcome.NoMatch, $"{tagged.Count} baseline(s) have the tag '{tags}', but none of them is for {system.ToWireName()}."));
            return null;
        }

        PatchBaseline baseline = await GetAsync(fitting[0].Id, system, $"the tagged baseline '{fitting[0].Id}'", cancellationToken).ConfigureAwait(false);
        string reason = $"It is the only baseline for {system.ToWireName()} with the tag '{tags}'.";
        steps.Add(new BaselineStep(BaselineOriginKind.Tags, BaselineStepOutcome.Answered, reason));
        steps.Add(new BaselineStep(BaselineOriginKind.PatchGroup, BaselineStepOutcome.PassedOver, "Tags come first."));
        steps.Add(new BaselineStep(BaselineOriginKind.Default, BaselineStepOutcome.PassedOver, "Tags come first."));
        return baseline with { Origin = new BaselineOrigin(BaselineOriginKind.Tags, fitting[0].Id, reason) { Steps = steps } };
    }

    private async Task<PatchBaseline> FindUntaggedAsync(PatchOperatingSystem system, Node? node, List<BaselineStep> steps, CancellationToken cancellationToken)
    {
        string? unknown = node is not { IsRunningSystem: true }
            ? "Patch groups are known of instances alone, and this is about no running system."
            : await service().FindInstanceIdAsync(cancellationToken).ConfigureAwait(false) is null
                ? "Neither the Systems Manager agent nor instance metadata says that this is an instance of EC2, and only of those patch groups are known."
                : null;
        return unknown is null
            ? await FindOfInstanceAsync(system, steps, cancellationToken).ConfigureAwait(false)
            : await FindDefaultAsync(unknown, system, steps, cancellationToken).ConfigureAwait(false);
    }

    private async Task<PatchBaseline> FindOfInstanceAsync(PatchOperatingSystem system, List<BaselineStep> steps, CancellationToken cancellationToken)
    {
        DeployableSnapshot snapshot = await service().GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
        PatchBaseline baseline = snapshot.Baseline;
        Check(baseline, system, $"the baseline '{baseline.BaselineId}' of the instance's snapshot");
        events.Verbose($"Snapshot {snapshot.SnapshotId} is for the product '{PrintableText.Of(snapshot.Product, 100)}'.");
        BaselineOriginKind kind = baseline.Origin?.Kind ?? BaselineOriginKind.Default;
        string? group = baseline.Origin?.PatchGroup;
        string reason;
        if (kind == BaselineOriginKind.PatchGroup)
        {
            reason = $"Systems Manager says that it is the baseline of this instance's patch group {QuotedText.Quote(group ?? "")}.";
            steps.Add(new BaselineStep(kind, BaselineStepOutcome.Answered, reason));
            steps.Add(new BaselineStep(BaselineOriginKind.Default, BaselineStepOutcome.PassedOver, "The patch group comes first."));
        }
        else
        {
            reason = $"Systems Manager says that it is the account's default baseline for {system.ToWireName()}.";
            steps.Add(new BaselineStep(BaselineOriginKind.PatchGroup, BaselineStepOutcome.NoMatch, "Systems Manager knows of no patch group of this instance that has a baseline."));
            steps.Add(new BaselineStep(kind, BaselineStepOutcome.Answered, reason));
        }

        return baseline with
        {
            Origin = new BaselineOrigin(kind, baseline.BaselineId, reason) { PatchGroup = group, SnapshotId = snapshot.SnapshotId, Steps = steps },
        };
    }

    private async Task<PatchBaseline> FindDefaultAsync(string unknown, PatchOperatingSystem system, List<BaselineStep> steps, CancellationToken cancellationToken)
    {
        steps.Add(new BaselineStep(BaselineOriginKind.PatchGroup, BaselineStepOutcome.PassedOver, unknown));
        string id = await service().GetDefaultIdAsync(system, cancellationToken).ConfigureAwait(false);
        PatchBaseline baseline = await GetAsync(id, system, $"the default baseline '{id}'", cancellationToken).ConfigureAwait(false);
        string reason = $"It is the account's default baseline for {system.ToWireName()}.";
        steps.Add(new BaselineStep(BaselineOriginKind.Default, BaselineStepOutcome.Answered, reason));
        return baseline with { Origin = new BaselineOrigin(BaselineOriginKind.Default, id, reason) { Steps = steps } };
    }

    private async Task<PatchBaseline> GetAsync(string id, PatchOperatingSystem system, string what, CancellationToken cancellationToken)
    {
        PatchBaseline baseline = await service().GetAsync(id, cancellationToken).ConfigureAwait(false);
        Check(baseline, system, what);
        return baseline;
    }

    private static void Check(PatchBaseline baseline, PatchOperatingSystem system, string what)
    {
        if (baseline.OperatingSystem != system)
            throw OfflineBaselineResolver.Mismatch($"{char.ToUpperInvariant(what[0])}{what.Substring(1)} is for {baseline.OperatingSystem.ToWireName()}", system, baseline.BaselineId);
    }

    private static PatchException Several(BaselineTags tags, PatchOperatingSystem system, IReadOnlyList<BaselineIdentity> fitting) => new(
        ErrorIds.BaselineAmbiguous,
        ErrorKind.InvalidArgument,
        $"{fitting.Count} baselines for {system.ToWireName()} have the tag '{tags}', and only one can apply: {string.Join(", ", fitting.Take(MostListed).Select(identity => $"{identity.Id} ({identity.Name})"))}{(fitting.Count > MostListed ? " …" : "")}.",
        fitting.Select(identity => identity.Id).ToArray(),
        "Take the tag from all of them but one, or give another one.")
    { ExitCode = ExitCodes.SeveralBaselinesTagged };

    private static PatchException Unmatched(BaselineTags tags, IReadOnlyList<BaselineStep> steps) => new(
        ErrorIds.BaselineTagsUnmatched,
        ErrorKind.ObjectNotFound,
        $"{steps[0].Explanation} -Strict says that no other baseline is to be used. Nothing was done.",
        tags.ToString(),
        "Give the tag to a baseline for this system, correct it, or leave -Strict out to use the baseline of patch group or default.");
}
