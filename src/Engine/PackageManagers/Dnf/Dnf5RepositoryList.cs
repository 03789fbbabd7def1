using System.Text.Json;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>Reads <c>dnf5 repolist --json</c>: every repository that is enabled, reachable or not.</summary>
internal static class Dnf5RepositoryList
{
    /// <returns>Their ids, each with its name.</returns>
    /// <exception cref="PatchException">ToolOutputNotUnderstood.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Parse(string output)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(output);
            return [.. document.RootElement.EnumerateArray().Select(repository => new KeyValuePair<string, string>(Text(repository, "id"), Text(repository, "name")))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new PatchException(
                ErrorIds.ToolOutputNotUnderstood, ErrorKind.InvalidResult, $"The list of repositories is not understood: {e.Message}", "dnf5", "Look at what 'dnf5 repolist --json' prints.", e);
        }
    }

    private static string Text(JsonElement repository, string key) => repository.GetProperty(key).GetString() ?? throw new InvalidOperationException($"'{key}' is null.");
}
