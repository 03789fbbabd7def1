@{
    RootModule             = 'PatchBaselineAssociation.psm1'
    ModuleVersion          = '0.1.0'
    GUID                   = '6d0c1f5a-7d0b-4c39-9e0a-2f6a3f0c8b51'
    Author                 = 'PatchBaselineAssociation contributors'
    CompanyName            = 'PatchBaselineAssociation contributors'
    Copyright              = 'MIT License'
    Description            = 'Scans a node against a patch baseline, installs what it approves, says why for every patch, and keeps the state files that AWS-RunPatchBaselineAssociation keeps. Works with and without AWS.'
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions   = @('Desktop', 'Core')
    RequiredAssemblies     = @()
    FormatsToProcess       = @('PatchBaselineAssociation.Format.ps1xml')
    TypesToProcess         = @()
    CmdletsToExport        = @('ConvertTo-PatchOverrideList', 'Export-PatchReport', 'Get-PatchState', 'Install-PatchBaseline', 'Invoke-PatchBaselineAssociation', 'Invoke-PatchScan', 'Resolve-PatchBaseline', 'Test-PatchOverrideList')
    FunctionsToExport      = @()
    AliasesToExport        = @()
    VariablesToExport      = @()
    PrivateData            = @{
        PSData = @{
            Tags         = @('PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS', 'Patch', 'Compliance', 'SystemsManager', 'apt', 'Baseline')
            ReleaseNotes = 'See CHANGELOG.md'
        }
    }
}
