#pragma once

#include "updates.h"

// IUpdateSearcher to IUpdateSearcher3
class Searcher final : public Automation<Searcher>
{
public:
    static constexpr const wchar_t* Name = L"IUpdateSearcher";

    explicit Searcher(World& world, std::wstring client = L"") : world_(world), client_(std::move(client)) {}

    static const std::vector<Member<Searcher>>& Members();

private:
    HRESULT Search(Call& call);

    World& world_;
    std::wstring client_;
    bool includesSuperseded_ = false;
    bool isOnline_ = true;
    bool upgradesService_ = false;
    bool ignoresPriority_ = false;
    long serverSelection_ = 0;
    long scope_ = 0;
    std::wstring serviceId_ = L"00000000-0000-0000-0000-000000000000";
};

// ISearchResult
class SearchResult final : public Automation<SearchResult>
{
public:
    static constexpr const wchar_t* Name = L"ISearchResult";

    // Takes the reference over.
    SearchResult(World& world, UpdateCollection* updates) : world_(world), updates_(updates) {}

    ~SearchResult() override { updates_->Release(); }

    static const std::vector<Member<SearchResult>>& Members();

private:
    World& world_;
    UpdateCollection* updates_;
};

// IUpdateException
class WarningObject final : public Automation<WarningObject>
{
public:
    static constexpr const wchar_t* Name = L"IUpdateException";
    static constexpr const wchar_t* CollectionName = L"IUpdateExceptionCollection";

    explicit WarningObject(Warning warning) : warning_(std::move(warning)) {}

    static const std::vector<Member<WarningObject>>& Members();

private:
    Warning warning_;
};

// IUpdateHistoryEntry and IUpdateHistoryEntry2
class HistoryObject final : public Automation<HistoryObject>
{
public:
    static constexpr const wchar_t* Name = L"IUpdateHistoryEntry";
    static constexpr const wchar_t* CollectionName = L"IUpdateHistoryEntryCollection";

    explicit HistoryObject(HistoryEntry entry) : entry_(std::move(entry)) {}

    static const std::vector<Member<HistoryObject>>& Members();

private:
    HistoryEntry entry_;
};

// What was done, the latest first.
HRESULT GiveHistory(World& world, long start, long count, Call& call);
