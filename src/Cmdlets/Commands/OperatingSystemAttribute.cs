using System.Management.Automation;
using PatchBaselineAssociation.Nodes;

namespace PatchBaselineAssociation.Commands;

/// <summary>Accepts the names that Systems Manager uses (AMAZON_LINUX_2) beside the names of the enumeration (AmazonLinux2).</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OperatingSystemAttribute : ArgumentTransformationAttribute
{
    /// <summary>Null where the text is neither kind of name. PowerShell would also take a number for one of them.</summary>
    public static PatchOperatingSystem? Find(string name)
    {
        if (OperatingSystems.TryParseWireName(name.ToUpperInvariant(), out PatchOperatingSystem operatingSystem))
            return operatingSystem;
        foreach (PatchOperatingSystem known in OperatingSystems.All)
        {
            if (string.Equals(name, known.ToString(), StringComparison.OrdinalIgnoreCase))
                return known;
        }

        return null;
    }

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object data = inputData is PSObject wrapper ? wrapper.BaseObject : inputData;
        if (data is null or PatchOperatingSystem)
            return inputData!;
        return Find(data as string ?? "") ?? throw new ArgumentTransformationMetadataException(
            $"'{data}' is no operating system that baselines can be for; there are {string.Join(", ", OperatingSystems.All.Select(system => system.ToWireName()))}.");
    }
}
