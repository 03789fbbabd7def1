#pragma once

#include "installing.h"
#include "searching.h"

// IUpdateSession to IUpdateSession3
class Session final : public Automation<Session>
{
public:
    static constexpr const wchar_t* Name = L"IUpdateSession";

    explicit Session(World& world) : world_(world) {}

    // The session is what a caller lets go of last: whatever else it still holds then, it has forgotten.
    ~Session() override { world_.Note(L"ended " + std::to_wstring(Living() - 1) + L" left"); }

    static const std::vector<Member<Session>>& Members();

private:
    World& world_;
    std::wstring client_;
    long locale_ = 1033;
};

// ISystemInformation
class SystemInformation final : public Automation<SystemInformation>
{
public:
    static constexpr const wchar_t* Name = L"ISystemInformation";

    explicit SystemInformation(World& world) : world_(world) {}

    static const std::vector<Member<SystemInformation>>& Members();

private:
    World& world_;
};

// IUpdateService and IUpdateService2
class ServiceObject final : public Automation<ServiceObject>
{
public:
    static constexpr const wchar_t* Name = L"IUpdateService";
    static constexpr const wchar_t* CollectionName = L"IUpdateServiceCollection";

    explicit ServiceObject(Service service) : service_(std::move(service)) {}

    static const std::vector<Member<ServiceObject>>& Members();

private:
    Service service_;
};

// IUpdateServiceManager and IUpdateServiceManager2
class ServiceManager final : public Automation<ServiceManager>
{
public:
    static constexpr const wchar_t* Name = L"IUpdateServiceManager";

    explicit ServiceManager(World& world) : world_(world) {}

    static const std::vector<Member<ServiceManager>>& Members();

private:
    World& world_;
    std::wstring client_;
};

// IAutomaticUpdates and IAutomaticUpdates2
class AutomaticUpdates final : public Automation<AutomaticUpdates>
{
public:
    static constexpr const wchar_t* Name = L"IAutomaticUpdates";

    static const std::vector<Member<AutomaticUpdates>>& Members();
};
