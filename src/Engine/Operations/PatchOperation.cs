namespace PatchBaselineAssociation.Operations;

public enum PatchOperation
{
    Scan,
    Install,
}
