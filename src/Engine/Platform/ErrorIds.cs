namespace PatchBaselineAssociation.Platform;

/// <summary>The stable ids of all errors and warnings. Scripts match on them: never rename one.</summary>
public static class ErrorIds
{
    // Node
    public const string OperatingSystemUnknown = nameof(OperatingSystemUnknown);
    public const string OperatingSystemNotSupportedYet = nameof(OperatingSystemNotSupportedYet);
    public const string OperatingSystemContradiction = nameof(OperatingSystemContradiction);
    public const string RootNotFound = nameof(RootNotFound);

    // Baselines
    public const string BaselineNotFound = nameof(BaselineNotFound);
    public const string BaselineUnreadable = nameof(BaselineUnreadable);
    public const string BaselineTooLarge = nameof(BaselineTooLarge);
    public const string BaselineNotJson = nameof(BaselineNotJson);
    public const string BaselineInvalid = nameof(BaselineInvalid);
    public const string BaselineOperatingSystemMismatch = nameof(BaselineOperatingSystemMismatch);
    public const string BaselineAmbiguous = nameof(BaselineAmbiguous);
    public const string BaselineApprovesNothing = nameof(BaselineApprovesNothing);
    public const string BaselineTagsInvalid = nameof(BaselineTagsInvalid);
    public const string BaselineTagsUnmatched = nameof(BaselineTagsUnmatched);
    public const string BaselineOverrideAddressInvalid = nameof(BaselineOverrideAddressInvalid);
    public const string BaselineOverrideAccessDenied = nameof(BaselineOverrideAccessDenied);
    public const string BaselineOverrideDownloadFailed = nameof(BaselineOverrideDownloadFailed);
    public const string BaselineSourcesUnusable = nameof(BaselineSourcesUnusable);
    public const string SnapshotInvalid = nameof(SnapshotInvalid);

    // Systems Manager and S3
    public const string CloudIdentityUnknown = nameof(CloudIdentityUnknown);
    public const string CloudRegionUnknown = nameof(CloudRegionUnknown);
    public const string CloudCredentialsMissing = nameof(CloudCredentialsMissing);
    public const string CloudCredentialsExpired = nameof(CloudCredentialsExpired);
    public const string CloudAccessDenied = nameof(CloudAccessDenied);
    public const string CloudUnreachable = nameof(CloudUnreachable);
    public const string CloudThrottled = nameof(CloudThrottled);
    public const string CloudClockSkewed = nameof(CloudClockSkewed);
    public const string CloudAnswerNotUnderstood = nameof(CloudAnswerNotUnderstood);
    public const string CloudRequestRefused = nameof(CloudRequestRefused);
    public const string CloudEndpointInvalid = nameof(CloudEndpointInvalid);
    public const string CloudRegionInvalid = nameof(CloudRegionInvalid);
    public const string CloudCredentialsRefused = nameof(CloudCredentialsRefused);
    public const string ManagedInstanceNotSupported = nameof(ManagedInstanceNotSupported);
    public const string AssociationNotFound = nameof(AssociationNotFound);
    public const string AssociationUnreadable = nameof(AssociationUnreadable);
    public const string AssociationSyncsItself = nameof(AssociationSyncsItself);
    public const string ReportKept = nameof(ReportKept);
    public const string ReportDamaged = nameof(ReportDamaged);

    // Install override lists
    public const string OverrideListNotFound = nameof(OverrideListNotFound);
    public const string OverrideListUnreadable = nameof(OverrideListUnreadable);
    public const string OverrideListAddressInvalid = nameof(OverrideListAddressInvalid);
    public const string OverrideListAccessDenied = nameof(OverrideListAccessDenied);
    public const string OverrideListDownloadFailed = nameof(OverrideListDownloadFailed);
    public const string OverrideListTooLarge = nameof(OverrideListTooLarge);
    public const string OverrideListNotYaml = nameof(OverrideListNotYaml);
    public const string OverrideListInvalid = nameof(OverrideListInvalid);
    public const string OverrideListExists = nameof(OverrideListExists);
    public const string OverrideListNotWritten = nameof(OverrideListNotWritten);
    public const string OverrideListEmpty = nameof(OverrideListEmpty);
    public const string OverrideEntryRepeated = nameof(OverrideEntryRepeated);
    public const string OverrideEntryMatchesNothing = nameof(OverrideEntryMatchesNothing);
    public const string OverrideEntryMatchesVersion = nameof(OverrideEntryMatchesVersion);
    public const string OverrideEntryMatchesAnyVersion = nameof(OverrideEntryMatchesAnyVersion);

