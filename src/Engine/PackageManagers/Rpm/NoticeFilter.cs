using System.Text;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>Gives an XmlReader an updateinfo.xml without most of what nobody asked for: notices and packages that are not selected, and descriptions.
/// Blanks stand in their place, so that lines and columns stay true.</summary>
/// <remarks>Parsing costs several times what unpacking does, and most notices concern nothing installed. This knows no more of XML than that <c>&lt;</c> starts a tag
/// where there is no comment, no CDATA and no processing instruction. At the first of those, and at anything else unusual, it steps aside for the rest of
/// the file: the XmlReader gives the same notices with it and without.
/// An XmlReader also keeps an attribute, a name or a text of any length in memory: here it gets only so many bytes for one.</remarks>
internal sealed class NoticeFilter(Stream content, PackageSelection selection, UpdateInfoLimits limits) : ForwardStream
{
    private const int InitialBuffer = 256 * 1024;
    private const int LongestDeclaration = 1024;
    private const int LongestTagName = 64;
    private const int NoPackage = -1;

    private static readonly bool[] s_endsName = EndsOfNames();

    private readonly char[] _value = new char[256];
    private readonly List<Piece> _notice = [];
    private readonly Queue<Piece> _pieces = new();
    private byte[] _buffer = new byte[InitialBuffer];

    // What is in the buffer: from start to end; up to scanned it was looked at.
    private int _start;
    private int _scanned;
    private int _end;

    private bool _hasBegun;
    private bool _isAtEnd;
    private bool _isAside;

    private bool _isInNotice;
    private bool _isWanted;
    private int _inPieces;
    private int _packageStart = NoPackage;

    private int _passed;
    private int _lines;
    private int _blanks;
    private long _total;
    private long _sinceNode;

    private enum Tag
    {
        Other,
        Notice,
        EndOfNotice,
        Description,
        Package,
        EndOfPackage,
        Unusual,

        /// <summary>More has to be read before it can be told.</summary>
        Unfinished,
    }

    /// <summary>The XmlReader has come to its next node.</summary>
    public void StartNode() => _sinceNode = 0;

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (count == 0)
            return 0;
        while (_passed + _lines + _blanks == 0)
        {
            if (_pieces.Count > 0)
                Begin(_pieces.Dequeue());
            else if (_isAside || (_isAtEnd && _start == _end))
                return Counted(ReadContent(buffer, offset, count));
            else
                Advance();
        }

