namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate.Com;

/// <summary>Collections of the agent, each of which has a count and items by number.</summary>
internal static class ComList
{
    public static T[] Read<T>(ComObject collection, ComMember count, ComMember item, Func<ComObject, T> read)
    {
        T[] items = new T[collection.GetNumber(count)];
        for (int i = 0; i < items.Length; i++)
        {
            using ComObject found = collection.GetObject(item, i);
            items[i] = read(found);
        }

        return items;
    }

    public static string[] ReadTexts(ComObject? collection)
    {
        if (collection is null)
            return [];
        string[] texts = new string[collection.GetNumber(AgentMembers.Texts.Count)];
        for (int i = 0; i < texts.Length; i++)
            texts[i] = collection.Get(AgentMembers.Texts.Item, i) as string ?? "";
        return texts;
    }
}
