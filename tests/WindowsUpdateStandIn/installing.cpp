#include "installing.h"

namespace
{
constexpr HRESULT NoUpdate = static_cast<HRESULT>(0x80240024);
constexpr HRESULT InstallNotAllowed = static_cast<HRESULT>(0x80240016);
constexpr HRESULT ExclusiveConflict = static_cast<HRESULT>(0x80240019);
constexpr HRESULT EulaDeclined = static_cast<HRESULT>(0x80240023);
constexpr HRESULT NotDownloaded = static_cast<HRESULT>(0x80246007);
constexpr HRESULT AlreadyInstalled = static_cast<HRESULT>(0x00240006);
constexpr long Exclusive = 2;

template <class Self, class Value, Value Self::*Field>
HRESULT Set(Self& self, Call& call)
{
    return call.Read(0, self.*Field) ? S_OK : DISP_E_TYPEMISMATCH;
}

template <class Self, UpdateCollection* Self::*Field>
HRESULT SetUpdates(Self& self, Call& call)
{
    IDispatch* object = nullptr;
    if (!call.Read(0, object))
        return DISP_E_TYPEMISMATCH;
    UpdateCollection* updates = UpdateCollection::From(object);
    if (updates == nullptr)
        return E_INVALIDARG;
    updates->AddRef();
    (self.*Field)->Release();
    self.*Field = updates;
    return S_OK;
}

template <class Self, UpdateCollection* Self::*Field>
HRESULT GiveUpdates(Self& self, Call& call)
{
    (self.*Field)->AddRef();
    return call.Give(self.*Field);
}
}

HRESULT Downloader::Download(Call& call)
{
    if (updates_->GetUpdates().empty())
        return NoUpdate;
    std::vector<Outcome> outcomes;
    for (UpdateObject* object : updates_->GetUpdates())
    {
        Update& update = object->GetUpdate();
        if (!update.isEulaAccepted)
        {
            outcomes.push_back({Failed, EulaDeclined, false});
            continue;
        }

        world_.Download(update, client_);
        outcomes.push_back(update.download);
    }

    return call.Give(new OutcomesObject(std::move(outcomes)));
}

HRESULT Installer::Install(Call& call)
{
    const auto& updates = updates_->GetUpdates();
    if (updates.empty())
        return NoUpdate;
    if (world_.IsRebootRequiredFirst())
        return InstallNotAllowed;
    for (UpdateObject* object : updates)
    {
        if (updates.size() > 1 && object->GetUpdate().impact == Exclusive)
            return ExclusiveConflict;
    }

    std::vector<Outcome> outcomes;
    for (UpdateObject* object : updates)
        outcomes.push_back(Install(object->GetUpdate()));
    return call.Give(new OutcomesObject(std::move(outcomes)));
}

Outcome Installer::Install(Update& update)
{
    Outcome outcome = update.install;
    if (world_.IsInstalled(update))
        outcome = {Succeeded, AlreadyInstalled, false};
    else if (!update.isEulaAccepted)
        outcome = {Failed, EulaDeclined, false};
    else if (!update.isDownloaded)
        outcome = {Failed, NotDownloaded, false};
    else if (update.canRequestUserInput && !isQuiet_)
        world_.Note(L"asked-the-user " + update.Key());
    world_.Install(update, outcome, client_);
    return outcome;
}

Outcome OutcomesObject::Whole() const
{
    Outcome whole;
    size_t failures = 0;
    for (const Outcome& outcome : outcomes_)
    {
        bool isFailure = outcome.resultCode == Failed || outcome.resultCode == Aborted;
        failures += isFailure ? 1 : 0;
        whole.rebootRequired = whole.rebootRequired || outcome.rebootRequired;
        if (isFailure && whole.result == S_OK)
            whole.result = outcome.result;
    }

    whole.resultCode = failures == 0 ? Succeeded : failures == outcomes_.size() ? Failed : SucceededWithErrors;
    return whole;
}

const std::vector<Member<OutcomeObject>>& OutcomeObject::Members()
{
    using Self = OutcomeObject;
    static const std::vector<Member<Self>> members = {
        {L"ResultCode", Get, 0, [](Self& self, Call& call) { return call.Give(self.outcome_.resultCode); }},
        {L"HResult", Get, 0, [](Self& self, Call& call) { return call.Give(static_cast<long>(self.outcome_.result)); }},
        {L"RebootRequired", Get, 0, [](Self& self, Call& call) { return call.Give(self.outcome_.rebootRequired); }},
    };
    return members;
}

