namespace PatchBaselineAssociation.PackageManagers.MacOS;

/// <summary>A place where Homebrew can be.</summary>
/// <param name="Prefix">The folder that its packages are linked into.</param>
/// <param name="OwnedFolder">The folder whose owner is Homebrew's: not always the prefix.</param>
internal sealed record HomebrewLayout(string Prefix, string OwnedFolder)
{
    public string Tool => Prefix + "/bin/brew";
}
