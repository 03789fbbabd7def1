namespace PatchBaselineAssociation.AwsEndpoints.Signing;

/// <summary>What a request says of its own signature, in a header or in its query.</summary>
internal sealed record SignatureClaim
{
    public required string AccessKeyId { get; init; }

    /// <summary>The scope's date, of eight digits.</summary>
    public required string Date { get; init; }

    public required string Region { get; init; }

    public required string Service { get; init; }

    /// <summary>Names in lower case, in the order they are told in.</summary>
    public required IReadOnlyList<string> SignedHeaders { get; init; }

    public required string Signature { get; init; }

    /// <summary>When it was signed: <c>yyyyMMddTHHmmssZ</c>.</summary>
    public required string Time { get; init; }

    public string? SessionToken { get; init; }

    /// <summary>How long it holds; null where it is in a header.</summary>
    public int? ExpirySeconds { get; init; }

    public string Scope => $"{Date}/{Region}/{Service}/aws4_request";
}
