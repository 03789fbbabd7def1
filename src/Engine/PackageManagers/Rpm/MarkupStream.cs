namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>Gives an XmlReader its bytes. The reader keeps an attribute, a name or a text of any length in memory: here it gets only so many bytes for one.</summary>
internal sealed class MarkupStream(Stream content, UpdateInfoLimits limits) : ForwardStream
{
    private long _total;
    private long _sinceNode;

    /// <summary>The reader has come to its next node.</summary>
    public void StartNode() => _sinceNode = 0;

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = content.Read(buffer, offset, count);
        _total += read;
        _sinceNode += read;
        if (_total > limits.MaximumBytes)
            throw new UpdateInfoLimitException("the file is longer than any such file");
        if (_sinceNode > limits.MaximumNodeBytes)
            throw new UpdateInfoLimitException("a text, a name or a tag does not end");
        return read;
    }
}
