<#
.SYNOPSIS
    Runs the Pester tests over the built module; ends with exit code 1 unless all of them passed.
#>
[CmdletBinding()]
param(
    [ValidateSet('None', 'Normal', 'Detailed', 'Diagnostic')]
    [string] $Output = 'Detailed'
)

$ErrorActionPreference = 'Stop'
Import-Module -Name Pester -MinimumVersion 5.0
$configuration = New-PesterConfiguration
$configuration.Run.Path = $PSScriptRoot
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = $Output
$result = Invoke-Pester -Configuration $configuration

foreach ($test in $result.Skipped) {
    Write-Host "Skipped: $($test.ExpandedPath)"
}
# A file that does not parse, or has no tests, must not look like success.
if ($result.Result -ne 'Passed' -or $result.PassedCount -eq 0) {
    exit 1
}
exit 0
