namespace PatchBaselineAssociation.States;

public enum PatchCompliance
{
    Compliant,
    NonCompliant,

    /// <summary>Says nothing about compliance: not applicable updates.</summary>
    NotCounted,
}
