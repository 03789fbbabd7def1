BeforeDiscovery {
    . "$PSScriptRoot/common.ps1"
    $obstacle = Get-InstallObstacle
    $note = if ($obstacle) { " (skipped: $obstacle)" }
}

BeforeAll {
    . "$PSScriptRoot/common.ps1"
    $command = 'PatchBaselineAssociation.Commands.InstallPatchBaselineCommand'
}

Describe "Install-PatchBaseline into a private apt root$note" -Skip:($null -ne $obstacle) {
    BeforeAll {
        $apt = New-AptRoot "$TestDrive/install"
        Install-AptPackage $apt 'both 1', 'main-only 1', 'held 1', 'lost 1'
        Set-AptHold $apt 'held'
        Add-AptRepository $apt 'main' 'bookworm' 'both 1', 'main-only 2'
        Add-AptRepository $apt 'security' 'bookworm-security' 'both 2', 'held 2', 'lost 2' -Label 'Debian-Security'
        Remove-Item -LiteralPath "$($apt.Folder)/repositories/security/lost_2_all.deb"
        $secure = New-BaselineFile "$TestDrive/secure.json"
        $target = @{ Path = $secure; Root = $apt.Root; StatePath = $apt.State }

        function Get-RootFile {
            Get-ChildItem -LiteralPath $apt.Root -Recurse -File -Force | ForEach-Object { '{0} {1} {2}' -f $_.FullName, $_.Length, $_.LastWriteTimeUtc.Ticks }
        }
    }

    AfterAll {
        Remove-AptRootCache $apt
    }

    It 'gives the plan and changes nothing with <name>' -ForEach @(
        @{ Name = '-WhatIf'; Script = { Install-PatchBaseline @target -WhatIf } }
        @{ Name = '$WhatIfPreference'; Script = { $WhatIfPreference = $true; Install-PatchBaseline @target } }
    ) {
        $before = Get-RootFile
        $plan = & $script
        Get-RootFile | Should -Be $before
        [System.IO.Directory]::Exists($apt.State) | Should -BeFalse
        $plan.GetType().Name | Should -Be 'PatchPlan'
        $plan.Items | ForEach-Object { '{0} {1} {2}' -f $_.Action, $_.Id, $_.Version } | Should -Be 'Upgrade both.all 2', 'Upgrade lost.all 2', 'Keep held.all 2'
        $plan.IsRestartPlanned | Should -BeFalse
        $plan | Out-String -Width 120 | Should -Match 'Plan for test-image: 2 upgrades'
    }

    It 'says what it would do, once' {
        $child = Invoke-ChildPowerShell "Import-Module -Name '$modulePath'; `$null = Install-PatchBaseline -Path '$secure' -Root '$($apt.Root)' -StatePath '$($apt.State)' -WhatIf"
        @($child.Lines -match '^What if:') | Should -Be 'What if: Performing the operation "Install patches (2 upgrades)" on target "test-image".'
    }

    It 'ends before anything is installed where nobody can be asked' {
        $child = Invoke-ChildPowerShell "Import-Module -Name '$modulePath'; try { Install-PatchBaseline -Path '$secure' -Root '$($apt.Root)' -StatePath '$($apt.Folder)/unasked' -Confirm } catch { `$_.FullyQualifiedErrorId; exit 9 }"
        $child.Lines[-1] | Should -Be "ConfirmationFailed,$command"
        $child.ExitCode | Should -Be 9
        Get-AptStatus $apt both | Should -Be 'ii 1'
    }

    Context 'done' {
        BeforeAll {
            $result = Resolve-PatchBaseline -Path $secure -Root $apt.Root |
                Install-PatchBaseline -Root $apt.Root -StatePath $apt.State -ErrorAction SilentlyContinue -ErrorVariable errors -WarningVariable warnings -WarningAction SilentlyContinue
        }

        It 'put on what the baseline approves, and nothing else' {
            @($result).Count | Should -Be 1
            $result.GetType().Name | Should -Be 'PatchOperationResult'
            Get-AptStatus $apt both | Should -Be 'ii 2'
            Get-AptStatus $apt main-only | Should -Be 'ii 1'
            Get-AptStatus $apt held | Should -Be 'hi 1'
            $result.Changes | ForEach-Object { '{0} {1} {2}' -f $_.Id, $_.FromVersion, $_.ToVersion } | Should -Be 'both.all 1 2'
            $result.LogPath | Should -Exist
            "$($result.Restart)" | Should -Be 'NotNeeded'
        }

        It 'made the patch that failed an error that ends nothing' {
            @($errors).Count | Should -Be 1
            $errors[0].FullyQualifiedErrorId | Should -Be "PatchFailed,$command"
            $errors[0].TargetObject | Should -Be 'lost.all'
            ($result.Patches | Where-Object State -EQ Failed).Id | Should -Be 'lost.all'
            $result.ExitCode | Should -Be 1
            $warnings | Where-Object { $_ -notmatch '^\[\w+\] ' } | Should -BeNullOrEmpty
        }

        It 'kept the result' {
            (Get-PatchState both -StatePath $apt.State).InstalledVersion | Should -Be '2'
            "$((Get-PatchState -History -StatePath $apt.State)[0].Operation)" | Should -Be 'Install'
            $result | Out-String -Width 120 | Should -Match '(?s)Install of test-image.*Restart:\s+NotNeeded.*Changed:\s+1 package\W.*Log:\s+/.*Failed  lost\.all  1 -> 2'
        }

        It 'came out of a job whole' {
            $read = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($result))
            $read.Changes[0].ToVersion | Should -Be '2'
            $read.Restart | Should -Be 'NotNeeded'
            $read | Out-String -Width 120 | Should -Be ($result | Out-String -Width 120)
        }
    }
}

