namespace PatchBaselineAssociation.Nodes;

public enum PackageManagerKind
{
    Apt,
    Dnf,
    Yum,
    Zypper,
    MacOS,
    WindowsUpdate,
}
