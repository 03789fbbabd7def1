#include "world.h"

#include "json.h"

#include <oleauto.h>

#include <cstdio>
#include <cwchar>
#include <functional>

namespace
{
constexpr wchar_t WorldVariable[] = L"WUA_STANDIN_WORLD";

std::wstring ToWide(const std::string& text)
{
    int length = MultiByteToWideChar(CP_UTF8, 0, text.data(), static_cast<int>(text.size()), nullptr, 0);
    std::wstring wide(static_cast<size_t>(length), L'\0');
    MultiByteToWideChar(CP_UTF8, 0, text.data(), static_cast<int>(text.size()), wide.data(), length);
    return wide;
}

std::string ToBytes(const std::wstring& text)
{
    int length = WideCharToMultiByte(CP_UTF8, 0, text.data(), static_cast<int>(text.size()), nullptr, 0, nullptr, nullptr);
    std::string bytes(static_cast<size_t>(length), '\0');
    WideCharToMultiByte(CP_UTF8, 0, text.data(), static_cast<int>(text.size()), bytes.data(), length, nullptr, nullptr);
    return bytes;
}

bool Refuse(const std::wstring& problem)
{
    fprintf(stderr, "Windows Update stand-in: %s\n", ToBytes(problem).c_str());
    return false;
}

bool ReadFile(const std::wstring& path, std::wstring& text)
{
    HANDLE file = CreateFileW(path.c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr, OPEN_EXISTING, 0, nullptr);
    if (file == INVALID_HANDLE_VALUE)
        return false;
    std::string bytes(GetFileSize(file, nullptr), '\0');
    DWORD read = 0;
    bool isRead = ::ReadFile(file, bytes.data(), static_cast<DWORD>(bytes.size()), &read, nullptr) && read == bytes.size();
    CloseHandle(file);
    text = ToWide(bytes);
    return isRead;
}

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

// Takes the members of an object one by one; each that nobody takes, or that is of another kind, is a mistake of the test.
class ObjectReader
{
public:
    using Setter = std::function<bool(const JsonValue&)>;

    void On(const wchar_t* name, Setter setter) { setters_[name] = std::move(setter); }

    void On(const wchar_t* name, std::wstring& text)
    {
        On(name, [&text](const JsonValue& value) { return value.kind == JsonValue::Kind::Text && (text = value.text, true); });
    }

    // Text that may be null.
    void On(const wchar_t* name, std::wstring& text, bool& isThere)
    {
        On(name, [&text, &isThere](const JsonValue& value)
        {
            isThere = value.kind == JsonValue::Kind::Text;
            text = value.text;
            return isThere || value.kind == JsonValue::Kind::Null;
        });
    }

    void On(const wchar_t* name, bool& flag)
    {
        On(name, [&flag](const JsonValue& value) { return value.kind == JsonValue::Kind::Boolean && (flag = value.boolean, true); });
    }

    void On(const wchar_t* name, long& number)
    {
        On(name, [&number](const JsonValue& value) { return value.kind == JsonValue::Kind::Number && (number = static_cast<long>(value.number), true); });
    }

    void On(const wchar_t* name, double& number)
    {
        On(name, [&number](const JsonValue& value) { return value.kind == JsonValue::Kind::Number && (number = value.number, true); });
    }

    void On(const wchar_t* name, std::vector<std::wstring>& texts)
    {
        OnEach(name, [&texts](const JsonValue& item) { return item.kind == JsonValue::Kind::Text && (texts.push_back(item.text), true); });
    }

    void OnEach(const wchar_t* name, Setter setter)
    {
        On(name, [setter](const JsonValue& value)
        {
            bool isRead = value.kind == JsonValue::Kind::List;
            for (const JsonValue& item : value.items)
                isRead = isRead && setter(item);
            return isRead;
        });
    }

    // "0x80240016"
    void OnResult(const wchar_t* name, HRESULT& result)
    {
        On(name, [&result](const JsonValue& value) { return ReadResult(value, result); });
    }

    // "2026-10-13" or "2026-10-13T17:00:00"
    void OnDate(const wchar_t* name, double& date)
    {
        On(name, [&date](const JsonValue& value)
        {
            SYSTEMTIME time = {};
            int fields = swscanf(value.text.c_str(), L"%4hu-%2hu-%2huT%2hu:%2hu:%2hu", &time.wYear, &time.wMonth, &time.wDay, &time.wHour, &time.wMinute, &time.wSecond);
            return (fields == 3 || fields == 6) && SystemTimeToVariantTime(&time, &date) != 0;
        });
    }

    static bool ReadResult(const JsonValue& value, HRESULT& result)
    {
        wchar_t* end = nullptr;
        result = static_cast<HRESULT>(wcstoul(value.text.c_str(), &end, 16));
        return value.text.rfind(L"0x", 0) == 0 && *end == L'\0';
    }

