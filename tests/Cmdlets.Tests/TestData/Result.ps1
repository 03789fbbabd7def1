# Gives a result as the cmdlets give it (live), and as a job or a remote session gives it (deserialized).
param([string]$Kind)

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

# As deep as a job goes by itself.
if ($Kind -eq 'live') { $result } else { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($result)) }
