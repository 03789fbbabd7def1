using System.Xml;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>Reads an <c>updateinfo.xml</c> notice by notice. Memory holds one notice at a time, whatever the length of the file, and only what is wanted becomes an object.</summary>
internal sealed class UpdateInfoReader : IDisposable
{
    private const int LongestId = 200;
    private const int LongestTitle = 500;
    private const int LongestWord = 100;
    private const int LongestName = 512;
    private const string NoName = "unnamed";

    private static readonly string[] s_moduleAttributes = ["name", "stream", "version", "context", "arch"];

    private readonly NoticeFilter _content;
    private readonly string _name;
    private readonly PackageSelection _selection;
    private readonly UpdateInfoLimits _limits;
    private readonly NoticeProblems _problems;
    private readonly NoticeText _text = new();
    private readonly List<NoticeReference> _references = [];
    private readonly List<NoticePackage> _packages = [];
    private readonly TextPart[] _moduleParts = new TextPart[s_moduleAttributes.Length];

    private XmlReader? _reader;
    private TextPart _type, _id, _title, _severity, _issued, _updated;
    private Suggestions _suggestions;
    private bool _isInModule;
    private ModuleStream? _module;
    private bool _isInWanted;
    private int _packageCount;
    private string? _packageComplaint;

    private UpdateInfoReader(Stream content, string name, PackageSelection selection, IEventSink events, UpdateInfoLimits limits)
    {
        _content = new NoticeFilter(content, selection, limits);
        _name = SecretRedactor.Redact(name);
        _selection = selection;
        _limits = limits;
        _problems = new NoticeProblems(_name, events);
    }

    private XmlReader Xml => _reader!;

    /// <summary>The notices that concern a selected package, with those packages alone.</summary>
    /// <param name="content">Unpacked; the caller closes it.</param>
    /// <param name="name">What errors and warnings call the file.</param>
    /// <param name="selection">The packages that are wanted.</param>
    /// <param name="events">Is told at the end, once, what could not be used.</param>
    /// <param name="cancellationToken">Asked between notices.</param>
    /// <param name="limits">What is refused.</param>
    /// <exception cref="PatchException">AdvisoriesUnreadable: this is no updateinfo, it is cut off, or it has more of something than any real one.</exception>
    public static IEnumerable<UpdateNotice> Read(
        Stream content, string name, PackageSelection selection, IEventSink events, CancellationToken cancellationToken, UpdateInfoLimits? limits = null)
    {
        using UpdateInfoReader reader = new(content, name, selection, events, limits ?? UpdateInfoLimits.Default);
        while (reader.ReadNext(cancellationToken) is { } notice)
            yield return notice;
        reader._problems.Report();
    }

    public void Dispose()
    {
        _reader?.Dispose();
        _content.Dispose();
    }

