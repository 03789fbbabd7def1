namespace PatchBaselineAssociation.Operations;

public enum RebootOption
{
    RebootIfNeeded,
    NoReboot,
}
