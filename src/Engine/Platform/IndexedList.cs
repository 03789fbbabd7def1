namespace PatchBaselineAssociation.Platform;

/// <summary>Lists as results hold them.</summary>
internal static class IndexedList
{
    /// <summary>The list as an array. What the compiler makes of a collection expression has no public indexer, and PowerShell then takes <c>[0]</c> for the whole list.</summary>
    public static IReadOnlyList<T> Indexed<T>(this IReadOnlyList<T> items) => items as T[] ?? items.ToArray();
}
