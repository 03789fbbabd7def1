BeforeAll {
    . "$PSScriptRoot/common.ps1"
    Add-Type -AssemblyName System.IO.Compression.FileSystem
    $id = '01234567-89ab-cdef-0123-456789abcdef'
    $isWindowsNode = [System.IO.Path]::DirectorySeparatorChar -eq '\'
    $document = Get-Content -LiteralPath ([System.IO.Path]::Combine([System.IO.Path]::GetDirectoryName($modulePath), 'documents', 'PatchBaselineAssociation.json')) -Raw -Encoding UTF8 | ConvertFrom-Json

    # A module folder that has the built module as the document's own installation lays it out.
    $modules = [System.IO.Path]::Combine("$TestDrive", 'installed')
    $archive = [System.IO.Path]::Combine("$TestDrive", 'module.zip')
    [System.IO.Compression.ZipFile]::CreateFromDirectory([System.IO.Path]::GetDirectoryName($modulePath), $archive)
    $hash = (Get-FileHash -LiteralPath $archive -Algorithm SHA256).Hash.ToLowerInvariant()

    # The step of this platform, filled in and run as the agent does it.
    function Invoke-Document([hashtable] $Values) {
        $platform = if ($isWindowsNode) { 'Windows' } else { 'Linux' }
        $step = $document.mainSteps | Where-Object { $_.precondition.StringEquals[1] -eq $platform }
        $script = ($step.inputs.runCommand -join "`n") + "`n"
        foreach ($parameter in $document.parameters.PSObject.Properties) {
            $value = if ($Values.ContainsKey($parameter.Name)) { $Values[$parameter.Name] } else { $parameter.Value.default }
            $script = $script.Replace("{{ $($parameter.Name) }}", $value)
        }
        $path = [System.IO.Path]::Combine("$TestDrive", '_script.ps1')
        [System.IO.File]::WriteAllText($path, $script, (New-Object -TypeName System.Text.UTF8Encoding -ArgumentList $true))

        $previous = $ErrorActionPreference
        $ErrorActionPreference = 'Continue'
        $env:AWS_SSM_INSTANCE_ID = 'i-0123456789abcdef0'
        try {
            $arguments = @(if ($isWindowsNode) { '-InputFormat', 'None', '-NonInteractive', '-NoProfile', '-ExecutionPolicy', 'Unrestricted' }) + '-f'
            $lines = @(& $powerShell @arguments $path 2>&1 | ForEach-Object { "$_" })
        }
        finally {
            $ErrorActionPreference = $previous
            Remove-Item -Path Env:AWS_SSM_INSTANCE_ID
        }
        [pscustomobject]@{ ExitCode = $LASTEXITCODE; Lines = $lines; Text = $lines -join "`n" }
    }
}

Describe 'The document for nodes with PowerShell' {
    It 'installs the module from a zip file, once, and tells a failure with its id and exit code' {
        $commands = [System.IO.Path]::Combine("$TestDrive", 'commands')
        $null = [System.IO.Directory]::CreateDirectory($commands)
        if ($isWindowsNode) {
            [System.IO.File]::WriteAllText("$commands\aws.cmd", "@echo called>>`"$TestDrive\calls`"`r`n@copy /y `"$archive`" %7 >nul`r`n")
        }
        else {
            Write-TextFile "$commands/aws" "#!/bin/sh`necho called >> '$TestDrive/calls'`nfor target; do :; done`nexec cp '$archive' `"`$target`"`n"
            $null = Invoke-NativeTool 'chmod' @('755', "$commands/aws")
        }
        # More values than the command takes, which only it refuses.
        $values = @{ Operation = 'Scan'; AssociationId = $id; InstallFolder = $modules.Replace('\', '/'); ModuleSource = 's3://bucket/module.zip'; ModuleSha256 = $hash; BaselineTags = "Key=env,Values=$(1..21 -join ',')" }
        $path = $env:PATH
        $env:PATH = "$commands$([System.IO.Path]::PathSeparator)$path"
        $env:AWS_SSM_REGION_NAME = 'eu-north-1'
        try {
            foreach ($turn in 1, 2) {
                $run = Invoke-Document $values
                $run.ExitCode | Should -Be 153
                $run.Text | Should -Match '^\[BaselineTagsInvalid\] BaselineTags is .* Correct the parameter\.$'
            }
        }
        finally {
            $env:PATH = $path
            Remove-Item -Path Env:AWS_SSM_REGION_NAME
        }
        @(Get-Content -LiteralPath "$TestDrive/calls").Count | Should -Be 1
        (Get-ChildItem -LiteralPath $modules -Force).Name | Should -Be 'PatchBaselineAssociation'
        (Get-ChildItem -LiteralPath "$modules/PatchBaselineAssociation" -Force).Name | Should -Be $moduleVersion
    }

    It 'says what to do where the module is not installed' {
        $run = Invoke-Document @{ Operation = 'Scan'; AssociationId = $id; InstallFolder = "$TestDrive/empty".Replace('\', '/'); ModuleVersion = '99.0.0' }
        $run.ExitCode | Should -Be 152
        $run.Text | Should -Be '[ModuleNotInstalled] The module PatchBaselineAssociation 99.0.0 is not installed, and ModuleSource is empty. Install it, or give ModuleSource.'
    }
}
