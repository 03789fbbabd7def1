#pragma once

#include "collections.h"
#include "world.h"

// IUpdate to IUpdate5
class UpdateObject final : public Automation<UpdateObject>
{
public:
    static constexpr const wchar_t* Name = L"IUpdate";

    UpdateObject(World& world, Update& update) : world_(world), update_(update) {}

    static const std::vector<Member<UpdateObject>>& Members();

    Update& GetUpdate() { return update_; }

private:
    World& world_;
    Update& update_;
};

// IUpdateCollection
class UpdateCollection final : public Automation<UpdateCollection>
{
public:
    static constexpr const wchar_t* Name = L"IUpdateCollection";

    UpdateCollection() = default;

    // Takes the references over.
    explicit UpdateCollection(std::vector<UpdateObject*> updates) : updates_(std::move(updates)) {}

    ~UpdateCollection() override;

    static const std::vector<Member<UpdateCollection>>& Members();

    const std::vector<UpdateObject*>& GetUpdates() const { return updates_; }

private:
    bool Has(long index) const { return index >= 0 && index < static_cast<long>(updates_.size()); }

    void Clear();

    std::vector<UpdateObject*> updates_;
};

// IUpdateIdentity
class IdentityObject final : public Automation<IdentityObject>
{
public:
    static constexpr const wchar_t* Name = L"IUpdateIdentity";

    IdentityObject(std::wstring id, long revision) : id_(std::move(id)), revision_(revision) {}

    static const std::vector<Member<IdentityObject>>& Members();

private:
    std::wstring id_;
    long revision_;
};

// ICategory
class CategoryObject final : public Automation<CategoryObject>
{
public:
    static constexpr const wchar_t* Name = L"ICategory";
    static constexpr const wchar_t* CollectionName = L"ICategoryCollection";

    explicit CategoryObject(Category category) : category_(std::move(category)) {}

    static const std::vector<Member<CategoryObject>>& Members();

private:
    Category category_;
};

// IInstallationBehavior
class BehaviorObject final : public Automation<BehaviorObject>
{
public:
    static constexpr const wchar_t* Name = L"IInstallationBehavior";

    explicit BehaviorObject(const Update& update) : update_(update) {}

    static const std::vector<Member<BehaviorObject>>& Members();

private:
    const Update& update_;
};
