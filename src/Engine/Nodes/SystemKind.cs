namespace PatchBaselineAssociation.Nodes;

/// <summary>What the running system is, before its files are read.</summary>
public enum SystemKind
{
    Linux,
    MacOS,
    Windows,
}
