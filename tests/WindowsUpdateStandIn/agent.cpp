#include "agent.h"

const std::vector<Member<Session>>& Session::Members()
{
    using Self = Session;
    static const std::vector<Member<Self>> members = {
        {L"ClientApplicationID", Get, 0, [](Self& self, Call& call) { return call.Give(self.client_); }},
        {L"ClientApplicationID", Put, 1, [](Self& self, Call& call) { return call.Read(0, self.client_) ? S_OK : DISP_E_TYPEMISMATCH; }},
        {L"ReadOnly", Get, 0, [](Self&, Call& call) { return call.Give(false); }},
        {L"WebProxy", Get, 0, nullptr},
        {L"WebProxy", Put, 1, nullptr},
        {L"CreateUpdateSearcher", Method, 0, [](Self& self, Call& call) { return call.Give(new Searcher(self.world_, self.client_)); }},
        {L"CreateUpdateDownloader", Method, 0, [](Self& self, Call& call) { return call.Give(new Downloader(self.world_, self.client_)); }},
        {L"CreateUpdateInstaller", Method, 0, [](Self& self, Call& call) { return call.Give(new Installer(self.world_, self.client_)); }},
        {L"UserLocale", Get, 0, [](Self& self, Call& call) { return call.Give(self.locale_); }},
        {L"UserLocale", Put, 1, [](Self& self, Call& call) { return call.Read(0, self.locale_) ? S_OK : DISP_E_TYPEMISMATCH; }},
        {L"CreateUpdateServiceManager", Method, 0, [](Self& self, Call& call) { return call.Give(new ServiceManager(self.world_)); }},
        {L"QueryHistory", Method, 3, [](Self& self, Call& call)
            {
                long start = 0, count = 0;
                return call.Read(1, start) && call.Read(2, count) ? GiveHistory(self.world_, start, count, call) : DISP_E_TYPEMISMATCH;
            }},
    };
    return members;
}

const std::vector<Member<SystemInformation>>& SystemInformation::Members()
{
    using Self = SystemInformation;
    static const std::vector<Member<Self>> members = {
        {L"OemHardwareSupportLink", Get, 0, [](Self&, Call& call) { return call.GiveNoText(); }},
        {L"RebootRequired", Get, 0, [](Self& self, Call& call) { return call.Give(self.world_.IsRebootRequired()); }},
    };
    return members;
}

const std::vector<Member<ServiceObject>>& ServiceObject::Members()
{
    using Self = ServiceObject;
    static const std::vector<Member<Self>> members = {
        {L"Name", Get, 0, [](Self& self, Call& call) { return call.Give(self.service_.name); }},
        {L"ContentValidationCert", Get, 0, nullptr},
        {L"ExpirationDate", Get, 0, nullptr},
        {L"IsManaged", Get, 0, [](Self& self, Call& call) { return call.Give(self.service_.isManaged); }},
        {L"IsRegisteredWithAU", Get, 0, [](Self& self, Call& call) { return call.Give(self.service_.isDefault); }},
        {L"IssueDate", Get, 0, nullptr},
        {L"OffersWindowsUpdates", Get, 0, [](Self&, Call& call) { return call.Give(true); }},
        {L"RedirectUrls", Get, 0, nullptr},
        {L"ServiceID", Get, 0, [](Self& self, Call& call) { return call.Give(self.service_.id); }},
        {L"IsScanPackageService", Get, 0, [](Self&, Call& call) { return call.Give(false); }},
        {L"CanRegisterWithAU", Get, 0, [](Self&, Call& call) { return call.Give(true); }},
        {L"ServiceUrl", Get, 0, [](Self&, Call& call) { return call.GiveNoText(); }},
        {L"SetupPrefix", Get, 0, nullptr},
        {L"IsDefaultAUService", Get, 0, [](Self& self, Call& call) { return call.Give(self.service_.isDefault); }},
    };
    return members;
}

const std::vector<Member<ServiceManager>>& ServiceManager::Members()
{
    using Self = ServiceManager;
    static const std::vector<Member<Self>> members = {
        {L"Services", Get, 0, [](Self& self, Call& call)
            {
                std::vector<ServiceObject*> services;
                for (const Service& service : self.world_.services)
                    services.push_back(new ServiceObject(service));
                return call.Give(new ReadOnlyCollection<ServiceObject>(std::move(services)));
            }},
        {L"AddService", Method, 2, nullptr},
        {L"RegisterServiceWithAU", Method, 1, nullptr},
        {L"RemoveService", Method, 1, nullptr},
        {L"UnregisterServiceWithAU", Method, 1, nullptr},
        {L"AddScanPackageService", Method, 3, nullptr},
        {L"SetOption", Method, 2, nullptr},
        {L"ClientApplicationID", Get, 0, [](Self& self, Call& call) { return call.Give(self.client_); }},
        {L"ClientApplicationID", Put, 1, [](Self& self, Call& call) { return call.Read(0, self.client_) ? S_OK : DISP_E_TYPEMISMATCH; }},
        {L"QueryServiceRegistration", Method, 1, nullptr},
        {L"AddService2", Method, 3, nullptr},
    };
    return members;
}

const std::vector<Member<AutomaticUpdates>>& AutomaticUpdates::Members()
{
    using Self = AutomaticUpdates;
    static const std::vector<Member<Self>> members = {
        {L"DetectNow", Method, 0, nullptr},
        {L"Pause", Method, 0, nullptr},
        {L"Resume", Method, 0, nullptr},
        {L"ShowSettingsDialog", Method, 0, nullptr},
        {L"Settings", Get, 0, nullptr},
        {L"ServiceEnabled", Get, 0, [](Self&, Call& call) { return call.Give(true); }},
        {L"EnableService", Method, 0, nullptr},
        {L"Results", Get, 0, nullptr},
    };
    return members;
}
