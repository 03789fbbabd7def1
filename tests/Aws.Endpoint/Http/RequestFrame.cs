namespace PatchBaselineAssociation.AwsEndpoints.Http;

/// <summary>A request as it was on the wire: nothing decoded, for signatures are over what was sent.</summary>
internal sealed record RequestFrame
{
    public required string Method { get; init; }

    /// <summary>Undecoded, from its first slash.</summary>
    public required string Path { get; init; }

    /// <summary>Undecoded, without its question mark.</summary>
    public required string Query { get; init; }

    /// <summary>Names in lower case; values of a repeated header joined with commas.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public required byte[] Body { get; init; }

    public string Host => Headers.GetValueOrDefault("host", "");

    public string Target => Query.Length == 0 ? Path : Path + "?" + Query;

    /// <summary>Value of a parameter, decoded; null where it is not there.</summary>
    public string? FindParameter(string name)
    {
        foreach (string pair in Query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Split('=', 2);
            if (string.Equals(Uri.UnescapeDataString(parts[0]), name, StringComparison.Ordinal))
                return parts.Length == 1 ? "" : Uri.UnescapeDataString(parts[1]);
        }

        return null;
    }
}
