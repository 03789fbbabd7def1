using System.Xml;

namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>The texts of one notice, kept as characters in one buffer that the next notice uses again: they become strings only where the notice is wanted.</summary>
internal sealed class NoticeText
{
    private char[] _characters = new char[4096];
    private int _used;

    public char[] Characters => _characters;

    /// <summary>The start of the next part.</summary>
    public TextPart Empty => new(_used, 0);

    public void Clear() => _used = 0;

    /// <summary>Takes back the last part.</summary>
    public void Drop(TextPart part) => _used = part.Start;

    /// <summary>The value of the node at which the reader is; of a long one its beginning.</summary>
    public TextPart Append(XmlReader reader, int maximumLength)
    {
        int start = _used;
        Extend(reader, maximumLength);
        return new TextPart(start, _used - start);
    }

    /// <summary>The same, joined to the part before it, which must be the last.</summary>
    public TextPart Join(TextPart part, XmlReader reader, int maximumLength)
    {
        Extend(reader, maximumLength - part.Length);
        return new TextPart(part.Start, _used - part.Start);
    }

    public string ToString(TextPart part) => part.Length == 0 ? "" : new string(_characters, part.Start, part.Length);

    private void Extend(XmlReader reader, int maximumLength)
    {
        while (maximumLength > 0)
        {
            int room = Math.Min(256, maximumLength);
            if (_characters.Length - _used < room)
                Array.Resize(ref _characters, _characters.Length * 2);
            int read = reader.ReadValueChunk(_characters, _used, room);
            if (read == 0)
                return;
            _used += read;
            maximumLength -= read;
        }
    }
}
