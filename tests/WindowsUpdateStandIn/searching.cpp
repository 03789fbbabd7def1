#include "searching.h"

#include "criteria.h"

#include <set>

namespace
{
constexpr HRESULT InvalidCriteria = static_cast<HRESULT>(0x80240032);
constexpr HRESULT InvalidIndex = static_cast<HRESULT>(0x80240007);

template <class Self, class Value, Value Self::*Field>
HRESULT Set(Self& self, Call& call)
{
    return call.Read(0, self.*Field) ? S_OK : DISP_E_TYPEMISMATCH;
}
}

HRESULT Searcher::Search(Call& call)
{
    std::wstring text;
    Criteria criteria;
    if (!call.Read(0, text))
        return DISP_E_TYPEMISMATCH;
    world_.Note(L"search " + text + L" by " + client_ + (isOnline_ ? L"" : L" offline") + L" of server " + std::to_wstring(serverSelection_));
    if (!criteria.Parse(text))
        return InvalidCriteria;

    std::vector<Update*> found;
    std::set<std::wstring> superseded;
    for (Update& update : world_.updates)
    {
        if (!world_.IsOffered(update) || !criteria.Matches(world_, update))
            continue;
        found.push_back(&update);
        superseded.insert(update.supersedes.begin(), update.supersedes.end());
    }

    std::vector<UpdateObject*> objects;
    for (Update* update : found)
    {
        if (includesSuperseded_ || superseded.count(update->id) == 0)
            objects.push_back(new UpdateObject(world_, *update));
    }

    return call.Give(new SearchResult(world_, new UpdateCollection(std::move(objects))));
}

HRESULT GiveHistory(World& world, long start, long count, Call& call)
{
    if (start < 0 || count <= 0)
        return InvalidIndex;
    std::vector<HistoryObject*> entries;
    for (size_t i = static_cast<size_t>(start); i < world.history.size() && entries.size() < static_cast<size_t>(count); i++)
        entries.push_back(new HistoryObject(world.history[i]));
    return call.Give(new ReadOnlyCollection<HistoryObject>(std::move(entries)));
}

const std::vector<Member<Searcher>>& Searcher::Members()
{
    using Self = Searcher;
    static const std::vector<Member<Self>> members = {
        {L"CanAutomaticallyUpgradeService", Get, 0, [](Self& self, Call& call) { return call.Give(self.upgradesService_); }},
        {L"CanAutomaticallyUpgradeService", Put, 1, Set<Self, bool, &Self::upgradesService_>},
        {L"ClientApplicationID", Get, 0, [](Self& self, Call& call) { return call.Give(self.client_); }},
        {L"ClientApplicationID", Put, 1, Set<Self, std::wstring, &Self::client_>},
        {L"IncludePotentiallySupersededUpdates", Get, 0, [](Self& self, Call& call) { return call.Give(self.includesSuperseded_); }},
        {L"IncludePotentiallySupersededUpdates", Put, 1, Set<Self, bool, &Self::includesSuperseded_>},
        {L"ServerSelection", Get, 0, [](Self& self, Call& call) { return call.Give(self.serverSelection_); }},
        {L"ServerSelection", Put, 1, Set<Self, long, &Self::serverSelection_>},
        {L"BeginSearch", Method, 3, nullptr},
        {L"EndSearch", Method, 1, nullptr},
        {L"EscapeString", Method, 1, nullptr},
        {L"QueryHistory", Method, 2, [](Self& self, Call& call)
            {
                long start = 0, count = 0;
                return call.Read(0, start) && call.Read(1, count) ? GiveHistory(self.world_, start, count, call) : DISP_E_TYPEMISMATCH;
            }},
        {L"Search", Method, 1, [](Self& self, Call& call) { return self.Search(call); }},
        {L"Online", Get, 0, [](Self& self, Call& call) { return call.Give(self.isOnline_); }},
        {L"Online", Put, 1, Set<Self, bool, &Self::isOnline_>},
        {L"GetTotalHistoryCount", Method, 0, [](Self& self, Call& call) { return call.Give(static_cast<long>(self.world_.history.size())); }},
        {L"ServiceID", Get, 0, [](Self& self, Call& call) { return call.Give(self.serviceId_); }},
        {L"ServiceID", Put, 1, Set<Self, std::wstring, &Self::serviceId_>},
        {L"IgnoreDownloadPriority", Get, 0, [](Self& self, Call& call) { return call.Give(self.ignoresPriority_); }},
        {L"IgnoreDownloadPriority", Put, 1, Set<Self, bool, &Self::ignoresPriority_>},
        {L"SearchScope", Get, 0, [](Self& self, Call& call) { return call.Give(self.scope_); }},
        {L"SearchScope", Put, 1, Set<Self, long, &Self::scope_>},
    };
    return members;
}

