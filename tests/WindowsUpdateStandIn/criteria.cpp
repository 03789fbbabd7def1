#include "criteria.h"

#include "world.h"

#include <cwctype>

namespace
{
bool IsSame(const std::wstring& left, const wchar_t* right)
{
    return _wcsicmp(left.c_str(), right) == 0;
}

std::vector<std::wstring> Split(const std::wstring& text)
{
    std::vector<std::wstring> words;
    size_t i = 0;
    while (i < text.size())
    {
        size_t start = i;
        if (iswspace(text[i]))
        {
            i++;
            continue;
        }

        if (text[i] == L'\'')
        {
            size_t end = text.find(L'\'', i + 1);
            i = end == std::wstring::npos ? text.size() : end + 1;
        }
        else if (iswalnum(text[i]))
        {
            while (i < text.size() && iswalnum(text[i]))
                i++;
        }
        else
        {
            i += text[i] == L'!' ? 2 : 1;
        }

        words.push_back(text.substr(start, i - start));
    }

    return words;
}

bool IsNumber(const std::wstring& text)
{
    return !text.empty() && text.find_first_not_of(L"0123456789") == std::wstring::npos;
}

bool IsQuoted(const std::wstring& text)
{
    return text.size() >= 2 && text.front() == L'\'' && text.back() == L'\'';
}

bool IsFlag(const std::wstring& name)
{
    for (const wchar_t* flag : {L"IsInstalled", L"IsHidden", L"IsPresent", L"RebootRequired", L"BrowseOnly", L"IsAssigned", L"AutoSelectOnWebSites"})
    {
        if (IsSame(name, flag))
            return true;
    }

    return false;
}

bool IsTerm(const std::wstring& name, const std::wstring& comparison, const std::wstring& value)
{
    if (IsFlag(name))
        return comparison == L"=" && (value == L"0" || value == L"1");
    if (IsSame(name, L"Type"))
        return (comparison == L"=" || comparison == L"!=") && (value == L"'Software'" || value == L"'Driver'");
    if (IsSame(name, L"DeploymentAction"))
        return comparison == L"=" && (value == L"'Installation'" || value == L"'Uninstallation'" || value == L"*");
    if (IsSame(name, L"UpdateID"))
        return comparison == L"=" && IsQuoted(value);
    if (IsSame(name, L"RevisionNumber"))
        return comparison == L"=" && IsNumber(value);
    return IsSame(name, L"CategoryIDs") && IsSame(comparison, L"contains") && IsQuoted(value);
}
}

bool Criteria::Parse(const std::wstring& text)
{
    std::vector<std::wstring> words = Split(text);
    if (words.empty())
        words = Split(L"(IsInstalled=0 and IsHidden=0)");

    groups_.assign(1, {});
    size_t i = 0;
    bool isOpen = false;
    auto word = [&] { return i < words.size() ? words[i] : std::wstring(); };
    while (true)
    {
        if (word() == L"(" && !isOpen && groups_.back().empty())
        {
            isOpen = true;
            i++;
        }

        if (i + 3 > words.size() || !IsTerm(words[i], words[i + 1], words[i + 2]))
            return false;
        groups_.back().push_back({words[i], words[i + 1], IsQuoted(words[i + 2]) ? words[i + 2].substr(1, words[i + 2].size() - 2) : words[i + 2]});
        i += 3;

        if (word() == L")" && isOpen)
        {
            isOpen = false;
            i++;
        }

        if (i == words.size())
            return !isOpen;
        bool isOr = IsSame(word(), L"or");
        if ((isOr && isOpen) || (!isOr && !IsSame(word(), L"and")))
            return false;
        if (isOr)
            groups_.emplace_back();
        i++;
    }
}

bool Criteria::Matches(const World& world, const Update& update) const
{
    for (const Group& group : groups_)
    {
        bool isMatch = true;
        bool asksForAction = false;
        for (const Term& term : group)
        {
            isMatch = isMatch && Matches(term, world, update);
            asksForAction = asksForAction || IsSame(term.name, L"DeploymentAction");
        }

        // Nobody who does not ask for them gets updates that are to be removed.
        if (isMatch && (asksForAction || update.deploymentAction == 1))
            return true;
    }

    return false;
}

bool Criteria::Matches(const Term& term, const World& world, const Update& update)
{
    bool flag = term.value == L"1";
    if (IsSame(term.name, L"IsInstalled"))
        return world.IsInstalled(update) == flag;
    if (IsSame(term.name, L"IsHidden"))
        return update.isHidden == flag;
    if (IsSame(term.name, L"IsPresent"))
        return (update.isInstalled || update.isPending) == flag;
    if (IsSame(term.name, L"RebootRequired"))
        return update.isPending == flag;
    if (IsSame(term.name, L"BrowseOnly"))
        return update.isBrowseOnly == flag;
    if (IsSame(term.name, L"IsAssigned"))
        return !update.isBrowseOnly == flag;
    if (IsSame(term.name, L"AutoSelectOnWebSites"))
        return update.isMandatory == flag;
    if (IsSame(term.name, L"Type"))
        return ((update.type == 1) == (term.value == L"Software")) == (term.comparison == L"=");
    if (IsSame(term.name, L"DeploymentAction"))
        return term.value == L"*" || (update.deploymentAction == 1) == (term.value == L"Installation");
    if (IsSame(term.name, L"UpdateID"))
        return IsSame(update.id, term.value.c_str());
    if (IsSame(term.name, L"RevisionNumber"))
        return std::to_wstring(update.revision) == term.value;

    for (const Category& category : update.categories)
    {
        if (IsSame(category.id, term.value.c_str()))
            return true;
    }

    return false;
}
