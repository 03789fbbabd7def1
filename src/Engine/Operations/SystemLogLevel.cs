namespace PatchBaselineAssociation.Operations;

public enum SystemLogLevel
{
    Information,
    Warning,
    Error,
}
