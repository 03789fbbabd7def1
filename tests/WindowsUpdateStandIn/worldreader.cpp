#include "files.h"
#include "json.h"
#include "world.h"

#include <oleauto.h>

#include <cwchar>
#include <functional>

namespace
{
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
