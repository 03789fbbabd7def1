namespace PatchBaselineAssociation.Nodes;

/// <summary>Finds files in a system image as the image itself would: its links, absolute ones too, never lead out of it.</summary>
internal static class ImagePath
{
    /// <summary>As many as Linux follows.</summary>
    private const int MaximumLinks = 40;

    /// <param name="root">The folder that the image is in.</param>
    /// <param name="path">The path within it, with <c>/</c> between the names.</param>
    /// <param name="readLink">What a link says; null for everything else.</param>
    /// <returns>The path outside the image, without links below <paramref name="root"/>; null where links lead in a circle.</returns>
    public static string? Resolve(string root, string path, Func<string, string?> readLink)
    {
        List<string> names = [];
        Stack<string> pending = new();
        Push(pending, path);
        int links = 0;
        while (pending.Count > 0)
        {
            string name = pending.Pop();
            if (name is "" or ".")
                continue;
            if (string.Equals(name, "..", StringComparison.Ordinal))
            {
                if (names.Count > 0)
                    names.RemoveAt(names.Count - 1);
                continue;
            }

            names.Add(name);
            if (readLink(Join(root, names)) is not { } target)
                continue;
            if (++links > MaximumLinks)
                return null;

            if (target.Length > 0 && target[0] == '/')
                names.Clear();
            else
                names.RemoveAt(names.Count - 1);
            Push(pending, target);
        }

        return Join(root, names);
    }

    /// <summary>Whoever works on an image from outside follows its links from there: an absolute one to a file of the machine that he runs on.</summary>
    /// <param name="root">The folder that the image is in.</param>
    /// <param name="path">The path within it.</param>
    /// <param name="readLink">What a link says; null for everything else.</param>
    /// <returns>The first link on the way that leads out of the image, or in a circle, by its path within the image; null where the way stays inside.</returns>
    public static string? FindWayOut(string root, string path, Func<string, string?> readLink)
    {
        List<string> names = [];
        Stack<string> pending = new();
        Push(pending, path);
        int links = 0;
        string last = "";
        while (pending.Count > 0)
        {
            string name = pending.Pop();
            if (name is "" or ".")
                continue;
            if (string.Equals(name, "..", StringComparison.Ordinal))
            {
                if (names.Count == 0)
                    return last;
                names.RemoveAt(names.Count - 1);
                continue;
            }

            names.Add(name);
            if (readLink(Join(root, names)) is not { } target)
                continue;
            last = "/" + string.Join("/", names);
            if (++links > MaximumLinks || (target.Length > 0 && target[0] == '/'))
                return last;
            names.RemoveAt(names.Count - 1);
            Push(pending, target);
        }

        return null;
    }

    private static void Push(Stack<string> pending, string path)
    {
        string[] names = path.Split('/');
        for (int i = names.Length - 1; i >= 0; i--)
            pending.Push(names[i]);
    }

    private static string Join(string root, List<string> names) =>
        names.Count == 0 ? root : root.TrimEnd('/') + "/" + string.Join("/", names);
}
