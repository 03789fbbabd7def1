namespace PatchBaselineAssociation.Reboots;

public enum RebootOption
{
    RebootIfNeeded,
    NoReboot,
}