const std::vector<Member<SearchResult>>& SearchResult::Members()
{
    using Self = SearchResult;
    static const std::vector<Member<Self>> members = {
        {L"ResultCode", Get, 0, [](Self& self, Call& call) { return call.Give(self.world_.searchResultCode); }},
        {L"RootCategories", Get, 0, nullptr},
        {L"Updates", Get, 0, [](Self& self, Call& call)
            {
                self.updates_->AddRef();
                return call.Give(self.updates_);
            }},
        {L"Warnings", Get, 0, [](Self& self, Call& call)
            {
                std::vector<WarningObject*> warnings;
                for (const Warning& warning : self.world_.warnings)
                    warnings.push_back(new WarningObject(warning));
                return call.Give(new ReadOnlyCollection<WarningObject>(std::move(warnings)));
            }},
    };
    return members;
}

const std::vector<Member<WarningObject>>& WarningObject::Members()
{
    using Self = WarningObject;
    static const std::vector<Member<Self>> members = {
        {L"Message", Get, 0, [](Self& self, Call& call) { return call.Give(self.warning_.message); }},
        {L"HResult", Get, 0, [](Self& self, Call& call) { return call.Give(static_cast<long>(self.warning_.result)); }},
        {L"Context", Get, 0, [](Self& self, Call& call) { return call.Give(self.warning_.context); }},
    };
    return members;
}

const std::vector<Member<HistoryObject>>& HistoryObject::Members()
{
    using Self = HistoryObject;
    static const std::vector<Member<Self>> members = {
        {L"Operation", Get, 0, [](Self&, Call& call) { return call.Give(1L); }},
        {L"ResultCode", Get, 0, [](Self& self, Call& call) { return call.Give(self.entry_.resultCode); }},
        {L"HResult", Get, 0, [](Self& self, Call& call) { return call.Give(static_cast<long>(self.entry_.result)); }},
        {L"Date", Get, 0, [](Self& self, Call& call) { return call.GiveDate(self.entry_.date); }},
        {L"UpdateIdentity", Get, 0, [](Self& self, Call& call) { return call.Give(new IdentityObject(self.entry_.id, self.entry_.revision)); }},
        {L"Title", Get, 0, [](Self& self, Call& call) { return call.Give(self.entry_.title); }},
        {L"Description", Get, 0, [](Self&, Call& call) { return call.GiveNoText(); }},
        {L"UnmappedResultCode", Get, 0, [](Self&, Call& call) { return call.Give(0L); }},
        {L"ClientApplicationID", Get, 0, [](Self& self, Call& call) { return call.Give(self.entry_.client); }},
        {L"ServerSelection", Get, 0, [](Self&, Call& call) { return call.Give(0L); }},
        {L"ServiceID", Get, 0, [](Self&, Call& call) { return call.GiveNoText(); }},
        {L"UninstallationSteps", Get, 0, nullptr},
        {L"UninstallationNotes", Get, 0, nullptr},
        {L"SupportUrl", Get, 0, nullptr},
        {L"Categories", Get, 0, nullptr},
    };
    return members;
}
