#include "updates.h"

namespace
{
IUnknown* CategoriesOf(const Update& update)
{
    std::vector<CategoryObject*> categories;
    for (const Category& category : update.categories)
        categories.push_back(new CategoryObject(category));
    return new ReadOnlyCollection<CategoryObject>(std::move(categories));
}
}

const std::vector<Member<UpdateObject>>& UpdateObject::Members()
{
    using Self = UpdateObject;
    static const std::vector<Member<Self>> members = {
        {L"Title", Get, 0, [](Self& self, Call& call) { return self.update_.hasTitle ? call.Give(self.update_.title) : call.GiveNoText(); }},
        {L"AutoSelectOnWebSites", Get, 0, [](Self& self, Call& call) { return call.Give(self.update_.isMandatory); }},
        {L"BundledUpdates", Get, 0, [](Self&, Call& call) { return call.Give(new UpdateCollection()); }},
        {L"CanRequireSource", Get, 0, [](Self&, Call& call) { return call.Give(false); }},
        {L"Categories", Get, 0, [](Self& self, Call& call) { return call.Give(CategoriesOf(self.update_)); }},
        {L"Deadline", Get, 0, nullptr},
        {L"DeltaCompressedContentAvailable", Get, 0, nullptr},
        {L"DeltaCompressedContentPreferred", Get, 0, nullptr},
        {L"Description", Get, 0, [](Self& self, Call& call) { return call.Give(self.update_.description); }},
        {L"EulaAccepted", Get, 0, [](Self& self, Call& call) { return call.Give(self.update_.isEulaAccepted); }},
        {L"EulaText", Get, 0, [](Self& self, Call& call) { return self.update_.hasEula ? call.Give(std::wstring(L"The terms of this update.")) : call.GiveNoText(); }},
        {L"HandlerID", Get, 0, [](Self&, Call& call) { return call.GiveNoText(); }},
        {L"Identity", Get, 0, [](Self& self, Call& call) { return call.Give(new IdentityObject(self.update_.id, self.update_.revision)); }},
        {L"Image", Get, 0, nullptr},
        {L"InstallationBehavior", Get, 0, [](Self& self, Call& call) { return call.Give(new BehaviorObject(self.update_)); }},
        {L"IsBeta", Get, 0, [](Self&, Call& call) { return call.Give(false); }},
        {L"IsDownloaded", Get, 0, [](Self& self, Call& call) { return call.Give(self.update_.isDownloaded); }},
        {L"IsHidden", Get, 0, [](Self& self, Call& call) { return call.Give(self.update_.isHidden); }},
        {L"IsHidden", Put, 1, [](Self& self, Call& call)
            {
                bool isHidden = false;
                if (!call.Read(0, isHidden))
                    return DISP_E_TYPEMISMATCH;
                self.world_.Hide(self.update_, isHidden);
                return S_OK;
            }},
        {L"IsInstalled", Get, 0, [](Self& self, Call& call) { return call.Give(self.world_.IsInstalled(self.update_)); }},
        {L"IsMandatory", Get, 0, [](Self& self, Call& call) { return call.Give(self.update_.isMandatory); }},
        {L"IsUninstallable", Get, 0, [](Self& self, Call& call) { return call.Give(self.update_.isInstalled); }},
        {L"Languages", Get, 0, [](Self&, Call& call) { return call.Give(new StringCollection(std::vector<std::wstring>{L"en"})); }},
        {L"LastDeploymentChangeTime", Get, 0, [](Self& self, Call& call) { return call.GiveDate(self.update_.released); }},
        {L"MaxDownloadSize", Get, 0, [](Self& self, Call& call) { return call.GiveSize(self.update_.bytes); }},
        {L"MinDownloadSize", Get, 0, [](Self& self, Call& call) { return call.GiveSize(self.update_.isDownloaded ? 0 : self.update_.bytes); }},
        {L"MoreInfoUrls", Get, 0, [](Self&, Call& call) { return call.Give(new StringCollection(std::vector<std::wstring>())); }},
        {L"MsrcSeverity", Get, 0, [](Self& self, Call& call) { return self.update_.hasSeverity ? call.Give(self.update_.severity) : call.GiveNoText(); }},
        {L"RecommendedCpuSpeed", Get, 0, [](Self&, Call& call) { return call.Give(0L); }},
        {L"RecommendedHardDiskSpace", Get, 0, [](Self&, Call& call) { return call.Give(0L); }},
        {L"RecommendedMemory", Get, 0, [](Self&, Call& call) { return call.Give(0L); }},
        {L"ReleaseNotes", Get, 0, [](Self&, Call& call) { return call.GiveNoText(); }},
        {L"SecurityBulletinIDs", Get, 0, [](Self& self, Call& call) { return call.Give(new StringCollection(self.update_.bulletins)); }},
        {L"SupersededUpdateIDs", Get, 0, [](Self& self, Call& call) { return call.Give(new StringCollection(self.update_.supersedes)); }},
        {L"SupportUrl", Get, 0, [](Self&, Call& call) { return call.Give(std::wstring(L"https://support.microsoft.com")); }},
        {L"Type", Get, 0, [](Self& self, Call& call) { return call.Give(self.update_.type); }},
        {L"UninstallationNotes", Get, 0, nullptr},
        {L"UninstallationBehavior", Get, 0, nullptr},
        {L"UninstallationSteps", Get, 0, nullptr},
        {L"KBArticleIDs", Get, 0, [](Self& self, Call& call) { return call.Give(new StringCollection(self.update_.kbs)); }},
        {L"AcceptEula", Method, 0, [](Self& self, Call&)
            {
                self.world_.Accept(self.update_);
                return S_OK;
            }},
        {L"DeploymentAction", Get, 0, [](Self& self, Call& call) { return call.Give(self.update_.deploymentAction); }},
        {L"CopyFromCache", Method, 2, nullptr},
        {L"DownloadPriority", Get, 0, [](Self&, Call& call) { return call.Give(2L); }},
        {L"DownloadContents", Get, 0, nullptr},
        {L"RebootRequired", Get, 0, [](Self& self, Call& call) { return call.Give(self.update_.isPending); }},
        {L"IsPresent", Get, 0, [](Self& self, Call& call) { return call.Give(self.update_.isInstalled || self.update_.isPending); }},
        {L"CveIDs", Get, 0, [](Self& self, Call& call) { return call.Give(new StringCollection(self.update_.cves)); }},
        {L"CopyToCache", Method, 1, nullptr},
        {L"BrowseOnly", Get, 0, [](Self& self, Call& call) { return call.Give(self.update_.isBrowseOnly); }},
        {L"PerUser", Get, 0, [](Self&, Call& call) { return call.Give(false); }},
        {L"AutoSelection", Get, 0, [](Self&, Call& call) { return call.Give(0L); }},
        {L"AutoDownload", Get, 0, [](Self&, Call& call) { return call.Give(0L); }},
    };
    return members;
}

