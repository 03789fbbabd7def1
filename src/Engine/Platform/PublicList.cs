namespace PatchBaselineAssociation.Platform;

/// <summary>Lists of what users get. PowerShell finds the items of an array by their index; what a collection expression makes has no index that it can see.</summary>
internal static class PublicList
{
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> list) => list as T[] ?? list.ToArray();
}
