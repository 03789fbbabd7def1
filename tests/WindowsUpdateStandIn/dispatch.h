#pragma once

#include <windows.h>
#include <oleauto.h>

#include <string>
#include <vector>

// What a caller asks of a member: its arguments in order, and where the answer goes.
class Call
{
public:
    Call(DISPPARAMS& parameters, VARIANT* result) : parameters_(parameters), result_(result) {}

    unsigned Count() const { return parameters_.cArgs; }

    bool Read(unsigned index, std::wstring& text) const;
    bool Read(unsigned index, long& number) const;
    bool Read(unsigned index, bool& flag) const;

    // The object, which the caller keeps; null where nothing was given.
    bool Read(unsigned index, IDispatch*& object) const;

    HRESULT Give(bool flag);
    HRESULT Give(long number);
    HRESULT Give(const std::wstring& text);

    // An object whose reference is handed over.
    HRESULT Give(IUnknown* object);

    HRESULT GiveDate(double date);
    HRESULT GiveSize(double bytes);

    HRESULT GiveNoText();
    HRESULT GiveNoObject();

private:
    const VARIANT& Argument(unsigned index) const { return parameters_.rgvarg[parameters_.cArgs - 1 - index]; }

    VARIANT* Clear(VARTYPE type);

    DISPPARAMS& parameters_;
    VARIANT* result_;
};

enum MemberKind : WORD
{
    Method = DISPATCH_METHOD,
    Get = DISPATCH_PROPERTYGET,
    Put = DISPATCH_PROPERTYPUT,
};

// One member of an interface as it is published. Without a function it is known, and answers that it is not implemented.
template <class Self>
struct Member
{
    const wchar_t* name;
    MemberKind kind;
    unsigned arguments;
    HRESULT (*invoke)(Self&, Call&);
};

// What every call passes before its member is asked: the failures and silences that a test ordered.
HRESULT BeforeCall(const wchar_t* interfaceName, const wchar_t* memberName);
void ReportNotPlayed(const wchar_t* interfaceName, const wchar_t* memberName);

HRESULT Describe(EXCEPINFO* information, HRESULT failure);

// By this an object of the stand-in knows another one that a caller hands to it.
extern const IID IID_StandInObject;

class StandInObject : public IDispatch
{
public:
    StandInObject() { InterlockedIncrement(&living_); }
    virtual ~StandInObject() { InterlockedDecrement(&living_); }
    virtual const wchar_t* InterfaceName() const = 0;

    // How many somebody holds.
    static LONG Living() { return living_; }

private:
    static inline LONG living_ = 0;
};

// An object of the dispatch interface alone. Names and arguments are checked as a type library would have it.
// Self has a static Name and a static Members().
template <class Self>
class Automation : public StandInObject
{
public:
    const wchar_t* InterfaceName() const override { return Self::Name; }

    // The object behind a pointer that a caller gave; null where it is another one. The caller goes on holding it.
    static Self* From(IDispatch* object)
    {
        StandInObject* found = nullptr;
        if (object == nullptr || FAILED(object->QueryInterface(IID_StandInObject, reinterpret_cast<void**>(&found))))
            return nullptr;
        found->Release();
        return wcscmp(found->InterfaceName(), Self::Name) == 0 ? static_cast<Self*>(found) : nullptr;
    }

    STDMETHODIMP QueryInterface(REFIID iid, void** object) override
    {
        if (object == nullptr)
            return E_POINTER;
        bool isKnown = IsEqualIID(iid, IID_IUnknown) || IsEqualIID(iid, IID_IDispatch) || IsEqualIID(iid, IID_StandInObject);
        *object = isKnown ? static_cast<StandInObject*>(this) : nullptr;
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

    STDMETHODIMP GetTypeInfoCount(UINT* count) override
    {
        *count = 0;
        return S_OK;
    }

    STDMETHODIMP GetTypeInfo(UINT, LCID, ITypeInfo**) override { return E_NOTIMPL; }

    STDMETHODIMP GetIDsOfNames(REFIID, LPOLESTR* names, UINT count, LCID, DISPID* ids) override
    {
        for (UINT i = 0; i < count; i++)
            ids[i] = DISPID_UNKNOWN;
        const auto& members = Self::Members();
        for (size_t i = 0; i < members.size() && count == 1; i++)
        {
            if (_wcsicmp(members[i].name, names[0]) != 0)
                continue;
            ids[0] = IdOf(members[i].name, i);
            return S_OK;
        }

        return DISP_E_UNKNOWNNAME;
    }

    STDMETHODIMP Invoke(DISPID id, REFIID, LCID, WORD kinds, DISPPARAMS* parameters, VARIANT* result, EXCEPINFO* information, UINT*) override
    {
        const Member<Self>* member = Find(id, kinds);
        if (member == nullptr)
            return DISP_E_MEMBERNOTFOUND;
        if (parameters->cArgs != member->arguments)
            return DISP_E_BADPARAMCOUNT;

        HRESULT outcome = BeforeCall(Self::Name, member->name);
        if (SUCCEEDED(outcome) && member->invoke == nullptr)
        {
            ReportNotPlayed(Self::Name, member->name);
            outcome = E_NOTIMPL;
        }
        else if (SUCCEEDED(outcome))
        {
            Call call(*parameters, result);
            outcome = member->invoke(static_cast<Self&>(*this), call);
        }

        bool isOfDispatch = outcome == DISP_E_TYPEMISMATCH;
        return SUCCEEDED(outcome) || isOfDispatch ? outcome : Describe(information, outcome);
    }

private:
    // A property that is read and written is two members of one name and one id.
    static DISPID IdOf(const wchar_t* name, size_t index)
    {
        if (_wcsicmp(name, L"Item") == 0)
            return DISPID_VALUE;
        return _wcsicmp(name, L"_NewEnum") == 0 ? DISPID_NEWENUM : static_cast<DISPID>(index + 1);
    }

    static const Member<Self>* Find(DISPID id, WORD kinds)
    {
        const auto& members = Self::Members();
        const wchar_t* name = id == DISPID_VALUE ? L"Item" : id == DISPID_NEWENUM ? L"_NewEnum" : nullptr;
        if (id > 0 && static_cast<size_t>(id) <= members.size())
            name = members[static_cast<size_t>(id) - 1].name;
        for (const auto& member : members)
        {
            if (name != nullptr && _wcsicmp(member.name, name) == 0 && (member.kind & kinds) != 0)
                return &member;
        }

        return nullptr;
    }

    LONG references_ = 1;
};

// Goes through a collection; holds what it gives.
IUnknown* CreateEnumerator(const std::vector<VARIANT>& values);
