#pragma once

#include <string>
#include <utility>
#include <vector>

// A JSON document, read strictly: what JSON does not allow is refused.
struct JsonValue
{
    enum class Kind { Null, Boolean, Number, Text, List, Object };

    Kind kind = Kind::Null;
    bool boolean = false;
    double number = 0;
    std::wstring text;
    std::vector<JsonValue> items;
    std::vector<std::pair<std::wstring, JsonValue>> members;
};

// Reads a whole document. Returns false, and where it ended, when it is not one.
bool ReadJson(const std::wstring& text, JsonValue& value, size_t& position);
