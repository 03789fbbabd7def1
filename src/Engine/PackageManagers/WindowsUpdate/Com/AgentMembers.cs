using System.Runtime.CompilerServices;

namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate.Com;

/// <summary>Every member of the Windows Update Agent's interfaces that is called. There is no other way to call one, and a test compares the names with the published definition.</summary>
internal static class AgentMembers
{
    internal static class Session
    {
        public static readonly ComMember ClientApplicationID = Of("IUpdateSession");
        public static readonly ComMember CreateUpdateSearcher = Of("IUpdateSession");
        public static readonly ComMember CreateUpdateDownloader = Of("IUpdateSession");
        public static readonly ComMember CreateUpdateInstaller = Of("IUpdateSession");
        public static readonly ComMember UserLocale = Of("IUpdateSession2");
    }

    internal static class Searcher
    {
        public static readonly ComMember IncludePotentiallySupersededUpdates = Of("IUpdateSearcher");
        public static readonly ComMember ServerSelection = Of("IUpdateSearcher");
        public static readonly ComMember Online = Of("IUpdateSearcher");
        public static readonly ComMember Search = Of("IUpdateSearcher");
        public static readonly ComMember GetTotalHistoryCount = Of("IUpdateSearcher");
        public static readonly ComMember QueryHistory = Of("IUpdateSearcher");
    }

    internal static class SearchResult
    {
        public static readonly ComMember ResultCode = Of("ISearchResult");
        public static readonly ComMember Updates = Of("ISearchResult");
        public static readonly ComMember Warnings = Of("ISearchResult");
    }

    internal static class Problems
    {
        public static readonly ComMember Count = Of("IUpdateExceptionCollection");
        public static readonly ComMember Item = Of("IUpdateExceptionCollection");
    }

    internal static class Problem
    {
        public static readonly ComMember HResult = Of("IUpdateException");
        public static readonly ComMember Message = Of("IUpdateException");
    }

    internal static class Updates
    {
        public static readonly ComMember Count = Of("IUpdateCollection");
        public static readonly ComMember Item = Of("IUpdateCollection");
        public static readonly ComMember Add = Of("IUpdateCollection");
    }

    internal static class Update
    {
        public static readonly ComMember Identity = Of("IUpdate");
        public static readonly ComMember Title = Of("IUpdate");
        public static readonly ComMember KBArticleIDs = Of("IUpdate");
        public static readonly ComMember SecurityBulletinIDs = Of("IUpdate");
        public static readonly ComMember SupersededUpdateIDs = Of("IUpdate");
        public static readonly ComMember MsrcSeverity = Of("IUpdate");
        public static readonly ComMember Categories = Of("IUpdate");
        public static readonly ComMember Type = Of("IUpdate");
        public static readonly ComMember LastDeploymentChangeTime = Of("IUpdate");
        public static readonly ComMember IsInstalled = Of("IUpdate");
        public static readonly ComMember IsHidden = Of("IUpdate");
        public static readonly ComMember IsDownloaded = Of("IUpdate");
        public static readonly ComMember EulaAccepted = Of("IUpdate");
        public static readonly ComMember AcceptEula = Of("IUpdate");
        public static readonly ComMember InstallationBehavior = Of("IUpdate");
        public static readonly ComMember MaxDownloadSize = Of("IUpdate");
        public static readonly ComMember RebootRequired = Of("IUpdate2");
        public static readonly ComMember CveIDs = Of("IUpdate2");
        public static readonly ComMember BrowseOnly = Of("IUpdate3");
    }

    internal static class Identity
    {
        public static readonly ComMember UpdateID = Of("IUpdateIdentity");
        public static readonly ComMember RevisionNumber = Of("IUpdateIdentity");
    }

    internal static class Behavior
    {
        public static readonly ComMember CanRequestUserInput = Of("IInstallationBehavior");
        public static readonly ComMember Impact = Of("IInstallationBehavior");
    }

    internal static class Categories
    {
        public static readonly ComMember Count = Of("ICategoryCollection");
        public static readonly ComMember Item = Of("ICategoryCollection");
    }

    internal static class Category
    {
        public static readonly ComMember CategoryID = Of("ICategory");
        public static readonly ComMember Name = Of("ICategory");
        public static readonly ComMember Type = Of("ICategory");
        public static readonly ComMember Parent = Of("ICategory");
    }

    internal static class Texts
    {
        public static readonly ComMember Count = Of("IStringCollection");
        public static readonly ComMember Item = Of("IStringCollection");
    }

    internal static class Downloader
    {
        public static readonly ComMember Updates = Of("IUpdateDownloader");
        public static readonly ComMember Download = Of("IUpdateDownloader");
    }

    internal static class DownloadResult
    {
        public static readonly ComMember GetUpdateResult = Of("IDownloadResult");
    }

    internal static class UpdateDownloadResult
    {
        public static readonly ComMember HResult = Of("IUpdateDownloadResult");
        public static readonly ComMember ResultCode = Of("IUpdateDownloadResult");
    }

    internal static class Installer
    {
        public static readonly ComMember Updates = Of("IUpdateInstaller");
        public static readonly ComMember Install = Of("IUpdateInstaller");
        public static readonly ComMember IsBusy = Of("IUpdateInstaller");
        public static readonly ComMember AllowSourcePrompts = Of("IUpdateInstaller");
        public static readonly ComMember RebootRequiredBeforeInstallation = Of("IUpdateInstaller");
        public static readonly ComMember ForceQuiet = Of("IUpdateInstaller2");
    }

    internal static class InstallationResult
    {
        public static readonly ComMember GetUpdateResult = Of("IInstallationResult");
    }

    internal static class UpdateInstallationResult
    {
        public static readonly ComMember HResult = Of("IUpdateInstallationResult");
        public static readonly ComMember ResultCode = Of("IUpdateInstallationResult");
        public static readonly ComMember RebootRequired = Of("IUpdateInstallationResult");
    }

    internal static class History
    {
        public static readonly ComMember Count = Of("IUpdateHistoryEntryCollection");
        public static readonly ComMember Item = Of("IUpdateHistoryEntryCollection");
    }

    internal static class HistoryEntry
    {
        public static readonly ComMember Operation = Of("IUpdateHistoryEntry");
        public static readonly ComMember ResultCode = Of("IUpdateHistoryEntry");
        public static readonly ComMember Date = Of("IUpdateHistoryEntry");
        public static readonly ComMember UpdateIdentity = Of("IUpdateHistoryEntry");
    }

    internal static class SystemInformation
    {
        public static readonly ComMember RebootRequired = Of("ISystemInformation");
    }

    internal static class ServiceManager
    {
        public static readonly ComMember Services = Of("IUpdateServiceManager");
    }

    internal static class Services
    {
        public static readonly ComMember Count = Of("IUpdateServiceCollection");
        public static readonly ComMember Item = Of("IUpdateServiceCollection");
    }

    internal static class Service
    {
        public static readonly ComMember Name = Of("IUpdateService");
        public static readonly ComMember IsManaged = Of("IUpdateService");
        public static readonly ComMember IsDefaultAUService = Of("IUpdateService2");
    }

    private static ComMember Of(string @interface, [CallerMemberName] string name = "") => new(@interface, name);
}
