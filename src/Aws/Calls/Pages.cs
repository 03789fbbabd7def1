using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Aws.Calls;

/// <summary>Reads a list page by page.</summary>
internal static class Pages
{
    /// <param name="call">What is read.</param>
    /// <param name="read">Reads the page of a token, null for the first; gives its items and the token of the next, null or empty after the last.</param>
    /// <exception cref="PatchException">A token came twice: the list would have no end.</exception>
    public static async Task<IReadOnlyList<T>> ReadAsync<T>(AwsCall call, Func<string?, Task<(IReadOnlyList<T> Items, string? Token)>> read)
    {
        List<T> items = [];
        HashSet<string> tokens = new(StringComparer.Ordinal);
        string? token = null;
        do
        {
            (IReadOnlyList<T> page, token) = await read(token).ConfigureAwait(false);
            items.AddRange(page);
            if (token is { Length: > 0 } && !tokens.Add(token))
                throw CallErrors.NotUnderstood(call, "the same page comes again and again");
        }
        while (token is { Length: > 0 });
        return items;
    }
}
