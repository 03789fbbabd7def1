namespace PatchBaselineAssociation.AwsEndpoints;

/// <summary>An object of a bucket.</summary>
public sealed class StoredObject
{
    public ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>Size of one that is too large to be held: its content is repeated until it is that long.</summary>
    public long? Length { get; init; }

    public string ContentType { get; init; } = "binary/octet-stream";

    public ObjectRefusal Refusal { get; set; }

}
