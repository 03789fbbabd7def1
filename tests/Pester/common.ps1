# What the tests share; each file dot-sources it in BeforeAll. Syntax of Windows PowerShell 5.1.

$ErrorActionPreference = 'Stop'

$repository = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($PSScriptRoot, '..', '..'))
$moduleVersion = (Import-PowerShellDataFile -LiteralPath ([System.IO.Path]::Combine($repository, 'PatchBaselineAssociation.psd1'))).ModuleVersion
$modulePath = [System.IO.Path]::Combine($repository, 'out', 'PatchBaselineAssociation', $moduleVersion, 'PatchBaselineAssociation.psd1')
if (-not (Test-Path -LiteralPath $modulePath)) {
    throw "The module is not built: there is no '$modulePath'. Run: dotnet build module"
}
Import-Module -Name $modulePath

$powerShell = (Get-Process -Id $PID).Path

# A script in a new process of this PowerShell: its lines of standard output and error, and its exit code.
function Invoke-ChildPowerShell([string] $Script) {
    $encoded = [System.Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes("`$ProgressPreference = 'SilentlyContinue'`n$Script"))
    $previous = $ErrorActionPreference
    $ErrorActionPreference = 'Continue'
    try {
        $lines = @(& $powerShell -NoProfile -NonInteractive -OutputFormat Text -EncodedCommand $encoded 2>&1 | ForEach-Object { "$_" })
    }
    finally {
        $ErrorActionPreference = $previous
    }
    [pscustomobject]@{ ExitCode = $LASTEXITCODE; Lines = $lines; Text = $lines -join "`n" }
}

# The terminating error of a script block.
function Get-ThrownError([scriptblock] $Script) {
    try {
        $null = & $Script
    }
    catch {
        return $_
    }
    throw 'No error was thrown.'
}

# A baseline file of one rule over all priorities; Change works on it before it is written.
function New-BaselineFile([string] $Path, [string] $OperatingSystem = 'DEBIAN', [switch] $EnableNonSecurity, [int] $ApproveAfterDays = 0, [scriptblock] $Change) {
    $baseline = [ordered]@{
        BaselineId            = 'pb-0123456789abcdef0'
        Name                  = 'test'
        OperatingSystem       = $OperatingSystem
        GlobalFilters         = @{ PatchFilters = @() }
        ApprovalRules         = @{
            PatchRules = @(
                [ordered]@{
                    PatchFilterGroup  = @{ PatchFilters = @([ordered]@{ Key = 'PRIORITY'; Values = @('*') }) }
                    ComplianceLevel   = 'HIGH'
                    ApproveAfterDays  = $ApproveAfterDays
                    EnableNonSecurity = [bool]$EnableNonSecurity
                }
            )
        }
        ApprovedPatches       = @()
        RejectedPatches       = @()
        RejectedPatchesAction = 'ALLOW_AS_DEPENDENCY'
    }
    if ($Change) {
        $null = $baseline | ForEach-Object -Process $Change
    }
    Write-TextFile $Path ($baseline | ConvertTo-Json -Depth 10)
    $Path
}

# UTF-8 without a byte order mark, whose lines end as Linux ends them.
function Write-TextFile([string] $Path, [string] $Text) {
    $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($Path))
    [System.IO.File]::WriteAllText($Path, $Text.Replace("`r`n", "`n"), (New-Object -TypeName System.Text.UTF8Encoding -ArgumentList $false))
}

