#include "json.h"

#include <cwchar>

namespace
{
class Reader
{
public:
    explicit Reader(const std::wstring& text) : text_(text) {}

    size_t Position() const { return position_; }

    bool ReadDocument(JsonValue& value)
    {
        if (!ReadValue(value, 0))
            return false;
        SkipBlanks();
        return position_ == text_.size();
    }

private:
    static constexpr int MaximumDepth = 32;

    wchar_t Peek() const { return position_ < text_.size() ? text_[position_] : L'\0'; }

    void SkipBlanks()
    {
        while (Peek() == L' ' || Peek() == L'\t' || Peek() == L'\r' || Peek() == L'\n')
            position_++;
    }

    bool Take(wchar_t character)
    {
        SkipBlanks();
        if (Peek() != character)
            return false;
        position_++;
        return true;
    }

    bool TakeWord(const wchar_t* word)
    {
        size_t length = wcslen(word);
        if (text_.compare(position_, length, word) != 0)
            return false;
        position_ += length;
        return true;
    }

    bool ReadValue(JsonValue& value, int depth)
    {
        if (depth > MaximumDepth)
            return false;
        SkipBlanks();
        switch (Peek())
        {
        case L'{':
            return ReadObject(value, depth);
        case L'[':
            return ReadList(value, depth);
        case L'"':
            value.kind = JsonValue::Kind::Text;
            return ReadText(value.text);
        case L't':
        case L'f':
            value.kind = JsonValue::Kind::Boolean;
            value.boolean = Peek() == L't';
            return TakeWord(value.boolean ? L"true" : L"false");
        case L'n':
            return TakeWord(L"null");
        default:
            value.kind = JsonValue::Kind::Number;
            return ReadNumber(value.number);
        }
    }

    bool ReadObject(JsonValue& value, int depth)
    {
        value.kind = JsonValue::Kind::Object;
        position_++;
        if (Take(L'}'))
            return true;
        do
        {
            SkipBlanks();
            auto& member = value.members.emplace_back();
            if (Peek() != L'"' || !ReadText(member.first) || !Take(L':') || !ReadValue(member.second, depth + 1))
                return false;
        } while (Take(L','));
        return Take(L'}');
    }

    bool ReadList(JsonValue& value, int depth)
    {
        value.kind = JsonValue::Kind::List;
        position_++;
        if (Take(L']'))
            return true;
        do
        {
            if (!ReadValue(value.items.emplace_back(), depth + 1))
                return false;
        } while (Take(L','));
        return Take(L']');
    }

    bool ReadText(std::wstring& result)
    {
        position_++;
        while (position_ < text_.size() && Peek() != L'"')
        {
            wchar_t character = text_[position_++];
            if (character < L' ')
                return false;
            if (character == L'\\' && !ReadEscape(character))
                return false;
            result += character;
        }

        return Take(L'"');
    }

    bool ReadEscape(wchar_t& character)
    {
        static const wchar_t letters[] = L"\"\\/bfnrt";
        static const wchar_t meanings[] = L"\"\\/\b\f\n\r\t";
        wchar_t letter = Peek();
        position_++;
        if (letter == L'u')
            return ReadCodeUnit(character);
        const wchar_t* found = letter == L'\0' ? nullptr : wcschr(letters, letter);
        if (found == nullptr)
            return false;
        character = meanings[found - letters];
        return true;
    }

    bool ReadCodeUnit(wchar_t& unit)
    {
        unsigned code = 0;
        for (int i = 0; i < 4; i++)
        {
            wchar_t digit = Peek();
            position_++;
            if (digit >= L'0' && digit <= L'9')
                code = code * 16 + (digit - L'0');
            else if (digit >= L'a' && digit <= L'f')
                code = code * 16 + 10 + (digit - L'a');
            else if (digit >= L'A' && digit <= L'F')
                code = code * 16 + 10 + (digit - L'A');
            else
                return false;
        }

        unit = static_cast<wchar_t>(code);
        return true;
    }

    bool ReadNumber(double& number)
    {
        wchar_t first = Peek();
        if (first != L'-' && (first < L'0' || first > L'9'))
            return false;
        wchar_t* end = nullptr;
        const wchar_t* start = text_.c_str() + position_;
        number = wcstod(start, &end);
        position_ += static_cast<size_t>(end - start);
        return end != start;
    }

    const std::wstring& text_;
    size_t position_ = 0;
};
}

bool ReadJson(const std::wstring& text, JsonValue& value, size_t& position)
{
    Reader reader(text);
    bool isRead = reader.ReadDocument(value);
    position = reader.Position();
    return isRead;
}
