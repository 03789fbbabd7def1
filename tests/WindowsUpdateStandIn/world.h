#pragma once

#include <windows.h>

#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

struct JsonValue;

// OperationResultCode
enum ResultCode : long
{
    NotStarted = 0,
    InProgress = 1,
    Succeeded = 2,
    SucceededWithErrors = 3,
    Failed = 4,
    Aborted = 5,
};

struct Category
{
    std::wstring name;
    std::wstring id;
    std::wstring type;

    // The one above it, where there is one.
    std::vector<Category> parents;
};

// How the download or the installation of one update ends.
struct Outcome
{
    long resultCode = Succeeded;
    HRESULT result = S_OK;
    bool rebootRequired = false;
};

struct Update
{
    std::wstring id;
    long revision = 1;
    bool hasTitle = false;
    std::wstring title;
    std::wstring description;
    std::vector<std::wstring> kbs;
    std::vector<std::wstring> bulletins;
    std::vector<std::wstring> cves;
    std::vector<std::wstring> supersedes;
    std::vector<Category> categories;
    bool hasSeverity = false;
    std::wstring severity;
    double released = 0;
    double bytes = 1048576;
    long type = 1;
    long deploymentAction = 1;
    long impact = 0;
    long rebootBehavior = 0;
    bool canRequestUserInput = false;
    bool isBrowseOnly = false;
    bool isMandatory = false;
    bool hasEula = false;
    bool isEulaAccepted = true;
    bool isHidden = false;
    bool isInstalled = false;
    bool isDownloaded = false;
    bool isPending = false;

    // It is offered again although its installation succeeded.
    bool comesBack = false;

    // It is not offered before the update of this id is installed.
    std::wstring follows;

    Outcome download;
    Outcome install;

    std::wstring Key() const { return id + L"." + std::to_wstring(revision); }
};

struct Warning
{
    HRESULT result = 0;
    std::wstring message;
    long context = 0;
};

struct HistoryEntry
{
    std::wstring id;
    long revision = 0;
    std::wstring title;
    double date = 0;
    long resultCode = Succeeded;
    HRESULT result = S_OK;
    std::wstring client;
};

struct Service
{
    std::wstring id;
    std::wstring name;
    bool isManaged = false;
    bool isDefault = false;
};

// The machine that the agent looks after: what a test wrote down of it, and what was done since.
// The first is a JSON file, the second a journal beside it that is only added to; a line "boot" in it is a restart of the machine.
class World
{
public:
    // Read once a process. Null where it cannot be read, which is told on standard error.
    static World* Get();

    std::deque<Update> updates;
    std::deque<HistoryEntry> history;
    std::deque<Service> services;
    std::deque<Warning> warnings;
    long searchResultCode = Succeeded;
    bool pendingCountsAsInstalled = false;
    long busyReads = 0;

    // What a call answers, by interface and member.
    std::map<std::wstring, HRESULT> failures;

    // Calls of which the first never comes back.
    std::set<std::wstring> silences;

    // Whether Windows waits for a restart; and whether nothing can be installed before it, which what the agent put on does not cause.
    bool IsRebootRequired() const;
    bool IsRebootRequiredFirst() const { return isRebootRequired_; }
    bool IsInstalled(const Update& update) const { return update.isInstalled || (update.isPending && pendingCountsAsInstalled); }
    bool IsOffered(const Update& update) const;

    void Accept(Update& update);
    void Hide(Update& update, bool isHidden);
    void Download(Update& update, const std::wstring& client);
    void Install(Update& update, const Outcome& outcome, const std::wstring& client);

    // Adds a line to the journal that changes nothing.
    void Note(const std::wstring& line);

private:
    bool Load();
    bool ReadFrom(const JsonValue& document);
    void Replay(const std::wstring& line);
    Update* Find(const std::wstring& key);

    std::wstring journal_;
    bool isRebootRequired_ = false;
};