function Invoke-NativeTool([string] $Tool, [string[]] $Arguments) {
    $lines = @(& $Tool @Arguments 2>&1 | ForEach-Object { "$_" })
    if ($LASTEXITCODE -ne 0) {
        throw "$Tool $Arguments ended with exit code ${LASTEXITCODE}: $($lines -join "`n")"
    }
    $lines
}

# Why a private apt root cannot be made here; nothing where it can.
function Get-AptObstacle {
    if (-not [System.IO.Directory]::Exists('/etc') -or [System.IO.Path]::DirectorySeparatorChar -ne '/') {
        return 'apt exists on Linux only'
    }
    foreach ($tool in 'apt', 'apt-get', 'dpkg', 'dpkg-deb') {
        if (-not (Get-Command -Name $tool -CommandType Application -ErrorAction Ignore)) {
            return "$tool is not installed"
        }
    }
}

# Why nothing can be installed into a private root here; nothing where it can.
function Get-InstallObstacle {
    $obstacle = Get-AptObstacle
    if ($obstacle) {
        return $obstacle
    }
    if ("$(& id -u)" -ne '0') {
        'dpkg installs into a root for root only'
    }
}

# What dpkg itself says of a package in the root: 'ii 2'.
function Get-AptStatus($Apt, [string] $Name) {
    $line = & dpkg-query "--admindir=$($Apt.Root)/var/lib/dpkg" --show '--showformat=${db:Status-Abbrev}${Version}' -- $Name
    $line -replace '\s+', ' '
}

# A private root for real apt and dpkg: root beside it its packages, repositories and state.
function New-AptRoot([string] $Folder) {
    $root = [System.IO.Path]::Combine($Folder, 'root')
    $apt = [pscustomobject]@{ Folder = $Folder; Root = $root; State = [System.IO.Path]::Combine($Folder, 'state'); Configuration = [System.IO.Path]::Combine($Folder, 'apt.conf') }
    foreach ($name in 'etc/apt/apt.conf.d', 'etc/apt/preferences.d', 'etc/apt/sources.list.d', 'etc/apt/trusted.gpg.d', 'var/lib/dpkg/info', 'var/lib/dpkg/updates',
        'var/lib/dpkg/triggers', 'var/lib/apt/lists/partial', 'var/cache/apt/archives/partial', 'var/log/apt', 'tmp') {
        $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::Combine($root, $name))
    }
    Write-TextFile "$root/var/lib/dpkg/status" ''
    Write-TextFile "$root/etc/apt/sources.list" ''
    Write-TextFile "$root/etc/apt/apt.conf.d/retries" "Acquire::Retries `"0`";`n"
    Write-TextFile "$root/etc/os-release" "ID=debian`nNAME=`"Debian GNU/Linux`"`nPRETTY_NAME=`"Debian GNU/Linux 12 (bookworm)`"`nVERSION_ID=`"12`"`nVERSION_CODENAME=bookworm`n"
    Write-TextFile "$root/etc/hostname" "test-image`n"
    Write-TextFile $apt.Configuration "Dir `"$root/`";`nDir::State::status `"$root/var/lib/dpkg/status`";`nDir::Bin::methods `"/usr/lib/apt/methods/`";`n"
    $apt
}

# Builds a package once: 'name version'. Gives the path of its file.
function New-AptPackage($Apt, [string] $Package) {
    $name, $version = $Package -split ' ', 2
    $file = "$($Apt.Folder)/pool/$($name)_$($version.Replace(':', '_'))_all.deb"
    if (-not [System.IO.File]::Exists($file)) {
        $tree = "$($Apt.Folder)/build/$([System.Guid]::NewGuid())"
        Write-TextFile "$tree/DEBIAN/control" (Get-AptControl $Package)
        $null = [System.IO.Directory]::CreateDirectory("$($Apt.Folder)/pool")
        $null = Invoke-NativeTool 'dpkg-deb' @('--build', '--root-owner-group', $tree, $file)
    }
    $file
}

function Get-AptControl([string] $Package) {
    $name, $version = $Package -split ' ', 2
    "Package: $name`nVersion: $version`nArchitecture: all`nMaintainer: Tests <tests@example.invalid>`nPriority: optional`nSection: utils`nDescription: package $name of a test`n"
}

# Installs with dpkg itself.
function Install-AptPackage($Apt, [string[]] $Package) {
    $files = @($Package | ForEach-Object { New-AptPackage $Apt $_ })
    $null = Invoke-NativeTool 'dpkg' (@("--root=$($Apt.Root)", '--force-not-root', '--force-bad-path', '--force-script-chrootless', '--install') + $files)
}

function Set-AptHold($Apt, [string] $Name) {
    "$Name hold" | & dpkg "--root=$($Apt.Root)" --set-selections
    if ($LASTEXITCODE -ne 0) {
        throw "dpkg did not set the hold of $Name."
    }
}

# Makes a flat repository with a Release file and names it in the sources of the root.
function Add-AptRepository($Apt, [string] $Name, [string] $Suite, [string[]] $Package, [string] $Label = 'Debian') {
    $folder = "$($Apt.Folder)/repositories/$Name"
    $records = foreach ($one in $Package) {
        $file = New-AptPackage $Apt $one
        $fileName = [System.IO.Path]::GetFileName($file)
        $null = [System.IO.Directory]::CreateDirectory($folder)
        [System.IO.File]::Copy($file, "$folder/$fileName", $true)
        (Get-AptControl $one) + "Filename: ./$fileName`nSize: $((Get-Item -LiteralPath $file).Length)`nSHA256: $((Get-FileHash -LiteralPath $file -Algorithm SHA256).Hash.ToLowerInvariant())`n`n"
    }
    Write-TextFile "$folder/Packages" (-join $records)
    $date = [System.DateTime]::UtcNow.AddHours(-1).ToString('R', [System.Globalization.CultureInfo]::InvariantCulture)
    $hash = (Get-FileHash -LiteralPath "$folder/Packages" -Algorithm SHA256).Hash.ToLowerInvariant()
    $length = (Get-Item -LiteralPath "$folder/Packages").Length
    Write-TextFile "$folder/Release" "Origin: Debian`nLabel: $Label`nSuite: $Suite`nCodename: $Suite`nArchitectures: all`nComponents: main`nDate: $date`nSHA256:`n $hash $length Packages`n"
    Add-AptSource $Apt "deb [trusted=yes] file:$folder ./"
}

function Add-AptSource($Apt, [string] $Line) {
    [System.IO.File]::AppendAllText("$($Apt.Root)/etc/apt/sources.list", "$Line`n")
}

# What apt itself says of the root: 'name.architecture:candidate', sorted.
function Get-AptUpgradable($Apt) {
    $env:APT_CONFIG = $Apt.Configuration
    $env:LC_ALL = 'C'
    try {
        $null = Invoke-NativeTool 'apt-get' @('-q', 'update')
        $lines = @(& apt list --upgradable 2>$null)
    }
    finally {
        Remove-Item -Path Env:APT_CONFIG, Env:LC_ALL
    }
    $lines | Where-Object { $_ -match '^(?<name>[^/]+)/\S+ (?<version>\S+) (?<architecture>\S+) \[upgradable' } |
        ForEach-Object { $null = $_ -match '^(?<name>[^/]+)/\S+ (?<version>\S+) (?<architecture>\S+) '; '{0}.{1}:{2}' -f $Matches['name'], $Matches['architecture'], $Matches['version'] } |
        Sort-Object
}

# The module's cache of a root is named after its path; what is in it tells whose it is.
function Remove-AptRootCache($Apt) {
    $userCache = if ($env:XDG_CACHE_HOME) { $env:XDG_CACHE_HOME } else { "$HOME/.cache" }
    foreach ($cache in '/var/cache', $userCache) {
        Get-ChildItem -Path "$cache/PatchBaselineAssociation/apt/image-*/image.conf" -ErrorAction Ignore |
            Where-Object { Select-String -LiteralPath $_.FullName -SimpleMatch "$($Apt.Root)" -Quiet } |
            ForEach-Object { Remove-Item -LiteralPath $_.DirectoryName -Recurse -Force }
    }
}