const std::vector<Member<OutcomesObject>>& OutcomesObject::Members()
{
    using Self = OutcomesObject;
    static const std::vector<Member<Self>> members = {
        {L"ResultCode", Get, 0, [](Self& self, Call& call) { return call.Give(self.Whole().resultCode); }},
        {L"HResult", Get, 0, [](Self& self, Call& call) { return call.Give(static_cast<long>(self.Whole().result)); }},
        {L"RebootRequired", Get, 0, [](Self& self, Call& call) { return call.Give(self.Whole().rebootRequired); }},
        {L"GetUpdateResult", Method, 1, [](Self& self, Call& call)
            {
                long index = 0;
                if (!call.Read(0, index))
                    return DISP_E_TYPEMISMATCH;
                bool isThere = index >= 0 && index < static_cast<long>(self.outcomes_.size());
                return isThere ? call.Give(new OutcomeObject(self.outcomes_[static_cast<size_t>(index)])) : E_INVALIDARG;
            }},
    };
    return members;
}

const std::vector<Member<Downloader>>& Downloader::Members()
{
    using Self = Downloader;
    static const std::vector<Member<Self>> members = {
        {L"ClientApplicationID", Get, 0, [](Self& self, Call& call) { return call.Give(self.client_); }},
        {L"ClientApplicationID", Put, 1, Set<Self, std::wstring, &Self::client_>},
        {L"IsForced", Get, 0, [](Self& self, Call& call) { return call.Give(self.isForced_); }},
        {L"IsForced", Put, 1, Set<Self, bool, &Self::isForced_>},
        {L"Priority", Get, 0, [](Self& self, Call& call) { return call.Give(self.priority_); }},
        {L"Priority", Put, 1, Set<Self, long, &Self::priority_>},
        {L"Updates", Get, 0, GiveUpdates<Self, &Self::updates_>},
        {L"Updates", Put, 1, SetUpdates<Self, &Self::updates_>},
        {L"BeginDownload", Method, 3, nullptr},
        {L"Download", Method, 0, [](Self& self, Call& call) { return self.Download(call); }},
        {L"EndDownload", Method, 1, nullptr},
    };
    return members;
}

const std::vector<Member<Installer>>& Installer::Members()
{
    using Self = Installer;
    static const std::vector<Member<Self>> members = {
        {L"ClientApplicationID", Get, 0, [](Self& self, Call& call) { return call.Give(self.client_); }},
        {L"ClientApplicationID", Put, 1, Set<Self, std::wstring, &Self::client_>},
        {L"IsForced", Get, 0, [](Self& self, Call& call) { return call.Give(self.isForced_); }},
        {L"IsForced", Put, 1, Set<Self, bool, &Self::isForced_>},
        {L"ParentHwnd", Get, 0, nullptr},
        {L"ParentHwnd", Put, 1, nullptr},
        {L"ParentWindow", Get, 0, nullptr},
        {L"ParentWindow", Put, 1, nullptr},
        {L"Updates", Get, 0, GiveUpdates<Self, &Self::updates_>},
        {L"Updates", Put, 1, SetUpdates<Self, &Self::updates_>},
        {L"BeginInstall", Method, 3, nullptr},
        {L"BeginUninstall", Method, 3, nullptr},
        {L"EndInstall", Method, 1, nullptr},
        {L"EndUninstall", Method, 1, nullptr},
        {L"Install", Method, 0, [](Self& self, Call& call) { return self.Install(call); }},
        {L"RunWizard", Method, 1, nullptr},
        {L"IsBusy", Get, 0, [](Self& self, Call& call)
            {
                bool isBusy = self.world_.busyReads > 0;
                self.world_.busyReads -= isBusy ? 1 : 0;
                return call.Give(isBusy);
            }},
        {L"Uninstall", Method, 0, nullptr},
        {L"AllowSourcePrompts", Get, 0, [](Self& self, Call& call) { return call.Give(self.allowsPrompts_); }},
        {L"AllowSourcePrompts", Put, 1, Set<Self, bool, &Self::allowsPrompts_>},
        {L"RebootRequiredBeforeInstallation", Get, 0, [](Self& self, Call& call) { return call.Give(self.world_.IsRebootRequiredFirst()); }},
        {L"ForceQuiet", Get, 0, [](Self& self, Call& call) { return call.Give(self.isQuiet_); }},
        {L"ForceQuiet", Put, 1, Set<Self, bool, &Self::isQuiet_>},
        {L"AttemptCloseAppsIfNecessary", Get, 0, [](Self& self, Call& call) { return call.Give(self.closesApplications_); }},
        {L"AttemptCloseAppsIfNecessary", Put, 1, Set<Self, bool, &Self::closesApplications_>},
        {L"Commit", Method, 1, [](Self& self, Call&)
            {
                self.world_.Note(L"committed");
                return S_OK;
            }},
    };
    return members;
}
