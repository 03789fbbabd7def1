#include "collections.h"

const std::vector<Member<StringCollection>>& StringCollection::Members()
{
    using Self = StringCollection;
    static const std::vector<Member<Self>> members = {
        {L"Count", Get, 0, [](Self& self, Call& call) { return call.Give(static_cast<long>(self.texts_.size())); }},
        {L"Item", Get, 1, [](Self& self, Call& call)
            {
                long index = 0;
                if (!call.Read(0, index))
                    return DISP_E_TYPEMISMATCH;
                return self.Has(index) ? call.Give(self.texts_[static_cast<size_t>(index)]) : E_INVALIDARG;
            }},
        {L"Item", Put, 2, [](Self& self, Call& call)
            {
                long index = 0;
                std::wstring text;
                if (!call.Read(0, index) || !call.Read(1, text))
                    return DISP_E_TYPEMISMATCH;
                if (self.isReadOnly_ || !self.Has(index))
                    return E_INVALIDARG;
                self.texts_[static_cast<size_t>(index)] = text;
                return S_OK;
            }},
        {L"_NewEnum", Get, 0, [](Self& self, Call& call)
            {
                std::vector<VARIANT> values(self.texts_.size());
                for (size_t i = 0; i < values.size(); i++)
                {
                    values[i].vt = VT_BSTR;
                    values[i].bstrVal = SysAllocStringLen(self.texts_[i].data(), static_cast<UINT>(self.texts_[i].size()));
                }

                HRESULT result = call.Give(CreateEnumerator(values));
                for (VARIANT& value : values)
                    VariantClear(&value);
                return result;
            }},
        {L"ReadOnly", Get, 0, [](Self& self, Call& call) { return call.Give(self.isReadOnly_); }},
        {L"Add", Method, 1, [](Self& self, Call& call)
            {
                std::wstring text;
                if (!call.Read(0, text))
                    return DISP_E_TYPEMISMATCH;
                if (self.isReadOnly_)
                    return E_ACCESSDENIED;
                self.texts_.push_back(text);
                return call.Give(static_cast<long>(self.texts_.size() - 1));
            }},
        {L"Clear", Method, 0, [](Self& self, Call&)
            {
                if (self.isReadOnly_)
                    return E_ACCESSDENIED;
                self.texts_.clear();
                return S_OK;
            }},
        {L"Copy", Method, 0, [](Self& self, Call& call) { return call.Give(new StringCollection(self.texts_, false)); }},
        {L"Insert", Method, 2, nullptr},
        {L"RemoveAt", Method, 1, nullptr},
    };
    return members;
}
