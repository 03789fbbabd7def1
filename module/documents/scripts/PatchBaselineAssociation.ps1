# Finds the module, installs it where it is absent, runs it, and ends with its exit code. For Windows PowerShell 5.1 and PowerShell 7.
# The agent puts the document's parameters into these quotes; the document's patterns keep out what could end them.
$parameters = @{
    Operation           = '{{ Operation }}'
    BaselineTags        = '{{ BaselineTags }}'
    AssociationId       = '{{ AssociationId }}'
    InstallOverrideList = '{{ InstallOverrideList }}'
    RebootOption        = '{{ RebootOption }}'
}
$source = '{{ ModuleSource }}'
$version = '{{ ModuleVersion }}'
$hash = '{{ ModuleSha256 }}'
$folder = '{{ InstallFolder }}'

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$PSNativeCommandUseErrorActionPreference = $false
if ($null -ne $PSStyle) { $PSStyle.OutputRendering = 'PlainText' }
$name = 'PatchBaselineAssociation'
# What is still being unpacked is in a folder of this name, which no search for modules takes.
$unfinished = ".$name-unfinished-"

function Stop-Step([int] $Code, [string] $Id, [string] $Message, [string] $Advice) {
    $Host.UI.WriteErrorLine("[$Id] $Message $Advice")
    exit $Code
}

function Find-Copy {
    $newest = $null
    foreach ($candidate in Get-Module -ListAvailable -Name $name) {
        if ($candidate.Path.Contains($unfinished) -or ($version -ne '' -and "$($candidate.Version)" -ne $version)) { continue }
        if ($null -eq $newest -or $candidate.Version -gt $newest.Version) { $newest = $candidate }
    }
    $newest
}

