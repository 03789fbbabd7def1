using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Compliance;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Operations;

/// <summary>Tells Systems Manager the result of a run for an association. What cannot be told is kept, and told by the next run.</summary>
internal sealed class AssociationReporter
{
    private readonly EngineServices _services;
    private readonly string _instanceId;
    private readonly string _associationId;
    private readonly AssociationFacts? _association;

    private AssociationReporter(EngineServices services, string instanceId, string associationId, AssociationFacts? association)
    {
        _services = services;
        _instanceId = instanceId;
        _associationId = associationId;
        _association = association;
    }

    /// <summary>What can be refused before anything is looked at.</summary>
    /// <exception cref="PatchException">ParametersContradict.</exception>
    public static void RefuseContradiction(ScanRequest request)
    {
        if (request.AssociationId.Length > 0 && request.BaselineRequest.Service == ServiceUse.Never)
            throw Refused(request.AssociationId, ErrorIds.ParametersContradict, "AWS is not to be called", "Leave out -AssociationId or -Offline.");
    }

    /// <summary>Looks the association up before anything is done for it.</summary>
    /// <returns>Null where the run is for no association.</returns>
    /// <exception cref="PatchException">There can be no report: no instance, an image, or no such association.</exception>
    public static async Task<AssociationReporter?> StartAsync(EngineServices services, Node node, ScanRequest request, CancellationToken cancellationToken)
    {
        string id = request.AssociationId;
        if (id.Length == 0)
            return null;
        if (!node.IsRunningSystem)
            throw Refused(id, ErrorIds.AssociationParameterInvalid, $"'{node.Root}' is not the running system, so that its result is not this instance's", "Leave out -AssociationId or -Root.");

        ISystemsManager aws = services.SystemsManager();
        string instanceId = await aws.FindInstanceIdAsync(cancellationToken).ConfigureAwait(false) ?? throw new PatchException(
            ErrorIds.CloudIdentityUnknown,
            ErrorKind.ObjectNotFound,
            $"There can be no report for the association '{id}': neither the Systems Manager agent nor instance metadata says that this is an instance of EC2. Nothing was done.",
            id,
            "Run it on an instance, or leave -AssociationId out: Invoke-PatchScan and Install-PatchBaseline need no AWS.")
        { ExitCode = ExitCodes.NoCredentials };
        return new AssociationReporter(services, instanceId, id, await DescribeAsync(services.Events, aws, id, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Sends what earlier runs could not, and then the result of this one, in order.</summary>
    /// <param name="run">A run that is in the state files already.</param>
    /// <param name="lockTimeout">How long to wait for another run that sends.</param>
    /// <param name="cancellationToken">Ends the sending; what was not sent is kept.</param>
    public async Task<ReportStatus> SendAsync(RunRecord run, TimeSpan lockTimeout, CancellationToken cancellationToken)
    {
        ReportQueue queue = new(run.StateFolder, _services.Files, _services.Clock, _services.Events);
        AssociationResult result = AssociationReportBuilder.Of(run, _instanceId, _association);
        string? own = TryKeep(queue, result);
        try
        {
            if (own is null)
                await PutAsync(result, cancellationToken).ConfigureAwait(false);
            else
                await SendAllAsync(queue, own, lockTimeout, cancellationToken).ConfigureAwait(false);
            return ReportStatus.Sent;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _services.Events.Verbose($"The report to the association '{run.AssociationId}' was stopped; what was not sent is kept for the next run.");
            return ReportStatus.Kept;
        }
        catch (Exception e)
        {
            // Whatever it is: the run has its result, and must not lose it by telling it.
            string what = own is null ? "The result is in the state files alone" : "It is kept, and the next run for an association sends it";
            string why = e is PatchException known ? $"{known.Message} {known.RecommendedAction}".TrimEnd() : $"{e.GetType().Name}: {SecretRedactor.Redact(e.Message)}";
            _services.Events.Warn(ErrorIds.ReportKept, $"The result was not reported to the association '{run.AssociationId}'. {what}. {why}", run.AssociationId);
            return ReportStatus.Kept;
        }
    }

    private static async Task<AssociationFacts?> DescribeAsync(IEventSink events, ISystemsManager aws, string id, CancellationToken cancellationToken)
    {
        try
        {
            AssociationFacts association = await aws.DescribeAssociationAsync(id, cancellationToken).ConfigureAwait(false);
            if (association.SyncCompliance is "AUTO" or "")
            {
                events.Warn(
                    ErrorIds.AssociationSyncsItself,
                    $"The association '{id}' sets its compliance itself, by whether its runs succeed, and so overwrites what is reported. Make it with --sync-compliance MANUAL.",
                    id);
            }

            return association;
        }
        catch (PatchException e) when (!string.Equals(e.ErrorId, ErrorIds.AssociationNotFound, StringComparison.Ordinal))
        {
            // What it would tell is only the report's title and severity.
            events.Warn(
                ErrorIds.AssociationUnreadable,
                $"The association '{id}' cannot be looked up, so that its report has the baseline's name for a title and the severity {ComplianceReport.UnspecifiedSeverity}. {e.Message} {e.RecommendedAction}".TrimEnd(),
                id);
            return null;
        }
    }

    private string? TryKeep(ReportQueue queue, AssociationResult result)
    {
        try
        {
            return queue.Add(result);
        }
        catch (PatchException e)
        {
            _services.Events.Warn(e.ErrorId, e.Message, e.Target);
            return null;
        }
    }

    private async Task SendAllAsync(ReportQueue queue, string own, TimeSpan lockTimeout, CancellationToken cancellationToken)
    {
        using RunLock sending = await queue.LockAsync(lockTimeout, cancellationToken).ConfigureAwait(false);
        HashSet<string> seen = new(StringComparer.Ordinal);

        // Again and again: a run that found the queue in use leaves its report to whoever is sending.
        while (queue.Read().Where(item => seen.Add(item.Path)).ToArray() is { Length: > 0 } waiting)
        {
            foreach ((string path, AssociationResult kept) in waiting)
                await SendAsync(queue, path, kept, isOwn: string.Equals(path, own, StringComparison.Ordinal), cancellationToken).ConfigureAwait(false);
        }

        // Not seen and gone is one that another run has sent.
        if (!seen.Contains(own) && queue.Holds(own))
            throw new PatchException(ErrorIds.ReportDamaged, ErrorKind.ReadError, $"The report '{own}', which was just kept, cannot be read again.", own, "Look at what else is in that folder.");
    }

    private async Task SendAsync(ReportQueue queue, string path, AssociationResult kept, bool isOwn, CancellationToken cancellationToken)
    {
        if (!string.Equals(kept.InstanceId, _instanceId, StringComparison.Ordinal))
        {
            _services.Events.Warn(
                ErrorIds.ReportKept,
                $"A report that was kept here is of the instance '{PrintableText.Of(kept.InstanceId, 100)}', from which this one was copied. It is not sent.",
                path);
            queue.Remove(path);
            return;
        }

        try
        {
            await PutAsync(kept, cancellationToken).ConfigureAwait(false);
        }
        catch (PatchException e) when (!isOwn && IsFinal(e))
        {
            _services.Events.Warn(
                ErrorIds.ReportKept, $"A report of {kept.ExecutionTime.UtcDateTime:yyyy-MM-dd HH:mm} UTC that was kept is given up, for it would never be taken. {e.Message}", path);
        }

        queue.Remove(path);
    }

    private async Task PutAsync(AssociationResult result, CancellationToken cancellationToken)
    {
        if (result.Association is null && _association is not null && string.Equals(result.AssociationId, _associationId, StringComparison.Ordinal))
            result = result with { Association = _association };
        ComplianceReport report = AssociationReportBuilder.ToReport(result);
        await _services.SystemsManager().PutAsync(report, cancellationToken).ConfigureAwait(false);
        _services.Events.Verbose($"Reported {(report.IsCompliant ? "COMPLIANT" : "NON_COMPLIANT")} for the association '{report.AssociationId}' ({report.Title}).");
    }

    /// <summary>Whether asking again would not help.</summary>
    private static bool IsFinal(PatchException e) =>
        string.Equals(e.ErrorId, ErrorIds.CloudRequestRefused, StringComparison.Ordinal) && e.Kind == ErrorKind.InvalidOperation;

    private static PatchException Refused(string id, string errorId, string why, string advice) => new(
        errorId,
        ErrorKind.InvalidArgument,
        $"There can be no report for the association '{id}': {why}. Nothing was done.",
        id,
        advice);
}
