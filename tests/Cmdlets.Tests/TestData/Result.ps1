# Gives an object as the cmdlets give it (live), and as a job or a remote session gives it (deserialized).
param([string]$Kind, [string]$What = 'scan')

$engine = (Get-Command Invoke-PatchScan).OutputType.Type.Assembly

function New-Live([string]$Name, [hashtable]$Values) {
    $type = $engine.GetType("PatchBaselineAssociation.$Name", $true)
    $object = [System.Runtime.CompilerServices.RuntimeHelpers]::GetUninitializedObject($type)
    foreach ($name in $Values.Keys) {
        $property = $type.GetProperty($name)
        $target = $property.PropertyType
        $value = $Values[$name]
        if ($target.IsGenericType -and $value -is [array]) {
            $array = [array]::CreateInstance($target.GetGenericArguments()[0], $value.Count)
            for ($index = 0; $index -lt $value.Count; $index++) { $array.SetValue($value[$index], $index) }
            $value = $array
        }
        elseif ($value -is [string] -and $target -ne [string]) {
            $value = [System.Management.Automation.LanguagePrimitives]::ConvertTo($value, $target)
        }
        $property.SetValue($object, $value)
    }
    $object
}

$missing = New-Live States.PatchRecord @{
    Id = 'openssl.amd64'; InstalledVersion = '3.0.1-1'; AvailableVersion = '3.0.1-2'; State = 'Missing'; Compliance = 'NonCompliant'
    Severity = 'optional'; Reason = 'Approved by rule 1'
}
$installed = New-Live States.PatchRecord @{
    Id = 'bash.amd64'; InstalledVersion = '5.2-1'; AvailableVersion = ''; State = 'Installed'; Compliance = 'Compliant'
    Severity = 'required'; Reason = 'Nothing newer is approved'
}
$away = New-Live Inventories.RepositoryHealth @{ Name = 'http://away.example bookworm'; Status = 'Unavailable'; Message = 'No route to host'; IsUsed = $false }
$current = New-Live Inventories.RepositoryHealth @{ Name = 'http://there.example bookworm'; Status = 'Current'; Message = ''; IsUsed = $true }

$result = New-Live Operations.PatchOperationResult @{
    Operation = 'Scan'; NodeId = 'node-1'; Product = 'Debian12'; BaselineId = 'pb-0123'; BaselineName = 'Mine'; Compliance = 'NonCompliant'
    MissingCount = 1; InstalledCount = 1; SecurityNonCompliantCount = 1; CriticalNonCompliantCount = 0; OtherNonCompliantCount = 0; StateFolder = '/var/state'; RebootPending = $false
    Patches = @($missing, $installed); Repositories = @($away, $current)
}

$install = New-Live Operations.PatchOperationResult @{
    Operation = 'Install'; NodeId = 'node-1'; Product = 'Debian12'; BaselineId = 'pb-0123'; BaselineName = 'Mine'; Compliance = 'Compliant'
    InstalledCount = 2; StateFolder = '/var/state'; RebootPending = $true; Restart = 'Scheduled'; RestartReason = 'Something was installed.'
    Changes = @(
        (New-Live States.PackageChange @{ Id = 'openssl.amd64'; FromVersion = '3.0.1-1'; ToVersion = '3.0.1-2' }),
        (New-Live States.PackageChange @{ Id = 'libssl3.amd64'; FromVersion = '3.0.1-1'; ToVersion = '3.0.1-2' }))
    InstallOverrideList = 'https://lists.example/list.yaml'; LogPath = '/var/state/logs/install.log'; ServicesToRestart = @('ssh.service', 'cron.service')
    KeptConfigurationFiles = @('/etc/ssl/openssl.cnf'); Patches = @($installed); Repositories = @($current)
}
$plan = New-Live Installation.PatchPlan @{
    NodeId = 'node-1'; OperatingSystem = 'DEBIAN'; BaselineId = 'pb-0123'; BaselineName = 'Mine'; InstallOverrideList = ''
    UpgradeCount = 1; NewCount = 2; RemoveCount = 0; RefusedCount = 1; DownloadBytes = [long]2MB; DiskBytes = [long]-1MB; IsRestartPlanned = $true
    Unfinished = @('half 1', 'torn 2'); Kernels = @('linux-image-6.1.0-42-amd64 6.1.159-1'); Services = @('ssh.service')
    Items = @(
        (New-Live Installation.PatchPlanItem @{ Action = 'Upgrade'; Id = 'openssl.amd64'; InstalledVersion = '3.0.1-1'; Version = '3.0.1-2'; IsPatch = $true; Reason = 'Approved by rule 1' }),
        (New-Live Installation.PatchPlanItem @{ Action = 'Install'; Id = 'libnew.amd64'; InstalledVersion = ''; Version = '1'; Reason = 'Comes with an upgrade' }),
        (New-Live Installation.PatchPlanItem @{ Action = 'Refuse'; Id = 'curl.amd64'; InstalledVersion = '1'; Version = '2'; IsPatch = $true; Reason = 'it would remove bash' }))
}
$nothing = New-Live Installation.PatchPlan @{
    NodeId = 'node-1'; OperatingSystem = 'DEBIAN'; BaselineId = 'pb-0123'; BaselineName = 'Mine'; InstallOverrideList = '/list.yaml'
    Items = @(); Kernels = @(); Services = @(); DiskBytes = $null
}
$entry = New-Live Operations.OverrideListEntryResult @{
    Id = 'open*'; Title = '3.*'; Line = 12; Column = 5; Kind = 'Pattern'; Status = 'Installs'
    Matches = @(
        (New-Live Operations.OverrideListMatch @{ Id = 'openold.amd64'; InstalledVersion = '3.2'; Version = '3.1'; Status = 'NothingToDo'; Reason = '3.2 is installed, which is newer' }),
        (New-Live Operations.OverrideListMatch @{ Id = 'opensame.amd64'; InstalledVersion = '3.2'; Version = '3.2'; Status = 'NothingToDo'; Reason = 'it is installed' }),
        (New-Live Operations.OverrideListMatch @{ Id = 'openssh.amd64'; InstalledVersion = '3.1'; Version = '3.2'; Status = 'KeptAway'; Reason = 'it is on hold' }),
        (New-Live Operations.OverrideListMatch @{ Id = 'openssl.amd64'; InstalledVersion = '3.0'; Version = '3.1'; Status = 'Installs'; Reason = '' }))
    Reason = 'A wildcard takes a version.'
}

$object = switch ($What) {
    'scan' { $result }
    'install' { $install }
    'plan' { $plan }
    'nothing' { $nothing }
    'entry' { $entry }
}

# As deep as a job goes by itself.
if ($Kind -eq 'live') { $object } else { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($object)) }
