namespace PatchBaselineAssociation.Nodes;

public enum SystemKind
{
    Linux,
    MacOS,
    Windows,
    Other,
}
