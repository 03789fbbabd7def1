// The in-process server: the classes of the Windows Update Agent under their own ids, and their registration.

#include "agent.h"


#include <olectl.h>

namespace
{
HMODULE module;

using Creator = IDispatch* (*)(World&);

struct ServedClass
{
    const wchar_t* progId;
    CLSID id;
    Creator create;
};

const ServedClass classes[] = {
    {L"Microsoft.Update.Session", {0x4cb43d7f, 0x7eee, 0x4906, {0x86, 0x98, 0x60, 0xda, 0x1c, 0x38, 0xf2, 0xfe}}, [](World& world) -> IDispatch* { return new Session(world); }},
    {L"Microsoft.Update.Searcher", {0xb699e5e8, 0x67ff, 0x4177, {0x88, 0xb0, 0x36, 0x84, 0xa3, 0x38, 0x8b, 0xfb}}, [](World& world) -> IDispatch* { return new Searcher(world); }},
    {L"Microsoft.Update.SystemInfo", {0xc01b9ba0, 0xbea7, 0x41ba, {0xb6, 0x04, 0xd0, 0xa3, 0x6f, 0x46, 0x91, 0x33}}, [](World& world) -> IDispatch* { return new SystemInformation(world); }},
    {L"Microsoft.Update.UpdateColl", {0x13639463, 0x00db, 0x4646, {0x80, 0x3d, 0x52, 0x80, 0x26, 0x14, 0x0d, 0x88}}, [](World&) -> IDispatch* { return new UpdateCollection(); }},
    {L"Microsoft.Update.ServiceManager", {0xf8d253d9, 0x89a4, 0x4daa, {0x87, 0xb6, 0x11, 0x68, 0x36, 0x9f, 0x0b, 0x21}}, [](World& world) -> IDispatch* { return new ServiceManager(world); }},
    {L"Microsoft.Update.AutoUpdate", {0xbfe18e9c, 0x6d87, 0x4450, {0xb3, 0x7c, 0xe0, 0x2f, 0x0b, 0x37, 0x38, 0x03}}, [](World&) -> IDispatch* { return new AutomaticUpdates(); }},
    {L"Microsoft.Update.StringColl", {0x72c97d74, 0x7c3b, 0x40ae, {0xb7, 0x7d, 0xab, 0xdb, 0x22, 0xeb, 0xa6, 0xfb}}, [](World&) -> IDispatch* { return new StringCollection(); }},
    {L"Microsoft.Update.Downloader", {0x5baf654a, 0x5a07, 0x4264, {0xa2, 0x55, 0x9f, 0xf5, 0x4c, 0x71, 0x51, 0xe7}}, [](World& world) -> IDispatch* { return new Downloader(world); }},
    {L"Microsoft.Update.Installer", {0xd2e0fe7f, 0xd23e, 0x48e1, {0x93, 0xc0, 0x6f, 0xa8, 0xcc, 0x34, 0x64, 0x74}}, [](World& world) -> IDispatch* { return new Installer(world); }},
};

class Factory final : public IClassFactory
{
public:
    explicit Factory(const ServedClass& served) : served_(served) {}

    virtual ~Factory() = default;

    STDMETHODIMP QueryInterface(REFIID iid, void** object) override
    {
        *object = IsEqualIID(iid, IID_IUnknown) || IsEqualIID(iid, IID_IClassFactory) ? this : nullptr;
        if (*object == nullptr)
            return E_NOINTERFACE;
        AddRef();
        return S_OK;
    }

    STDMETHODIMP_(ULONG) AddRef() override { return static_cast<ULONG>(InterlockedIncrement(&references_)); }

    STDMETHODIMP_(ULONG) Release() override
    {
        LONG left = InterlockedDecrement(&references_);
        if (left == 0)
            delete this;
        return static_cast<ULONG>(left);
    }

    STDMETHODIMP CreateInstance(IUnknown* outer, REFIID iid, void** object) override
    {
        *object = nullptr;
        if (outer != nullptr)
            return CLASS_E_NOAGGREGATION;
        World* world = World::Get();
        if (world == nullptr)
            return E_UNEXPECTED;
        HRESULT result = BeforeCall(served_.progId, L"Create");
        if (FAILED(result))
            return result;
        IDispatch* made = served_.create(*world);
        result = made->QueryInterface(iid, object);
        made->Release();
        return result;
    }

    STDMETHODIMP LockServer(BOOL) override { return S_OK; }

private:
    const ServedClass& served_;
    LONG references_ = 1;
};

bool SetText(const std::wstring& key, const wchar_t* name, const std::wstring& text)
{
    const auto* bytes = reinterpret_cast<const BYTE*>(text.c_str());
    return RegSetKeyValueW(HKEY_CLASSES_ROOT, key.c_str(), name, REG_SZ, bytes, static_cast<DWORD>((text.size() + 1) * sizeof(wchar_t))) == ERROR_SUCCESS;
}
}

HRESULT BeforeCall(const wchar_t* interfaceName, const wchar_t* memberName)
{
    World* world = World::Get();
    if (world == nullptr || (world->failures.empty() && world->silences.empty()))
        return S_OK;

    std::wstring name = std::wstring(interfaceName) + L"." + memberName;
    if (world->silences.erase(name) != 0)
    {
        world->Note(L"silent " + name);
        Sleep(INFINITE);
    }

    auto failure = world->failures.find(name);
    return failure == world->failures.end() ? S_OK : failure->second;
}

void ReportNotPlayed(const wchar_t* interfaceName, const wchar_t* memberName)
{
    if (World* world = World::Get())
        world->Note(L"not-played " + std::wstring(interfaceName) + L"." + memberName);
}

STDAPI DllGetClassObject(REFCLSID id, REFIID iid, void** object)
{
    *object = nullptr;
    for (const ServedClass& served : classes)
    {
        if (!IsEqualCLSID(id, served.id))
            continue;
        auto* factory = new Factory(served);
        HRESULT result = factory->QueryInterface(iid, object);
        factory->Release();
        return result;
    }

    return CLASS_E_CLASSNOTAVAILABLE;
}

STDAPI DllCanUnloadNow()
{
    return S_FALSE;
}

STDAPI DllRegisterServer()
{
    wchar_t path[MAX_PATH];
    if (GetModuleFileNameW(module, path, MAX_PATH) == 0)
        return SELFREG_E_CLASS;
    for (const ServedClass& served : classes)
    {
        wchar_t id[40];
        StringFromGUID2(served.id, id, 40);
        std::wstring key = std::wstring(L"CLSID\\") + id;
        bool isRegistered = SetText(served.progId + std::wstring(L"\\CLSID"), nullptr, id)
            && SetText(key + L"\\ProgID", nullptr, served.progId)
            && SetText(key + L"\\InprocServer32", nullptr, path)
            && SetText(key + L"\\InprocServer32", L"ThreadingModel", L"Both");
        if (!isRegistered)
            return SELFREG_E_CLASS;
    }

    return S_OK;
}

void CureRuntime();
void PretendUptime();

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void*)
{
    if (reason == DLL_PROCESS_ATTACH)
    {
        module = instance;
        CureRuntime();
        PretendUptime();
    }

    return TRUE;
}
