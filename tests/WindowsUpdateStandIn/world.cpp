#include "world.h"

#include "files.h"
#include "json.h"

#include <oleauto.h>

#include <cwchar>

namespace
{
constexpr wchar_t WorldVariable[] = L"WUA_STANDIN_WORLD";

std::wstring VariableOf(const wchar_t* name)
{
    wchar_t value[1024];
    DWORD length = GetEnvironmentVariableW(name, value, 1024);
    return length > 0 && length < 1024 ? std::wstring(value, length) : L"";
}

double Now()
{
    SYSTEMTIME time;
    double date = 0;
    GetSystemTime(&time);
    SystemTimeToVariantTime(&time, &date);
    return date;
}

std::wstring Hexadecimal(HRESULT result)
{
    wchar_t text[16];
    swprintf(text, 16, L"0x%08lX", static_cast<unsigned long>(result));
    return text;
}
}

World* World::Get()
{
    static World world;
    static const bool isLoaded = world.Load();
    return isLoaded ? &world : nullptr;
}

bool World::Load()
{
    std::wstring path = VariableOf(WorldVariable);
    std::wstring text;
    if (path.empty() || !ReadFile(path, text))
        return Refuse(std::wstring(WorldVariable) + L" names no file that can be read: '" + path + L"'");

    JsonValue document;
    size_t position = 0;
    if (!ReadJson(text, document, position))
        return Refuse(L"'" + path + L"' is no JSON from character " + std::to_wstring(position) + L" on");
    if (!ReadFrom(document))
        return false;

    journal_ = path + L".journal";
    std::wstring lines;
    if (!ReadFile(journal_, lines))
        return true;
    for (size_t start = 0, end = 0; (end = lines.find(L'\n', start)) != std::wstring::npos; start = end + 1)
        Replay(lines.substr(start, end - start));
    return true;
}

Update* World::Find(const std::wstring& key)
{
    for (Update& update : updates)
    {
        if (update.Key() == key)
            return &update;
    }

    return nullptr;
}

bool World::IsRebootRequired() const
{
    bool isRequired = isRebootRequired_;
    for (const Update& update : updates)
        isRequired = isRequired || update.isPending;
    return isRequired;
}

bool World::IsOffered(const Update& update) const
{
    if (update.follows.empty())
        return true;
    for (const Update& other : updates)
    {
        if (other.id == update.follows && IsInstalled(other))
            return true;
    }

    return false;
}

void World::Replay(const std::wstring& line)
{
    if (line == L"boot")
    {
        isRebootRequired_ = false;
        for (Update& update : updates)
        {
            update.isInstalled = update.isInstalled || update.isPending;
            update.isPending = false;
        }

        return;
    }

    size_t blank = line.find(L' ');
    std::wstring word = line.substr(0, blank);
    std::wstring key = blank == std::wstring::npos ? L"" : line.substr(blank + 1, line.find(L' ', blank + 1) - blank - 1);
    Update* update = Find(key);
    if (update == nullptr)
        return;
    if (word == L"accepted")
        update->isEulaAccepted = true;
    else if (word == L"hidden" || word == L"shown")
        update->isHidden = word == L"hidden";
    else if (word == L"downloaded")
        update->isDownloaded = true;
    else if (word == L"installed")
        update->isInstalled = true;
    else if (word == L"pending")
        update->isPending = true;
}

void World::Note(const std::wstring& line)
{
    HANDLE file = CreateFileW(journal_.c_str(), FILE_APPEND_DATA, FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr, OPEN_ALWAYS, 0, nullptr);
    std::string bytes = ToBytes(line + L"\n");
    DWORD written = 0;
    if (file == INVALID_HANDLE_VALUE || !WriteFile(file, bytes.data(), static_cast<DWORD>(bytes.size()), &written, nullptr))
        Refuse(L"the journal '" + journal_ + L"' cannot be written");
    if (file != INVALID_HANDLE_VALUE)
        CloseHandle(file);
}

void World::Accept(Update& update)
{
    update.isEulaAccepted = true;
    Note(L"accepted " + update.Key());
}

void World::Hide(Update& update, bool isHidden)
{
    update.isHidden = isHidden;
    Note((isHidden ? L"hidden " : L"shown ") + update.Key());
}

void World::Download(Update& update, const std::wstring& client)
{
    bool isSuccess = update.download.resultCode == Succeeded || update.download.resultCode == SucceededWithErrors;
    update.isDownloaded = update.isDownloaded || isSuccess;
    Note((isSuccess ? L"downloaded " : L"not-downloaded ") + update.Key() + L" " + Hexadecimal(update.download.result) + L" by " + client);
}

void World::Install(Update& update, const Outcome& outcome, const std::wstring& client)
{
    bool isSuccess = outcome.resultCode == Succeeded || outcome.resultCode == SucceededWithErrors;
    const wchar_t* word = !isSuccess ? L"not-installed " : update.comesBack ? L"comes-back " : outcome.rebootRequired ? L"pending " : L"installed ";
    if (isSuccess && !update.comesBack)
        (outcome.rebootRequired ? update.isPending : update.isInstalled) = true;
    history.push_front({update.id, update.revision, update.title, Now(), outcome.resultCode, outcome.result, client});
    Note(word + update.Key() + L" " + Hexadecimal(outcome.result) + L" by " + client);
}
