namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>Puts a version together out of the attributes of a package.</summary>
internal static class RpmVersionText
{
    private const int LongestPart = 256;

    /// <returns><c>epoch:version-release</c>; null where the attributes make no version.</returns>
    public static string? Join(string? epoch, string? version, string? release)
    {
        // Some generators write what their language calls nothing.
        if (epoch is null or "" or "None" or "(none)")
            epoch = "0";
        return IsNumber(epoch) && IsPart(version) && IsPart(release) ? $"{epoch}:{version}-{release}" : null;
    }

    private static bool IsNumber(string text) => text.Length <= 10 && text.All(c => c is >= '0' and <= '9');

    private static bool IsPart(string? text) => text is { Length: > 0 and <= LongestPart } && text.All(IsPartCharacter);

    private static bool IsPartCharacter(char c) => c is (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '.' or '_' or '+' or '~' or '^';
}