function Save-Zip([string] $Path) {
    if ($source.StartsWith('https://')) {
        # Windows PowerShell may not offer TLS 1.2 by itself.
        [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12
        $response = [Net.WebRequest]::Create($source).GetResponse()
        try {
            # Windows PowerShell follows a redirection that leaves https.
            if ($response.ResponseUri.Scheme -ne 'https') { throw "The server leads to '$($response.ResponseUri.Scheme)', which is not https." }
            $file = [IO.File]::Create($Path)
            try { $response.GetResponseStream().CopyTo($file) } finally { $file.Dispose() }
        }
        finally { $response.Dispose() }
    }
    elseif (Get-Command -Name aws -CommandType Application -ErrorAction Ignore) {
        $arguments = @('s3', 'cp', '--only-show-errors')
        if ($env:AWS_SSM_REGION_NAME) { $arguments += @('--region', $env:AWS_SSM_REGION_NAME) }
        & aws @arguments $source $Path
        if ($LASTEXITCODE -ne 0) { throw "aws s3 cp ended with exit code $LASTEXITCODE." }
    }
    elseif (Get-Command -Name Read-S3Object -ErrorAction Ignore) {
        $bucket, $key = $source.Substring('s3://'.Length).Split([char[]]'/', 2)
        $request = @{ BucketName = $bucket; Key = $key; File = $Path }
        if ($env:AWS_SSM_REGION_NAME) { $request.Region = $env:AWS_SSM_REGION_NAME }
        $null = Read-S3Object @request
    }
    else {
        throw 'Neither the AWS CLI (aws) nor AWS Tools for PowerShell (Read-S3Object) is installed here.'
    }
}

function Expand-Zip([string] $Zip, [string] $Path) {
    try { Save-Zip $Zip }
    catch { Stop-Step 156 'ModuleNotDownloaded' "The module could not be downloaded from '$source': $($_.Exception.Message)" 'Check the address, the network, and the rights of the instance role.' }
    if ($hash -ne '') {
        $algorithm = [Security.Cryptography.SHA256]::Create()
        $file = [IO.File]::OpenRead($Zip)
        try { $actual = [BitConverter]::ToString($algorithm.ComputeHash($file)).Replace('-', '').ToLowerInvariant() }
        finally { $file.Dispose(); $algorithm.Dispose() }
        if ($actual -ne $hash) { Stop-Step 151 'ModuleHashWrong' "What '$source' gives has the SHA-256 hash $actual, not $hash. It was not unpacked." 'Correct ModuleSha256, or find out who changed the file.' }
    }
    try {
        $null = [Reflection.Assembly]::Load('System.IO.Compression.FileSystem, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089')
        [IO.Compression.ZipFile]::ExtractToDirectory($Zip, $Path)
    }
    catch { Stop-Step 155 'ModuleNotUnpacked' "What '$source' gives could not be unpacked: $($_.Exception.Message)" 'It must be a zip file of the module, and the disk must have room for it.' }
}

function Save-FromGallery([string] $Path) {
    if ($hash -ne '') { Stop-Step 1 'ModuleHashWrong' 'ModuleSha256 is the hash of a zip file, and ModuleSource is a gallery.' 'Leave one of them out.' }
    $request = @{ Name = $name; Path = $Path; Repository = 'PSGallery' }
    try {
        if (Get-Command -Name Save-PSResource -ErrorAction Ignore) {
            if ($version -ne '') { $request.Version = $version }
            Save-PSResource @request -TrustRepository
        }
        elseif (Get-Command -Name Save-Module -ErrorAction Ignore) {
            [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12
            # Without the provider it would be asked for, and nobody can answer.
            if (-not (Get-PackageProvider -Name NuGet -ListAvailable -ErrorAction Ignore)) { $null = Install-PackageProvider -Name NuGet -MinimumVersion 2.8.5.201 -Scope AllUsers -Force }
            if ($version -ne '') { $request.RequiredVersion = $version }
            Save-Module @request -Force
        }
        else { throw 'Neither Save-PSResource nor Save-Module is installed here.' }
    }
    catch { Stop-Step 156 'ModuleNotDownloaded' "The module could not be had from the gallery: $($_.Exception.Message)" 'Check the network, or give the module as a zip file.' }
}

function Install-Copy {
    if ($source -eq '') {
        $wanted = if ($version -eq '') { $name } else { "$name $version" }
        Stop-Step 152 'ModuleNotInstalled' "The module $wanted is not installed, and ModuleSource is empty." 'Install it, or give ModuleSource.'
    }
    $workplace = [IO.Path]::Combine($folder, $unfinished + [Guid]::NewGuid())
    try {
        $content = [IO.Directory]::CreateDirectory([IO.Path]::Combine($workplace, 'content')).FullName
        if ($source -eq 'Gallery' -or $source -eq 'PSGallery') { Save-FromGallery $content }
        else { Expand-Zip ([IO.Path]::Combine($workplace, 'module.zip')) $content }

        $manifests = [IO.Directory]::GetFiles($content, "$name.psd1", 'AllDirectories')
        if ($manifests.Length -ne 1) { Stop-Step 155 'ModuleNotUnpacked' "What '$source' gives has $($manifests.Length) files $name.psd1, and not one." 'It must be a zip file of the module.' }
        try { $given = "$((Test-ModuleManifest -Path $manifests[0]).Version)" }
        catch { Stop-Step 155 'ModuleNotUnpacked' "What '$source' gives is no whole module: $($_.Exception.Message)" 'It must be a zip file of the module.' }
        if ($version -ne '' -and $given -ne $version) { Stop-Step 155 'ModuleVersionWrong' "What '$source' gives is version $given, and ModuleVersion is $version." 'Correct one of them.' }

        $target = [IO.Path]::Combine($folder, $name, $given)
        try {
            $null = [IO.Directory]::CreateDirectory([IO.Path]::Combine($folder, $name))
            [IO.Directory]::Move([IO.Path]::GetDirectoryName($manifests[0]), $target)
        }
        catch {
            # Another run may have been faster.
            if ($null -eq (Find-Copy)) { Stop-Step 155 'ModuleNotUnpacked' "The module could not be put into '$target': $($_.Exception.Message)" 'Remove what is there, or give another InstallFolder.' }
        }
    }
    finally {
        if ([IO.Directory]::Exists($workplace)) { [IO.Directory]::Delete($workplace, $true) }
    }
}

try {
    if ($folder -eq '') {
        $folder = '/usr/local/share/powershell/Modules'
        if ($PSEdition -eq 'Desktop') { $folder = [IO.Path]::Combine([Environment]::GetFolderPath('ProgramFiles'), 'WindowsPowerShell', 'Modules') }
    }
    $separator = [IO.Path]::PathSeparator
    if ("$env:PSModulePath".Split($separator) -notcontains $folder) { $env:PSModulePath = "$folder$separator$env:PSModulePath" }

    $module = Find-Copy
    if ($null -eq $module) {
        Install-Copy
        $module = Find-Copy
        if ($null -eq $module) { Stop-Step 152 'ModuleNotInstalled' "The module was put into '$folder', and is not found there." 'Install it by hand to see why.' }
    }
    Import-Module -Name $module.Path

    # A patch that fails is written as an error, and does not end the command. The width is that of a log, not of a terminal.
    $global:LASTEXITCODE = 1
    Invoke-PatchBaselineAssociation @parameters -ErrorAction Continue | Out-String -Stream -Width 250
    exit $LASTEXITCODE
}
catch {
    # The command sets its exit code before it fails; before it there is none.
    $code = $LASTEXITCODE
    if (-not $code) { $code = 1 }
    $advice = ''
    if ($null -ne $_.ErrorDetails) { $advice = $_.ErrorDetails.RecommendedAction }
    Stop-Step $code $_.FullyQualifiedErrorId.Split(',')[0] "$_" $advice
}
