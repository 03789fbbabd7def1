namespace PatchBaselineAssociation.Platform;

public sealed class FileTooLargeException(string path, long length, long maximumBytes)
    : IOException($"'{path}' holds {length} bytes; at most {maximumBytes} are read.")
{
    public string Path { get; } = path;

    public long Length { get; } = length;

    public long MaximumBytes { get; } = maximumBytes;
}
