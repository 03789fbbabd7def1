namespace PatchBaselineAssociation.Inventories;

/// <summary>The order of what stands for the versions of Windows updates: <c>day.revision</c>, and after it, where two of a day and revision are told apart, the begin of an id.</summary>
/// <remarks>Days go by text, revisions by value. Without a day it is <c>0</c>, which comes before all days.</remarks>
public static class UpdateVersion
{
    public static int Compare(string x, string y)
    {
        (string dayX, string revisionX, string idX) = Split(x);
        (string dayY, string revisionY, string idY) = Split(y);
        int order = string.CompareOrdinal(dayX, dayY);
        if (order == 0)
            order = CompareRevisions(revisionX, revisionY);
        return order == 0 ? string.CompareOrdinal(idX, idY) : order;
    }

    private static (string Day, string Revision, string Id) Split(string version)
    {
        string[] parts = version.Split(['.'], 3);
        return (parts[0], parts.Length > 1 ? parts[1] : "", parts.Length > 2 ? parts[2] : "");
    }

    private static int CompareRevisions(string x, string y)
    {
        string numberX = x.TrimStart('0'), numberY = y.TrimStart('0');
        return numberX.Length != numberY.Length ? numberX.Length.CompareTo(numberY.Length) : string.CompareOrdinal(numberX, numberY);
    }
}
