#pragma once

#include <string>

std::wstring ToWide(const std::string& text);
std::string ToBytes(const std::wstring& text);

// Says what is wrong with what a test wrote down. Always false.
bool Refuse(const std::wstring& problem);

bool ReadFile(const std::wstring& path, std::wstring& text);
