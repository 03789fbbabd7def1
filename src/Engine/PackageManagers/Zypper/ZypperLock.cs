namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>An administrator's lock, with what it holds according to zypper itself.</summary>
/// <param name="Name">As <c>zypper locks</c> shows it.</param>
/// <param name="Installed">Packages that are to stay as they are.</param>
/// <param name="Offers">Versions that are not to be taken.</param>
/// <param name="Patches">Names of patches that are not to be taken.</param>
internal sealed record ZypperLock(string Name, IReadOnlyList<ZypperSolvable> Installed, IReadOnlyList<ZypperSolvable> Offers, IReadOnlyList<string> Patches);
