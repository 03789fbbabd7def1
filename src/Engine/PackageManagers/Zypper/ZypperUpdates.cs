namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>Reads <c>zypper --xmlout list-updates</c>: what zypper would put on by itself. Pure.</summary>
internal static class ZypperUpdates
{
    /// <exception cref="Platform.PatchException">ToolOutputNotUnderstood.</exception>
    public static IReadOnlyList<ZypperSolvable> Parse(ZypperOutput output) =>
        [.. output.Find("update").Where(update => update.Attribute("kind")?.Value is "package").Select(update => ZypperSolvable.Read(update))];
}
