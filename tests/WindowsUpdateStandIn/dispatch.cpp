#include "dispatch.h"

#include <cmath>

namespace
{
bool Convert(const VARIANT& from, VARTYPE type, VARIANT& to)
{
    VariantInit(&to);
    return SUCCEEDED(VariantChangeType(&to, const_cast<VARIANT*>(&from), 0, type));
}

class Enumerator : public IEnumVARIANT
{
public:
    explicit Enumerator(const std::vector<VARIANT>& values)
    {
        for (const VARIANT& value : values)
        {
            VariantInit(&values_.emplace_back());
            VariantCopy(&values_.back(), const_cast<VARIANT*>(&value));
        }
    }

    virtual ~Enumerator()
    {
        for (VARIANT& value : values_)
            VariantClear(&value);
    }

    STDMETHODIMP QueryInterface(REFIID iid, void** object) override
    {
        *object = IsEqualIID(iid, IID_IUnknown) || IsEqualIID(iid, IID_IEnumVARIANT) ? this : nullptr;
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

    STDMETHODIMP Next(ULONG count, VARIANT* values, ULONG* fetched) override
    {
        ULONG given = 0;
        for (; given < count && next_ < values_.size(); given++)
        {
            VariantInit(&values[given]);
            VariantCopy(&values[given], &values_[next_++]);
        }

        if (fetched != nullptr)
            *fetched = given;
        return given == count ? S_OK : S_FALSE;
    }

    STDMETHODIMP Skip(ULONG count) override
    {
        bool isPossible = count <= values_.size() - next_;
        next_ = isPossible ? next_ + count : values_.size();
        return isPossible ? S_OK : S_FALSE;
    }

    STDMETHODIMP Reset() override
    {
        next_ = 0;
        return S_OK;
    }

    STDMETHODIMP Clone(IEnumVARIANT** copy) override
    {
        auto* made = new Enumerator(values_);
        made->next_ = next_;
        *copy = made;
        return S_OK;
    }

private:
    std::vector<VARIANT> values_;
    size_t next_ = 0;
    LONG references_ = 1;
};
}

const IID IID_StandInObject = {0x5f3a0c52, 0x7a5d, 0x4d0e, {0x9b, 0x1c, 0x36, 0x0f, 0x51, 0x0a, 0x4e, 0x77}};

IUnknown* CreateEnumerator(const std::vector<VARIANT>& values)
{
    return new Enumerator(values);
}

HRESULT Describe(EXCEPINFO* information, HRESULT failure)
{
    if (information != nullptr)
    {
        *information = {};
        information->scode = failure;
    }

    return DISP_E_EXCEPTION;
}

bool Call::Read(unsigned index, std::wstring& text) const
{
    VARIANT value;
    if (!Convert(Argument(index), VT_BSTR, value))
        return false;
    text.assign(value.bstrVal == nullptr ? L"" : value.bstrVal, SysStringLen(value.bstrVal));
    VariantClear(&value);
    return true;
}

bool Call::Read(unsigned index, long& number) const
{
    VARIANT value;
    if (!Convert(Argument(index), VT_I4, value))
        return false;
    number = value.lVal;
    return true;
}

bool Call::Read(unsigned index, bool& flag) const
{
    VARIANT value;
    if (!Convert(Argument(index), VT_BOOL, value))
        return false;
    flag = value.boolVal != VARIANT_FALSE;
    return true;
}

bool Call::Read(unsigned index, IDispatch*& object) const
{
    const VARIANT* value = &Argument(index);
    if (value->vt == (VT_VARIANT | VT_BYREF))
        value = value->pvarVal;
    object = nullptr;
    if (value->vt == VT_DISPATCH || value->vt == VT_UNKNOWN)
        object = static_cast<IDispatch*>(value->punkVal);
    return value->vt == VT_DISPATCH || value->vt == VT_UNKNOWN || value->vt == VT_EMPTY || value->vt == VT_NULL;
}

VARIANT* Call::Clear(VARTYPE type)
{
    static thread_local VARIANT ignored;
    VARIANT* target = result_ == nullptr ? &ignored : result_;
    VariantInit(target);
    target->vt = type;
    return target;
}

HRESULT Call::Give(bool flag)
{
    Clear(VT_BOOL)->boolVal = flag ? VARIANT_TRUE : VARIANT_FALSE;
    return S_OK;
}

HRESULT Call::Give(long number)
{
    Clear(VT_I4)->lVal = number;
    return S_OK;
}

HRESULT Call::Give(const std::wstring& text)
{
    if (result_ != nullptr)
        Clear(VT_BSTR)->bstrVal = SysAllocStringLen(text.data(), static_cast<UINT>(text.size()));
    return S_OK;
}

HRESULT Call::GiveNoText()
{
    Clear(VT_BSTR)->bstrVal = nullptr;
    return S_OK;
}

HRESULT Call::GiveNoObject()
{
    Clear(VT_DISPATCH)->pdispVal = nullptr;
    return S_OK;
}

HRESULT Call::Give(IUnknown* object)
{
    if (result_ == nullptr)
    {
        object->Release();
        return S_OK;
    }

    IDispatch* dispatch = nullptr;
    if (SUCCEEDED(object->QueryInterface(IID_IDispatch, reinterpret_cast<void**>(&dispatch))))
    {
        object->Release();
        Clear(VT_DISPATCH)->pdispVal = dispatch;
    }
    else
    {
        Clear(VT_UNKNOWN)->punkVal = object;
    }

    return S_OK;
}

HRESULT Call::GiveDate(double date)
{
    Clear(VT_DATE)->date = date;
    return S_OK;
}

HRESULT Call::GiveSize(double bytes)
{
    DECIMAL size;
    VarDecFromR8(std::floor(bytes), &size);
    VARIANT* target = Clear(VT_EMPTY);
    target->decVal = size;
    target->vt = VT_DECIMAL;
    return S_OK;
}
