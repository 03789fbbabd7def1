namespace PatchBaselineAssociation.Platform;

/// <summary>A shell pattern that must match a whole text, without regard to case: <c>*</c> any text, <c>?</c> one character,
/// <c>[abc]</c>, <c>[a-z]</c> and <c>[!abc]</c> one character in or out of a set. A bracket that is never closed is an ordinary character.</summary>
/// <remarks>Matching allocates nothing and needs at most text × pattern steps, whatever the pattern.</remarks>
public sealed class GlobPattern
{
    private readonly Token[] _tokens;
    private readonly int _minimumLength;

    public GlobPattern(string pattern)
    {
        Pattern = pattern;
        _tokens = Parse(pattern);
        _minimumLength = _tokens.Count(token => token.Kind != TokenKind.AnyText);
        Prefix = Literal(0);
        Suffix = Literal(LastWildcard() + 1);
        LongestLiteral = Longest();
    }

    /// <summary>The pattern as it was given.</summary>
    public string Pattern { get; }

    internal IReadOnlyList<Token> Tokens => _tokens;

    /// <summary>What every match begins with, folded by <see cref="Fold(char)"/>.</summary>
    internal string Prefix { get; }

    /// <summary>What every match ends with, folded.</summary>
    internal string Suffix { get; }

    /// <summary>A text that every match contains, folded; the longest one.</summary>
    internal string LongestLiteral { get; }

