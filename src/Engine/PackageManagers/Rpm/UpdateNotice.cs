using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>A notice of an updateinfo.xml that concerns the node.</summary>
/// <param name="Advisory">What it says.</param>
/// <param name="Packages">Those of its packages that were asked for; at least one.</param>
internal sealed record UpdateNotice(Advisory Advisory, IReadOnlyList<NoticePackage> Packages)
{
    /// <summary>False where the notice has no id: it is one of its own then, whatever others are called.</summary>
    public bool HasId { get; init; } = true;
}
