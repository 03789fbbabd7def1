using System.Text.RegularExpressions;
using PatchBaselineAssociation.Aws.Calls;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Aws.Identity;

/// <summary>Which instance this is, by the agent's word, else by its metadata. Asked once in a run.</summary>
internal sealed class NodeIdentity(AgentContext agent, MetadataClient metadata)
{
    private static readonly Regex s_instance = new(@"^i-(\w{8}|\w{17})\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    private (bool IsKnown, string? Text) _instance;
    private (bool IsKnown, string? Text) _region;

    /// <summary>Null where this is no instance of EC2.</summary>
    /// <exception cref="PatchException">ManagedInstanceNotSupported or CloudIdentityUnknown.</exception>
    public async Task<string?> FindInstanceIdAsync(CancellationToken cancellationToken)
    {
        if (!_instance.IsKnown)
            _instance = (true, agent.InstanceId.Length > 0 ? agent.InstanceId : await metadata.FindAsync("instance-id", cancellationToken).ConfigureAwait(false));
        return _instance.Text is { } id ? Check(id) : null;
    }

    /// <exception cref="PatchException">As <see cref="FindInstanceIdAsync"/>, or CloudIdentityUnknown.</exception>
    public async Task<string> GetInstanceIdAsync(CancellationToken cancellationToken) =>
        await FindInstanceIdAsync(cancellationToken).ConfigureAwait(false)
        ?? throw Unknown("This node's instance id is not known: neither the Systems Manager agent nor instance metadata told it.", target: null);

    /// <summary>The region that the instance is in; null where this is none.</summary>
    public async Task<string?> FindRegionAsync(CancellationToken cancellationToken)
    {
        if (!_region.IsKnown)
            _region = (true, await metadata.FindAsync("placement/region", cancellationToken).ConfigureAwait(false));
        return _region.Text is { } region && AwsOptions.IsRegion(region) ? region : null;
    }

    private static string Check(string id)
    {
        if (id.StartsWith("mi-", StringComparison.Ordinal))
        {
            throw new PatchException(
                ErrorIds.ManagedInstanceNotSupported,
                ErrorKind.InvalidOperation,
                $"The node '{id}' is a managed node outside EC2. AWS-RunPatchBaselineAssociation supports instances of EC2 only, for the service keeps the compliance of an association for those alone.",
                id,
                $"Use AWS-RunPatchBaseline there, {CallErrors.Offline}.");
        }

        return s_instance.IsMatch(id) ? id : throw Unknown($"'{CallText.Of(id)}' is no id of an instance.", CallText.Of(id));
    }

    private static PatchException Unknown(string message, object? target) =>
        new(ErrorIds.CloudIdentityUnknown, ErrorKind.ObjectNotFound, message, target, $"Run on an instance of EC2 that has its metadata switched on, {CallErrors.Offline}.") { ExitCode = ExitCodes.NoCredentials };
}
