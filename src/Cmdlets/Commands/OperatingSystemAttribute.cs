using System.Management.Automation;
using PatchBaselineAssociation.Nodes;

namespace PatchBaselineAssociation.Commands;

/// <summary>Accepts the names that Systems Manager uses (AMAZON_LINUX_2) beside the names of the enumeration (AmazonLinux2).</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OperatingSystemAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object data = inputData is PSObject wrapper ? wrapper.BaseObject : inputData;
        if (data is null or PatchOperatingSystem)
            return inputData!;
        string text = data as string ?? "";
        if (OperatingSystems.TryParseWireName(text.ToUpperInvariant(), out PatchOperatingSystem operatingSystem))
            return operatingSystem;
        // PowerShell would take a number for one of them.
        foreach (PatchOperatingSystem known in OperatingSystems.All)
        {
            if (string.Equals(text, known.ToString(), StringComparison.OrdinalIgnoreCase))
                return known;
        }

        throw new ArgumentTransformationMetadataException(
            $"'{data}' is no operating system that baselines can be for; there are {string.Join(", ", OperatingSystems.All.Select(system => system.ToWireName()))}.");
    }
}
