using System.Numerics;

namespace PatchBaselineAssociation.Platform;

/// <summary>Many patterns, compared with a text all at once. Safe for use by several threads.</summary>
/// <remarks>Each pattern has a bit for the number of its characters that are matched so far, and many bits go a step together. So the time depends on the
/// length of text and patterns alone, not on what is in them.</remarks>
internal sealed class GlobPatternSet
{
    public const int BitsPerWord = 64;
    private const int AsciiCharacters = 128;

    private readonly List<ulong> _starts = [];
    private readonly List<ulong> _repeats = [];
    private readonly List<ulong> _ends = [];
    private readonly List<(GlobPattern Pattern, int Slot)> _long = [];
    private readonly List<(GlobPattern.Token Token, int Slot)> _characters = [];
    private readonly List<int> _patternOfSlot = [];
    private readonly ulong[]?[] _transitions = new ulong[]?[AsciiCharacters];

    public GlobPatternSet(IReadOnlyList<GlobPattern> patterns)
    {
        SlotOf = new int[patterns.Count];
        int next = 0;
        for (int i = 0; i < patterns.Count; i++)
        {
            GlobPattern pattern = patterns[i];
            int characters = pattern.Tokens.Count(token => token.Kind != GlobPattern.TokenKind.AnyText);
            bool isLong = characters >= BitsPerWord;
            int bits = isLong ? 1 : characters + 1;
            if (_starts.Count == 0 || next + bits > BitsPerWord)
            {
                AddWord();
                next = 0;
            }

            int slot = ((_starts.Count - 1) * BitsPerWord) + next;
            if (isLong)
                _long.Add((pattern, slot));
            else
                Add(pattern, slot);
            SlotOf[i] = slot + bits - 1;
            _patternOfSlot[SlotOf[i]] = i;
            next += bits;
        }

        while (_starts.Count % Vector<ulong>.Count != 0)
            AddWord();
    }

    public int Words => _starts.Count;

    /// <summary>Where in the hits each pattern has its bit.</summary>
    public int[] SlotOf { get; }

    public static bool IsHit(ulong[] hits, int slot) => (hits[slot / BitsPerWord] & (1UL << (slot % BitsPerWord))) != 0;

    /// <summary>The pattern whose bit that is.</summary>
    public int PatternAt(int slot) => _patternOfSlot[slot];

    /// <summary>Compares texts one after the other.</summary>
    public Matching StartMatching() => new(this);

    private void AddWord()
    {
        _starts.Add(0);
        _repeats.Add(0);
        _ends.Add(0);
        _patternOfSlot.AddRange(Enumerable.Repeat(-1, BitsPerWord));
    }

    private void Add(GlobPattern pattern, int slot)
    {
        int word = slot / BitsPerWord;
        _starts[word] |= Bit(slot);
        foreach (GlobPattern.Token token in pattern.Tokens)
        {
            if (token.Kind == GlobPattern.TokenKind.AnyText)
                _repeats[word] |= Bit(slot);
            else
                _characters.Add((token, ++slot));
        }

        _ends[word] |= Bit(slot);
    }

    private static ulong Bit(int slot) => 1UL << (slot % BitsPerWord);

    /// <summary>The bits that the character may lead to.</summary>
    private ulong[] TransitionsOf(char c)
    {
        if (c < AsciiCharacters && Volatile.Read(ref _transitions[c]) is { } known)
            return known;

        ulong[] transitions = new ulong[Words];
        foreach ((GlobPattern.Token token, int slot) in _characters)
        {
            if (token.Matches(c))
                transitions[slot / BitsPerWord] |= Bit(slot);
        }

        if (c < AsciiCharacters)
            Volatile.Write(ref _transitions[c], transitions);
        return transitions;
    }

    /// <summary>Remembers how far the last text came, for the next one mostly begins like it. For one thread.</summary>
    public sealed class Matching
    {
        private readonly GlobPatternSet _set;
        private readonly ulong[] _repeats;
        private readonly ulong[] _ends;
        private readonly List<ulong[]> _steps = [];
        private string _last = "";
        private int _known;

        public Matching(GlobPatternSet set)
        {
            _set = set;
            _repeats = [.. set._repeats];
            _ends = [.. set._ends];
            _steps.Add([.. set._starts]);
        }

        /// <summary>Adds the patterns that match the whole text.</summary>
        public void Match(string text, ulong[] hits)
        {
            if (_ends.Length == 0)
                return;

            foreach ((GlobPattern pattern, int slot) in _set._long)
            {
                if (pattern.IsMatch(text))
                    hits[slot / BitsPerWord] |= Bit(slot);
            }

            int step = CommonLength(text);
            bool isAlive = true;
            while (step < text.Length && isAlive)
            {
                if (_steps.Count == step + 1)
                    _steps.Add(new ulong[_ends.Length]);
                isAlive = Advance(_steps[step], _set.TransitionsOf(text[step]), _repeats, _steps[step + 1]);
                step++;
            }

            _last = text;
            _known = step;
            if (step < text.Length)
                return;
            ulong[] reached = _steps[step];
            for (int i = 0; i < hits.Length; i++)
                hits[i] |= reached[i] & _ends[i];
        }

        private int CommonLength(string text)
        {
            int most = Math.Min(_known, text.Length), length = 0;
            while (length < most && text[length] == _last[length])
                length++;
            return length;
        }

        /// <summary>Tells whether anything may still match.</summary>
        private static bool Advance(ulong[] from, ulong[] transitions, ulong[] repeats, ulong[] to)
        {
            Vector<ulong> any = Vector<ulong>.Zero;
            for (int i = 0; i < to.Length; i += Vector<ulong>.Count)
            {
                // A sum with itself is a shift, which older vectors do not have.
                Vector<ulong> bits = new(from, i);
                bits = ((bits + bits) & new Vector<ulong>(transitions, i)) | (bits & new Vector<ulong>(repeats, i));
                bits.CopyTo(to, i);
                any |= bits;
            }

            return any != Vector<ulong>.Zero;
        }
    }
}
