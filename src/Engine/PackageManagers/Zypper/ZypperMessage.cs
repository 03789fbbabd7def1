namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>Something that zypper says.</summary>
/// <param name="Type"><c>info</c>, <c>warning</c> or <c>error</c>; <c>problem</c> where it describes a problem of dependencies.</param>
/// <param name="Text">Perhaps of several lines.</param>
internal sealed record ZypperMessage(string Type, string Text)
{
    public const string Problem = "problem";

    public bool IsError => Type is "error";
}