Describe "Override lists and a private apt root$note" -Skip:($null -ne $obstacle) {
    BeforeAll {
        $apt = New-AptRoot "$TestDrive/lists"
        Install-AptPackage $apt 'both 1', 'held 1', 'other 1'
        Set-AptHold $apt 'held'
        Add-AptRepository $apt 'security' 'bookworm-security' 'both 1', 'both 2', 'held 2', 'other 2' -Label 'Debian-Security'
        $target = @{ Path = New-BaselineFile "$TestDrive/secure.json"; Root = $apt.Root; StatePath = $apt.State; WarningAction = 'SilentlyContinue' }
        $list = [System.IO.Path]::Combine($apt.Folder, 'list.yaml')
        Write-TextFile $list "patches:`n  - id: both`n    title: '2'`n  - id: misspelt`n  - id: held`n  - id: '*'`n"
    }

    AfterAll {
        Remove-AptRootCache $apt
    }

    It 'shows what each entry names and what becomes of it, in <columns> columns' -ForEach @(@{ Columns = 80 }, @{ Columns = 120 }) {
        Push-Location -LiteralPath $apt.Folder
        try {
            $entries = @(Test-PatchOverrideList ./list.yaml @target)
        }
        finally {
            Pop-Location
        }
        $entries | ForEach-Object { "$($_.Line) $($_.Id) $($_.Status)" } | Should -Be '2 both Installs', '4 misspelt MatchesNothing', '5 held KeptAway', '6 * Installs'
        $text = $entries | Out-String -Width $columns
        $lines = @($text -split '\r?\n' | Where-Object { $_ })
        $lines | Where-Object { $_.Length -gt $columns } | Should -BeNullOrEmpty
        $lines[0..1] | ForEach-Object TrimEnd | Should -Be 'Line 2    Installs        both  2', '  both.all  1 -> 2'
        @($lines -match 'held\.all  1 -> 2  not: .*hold').Count | Should -Be 2
        $text | Should -Match '3 versions need nothing'
        [System.IO.Directory]::Exists($apt.State) | Should -BeFalse
    }

    It 'says <id> of <name>' -ForEach @(
        @{ Name = 'none.yaml'; Id = 'OverrideListNotFound'; Text = 'none\.yaml' }
        @{ Name = '.'; Id = 'OverrideListUnreadable'; Text = 'is a folder' }
        @{ Name = 'broken.yaml'; Id = 'OverrideListNotYaml'; Text = 'line \d+, column \d+' }
        @{ Name = 'http://lists.invalid/list.yaml'; Id = 'OverrideListAddressInvalid'; Text = 'over http,' }
    ) {
        Write-TextFile ([System.IO.Path]::Combine($apt.Folder, 'broken.yaml')) "patches:`n  - id: [both`n"
        Push-Location -LiteralPath $apt.Folder
        try {
            $thrown = Get-ThrownError { Test-PatchOverrideList $name @target }
        }
        finally {
            Pop-Location
        }
        $thrown.FullyQualifiedErrorId | Should -Be "$id,PatchBaselineAssociation.Commands.TestPatchOverrideListCommand"
        $thrown.Exception.Message | Should -Match $text
        $thrown.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'writes a scan as a list, through a file, that installs just that' {
        $scan = Invoke-PatchScan @target
        $file = [System.IO.Path]::Combine($apt.Folder, 'made.yaml')
        $scan.Patches | Where-Object Id -EQ 'both.all' | ConvertTo-PatchOverrideList | Set-Content -LiteralPath $file
        (Test-PatchOverrideList $file @target).Status | Should -Be 'Installs'
        $result = Install-PatchBaseline -InstallOverrideList $file @target
        $result.InstallOverrideList | Should -Be $file
        Get-AptStatus $apt both | Should -Be 'ii 2'
        Get-AptStatus $apt other | Should -Be 'ii 1'
        $result | ConvertTo-PatchOverrideList | Should -Be "patches:`n  - id: 'both.all'`n    title: '2'`n"
        $result | ConvertTo-Json -Depth 4 | ConvertFrom-Json | ConvertTo-PatchOverrideList | Should -Be "patches:`n  - id: 'both.all'`n    title: '2'`n"
    }

    It 'names what is no result' {
        $made = Get-Item -LiteralPath $apt.Folder | ConvertTo-PatchOverrideList -ErrorAction SilentlyContinue -ErrorVariable errors
        $made | Should -BeNullOrEmpty
        $errors[0].FullyQualifiedErrorId | Should -Be 'InputNotUnderstood,PatchBaselineAssociation.Commands.ConvertToPatchOverrideListCommand'
    }
}
