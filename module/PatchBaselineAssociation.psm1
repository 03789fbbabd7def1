# A module that could not load must not look imported.
$ErrorActionPreference = 'Stop'

$bin = [System.IO.Path]::Combine($PSScriptRoot, 'bin', $(if ($PSEdition -eq 'Core') { 'net8.0' } else { 'netstandard2.0' }))
if (-not ('PatchBaselineAssociation.Loader.ModuleLoader' -as [type])) {
    [void][System.Reflection.Assembly]::LoadFrom([System.IO.Path]::Combine($bin, 'PatchBaselineAssociation.Loader.dll'))
}
$binary = Import-Module -Assembly ([PatchBaselineAssociation.Loader.ModuleLoader]::Load($bin)) -PassThru
$types = Import-Module -Name ([System.IO.Path]::Combine($PSScriptRoot, 'PatchBaselineAssociation.Types.psd1')) -PassThru

# Without this a second import exports nothing: PowerShell/PowerShell#20710.
$ExecutionContext.SessionState.Module.OnRemove = { Remove-Module -ModuleInfo $script:binary, $script:types -Force }