    // Processes and package managers
    public const string ToolMissing = nameof(ToolMissing);
    public const string ToolNotExecutable = nameof(ToolNotExecutable);
    public const string ToolTimedOut = nameof(ToolTimedOut);
    public const string ToolFailed = nameof(ToolFailed);
    public const string ToolOutputTooLarge = nameof(ToolOutputTooLarge);
    public const string ToolOutputNotUnderstood = nameof(ToolOutputNotUnderstood);
    public const string PackageManagerMissing = nameof(PackageManagerMissing);
    public const string PackageManagerBusy = nameof(PackageManagerBusy);
    public const string PackageDatabaseBroken = nameof(PackageDatabaseBroken);
    public const string PackageVersionInvalid = nameof(PackageVersionInvalid);
    public const string PackageListsMissing = nameof(PackageListsMissing);
    public const string PackageHalfConfigured = nameof(PackageHalfConfigured);
    public const string RepositoryUnavailable = nameof(RepositoryUnavailable);
    public const string RepositoryUntrusted = nameof(RepositoryUntrusted);
    public const string CacheUnusable = nameof(CacheUnusable);
    public const string AdvisoriesUnreadable = nameof(AdvisoriesUnreadable);
    public const string AdvisoryIncomplete = nameof(AdvisoryIncomplete);

    // Windows Update
    public const string UpdateServiceDisabled = nameof(UpdateServiceDisabled);
    public const string UpdateAgentDenied = nameof(UpdateAgentDenied);
    public const string UpdateAgentTimedOut = nameof(UpdateAgentTimedOut);
    public const string UpdateAgentFailed = nameof(UpdateAgentFailed);
    public const string UpdateSearchIncomplete = nameof(UpdateSearchIncomplete);
    public const string UpdateUnreadable = nameof(UpdateUnreadable);
    public const string UpdateWithoutKb = nameof(UpdateWithoutKb);
    public const string RestartRequiredFirst = nameof(RestartRequiredFirst);
    public const string ScheduledTaskFailed = nameof(ScheduledTaskFailed);

    public const string ImageArchitectureForeign = nameof(ImageArchitectureForeign);
    public const string ImageFileUnreadable = nameof(ImageFileUnreadable);
    public const string ImageUnsafe = nameof(ImageUnsafe);
    public const string ImageNotWritable = nameof(ImageNotWritable);
    public const string ImageFileLeft = nameof(ImageFileLeft);
    public const string DownloadFailed = nameof(DownloadFailed);
    public const string DiskFull = nameof(DiskFull);

    // States
    public const string StateFolderNotWritable = nameof(StateFolderNotWritable);
    public const string StateFileDamaged = nameof(StateFileDamaged);
    public const string StateFileNewer = nameof(StateFileNewer);
    public const string StateWriteFailed = nameof(StateWriteFailed);
    public const string StateFileUnreadable = nameof(StateFileUnreadable);
    public const string StateHistoryNotPruned = nameof(StateHistoryNotPruned);
    public const string StateNotFound = nameof(StateNotFound);
    public const string RunLocked = nameof(RunLocked);
    public const string PatchNotFound = nameof(PatchNotFound);

    // Installation
    public const string NotPrivileged = nameof(NotPrivileged);
    public const string ConfirmationFailed = nameof(ConfirmationFailed);
    public const string PackageManagerRepaired = nameof(PackageManagerRepaired);
    public const string InstallInterrupted = nameof(InstallInterrupted);
    public const string PatchFailed = nameof(PatchFailed);
    public const string ConfigurationFileKept = nameof(ConfigurationFileKept);
    public const string OverrideEntryNotInstalled = nameof(OverrideEntryNotInstalled);

    // Reboots
    public const string RebootMarkerDamaged = nameof(RebootMarkerDamaged);
    public const string RestartFailed = nameof(RestartFailed);
    public const string RestartRefused = nameof(RestartRefused);
    public const string ShutdownScheduled = nameof(ShutdownScheduled);

    // Reports
    public const string ReportFileExists = nameof(ReportFileExists);
    public const string ReportFileNotWritten = nameof(ReportFileNotWritten);
    public const string ReportResultUnreadable = nameof(ReportResultUnreadable);
    public const string ReportWithoutResults = nameof(ReportWithoutResults);
    public const string ReportFormatUnknown = nameof(ReportFormatUnknown);

    // Operations
    public const string ParametersContradict = nameof(ParametersContradict);
    public const string AssociationParameterInvalid = nameof(AssociationParameterInvalid);
    public const string InputNotUnderstood = nameof(InputNotUnderstood);
    public const string PathNotInFileSystem = nameof(PathNotInFileSystem);
    public const string PathInvalid = nameof(PathInvalid);
    public const string Unexpected = nameof(Unexpected);
}
