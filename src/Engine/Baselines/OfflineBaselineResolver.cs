using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Baselines;

/// <summary>Finds a baseline without asking Systems Manager: in a file, or among the predefined ones.</summary>
public sealed class OfflineBaselineResolver(IFileSystem files, PredefinedBaselines predefined, IEventSink events)
{
    /// <summary>The baseline that was asked for. What it gives fits the node, and its origin says which step answered and why.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="node">The node that the baseline is for; null where there is none.</param>
    /// <exception cref="PatchException">There is no such baseline, it cannot be used, or it is for another system.</exception>
    public PatchBaseline Resolve(BaselineRequest request, Node? node)
    {
        PatchOperatingSystem? operatingSystem = CheckSystem(request, node);
        PatchBaseline baseline =
            request.Path is { } path ? BaselineFile.Load(files, path, operatingSystem)
            : request.BaselineId is { } id ? FromId(id, operatingSystem)
            : FromOperatingSystem(operatingSystem, request.OperatingSystem is not null);

        return Announce(baseline);
    }

    /// <summary>Whether a predefined baseline has the id, name or resource name.</summary>
    internal bool Knows(string id) => predefined.Find(id) is not null;

    /// <summary>The system that the baseline has to be for; null where nothing tells.</summary>
    /// <exception cref="PatchException">What was asked for contradicts itself or the node.</exception>
    internal static PatchOperatingSystem? CheckSystem(BaselineRequest request, Node? node)
    {
        string[] given = [.. Given(request)];
        if (given.Length > 1)
        {
            throw new PatchException(
                ErrorIds.BaselineAmbiguous,
                ErrorKind.InvalidArgument,
                $"More than one thing was given to find a baseline by: {string.Join(", ", given)}; one can apply.",
                request.BaselineId ?? request.Path,
                "Give one of them.");
        }

        if (request.OperatingSystem is { } wanted && node is not null && wanted != node.OperatingSystem)
            throw Mismatch($"A baseline for {wanted.ToWireName()} was asked for", node.OperatingSystem, wanted);
        return request.OperatingSystem ?? node?.OperatingSystem;
    }

    /// <summary>Tells people which baseline it is, and warns of one that cannot be meant.</summary>
    internal PatchBaseline Announce(PatchBaseline baseline)
    {
        if (baseline.ApprovalRules.Count == 0 && baseline.ApprovedPatches.Count == 0)
        {
            events.Warn(
                ErrorIds.BaselineApprovesNothing,
                $"The baseline '{baseline.Name}' out of '{baseline.Origin!.Location}' has neither approval rules nor approved patches: nothing can be missing. Check the spelling of its keys, ApprovalRules above all.",
                baseline.Origin.Location);
        }

        events.Verbose($"Baseline '{baseline.Name}' ({baseline.OperatingSystem.ToWireName()}) out of {baseline.Origin!.Location}: {baseline.Origin.Reason}");
        return baseline;
    }

    private static IEnumerable<string> Given(BaselineRequest request)
    {
        if (request.Path is { } path)
            yield return $"a baseline file ('{path}')";
        if (request.Override is { } source)
            yield return $"a baseline override ('{SecretRedactor.Redact(source)}')";
        if (request.BaselineId is { } id)
            yield return $"a baseline id ('{id}')";
        if (request.Tags is { } tags)
            yield return $"tags ('{tags}')";
    }

    private PatchBaseline FromId(string id, PatchOperatingSystem? operatingSystem)
    {
        PatchBaseline baseline = predefined.Find(id) ?? throw NotFound(id, operatingSystem, "and others cannot be looked up, because Systems Manager is not to be called.");

        if (operatingSystem is { } expected && baseline.OperatingSystem != expected)
            throw Mismatch($"The baseline '{id}' is for {baseline.OperatingSystem.ToWireName()}", expected, id);

        return WithReason(baseline, $"The id or name '{id}' was given, and it is that of a predefined baseline; the one in the module's own files is used.");
    }

    private PatchBaseline FromOperatingSystem(PatchOperatingSystem? operatingSystem, bool wasGiven)
    {
        if (operatingSystem is not { } known)
        {
            throw new PatchException(
                ErrorIds.BaselineNotFound,
                ErrorKind.InvalidArgument,
                "Neither a file, an id, an operating system nor a node was given to find a baseline by.",
                target: null,
                "Give one of them.");
        }

        string why = wasGiven ? $"the operating system {known.ToWireName()} was given" : $"the node's operating system is {known.ToWireName()}";
        return WithReason(predefined.For(known), $"Neither a file nor an id was given and {why}, so its predefined baseline applies.");
    }

    /// <param name="id">What was asked for.</param>
    /// <param name="operatingSystem">Whose names the advice lists; null for all.</param>
    /// <param name="why">Why no other baseline is found; ends the sentence.</param>
    /// <param name="cause">What went wrong on the way.</param>
    internal static PatchException NotFound(string id, PatchOperatingSystem? operatingSystem, string why, Exception? cause = null) => new(
        ErrorIds.BaselineNotFound,
        ErrorKind.ObjectNotFound,
        $"No predefined baseline has the id or name '{id}', {why}",
        id,
        $"Give the region and credentials of AWS, a file with the baseline (as 'aws ssm get-patch-baseline' prints it), or a predefined one: {QuotedText.List(Names(operatingSystem))}.",
        cause);

    private static IEnumerable<string> Names(PatchOperatingSystem? operatingSystem) =>
        PredefinedBaselines.Index.Where(entry => operatingSystem is null || entry.OperatingSystem == operatingSystem).Select(entry => entry.Name);

    private static PatchBaseline WithReason(PatchBaseline baseline, string reason) =>
        baseline with { Origin = baseline.Origin! with { Reason = reason } };

    internal static PatchException Mismatch(string what, PatchOperatingSystem expected, object target) => new(
        ErrorIds.BaselineOperatingSystemMismatch,
        ErrorKind.InvalidArgument,
        $"{what}, but the operating system is {expected.ToWireName()}.",
        target,
        $"Give a baseline for {expected.ToWireName()}, or none to use the predefined one.");
}
