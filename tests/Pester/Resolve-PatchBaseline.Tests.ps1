BeforeDiscovery {
    $obstacle = if ([System.IO.Path]::DirectorySeparatorChar -ne '/') { 'Windows has no chmod' } elseif ((& id -u) -eq '0') { 'root may read every file' }
    $note = if ($obstacle) { " (skipped: $obstacle)" }
}

BeforeAll {
    . "$PSScriptRoot/common.ps1"
    $command = 'PatchBaselineAssociation.Commands.ResolvePatchBaselineCommand'
}

Describe 'Resolve-PatchBaseline' {
    It 'gives the predefined baseline of <operatingSystem>' -ForEach @(
        @{ OperatingSystem = 'ALMA_LINUX'; Name = 'AWS-AlmaLinuxDefaultPatchBaseline' }
        @{ OperatingSystem = 'AMAZON_LINUX'; Name = 'AWS-AmazonLinuxDefaultPatchBaseline' }
        @{ OperatingSystem = 'AMAZON_LINUX_2'; Name = 'AWS-AmazonLinux2DefaultPatchBaseline' }
        @{ OperatingSystem = 'AMAZON_LINUX_2022'; Name = 'AWS-AmazonLinux2022DefaultPatchBaseline' }
        @{ OperatingSystem = 'AMAZON_LINUX_2023'; Name = 'AWS-AmazonLinux2023DefaultPatchBaseline' }
        @{ OperatingSystem = 'CENTOS'; Name = 'AWS-CentOSDefaultPatchBaseline' }
        @{ OperatingSystem = 'DEBIAN'; Name = 'AWS-DebianDefaultPatchBaseline' }
        @{ OperatingSystem = 'MACOS'; Name = 'AWS-MacOSDefaultPatchBaseline' }
        @{ OperatingSystem = 'ORACLE_LINUX'; Name = 'AWS-OracleLinuxDefaultPatchBaseline' }
        @{ OperatingSystem = 'RASPBIAN'; Name = 'AWS-DefaultRaspbianPatchBaseline' }
        @{ OperatingSystem = 'REDHAT_ENTERPRISE_LINUX'; Name = 'AWS-RedHatDefaultPatchBaseline' }
        @{ OperatingSystem = 'ROCKY_LINUX'; Name = 'AWS-RockyLinuxDefaultPatchBaseline' }
        @{ OperatingSystem = 'SUSE'; Name = 'AWS-SuseDefaultPatchBaseline' }
        @{ OperatingSystem = 'UBUNTU'; Name = 'AWS-UbuntuDefaultPatchBaseline' }
        @{ OperatingSystem = 'WINDOWS'; Name = 'AWS-DefaultPatchBaseline' }
    ) {
        $baseline = Resolve-PatchBaseline -OperatingSystem $operatingSystem
        $baseline.Name | Should -Be $name
        $baseline.BaselineId | Should -Match '^(arn:.+/)?pb-[0-9a-f]{17}$'
        "$($baseline.Origin.Kind)" | Should -Be 'Predefined'
        $baseline.Origin.Reason | Should -Match $operatingSystem
        $baseline.ApprovalRules | Should -Not -BeNullOrEmpty
    }

    It 'completes the names of operating systems' {
        $line = 'Resolve-PatchBaseline -OperatingSystem amazonlinux20'
        (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText | Should -Be 'AmazonLinux2022', 'AmazonLinux2023'
        "$((Resolve-PatchBaseline -OperatingSystem AmazonLinux2022).OperatingSystem)" | Should -Be 'AmazonLinux2022'
    }

    It 'refuses an operating system that does not exist' {
        (Get-ThrownError { Resolve-PatchBaseline -OperatingSystem TEMPLEOS }).FullyQualifiedErrorId | Should -Be "ParameterArgumentTransformationError,$command"
    }

    It 'names an id that is not known, and the ones that are' {
        $thrown = Get-ThrownError { Resolve-PatchBaseline -BaselineId pb-00000000000000000 -OperatingSystem DEBIAN }
        $thrown.FullyQualifiedErrorId | Should -Be "BaselineNotFound,$command"
        "$($thrown.CategoryInfo.Category)" | Should -Be 'ObjectNotFound'
        $thrown.TargetObject | Should -Be 'pb-00000000000000000'
        $thrown.ErrorDetails.RecommendedAction | Should -Match 'AWS-DebianDefaultPatchBaseline'
    }

    Context 'with a file' {
        It 'reads it, and says where it came from' {
            $file = New-BaselineFile ([System.IO.Path]::Combine($TestDrive, 'own.json')) -ApproveAfterDays 7
            $baseline = Resolve-PatchBaseline -Path $file -OperatingSystem DEBIAN
            $baseline.Name | Should -Be 'test'
            "$($baseline.Origin.Kind)" | Should -Be 'File'
            $baseline.Origin.Location | Should -Be $file
            $baseline.ApprovalRules[0].ApproveAfterDays | Should -Be 7
            $baseline | Out-String -Width 200 | Should -Match 'after 7 days \(High\): Priority=\*'
        }

        It 'reads every file of the pipeline' {
            $folder = [System.IO.Path]::Combine($TestDrive, 'several')
            $null = New-BaselineFile ([System.IO.Path]::Combine($folder, 'one.json'))
            $null = New-BaselineFile ([System.IO.Path]::Combine($folder, 'two.json'))
            @(Get-ChildItem -LiteralPath $folder | Resolve-PatchBaseline -OperatingSystem DEBIAN).Count | Should -Be 2
        }

        It 'reads what is not text of this world: a name with brackets' {
            $file = New-BaselineFile ([System.IO.Path]::Combine($TestDrive, 'odd [name] ü.json'))
            (Get-Item -LiteralPath $file | Resolve-PatchBaseline -OperatingSystem DEBIAN).Name | Should -Be 'test'
            (Resolve-PatchBaseline -Path $file -OperatingSystem DEBIAN).Name | Should -Be 'test'
        }
    }

    Context 'with a bad file' {
        BeforeAll {
            $bad = [System.IO.Path]::Combine($TestDrive, 'bad')
            $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::Combine($bad, 'folder'))
            Write-TextFile ([System.IO.Path]::Combine($bad, 'empty.json')) ''
            Write-TextFile ([System.IO.Path]::Combine($bad, 'words.json')) 'These are only words.'
            $whole = New-BaselineFile ([System.IO.Path]::Combine($bad, 'whole.json'))
            $text = [System.IO.File]::ReadAllText($whole)
            Write-TextFile ([System.IO.Path]::Combine($bad, 'truncated.json')) $text.Substring(0, [int]($text.Length / 2))
            Write-TextFile ([System.IO.Path]::Combine($bad, 'large.json')) ($text + (' ' * 10MB))
            $null = New-BaselineFile ([System.IO.Path]::Combine($bad, 'foreign.json')) -OperatingSystem UBUNTU
            $null = New-BaselineFile ([System.IO.Path]::Combine($bad, 'unknown.json')) -OperatingSystem TEMPLEOS
            $null = New-BaselineFile ([System.IO.Path]::Combine($bad, 'key.json')) -Change { $_.ApprovalRules.PatchRules[0].PatchFilterGroup.PatchFilters[0].Key = 'MSRC_SEVERITY' }
            $null = New-BaselineFile ([System.IO.Path]::Combine($bad, 'type.json')) -Change { $_.ApprovedPatches = 'one' }
            $null = New-BaselineFile ([System.IO.Path]::Combine($bad, 'both.json')) -Change { $_.ApprovalRules.PatchRules[0].ApproveUntilDate = '2026-01-01' }
            $null = New-BaselineFile ([System.IO.Path]::Combine($bad, 'rules.json')) -Change { $_.ApprovalRules.PatchRules = @($_.ApprovalRules.PatchRules) * 11 }
        }

        It 'says <id> of <name>' -ForEach @(
            @{ Name = 'none.json'; Id = 'BaselineNotFound'; Category = 'ObjectNotFound'; Text = 'none\.json' }
            @{ Name = 'folder'; Id = 'BaselineUnreadable'; Category = 'InvalidArgument'; Text = 'is a folder' }
            @{ Name = 'empty.json'; Id = 'BaselineNotJson'; Category = 'InvalidData'; Text = 'empty' }
            @{ Name = 'words.json'; Id = 'BaselineNotJson'; Category = 'InvalidData'; Text = 'words\.json' }
            @{ Name = 'truncated.json'; Id = 'BaselineNotJson'; Category = 'InvalidData'; Text = 'truncated\.json' }
            @{ Name = 'large.json'; Id = 'BaselineTooLarge'; Category = 'LimitsExceeded'; Text = 'large\.json' }
            @{ Name = 'foreign.json'; Id = 'BaselineOperatingSystemMismatch'; Category = 'InvalidArgument'; Text = 'UBUNTU' }
            @{ Name = 'unknown.json'; Id = 'BaselineInvalid'; Category = 'InvalidData'; Text = 'TEMPLEOS'; Target = '$.OperatingSystem' }
            @{ Name = 'key.json'; Id = 'BaselineInvalid'; Category = 'InvalidData'; Text = 'MSRC_SEVERITY'; Target = '$.ApprovalRules.PatchRules[0].PatchFilterGroup.PatchFilters[0].Key' }
            @{ Name = 'type.json'; Id = 'BaselineInvalid'; Category = 'InvalidData'; Text = 'ApprovedPatches'; Target = '$.ApprovedPatches' }
            @{ Name = 'both.json'; Id = 'BaselineInvalid'; Category = 'InvalidData'; Text = 'ApproveUntilDate'; Target = '$.ApprovalRules.PatchRules[0].ApproveUntilDate' }
            @{ Name = 'rules.json'; Id = 'BaselineInvalid'; Category = 'InvalidData'; Text = '11'; Target = '$.ApprovalRules.PatchRules' }
        ) {
            $path = [System.IO.Path]::Combine($bad, $name)
            $thrown = Get-ThrownError { Resolve-PatchBaseline -Path $path -OperatingSystem DEBIAN }
            $thrown.FullyQualifiedErrorId | Should -Be "$id,$command"
            "$($thrown.CategoryInfo.Category)" | Should -Be $category
            $thrown.Exception.Message | Should -Match $text
            # Where one value is wrong, its place in the file.
            $thrown.TargetObject | Should -Be $(if ($target) { $target } else { $path })
            $thrown.Exception.Message | Should -Match ([regex]::Escape($name))
            $thrown.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }

        It "says so of a file that may not be read$note" -Skip:($null -ne $obstacle) {
            $path = New-BaselineFile ([System.IO.Path]::Combine($TestDrive, 'secret.json'))
            & chmod 000 $path
            $thrown = Get-ThrownError { Resolve-PatchBaseline -Path $path -OperatingSystem DEBIAN }
            $thrown.FullyQualifiedErrorId | Should -Be "BaselineUnreadable,$command"
            "$($thrown.CategoryInfo.Category)" | Should -Be 'PermissionDenied'
        }
    }
}
