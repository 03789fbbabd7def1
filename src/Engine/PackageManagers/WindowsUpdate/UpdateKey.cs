using System.Globalization;

namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <summary>One revision of one update.</summary>
/// <param name="Id">The update's id, a GUID.</param>
/// <param name="Revision">Counts up when the update is published anew.</param>
internal sealed record UpdateKey(string Id, int Revision)
{
    public override string ToString() => $"{Id}.{Revision.ToString(CultureInfo.InvariantCulture)}";
}