        return _passed > 0 ? Counted(Pass(buffer, offset, count)) : Blank(buffer, offset, count);
    }

    private void Begin(Piece piece)
    {
        if (!piece.IsLeftOut)
        {
            _passed = piece.Length;
            return;
        }

        ReadOnlySpan<byte> left = _buffer.AsSpan(_start, piece.Length);
        _lines = Compatibility.Count(left, (byte)'\n');
        // So many blanks would cost as much as the text. Nothing but an end tag is on the line after it.
        _blanks = piece.IsText ? 0 : left.Length - 1 - left.LastIndexOf((byte)'\n');
        _start += piece.Length;
    }

    private int Pass(byte[] buffer, int offset, int count)
    {
        int read = Math.Min(count, _passed);
        Buffer.BlockCopy(_buffer, _start, buffer, offset, read);
        _start += read;
        _passed -= read;
        return read;
    }

    private int Blank(byte[] buffer, int offset, int count)
    {
        bool isLine = _lines > 0;
        int read = Math.Min(count, isLine ? _lines : _blanks);
        buffer.AsSpan(offset, read).Fill(isLine ? (byte)'\n' : (byte)' ');
        if (isLine)
            _lines -= read;
        else
            _blanks -= read;
        return read;
    }

    /// <summary>Looks for the next pieces: what stands before a notice, or a whole notice.</summary>
    private void Advance()
    {
        if (!_hasBegun)
        {
            Open();
            return;
        }

        while (true)
        {
            int tag = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'<');
            _scanned = tag < 0 ? _end : _scanned + tag;
            Tag kind = tag < 0 ? Tag.Unfinished : Classify(_scanned);
            int length = 1;
            if (kind == Tag.Package && _isInNotice)
                kind = Look(_scanned, out length);
            switch (kind)
            {
                case Tag.Unfinished:
                    if (!_isInNotice && _scanned > _start)
                    {
                        PassTo(_scanned);
                        return;
                    }

                    if (!Fill())
                        StepAside();
                    if (_isAside)
                        return;
                    continue;
                case Tag.Unusual:
                case Tag.Notice when _isInNotice:
                    StepAside();
                    return;
                case Tag.Notice when _scanned > _start:
                    PassTo(_scanned);
                    return;
                case Tag.Notice:
                    _isInNotice = true;
                    _isWanted = false;
                    _packageStart = NoPackage;
                    _inPieces = 0;
                    _notice.Clear();
                    break;
                case Tag.Description when _isInNotice && _packageStart == NoPackage:
                    length = LeaveOutDescription(_scanned + "<description>".Length) - _scanned;
                    break;
                case Tag.EndOfPackage when _packageStart != NoPackage:
                    length = "</package>".Length;
                    LeaveOut(_packageStart, _scanned + length);
                    break;
                case Tag.EndOfNotice when _isInNotice:
                    _scanned += "</update>".Length;
                    EndNotice();
                    return;
            }

            _scanned += length;
        }
    }

    /// <summary>The start of the file: bytes that are no ASCII where ASCII is meant are none of our business.</summary>
    private void Open()
    {
        while (_end < LongestDeclaration && Fill())
        {
        }

        _hasBegun = true;
        ReadOnlySpan<byte> start = _buffer.AsSpan(0, Math.Min(_end, LongestDeclaration));
        if (start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            start = start.Slice(3);
        _scanned = Math.Min(_end, LongestDeclaration) - start.Length;
        if (start.Length < 2 || start[0] != '<' || start[1] == 0)
        {
            StepAside();
        }
        else if (start.StartsWith("<?xml"u8))
        {
            int length = start.IndexOf("?>"u8);
            string declaration = length < 0 ? "encoding" : Encoding.ASCII.GetString(start.Slice(0, length).ToArray());
            if (declaration.IndexOf("encoding", StringComparison.Ordinal) >= 0 && declaration.IndexOf("utf-8", StringComparison.OrdinalIgnoreCase) < 0)
                StepAside();
            else
                _scanned += length;
        }
    }

    private Tag Classify(int at)
    {
        if (_end - at <= LongestTagName && !_isAtEnd)
            return Tag.Unfinished;
        ReadOnlySpan<byte> tag = _buffer.AsSpan(at + 1, Math.Min(_end - at - 1, LongestTagName));
        if (tag.Length == 0 || tag[0] is (byte)'!' or (byte)'?')
            return Tag.Unusual;
        if (tag[0] == '/')
            return ClassifyEnd(tag);
        int length = 0;
        while (length < tag.Length && !s_endsName[tag[length]])
            length++;
        // A name with a prefix may mean the same as one without.
        if (length == tag.Length || tag[length] == ':')
            return Tag.Unusual;
        ReadOnlySpan<byte> name = tag.Slice(0, length);
        if (name.SequenceEqual("package"u8))
            return Tag.Package;
        if (name.SequenceEqual("description"u8) && tag[length] == '>')
            return Tag.Description;
        return name.SequenceEqual("update"u8) ? Tag.Notice : Tag.Other;
    }

    private static Tag ClassifyEnd(ReadOnlySpan<byte> tag)
    {
        bool isNotice = tag.StartsWith("/update"u8);
        if (!isNotice && !tag.StartsWith("/package"u8))
            return Tag.Other;
        int length = isNotice ? "/update".Length : "/package".Length;
        if (length == tag.Length)
            return Tag.Unusual;
        if (tag[length] == '>')
            return isNotice ? Tag.EndOfNotice : Tag.EndOfPackage;
        // "/updates" is another, "/update " is the same.
        return s_endsName[tag[length]] ? Tag.Unusual : Tag.Other;
    }

    /// <summary>Looks at the attributes of a package.</summary>
    private Tag Look(int at, out int length)
    {
        length = 0;
        bool isWanted = true;
        int i = at + "<package".Length;
        while (true)
        {
            i = SkipBlanks(i);
            if (i + 1 >= _end)
                return Unfinished();
            bool isEmpty = _buffer[i] == '/' && _buffer[i + 1] == '>';
            if (isEmpty || _buffer[i] == '>')
            {
                length = i + (isEmpty ? 2 : 1) - at;
                if (isWanted)
                    _isWanted = true;
                else if (isEmpty)
                    LeaveOut(at, at + length);
                // A package in a package is nothing that any file has.
                if (_packageStart != NoPackage)
                    return Tag.Unusual;
                if (!isWanted && !isEmpty)
                {
                    _packageStart = at;
                    length += SkipToEnd(at + length);
                }

                return Tag.Package;
            }

            int nameLength = _buffer.AsSpan(i, _end - i).IndexOf((byte)'=');
            if (nameLength < 0 || i + nameLength + 1 >= _end)
                return Unfinished();
            byte quote = _buffer[i + nameLength + 1];
            if (quote is not ((byte)'"' or (byte)'\''))
                return Tag.Unusual;
            int valueStart = i + nameLength + 2;
            int valueLength = _buffer.AsSpan(valueStart, _end - valueStart).IndexOf(quote);
            if (valueLength < 0)
                return Unfinished();
            ReadOnlySpan<byte> attribute = _buffer.AsSpan(i, nameLength);
            if (attribute.SequenceEqual("name"u8) || attribute.SequenceEqual("arch"u8))
                isWanted &= MayBeWanted(_buffer.AsSpan(valueStart, valueLength), isName: attribute[0] == 'n');
            i = valueStart + valueLength + 1;
            if (!isWanted)
                i += SkipAttributes(i);
        }

        Tag Unfinished() => _isAtEnd ? Tag.Unusual : Tag.Unfinished;
    }

    /// <summary>How much there is up to the end of the tag. Double quotes in pairs are certain to hold none of it; anything else is looked at piece by piece.</summary>
    private int SkipAttributes(int from)
    {
        ReadOnlySpan<byte> rest = _buffer.AsSpan(from, _end - from);
        int length = rest.IndexOf((byte)'>');
        if (length <= 0)
            return 0;
        ReadOnlySpan<byte> attributes = rest.Slice(0, length);
        if (attributes.IndexOf((byte)'\'') >= 0 || Compatibility.Count(attributes, (byte)'"') % 2 != 0)
            return 0;
        return attributes[length - 1] == '/' ? length - 1 : length;
    }

    /// <summary>How much of an unwanted package can be jumped over at once: up to its end, if that is there and nothing unusual before it.</summary>
    private int SkipToEnd(int from)
    {
        ReadOnlySpan<byte> rest = _buffer.AsSpan(from, _end - from);
        int length = rest.IndexOf("</package>"u8);
        return length > 0 && rest.Slice(0, length).IndexOfAny((byte)'!', (byte)'?') < 0 ? length : 0;
    }

    /// <summary>Descriptions are most of the text, and nobody asks for them. Gives the place from which to look on.</summary>
    private int LeaveOutDescription(int from)
    {
        ReadOnlySpan<byte> rest = _buffer.AsSpan(from, _end - from);
        int length = rest.IndexOf((byte)'<');
        if (length <= 0 || !rest.Slice(length).StartsWith("</description>"u8))
            return from;
        LeaveOut(from, from + length, isText: true);
        return from + length;
    }

    private int SkipBlanks(int i)
    {
        while (i < _end && _buffer[i] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            i++;
        return i;
    }

    /// <summary>What is not plain ASCII, or has a reference, is for the XmlReader to judge.</summary>
    private bool MayBeWanted(ReadOnlySpan<byte> value, bool isName)
    {
        if (value.Length > _value.Length)
            return true;
        for (int i = 0; i < value.Length; i++)
        {
            if (value[i] is >= 0x80 or < 0x20 or (byte)'&' or (byte)'<')
                return true;
            _value[i] = (char)value[i];
        }

        return isName ? selection.FindName(_value, 0, value.Length) is not null : selection.TakesArchitecture(_value, 0, value.Length);
    }

    private void LeaveOut(int start, int end, bool isText = false)
    {
        _notice.Add(new Piece(start - _start - _inPieces, IsLeftOut: false));
        _notice.Add(new Piece(end - start, IsLeftOut: true, isText));
        _inPieces = end - _start;
        _packageStart = NoPackage;
    }

    private void EndNotice()
    {
        _isInNotice = false;
        int length = _scanned - _start;
        if (!_isWanted)
        {
            _pieces.Enqueue(new Piece(length, IsLeftOut: true));
            return;
        }

        foreach (Piece piece in _notice)
        {
            length -= piece.Length;
            if (piece.Length > 0)
                _pieces.Enqueue(piece);
        }

        _pieces.Enqueue(new Piece(length, IsLeftOut: false));
    }

    private void PassTo(int end) => _pieces.Enqueue(new Piece(end - _start, IsLeftOut: false));

    private void StepAside()
    {
        _isAside = true;
        if (_end > _start)
            PassTo(_end);
    }

    /// <summary>Reads more into the buffer; false where there is no more, or where a notice does not end.</summary>
    private bool Fill()
    {
        if (_start > 0)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            _scanned -= _start;
            if (_packageStart != NoPackage)
                _packageStart -= _start;
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= limits.MaximumNoticeBytes)
                return false;
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        int read = ReadContent(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _isAtEnd = read == 0;
        return read > 0;
    }

    private int ReadContent(byte[] buffer, int offset, int count)
    {
        int read = content.Read(buffer, offset, count);
        _total += read;
        return _total <= limits.MaximumBytes ? read : throw new UpdateInfoLimitException("the file is longer than any such file");
    }

    private int Counted(int read)
    {
        _sinceNode += read;
        return _sinceNode <= limits.MaximumNodeBytes ? read : throw new UpdateInfoLimitException("a text, a name or a tag does not end");
    }

    private static bool[] EndsOfNames()
    {
        bool[] ends = new bool[256];
        foreach (byte end in " \t\r\n>/:"u8)
            ends[end] = true;
        return ends;
    }

    private readonly record struct Piece(int Length, bool IsLeftOut, bool IsText = false);
}
