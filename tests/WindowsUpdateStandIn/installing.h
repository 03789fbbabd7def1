#pragma once

#include "updates.h"

// IUpdateDownloadResult, IDownloadResult, IUpdateInstallationResult and IInstallationResult: how it ended, for one update or for all.
class OutcomeObject final : public Automation<OutcomeObject>
{
public:
    static constexpr const wchar_t* Name = L"IUpdateInstallationResult";

    explicit OutcomeObject(const Outcome& outcome) : outcome_(outcome) {}

    static const std::vector<Member<OutcomeObject>>& Members();

private:
    Outcome outcome_;
};

class OutcomesObject final : public Automation<OutcomesObject>
{
public:
    static constexpr const wchar_t* Name = L"IInstallationResult";

    explicit OutcomesObject(std::vector<Outcome> outcomes) : outcomes_(std::move(outcomes)) {}

    static const std::vector<Member<OutcomesObject>>& Members();

private:
    Outcome Whole() const;

    std::vector<Outcome> outcomes_;
};

// IUpdateDownloader
class Downloader final : public Automation<Downloader>
{
public:
    static constexpr const wchar_t* Name = L"IUpdateDownloader";

    explicit Downloader(World& world, std::wstring client = L"") : world_(world), client_(std::move(client)), updates_(new UpdateCollection()) {}

    ~Downloader() override { updates_->Release(); }

    static const std::vector<Member<Downloader>>& Members();

private:
    HRESULT Download(Call& call);

    World& world_;
    std::wstring client_;
    UpdateCollection* updates_;
    bool isForced_ = false;
    long priority_ = 2;
};

// IUpdateInstaller to IUpdateInstaller4
class Installer final : public Automation<Installer>
{
public:
    static constexpr const wchar_t* Name = L"IUpdateInstaller";

    explicit Installer(World& world, std::wstring client = L"") : world_(world), client_(std::move(client)), updates_(new UpdateCollection()) {}

    ~Installer() override { updates_->Release(); }

    static const std::vector<Member<Installer>>& Members();

private:
    HRESULT Install(Call& call);

    Outcome Install(Update& update);

    World& world_;
    std::wstring client_;
    UpdateCollection* updates_;
    bool isForced_ = false;
    bool isQuiet_ = false;
    bool allowsPrompts_ = true;
    bool closesApplications_ = false;
};