    bool Read(const JsonValue& object) const
    {
        if (object.kind != JsonValue::Kind::Object)
            return Refuse(L"an object is missing");
        for (const auto& [name, value] : object.members)
        {
            auto setter = setters_.find(name);
            if (setter == setters_.end() || !setter->second(value))
                return Refuse(L"the member '" + name + L"' is not known, or of another kind");
        }

        return true;
    }

private:
    std::map<std::wstring, Setter> setters_;
};

bool ReadOutcome(const JsonValue& value, Outcome& outcome)
{
    ObjectReader reader;
    reader.On(L"resultCode", outcome.resultCode);
    reader.OnResult(L"hresult", outcome.result);
    reader.On(L"rebootRequired", outcome.rebootRequired);
    return reader.Read(value);
}

bool ReadCategory(const JsonValue& value, Category& category)
{
    ObjectReader reader;
    reader.On(L"name", category.name);
    reader.On(L"id", category.id);
    reader.On(L"type", category.type);
    reader.On(L"parent", [&category](const JsonValue& item) { return ReadCategory(item, category.parents.emplace_back()); });
    return reader.Read(value);
}

bool ReadUpdate(const JsonValue& value, Update& update)
{
    ObjectReader reader;
    reader.On(L"id", update.id);
    reader.On(L"revision", update.revision);
    reader.On(L"title", update.title, update.hasTitle);
    reader.On(L"description", update.description);
    reader.On(L"kbs", update.kbs);
    reader.On(L"bulletins", update.bulletins);
    reader.On(L"cves", update.cves);
    reader.On(L"supersedes", update.supersedes);
    reader.OnEach(L"categories", [&update](const JsonValue& item) { return ReadCategory(item, update.categories.emplace_back()); });
    reader.On(L"severity", update.severity, update.hasSeverity);
    reader.OnDate(L"released", update.released);
    reader.On(L"bytes", update.bytes);
    reader.On(L"type", update.type);
    reader.On(L"deploymentAction", update.deploymentAction);
    reader.On(L"impact", update.impact);
    reader.On(L"rebootBehavior", update.rebootBehavior);
    reader.On(L"canRequestUserInput", update.canRequestUserInput);
    reader.On(L"browseOnly", update.isBrowseOnly);
    reader.On(L"mandatory", update.isMandatory);
    reader.On(L"eula", update.hasEula);
    reader.On(L"hidden", update.isHidden);
    reader.On(L"installed", update.isInstalled);
    reader.On(L"downloaded", update.isDownloaded);
    reader.On(L"pending", update.isPending);
    reader.On(L"comesBack", update.comesBack);
    reader.On(L"follows", update.follows);
    reader.On(L"download", [&update](const JsonValue& item) { return ReadOutcome(item, update.download); });
    reader.On(L"install", [&update](const JsonValue& item) { return ReadOutcome(item, update.install); });
    bool isRead = reader.Read(value);
    update.isEulaAccepted = !update.hasEula;
    return isRead;
}

bool ReadWarning(const JsonValue& value, Warning& warning)
{
    ObjectReader reader;
    reader.OnResult(L"hresult", warning.result);
    reader.On(L"message", warning.message);
    reader.On(L"context", warning.context);
    return reader.Read(value);
}

bool ReadHistoryEntry(const JsonValue& value, HistoryEntry& entry)
{
    ObjectReader reader;
    reader.On(L"id", entry.id);
    reader.On(L"revision", entry.revision);
    reader.On(L"title", entry.title);
    reader.OnDate(L"date", entry.date);
    reader.On(L"resultCode", entry.resultCode);
    reader.OnResult(L"hresult", entry.result);
    return reader.Read(value);
}

bool ReadService(const JsonValue& value, Service& service)
{
    ObjectReader reader;
    reader.On(L"id", service.id);
    reader.On(L"name", service.name);
    reader.On(L"managed", service.isManaged);
    reader.On(L"default", service.isDefault);
    return reader.Read(value);
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

bool World::ReadFrom(const JsonValue& document)
{
    ObjectReader reader;
    reader.OnEach(L"updates", [this](const JsonValue& item) { return ReadUpdate(item, updates.emplace_back()); });
    reader.OnEach(L"history", [this](const JsonValue& item) { return ReadHistoryEntry(item, history.emplace_back()); });
    reader.OnEach(L"services", [this](const JsonValue& item) { return ReadService(item, services.emplace_back()); });
    reader.OnEach(L"warnings", [this](const JsonValue& item) { return ReadWarning(item, warnings.emplace_back()); });
    reader.On(L"searchResultCode", searchResultCode);
    reader.On(L"rebootRequired", isRebootRequired_);
    reader.On(L"pendingCountsAsInstalled", pendingCountsAsInstalled);
    reader.On(L"busyReads", busyReads);
    reader.OnEach(L"silences", [this](const JsonValue& item) { return silences.insert(item.text).second; });
    reader.On(L"failures", [this](const JsonValue& value)
    {
        bool isRead = value.kind == JsonValue::Kind::Object;
        for (const auto& [name, result] : value.members)
            isRead = isRead && ObjectReader::ReadResult(result, failures[name]);
        return isRead;
    });
    return reader.Read(document);
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
