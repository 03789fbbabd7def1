namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>Reads <c>apt list --upgradable</c>.</summary>
internal static class AptList
{
    /// <summary><c>name.architecture:version</c> of each line like <c>apt/stable 2.6.2 amd64 [upgradable from: 2.6.1]</c>, sorted.</summary>
    public static IReadOnlyList<string> Parse(string output) =>
    [
        .. output.Split('\n')
            .Where(line => line.Contains("[upgradable from", StringComparison.Ordinal))
            .Select(line => line.Split(' '))
            .Select(words => $"{words[0].Split('/')[0]}.{words[2]}:{words[1]}")
            .Order(StringComparer.Ordinal),
    ];
}
