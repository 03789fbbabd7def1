#pragma once

#include "dispatch.h"

template <class Element>
IUnknown* EnumeratorOf(const std::vector<Element*>& elements)
{
    std::vector<VARIANT> values;
    for (Element* element : elements)
    {
        VARIANT& value = values.emplace_back();
        VariantInit(&value);
        value.vt = VT_DISPATCH;
        value.pdispVal = element;
    }

    return CreateEnumerator(values);
}

// A collection of objects that is only read.
template <class Element>
class ReadOnlyCollection final : public Automation<ReadOnlyCollection<Element>>
{
public:
    static constexpr const wchar_t* Name = Element::CollectionName;

    // Takes the references over.
    explicit ReadOnlyCollection(std::vector<Element*> elements) : elements_(std::move(elements)) {}

    ~ReadOnlyCollection() override
    {
        for (Element* element : elements_)
            element->Release();
    }

    static const auto& Members()
    {
        using Self = ReadOnlyCollection;
        static const std::vector<Member<Self>> members = {
            {L"Count", Get, 0, [](Self& self, Call& call) { return call.Give(static_cast<long>(self.elements_.size())); }},
            {L"Item", Get, 1, [](Self& self, Call& call)
                {
                    long index = 0;
                    if (!call.Read(0, index))
                        return DISP_E_TYPEMISMATCH;
                    if (index < 0 || index >= static_cast<long>(self.elements_.size()))
                        return E_INVALIDARG;
                    self.elements_[static_cast<size_t>(index)]->AddRef();
                    return call.Give(self.elements_[static_cast<size_t>(index)]);
                }},
            {L"_NewEnum", Get, 0, [](Self& self, Call& call) { return call.Give(EnumeratorOf(self.elements_)); }},
        };
        return members;
    }

private:
    std::vector<Element*> elements_;
};

// IStringCollection: one that the caller made may be changed, an update's own may not.
class StringCollection final : public Automation<StringCollection>
{
public:
    static constexpr const wchar_t* Name = L"IStringCollection";

    StringCollection() = default;
    explicit StringCollection(std::vector<std::wstring> texts, bool isReadOnly = true) : texts_(std::move(texts)), isReadOnly_(isReadOnly) {}

    static const std::vector<Member<StringCollection>>& Members();

private:
    bool Has(long index) const { return index >= 0 && index < static_cast<long>(texts_.size()); }

    std::vector<std::wstring> texts_;
    bool isReadOnly_ = false;
};
