BeforeAll {
    . "$PSScriptRoot/common.ps1"
    $commands = 'ConvertTo-PatchOverrideList', 'Export-PatchReport', 'Get-PatchState', 'Install-PatchBaseline', 'Invoke-PatchBaselineAssociation', 'Invoke-PatchScan', 'Resolve-PatchBaseline', 'Test-PatchOverrideList'
    $import = "`$ErrorActionPreference = 'Stop'; Import-Module -Name '$modulePath'"
    $list = "(Get-Command -Module PatchBaselineAssociation).Name -join ','"
    $use = "(Resolve-PatchBaseline -OperatingSystem DEBIAN).Name"
}

Describe 'The module' {
    It 'has a valid manifest' {
        $manifest = Test-ModuleManifest -Path $modulePath -WarningAction Stop
        "$($manifest.Version)" | Should -Be $moduleVersion
        @($manifest.ExportedCmdlets.Keys | Sort-Object) | Should -Be $commands
        $manifest.CompatiblePSEditions | Should -Be 'Desktop', 'Core'
    }

    It 'has its commands, and no others' {
        @((Get-Command -Module PatchBaselineAssociation).Name) | Should -Be $commands
        (Get-Command -Module PatchBaselineAssociation).CommandType | Sort-Object -Unique | Should -Be 'Cmdlet'
    }

    It 'is found by its name below a folder of PSModulePath' {
        $folder = [System.IO.Path]::GetDirectoryName([System.IO.Path]::GetDirectoryName([System.IO.Path]::GetDirectoryName($modulePath)))
        $child = Invoke-ChildPowerShell "`$env:PSModulePath = '$folder' + [System.IO.Path]::PathSeparator + `$env:PSModulePath; $use"
        $child.Lines | Should -Be 'AWS-DebianDefaultPatchBaseline'
    }

    It 'keeps its commands through <name>' -ForEach @(
        @{ Name = 'Import-Module -Force'; Script = 'Import-Module -Name $path -Force' }
        @{ Name = 'Remove-Module and Import-Module'; Script = 'Remove-Module -Name PatchBaselineAssociation; Import-Module -Name $path' }
        @{ Name = 'both, twice'; Script = 'Import-Module -Name $path -Force; Remove-Module -Name PatchBaselineAssociation; Import-Module -Name $path -Force; Import-Module -Name $path -Force' }
    ) {
        $child = Invoke-ChildPowerShell "$import; `$path = '$modulePath'; $script; $list; $use"
        $child.Lines | Should -Be ($commands -join ','), 'AWS-DebianDefaultPatchBaseline'
    }

    It 'takes everything away with Remove-Module' {
        $child = Invoke-ChildPowerShell "$import; Remove-Module -Name PatchBaselineAssociation; @(Get-Command $($commands -join ',') -ErrorAction Ignore).Count; @(Get-Module -Name *PatchBaseline*).Count"
        $child.Lines | Should -Be '0', '0'
    }

    It 'takes a prefix' {
        $child = Invoke-ChildPowerShell "$import -Prefix Ssm; (Resolve-SsmPatchBaseline -OperatingSystem UBUNTU).Name"
        $child.Lines | Should -Be 'AWS-UbuntuDefaultPatchBaseline'
    }

    It 'is shared by the runspaces of a process' {
        $shells = @(1..2 | ForEach-Object {
                [powershell]::Create().AddScript('param($path) Import-Module -Name $path; (Resolve-PatchBaseline -OperatingSystem SUSE).GetType()').AddArgument($modulePath)
            })
        try {
            $types = @($shells | ForEach-Object { [pscustomobject]@{ Shell = $_; Result = $_.BeginInvoke() } } | ForEach-Object { $_.Shell.EndInvoke($_.Result) })
            $types.Count | Should -Be 2
            [object]::ReferenceEquals($types[0], $types[1]) | Should -BeTrue
        }
        finally {
            $shells | ForEach-Object { $_.Dispose() }
        }
    }

    It 'refuses a second copy in one process, and names both' {
        $copy = [System.IO.Path]::Combine($TestDrive, 'PatchBaselineAssociation', $moduleVersion)
        Copy-Item -LiteralPath ([System.IO.Path]::GetDirectoryName($modulePath)) -Destination $copy -Recurse
        $second = [System.IO.Path]::Combine($copy, 'PatchBaselineAssociation.psd1')
        $child = Invoke-ChildPowerShell "$import; try { Import-Module -Name '$second' -Force; 'imported' } catch { `$_.Exception.Message }; $use"
        $child.Lines.Count | Should -Be 2
        $child.Lines[0] | Should -Match ([regex]::Escape([System.IO.Path]::GetDirectoryName($modulePath)))
        $child.Lines[0] | Should -Match ([regex]::Escape($copy))
        $child.Lines[0] | Should -Match 'Start a new PowerShell session'
        $child.Lines[1] | Should -Be 'AWS-DebianDefaultPatchBaseline'
    }

    It 'writes nothing when it is imported' {
        $child = Invoke-ChildPowerShell $import
        $child.Text | Should -BeNullOrEmpty
        $child.ExitCode | Should -Be 0
    }

    It 'tells by the exit code that a command failed' {
        $child = Invoke-ChildPowerShell "$import; Resolve-PatchBaseline -Path ./no-such-baseline.json -OperatingSystem DEBIAN; 'after'"
        $child.ExitCode | Should -Be 1
        $child.Text | Should -Match 'no-such-baseline\.json'
        $child.Text | Should -Not -Match 'after'
    }
}

Describe 'The help of <_>' -ForEach 'Get-PatchState', 'Invoke-PatchScan', 'Resolve-PatchBaseline' {
    BeforeAll {
        $name = $_
        $help = Get-Help -Name $name -Full
        $common = [System.Management.Automation.Cmdlet]::CommonParameters + [System.Management.Automation.Cmdlet]::OptionalCommonParameters
        $parameters = @((Get-Command -Name $name).Parameters.Keys | Where-Object { $common -notcontains $_ })
    }

    It 'has a synopsis and a description' {
        $help.Synopsis | Should -Match '\.$'
        $help.Synopsis | Should -Not -Match $name
        ($help.description | Out-String).Length | Should -BeGreaterThan 80
    }

    It 'describes every parameter' {
        foreach ($parameter in $parameters) {
            (Get-Help -Name $name -Parameter $parameter).description.Text | Should -Not -BeNullOrEmpty -Because "-$parameter needs a description"
        }
    }

    It 'has examples that parse and have a text' {
        $examples = @($help.examples.example)
        $examples.Count | Should -BeGreaterOrEqual 2
        foreach ($example in $examples) {
            $errors = $null
            $null = [System.Management.Automation.Language.Parser]::ParseInput($example.code, [ref]$null, [ref]$errors)
            $errors | Should -BeNullOrEmpty
            $example.code | Should -Match $name
            ($example.remarks | Out-String).Trim() | Should -Not -BeNullOrEmpty
        }
    }
}

Describe 'The help of the module' {
    It 'has a page about the module' {
        # Windows PowerShell finds such pages only in folders of PSModulePath.
        $folder = [System.IO.Path]::GetDirectoryName([System.IO.Path]::GetDirectoryName([System.IO.Path]::GetDirectoryName($modulePath)))
        $child = Invoke-ChildPowerShell "`$env:PSModulePath = '$folder' + [System.IO.Path]::PathSeparator + `$env:PSModulePath; $import; Get-Help -Name about_PatchBaselineAssociation"
        $child.Text | Should -Match 'SHORT DESCRIPTION'
        $child.Text | Should -Match 'ONE COPY IN A PROCESS'
    }
}
