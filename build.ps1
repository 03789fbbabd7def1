#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Builds, tests, packs and measures the module.
.DESCRIPTION
    A thin shell over dotnet: what is built and how is written in the projects. Needs the .NET 10 SDK; the task Pester needs
    the module Pester, version 5 or newer, too. Stops at the first task that fails. The exit code of 'pwsh -File build.ps1' tells how it ended.
.PARAMETER Task
    Build   the module folder out/PatchBaselineAssociation/<version>
    Test    every test that needs no pwsh
    Pester  the module in a new process of this PowerShell (tests/Pester)
    Pack    the module as a package for a gallery and as a zip file, in out/packages
    Bench   the benchmarks; see docs/performance.md
.PARAMETER Configuration
    How it is compiled. Bench always compiles for Release.
.PARAMETER Filter
    For Bench: which benchmarks, for example *VersionOrder*.
.EXAMPLE
    ./build.ps1 -Task Build, Test, Pester
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Pester', 'Pack', 'Bench')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    [ValidateNotNullOrEmpty()]
    [string] $Filter = '*'
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
# A failure is told by this script itself, with the command in the message.
$PSNativeCommandUseErrorActionPreference = $false

function Invoke-Tool([string] $Path, [string[]] $Arguments) {
    & $Path @Arguments
    if ($LASTEXITCODE -ne 0) {
        throw "'$([System.IO.Path]::GetFileNameWithoutExtension($Path)) $Arguments' ended with exit code $LASTEXITCODE."
    }
}

if (-not (Get-Command -Name dotnet -CommandType Application -ErrorAction Ignore)) {
    throw 'dotnet is not on the path. Install the .NET 10 SDK: https://dotnet.microsoft.com/download'
}
if ($Task -contains 'Pester' -and -not (Get-Module -Name Pester -ListAvailable | Where-Object Version -ge '5.0')) {
    throw 'The task Pester needs the module Pester, version 5 or newer, which is not installed here. Run: Install-Module Pester -MinimumVersion 5.0 -Scope CurrentUser'
}

# global.json holds for the folder that dotnet is started in, not for the project that is named.
Push-Location -LiteralPath $PSScriptRoot
try {
    foreach ($name in $Task) {
        switch ($name) {
            'Build' { Invoke-Tool 'dotnet' @('build', 'module', '--configuration', $Configuration) }
            'Test' { Invoke-Tool 'dotnet' @('test', '--configuration', $Configuration) }
            'Pester' {
                Invoke-Tool 'dotnet' @('build', 'module', '--configuration', $Configuration)
                # A process of its own: a loaded module cannot be built again, and no test may ask a question.
                $powerShell = (Get-Process -Id $PID).Path
                Invoke-Tool $powerShell @('-NoProfile', '-NonInteractive', '-File', [System.IO.Path]::Combine($PSScriptRoot, 'tests', 'Pester', 'Run.ps1'))
            }
            'Pack' { Invoke-Tool 'dotnet' @('build', 'module', '--configuration', $Configuration, '-target:Pack') }
            'Bench' { Invoke-Tool 'dotnet' @('run', '--configuration', 'Release', '--project', 'tests/Benchmarks', '--', '--filter', $Filter) }
        }
    }
}
finally {
    Pop-Location
}
