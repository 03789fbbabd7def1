namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate.Com;

/// <summary>A property or method as the published definition of the interface names it.</summary>
/// <param name="Interface">The interface that brings it, for example <c>IUpdate3</c>.</param>
/// <param name="Name">Its name without <c>get_</c> and <c>put_</c>.</param>
internal sealed record ComMember(string Interface, string Name)
{
    public override string ToString() => $"{Interface}.{Name}";
}