UpdateCollection::~UpdateCollection()
{
    Clear();
}

void UpdateCollection::Clear()
{
    for (UpdateObject* update : updates_)
        update->Release();
    updates_.clear();
}

const std::vector<Member<UpdateCollection>>& UpdateCollection::Members()
{
    using Self = UpdateCollection;
    static const std::vector<Member<Self>> members = {
        {L"Count", Get, 0, [](Self& self, Call& call) { return call.Give(static_cast<long>(self.updates_.size())); }},
        {L"Item", Get, 1, [](Self& self, Call& call)
            {
                long index = 0;
                if (!call.Read(0, index))
                    return DISP_E_TYPEMISMATCH;
                if (!self.Has(index))
                    return E_INVALIDARG;
                self.updates_[static_cast<size_t>(index)]->AddRef();
                return call.Give(self.updates_[static_cast<size_t>(index)]);
            }},
        {L"Item", Put, 2, nullptr},
        {L"_NewEnum", Get, 0, [](Self& self, Call& call) { return call.Give(EnumeratorOf(self.updates_)); }},
        {L"ReadOnly", Get, 0, [](Self&, Call& call) { return call.Give(false); }},
        {L"Add", Method, 1, [](Self& self, Call& call)
            {
                IDispatch* object = nullptr;
                if (!call.Read(0, object))
                    return DISP_E_TYPEMISMATCH;
                UpdateObject* update = UpdateObject::From(object);
                if (update == nullptr)
                    return E_INVALIDARG;
                update->AddRef();
                self.updates_.push_back(update);
                return call.Give(static_cast<long>(self.updates_.size() - 1));
            }},
        {L"Clear", Method, 0, [](Self& self, Call&)
            {
                self.Clear();
                return S_OK;
            }},
        {L"Copy", Method, 0, [](Self& self, Call& call)
            {
                for (UpdateObject* update : self.updates_)
                    update->AddRef();
                return call.Give(new UpdateCollection(self.updates_));
            }},
        {L"Insert", Method, 2, nullptr},
        {L"RemoveAt", Method, 1, nullptr},
    };
    return members;
}

const std::vector<Member<IdentityObject>>& IdentityObject::Members()
{
    using Self = IdentityObject;
    static const std::vector<Member<Self>> members = {
        {L"UpdateID", Get, 0, [](Self& self, Call& call) { return call.Give(self.id_); }},
        {L"RevisionNumber", Get, 0, [](Self& self, Call& call) { return call.Give(self.revision_); }},
    };
    return members;
}

const std::vector<Member<CategoryObject>>& CategoryObject::Members()
{
    using Self = CategoryObject;
    static const std::vector<Member<Self>> members = {
        {L"Name", Get, 0, [](Self& self, Call& call) { return call.Give(self.category_.name); }},
        {L"CategoryID", Get, 0, [](Self& self, Call& call) { return call.Give(self.category_.id); }},
        {L"Children", Get, 0, nullptr},
        {L"Description", Get, 0, [](Self&, Call& call) { return call.GiveNoText(); }},
        {L"Image", Get, 0, nullptr},
        {L"Order", Get, 0, [](Self&, Call& call) { return call.Give(0L); }},
        {L"Parent", Get, 0, [](Self& self, Call& call)
            {
                const auto& parents = self.category_.parents;
                return parents.empty() ? call.GiveNoObject() : call.Give(new CategoryObject(parents.front()));
            }},
        {L"Type", Get, 0, [](Self& self, Call& call) { return call.Give(self.category_.type); }},
        {L"Updates", Get, 0, nullptr},
    };
    return members;
}

const std::vector<Member<BehaviorObject>>& BehaviorObject::Members()
{
    using Self = BehaviorObject;
    static const std::vector<Member<Self>> members = {
        {L"CanRequestUserInput", Get, 0, [](Self& self, Call& call) { return call.Give(self.update_.canRequestUserInput); }},
        {L"Impact", Get, 0, [](Self& self, Call& call) { return call.Give(self.update_.impact); }},
        {L"RebootBehavior", Get, 0, [](Self& self, Call& call) { return call.Give(self.update_.rebootBehavior); }},
        {L"RequiresNetworkConnectivity", Get, 0, [](Self&, Call& call) { return call.Give(false); }},
    };
    return members;
}
