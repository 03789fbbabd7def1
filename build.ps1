#Requires -Version 7.4
<#
.SYNOPSIS
    Builds, tests or packs the module. Everything is done by dotnet; this only names the usual commands.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Pester', 'Pack', 'Bench')]
    [string]$Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string]$Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $args failed with exit code $LASTEXITCODE."
    }
}

function Get-ModuleManifest {
    $version = (Import-PowerShellDataFile (Join-Path $PSScriptRoot 'PatchBaselineAssociation.psd1')).ModuleVersion
    [System.IO.Path]::Combine($PSScriptRoot, 'out', 'PatchBaselineAssociation', $version, 'PatchBaselineAssociation.psd1')
}

$module = Join-Path $PSScriptRoot 'module/PatchBaselineAssociation.Module.csproj'

Push-Location $PSScriptRoot
try {
    switch ($Task) {
        'Build' { Invoke-DotNet build $module --configuration $Configuration }
        'Test' { Invoke-DotNet test --configuration $Configuration }
        'Pack' { Invoke-DotNet build $module --configuration $Configuration -t:Pack }
        'Bench' { Invoke-DotNet run --project tests/Benchmarks --configuration Release '--' --filter '*' }
        'Pester' {
            if (-not (Get-Module Pester -ListAvailable | Where-Object Version -ge 5.0)) {
                throw 'Pester 5 or newer is not installed. Install it with: Install-PSResource Pester'
            }

            Invoke-DotNet build $module --configuration $Configuration
            # In a process of its own: the module stays loaded until its process ends, and nobody is there to answer a prompt.
            & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command {
                param($tests, $manifest)
                $container = New-PesterContainer -Path $tests -Data @{ Manifest = $manifest }
                $configuration = New-PesterConfiguration -Hashtable @{ Run = @{ Container = $container; Exit = $true }; Output = @{ Verbosity = 'Detailed' } }
                Invoke-Pester -Configuration $configuration
            } -args (Join-Path $PSScriptRoot 'tests/Pester'), (Get-ModuleManifest)
            if ($LASTEXITCODE -ne 0) {
                throw "$LASTEXITCODE Pester tests failed."
            }
        }
    }
}
finally {
    Pop-Location
}
