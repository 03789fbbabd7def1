using System.Management.Automation;
using PatchBaselineAssociation.Nodes;

namespace PatchBaselineAssociation.Commands;

/// <summary>Accepts the names that Systems Manager uses (AMAZON_LINUX_2) beside the names of the enumeration (AmazonLinux2).</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OperatingSystemAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        string? text = (inputData is PSObject wrapper ? wrapper.BaseObject : inputData) as string;
        return text is not null && OperatingSystems.TryParseWireName(text.ToUpperInvariant(), out PatchOperatingSystem operatingSystem)
            ? operatingSystem
            : inputData;
    }
}