    private UpdateNotice? ReadNext(CancellationToken cancellationToken)
    {
        try
        {
            // Already this reads from the stream.
            _reader ??= XmlReader.Create(_content, new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
                IgnoreWhitespace = true,
                NameTable = new BoundedNameTable(),
                // A stray character in a description is no reason to refuse the file. What is used of the texts is made printable.
                CheckCharacters = false,
            });
            return FindNext(cancellationToken);
        }
        catch (XmlException e)
        {
            throw Unreadable(e.LineNumber, e.LinePosition, XmlComplaint.Of(e), e);
        }
        catch (UpdateInfoLimitException e)
        {
            throw UnreadableHere(e.Message, e);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw UnreadableHere(e.Message, e);
        }
    }

    private UpdateNotice? FindNext(CancellationToken cancellationToken)
    {
        while (ReadNode())
        {
            if (Xml.NodeType != XmlNodeType.Element)
                continue;
            if (string.Equals(Xml.LocalName, "update", StringComparison.Ordinal) && Xml.Depth <= 1)
            {
                cancellationToken.ThrowIfCancellationRequested();
                ReadNotice();
                if (_packages.Count > 0)
                    return ToNotice();
            }
            else if (Xml.Depth == 0 && !string.Equals(Xml.LocalName, "updates", StringComparison.Ordinal))
            {
                throw new UpdateInfoLimitException($"the file holds {QuotedText.Quote(Xml.LocalName)}, no updates");
            }
        }

        return null;
    }

    private void ReadNotice()
    {
        Clear();
        _type = ReadAttribute("type", LongestWord);
        Xml.MoveToElement();
        if (Xml.IsEmptyElement)
            return;
        int depth = Xml.Depth;
        while (ReadNode() && Xml.Depth > depth)
        {
            if (Xml.NodeType == XmlNodeType.Element)
                ReadElement(Xml.Depth - depth, Xml.LocalName);
        }
    }

    /// <summary>Unknown elements, and known ones where they do not belong, are read over.</summary>
    private void ReadElement(int level, string element)
    {
        switch (level)
        {
            case 1:
                ReadFact(element);
                break;
            case 2 when element is "reference":
                ReadReference();
                break;
            case 2 when element is "collection":
                _isInModule = false;
                _module = null;
                break;
            case 3 when element is "package":
                ReadPackage();
                break;
            case 3 when element is "module":
                ReadModule();
                break;
            case 4 when _isInWanted && ReadSuggestion(element) is var suggestion and not Suggestions.None:
                NoticePackage package = _packages[_packages.Count - 1];
                _packages[_packages.Count - 1] = package with { Suggestions = package.Suggestions | suggestion };
                break;
        }
    }

    private void ReadFact(string element)
    {
        switch (element)
        {
            case "id":
                _id = ReadText(LongestId);
                break;
            case "title":
                _title = ReadText(LongestTitle);
                break;
            case "severity":
                _severity = ReadText(LongestWord);
                break;
            case "issued":
                _issued = ReadAttribute("date", LongestWord);
                Xml.MoveToElement();
                break;
            case "updated":
                _updated = ReadAttribute("date", LongestWord);
                Xml.MoveToElement();
                break;
            default:
                _suggestions |= ReadSuggestion(element);
                break;
        }
    }

    private void ReadReference()
    {
        if (_references.Count >= _limits.MaximumReferences)
            throw new UpdateInfoLimitException("a notice has more references than any such notice");
        TextPart type = ReadAttribute("type", LongestWord);
        bool isBug = Is(type, "bugzilla");
        bool isCve = Is(type, "cve");
        _text.Drop(type);
        TextPart id = ReadAttribute("id", LongestWord);
        // Some publishers have types of their own for CVEs.
        if (isBug || isCve || StartsAsCve(id))
            _references.Add(new NoticeReference(id, isBug && !StartsAsCve(id)));
        else
            _text.Drop(id);
        Xml.MoveToElement();
    }

    private void ReadPackage()
    {
        _isInWanted = false;
        if (++_packageCount > _limits.MaximumPackages)
            throw new UpdateInfoLimitException("a notice has more packages than any such notice");
        TextPart nameText = ReadAttribute("name", LongestName);
        string? name = _selection.FindName(_text.Characters, nameText.Start, nameText.Length);
        _text.Drop(nameText);
        Xml.MoveToElement();
        if (name is null)
            return;
        string architecture = Xml.GetAttribute("arch") ?? "";
        if (!_selection.Takes(architecture))
            return;
        string? epoch = Xml.GetAttribute("epoch"), version = Xml.GetAttribute("version"), release = Xml.GetAttribute("release");
        if (RpmVersionText.Join(epoch, version, release) is not { } joined)
        {
            _packageComplaint ??= $"{name}.{architecture} has no usable version: {QuotedText.Quote($"{epoch}:{version}-{release}")}";
            return;
        }

        _isInWanted = true;
        _packages.Add(new NoticePackage { Name = name, Architecture = architecture, Version = joined, Module = Module() });
    }

    private void ReadModule()
    {
        for (int i = 0; i < s_moduleAttributes.Length; i++)
            _moduleParts[i] = ReadAttribute(s_moduleAttributes[i], LongestWord);
        Xml.MoveToElement();
        _isInModule = true;
    }

    private ModuleStream? Module()
    {
        if (_isInModule)
            _module ??= new ModuleStream(Text(_moduleParts[0]), Text(_moduleParts[1]), Text(_moduleParts[2]), Text(_moduleParts[3]), Text(_moduleParts[4]));
        return _module;
    }

    /// <summary>createrepo_c writes an empty element for yes and none for no; others write the word.</summary>
    private Suggestions ReadSuggestion(string element)
    {
        Suggestions suggestion = element switch
        {
            "reboot_suggested" => Suggestions.Reboot,
            "restart_suggested" => Suggestions.Restart,
            "relogin_suggested" => Suggestions.Relogin,
            _ => Suggestions.None,
        };
        if (suggestion == Suggestions.None)
            return suggestion;
        TextPart answer = ReadText(LongestWord);
        bool isNo = Is(answer, "false") || Is(answer, "no") || Is(answer, "0");
        _text.Drop(answer);
        return isNo ? Suggestions.None : suggestion;
    }

    private UpdateNotice ToNotice()
    {
        string title = Text(_title);
        string id = Text(_id);
        bool hasId = id.Length > 0;
        if (!hasId)
        {
            id = title.Length > 0 ? title : NoName;
            _problems.Add(id, "it has no id");
        }

        if (_packageComplaint is not null)
            _problems.Add(id, _packageComplaint);
        Advisory advisory = new()
        {
            Id = id,
            Title = title,
            Classification = NoticeTypes.Classification(Text(_type)),
            Severity = Text(_severity),
            Issued = Date(id, "issued", _issued),
            Updated = Date(id, "updated", _updated),
            CveIds = References(isBug: false),
            BugzillaIds = References(isBug: true),
        };
        NoticePackage[] packages = [.. _packages.Select(package => package with { Suggestions = package.Suggestions | _suggestions })];
        return new UpdateNotice(advisory, packages) { HasId = hasId };
    }

    private DateTimeOffset? Date(string notice, string which, TextPart part)
    {
        string text = Text(part);
        if (text.Length == 0)
            return null;
        DateTimeOffset? date = NoticeDate.Read(text, out string? reason);
        if (reason is not null)
            _problems.Add(notice, $"its date of '{which}', {QuotedText.Quote(text)}, is not used: {reason}");
        return date;
    }

    /// <summary>In the order of the notice, each once. What is no number is no number of Bugzilla, and nobody could ask for it.</summary>
    private IReadOnlyList<string> References(bool isBug)
    {
        DistinctTexts ids = new();
        foreach (NoticeReference reference in _references)
        {
            if (reference.IsBug != isBug)
                continue;
            string id = Text(reference.Id);
            if (!isBug && StartsAsCve(reference.Id))
                ids.Add(id.ToUpperInvariant());
            else if (isBug && id.Length > 0 && id.All(c => c is >= '0' and <= '9'))
                ids.Add(id);
        }

        return ids.All;
    }

    private void Clear()
    {
        _text.Clear();
        _references.Clear();
        _packages.Clear();
        _type = _id = _title = _severity = _issued = _updated = default;
        _suggestions = Suggestions.None;
        _isInModule = _isInWanted = false;
        _module = null;
        _packageCount = 0;
        _packageComplaint = null;
    }

    private bool ReadNode()
    {
        _content.StartNode();
        if (!Xml.Read())
            return false;
        if (Xml.Depth > _limits.MaximumDepth)
            throw new UpdateInfoLimitException("elements are nested deeper than in any such file");
        return true;
    }

    /// <summary>Leaves the reader at the attribute: the next look at the element needs MoveToElement.</summary>
    private TextPart ReadAttribute(string name, int maximumLength) => Xml.MoveToAttribute(name) ? _text.Append(Xml, maximumLength) : _text.Empty;

    /// <summary>The text of the element, up to whose end it reads.</summary>
    private TextPart ReadText(int maximumLength)
    {
        TextPart part = _text.Empty;
        if (Xml.IsEmptyElement)
            return part;
        int depth = Xml.Depth;
        while (ReadNode() && Xml.Depth > depth)
        {
            if (Xml.Depth == depth + 1 && Xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace)
                part = _text.Join(part, Xml, maximumLength);
        }

        return part;
    }

    private string Text(TextPart part) => PrintableText.Of(_text.ToString(part).Trim());

    private bool Is(TextPart part, string word) => Span(part).Trim().Equals(word.AsSpan(), StringComparison.OrdinalIgnoreCase);

    private bool StartsAsCve(TextPart part) => Span(part).Trim().StartsWith("CVE-".AsSpan(), StringComparison.OrdinalIgnoreCase);

    private ReadOnlySpan<char> Span(TextPart part) => _text.Characters.AsSpan(part.Start, part.Length);

    private PatchException UnreadableHere(string complaint, Exception cause)
    {
        IXmlLineInfo? place = _reader as IXmlLineInfo;
        return Unreadable(place?.LineNumber ?? 0, place?.LinePosition ?? 0, complaint, cause);
    }

    private PatchException Unreadable(int line, int column, string complaint, Exception cause)
    {
        return new PatchException(
            ErrorIds.AdvisoriesUnreadable,
            ErrorKind.InvalidData,
            $"The advisories in '{_name}' cannot be read: {XmlComplaint.Place(line, column)}: {complaint}.",
            _name,
            "Have the package manager fetch its metadata again. If it says the same then, tell whoever publishes the repository.",
            cause);
    }
}