    /// <summary>Whether a text means more than itself.</summary>
    public static bool HasWildcards(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is '*' or '?' || (text[i] == '[' && SetEnd(text, i) > 0))
                return true;
        }

        return false;
    }

    public bool IsMatch(string text) => IsMatch(text.AsSpan());

    public bool IsMatch(ReadOnlySpan<char> text)
    {
        if (text.Length < _minimumLength)
            return false;

        Token[] tokens = _tokens;
        int token = 0, position = 0, retryToken = -1, retryPosition = 0;
        while (position < text.Length)
        {
            if (token < tokens.Length && tokens[token].Kind == TokenKind.AnyText)
            {
                retryToken = ++token;
                retryPosition = position;
            }
            else if (token < tokens.Length && tokens[token].Matches(text[position]))
            {
                token++;
                position++;
            }
            else if (retryToken < 0)
            {
                return false;
            }
            else
            {
                // Only the last star needs to be tried again: what an earlier one could do differently, it can do too.
                token = retryToken;
                position = ++retryPosition;
            }
        }

        while (token < tokens.Length && tokens[token].Kind == TokenKind.AnyText)
            token++;
        return token == tokens.Length;
    }

    /// <summary>Whether the pattern's letters and digits all stand in the text, in their order, and where the pattern begins or ends with some at that end of it:
    /// then nothing of the pattern but wildcards, sets and signs speaks of what the text leaves open.</summary>
    internal bool HasNoWordBeside(string text)
    {
        int at = 0;
        for (int token = 0; token < _tokens.Length;)
        {
            if (!_tokens[token].IsLetterOrDigit)
            {
                token++;
                continue;
            }

            int end = token;
            while (end < _tokens.Length && _tokens[end].IsLetterOrDigit)
                end++;
            at = end == _tokens.Length ? Math.Max(at, text.Length - (end - token)) : at;
            int last = token == 0 ? 0 : text.Length - (end - token);
            while (at <= last && !StandsAt(text, at, token, end))
                at++;
            if (at > last)
                return false;
            at += end - token;
            token = end;
        }

        return true;
    }

    private bool StandsAt(string text, int at, int token, int end)
    {
        if (at + (end - token) > text.Length)
            return false;
        for (int i = token; i < end; i++, at++)
        {
            if (Fold(text[at]) != _tokens[i].Character)
                return false;
        }

        return true;
    }

    public override string ToString() => Pattern;

    /// <summary>The form in which two characters that differ only in case are the same.</summary>
    internal static char Fold(char c) => c < 128 ? (c is >= 'a' and <= 'z' ? (char)(c - 32) : c) : char.ToUpperInvariant(c);

    private static Token[] Parse(string pattern)
    {
        List<Token> tokens = [];
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            int setEnd = c == '[' ? SetEnd(pattern, i) : -1;
            if (c == '*')
            {
                if (tokens.Count == 0 || tokens[^1].Kind != TokenKind.AnyText)
                    tokens.Add(new Token(TokenKind.AnyText, '\0', ""));
            }
            else if (c == '?')
            {
                tokens.Add(new Token(TokenKind.AnyCharacter, '\0', ""));
            }
            else if (setEnd > 0)
            {
                bool isNegated = pattern[i + 1] == '!';
                int start = isNegated ? i + 2 : i + 1;
                tokens.Add(new Token(isNegated ? TokenKind.NotInSet : TokenKind.InSet, '\0', Ranges(pattern.Substring(start, setEnd - start))));
                i = setEnd;
            }
            else
            {
                tokens.Add(new Token(TokenKind.Character, Fold(c), ""));
            }
        }

        return [.. tokens];
    }

    /// <summary>Where the set that opens at <paramref name="open"/> closes: a bracket in first place is a member; -1 where it never does.</summary>
    private static int SetEnd(string pattern, int open)
    {
        int first = open + 1;
        if (first < pattern.Length && pattern[first] == '!')
            first++;
        return first + 1 < pattern.Length ? pattern.IndexOf(']', first + 1) : -1;
    }

    /// <summary>The set as pairs of first and last character.</summary>
    private static string Ranges(string set)
    {
        System.Text.StringBuilder pairs = new();
        for (int i = 0; i < set.Length; i++)
        {
            bool isRange = i + 2 < set.Length && set[i + 1] == '-';
            pairs.Append(set[i]).Append(isRange ? set[i + 2] : set[i]);
            if (isRange)
                i += 2;
        }

        return pairs.ToString();
    }

    private int LastWildcard()
    {
        int last = _tokens.Length - 1;
        while (last >= 0 && _tokens[last].Kind == TokenKind.Character)
            last--;
        return last;
    }

    private string Literal(int start)
    {
        int end = start;
        while (end < _tokens.Length && _tokens[end].Kind == TokenKind.Character)
            end++;
        char[] text = new char[end - start];
        for (int i = start; i < end; i++)
            text[i - start] = _tokens[i].Character;
        return new string(text);
    }

    private string Longest()
    {
        string longest = "";
        for (int i = 0; i < _tokens.Length; i++)
        {
            if (_tokens[i].Kind != TokenKind.Character)
                continue;
            string literal = Literal(i);
            if (literal.Length > longest.Length)
                longest = literal;
            i += literal.Length - 1;
        }

        return longest;
    }

    internal enum TokenKind
    {
        Character,
        AnyCharacter,
        InSet,
        NotInSet,
        AnyText,
    }

    internal readonly struct Token(TokenKind kind, char character, string ranges)
    {
        public TokenKind Kind { get; } = kind;

        public char Character { get; } = character;

        public bool IsLetterOrDigit => Kind == TokenKind.Character && char.IsLetterOrDigit(Character);

        public bool Matches(char c) => Kind switch
        {
            TokenKind.Character => Fold(c) == Character,
            TokenKind.AnyCharacter => true,
            TokenKind.InSet => IsInSet(c),
            _ => !IsInSet(c),
        };

        private bool IsInSet(char c)
        {
            char upper = char.ToUpperInvariant(c), lower = char.ToLowerInvariant(c);
            for (int i = 0; i < ranges.Length; i += 2)
            {
                char first = ranges[i], last = ranges[i + 1];
                if ((upper >= first && upper <= last) || (lower >= first && lower <= last) || (c >= first && c <= last))
                    return true;
            }

            return false;
        }
    }
}
