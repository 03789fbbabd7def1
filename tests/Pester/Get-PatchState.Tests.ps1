BeforeDiscovery {
    . "$PSScriptRoot/common.ps1"
    $obstacle = Get-AptObstacle
    $note = if ($obstacle) { " (skipped: $obstacle)" }
}

BeforeAll {
    . "$PSScriptRoot/common.ps1"
    $command = 'PatchBaselineAssociation.Commands.GetPatchStateCommand'
}

Describe "Get-PatchState after two scans$note" -Skip:($null -ne $obstacle) {
    BeforeAll {
        $apt = New-AptRoot "$TestDrive/history"
        Install-AptPackage $apt 'alpha 1', 'beta 1', 'gamma 1'
        Add-AptRepository $apt 'main' 'bookworm' 'beta 2', 'gamma 1'
        Add-AptRepository $apt 'security' 'bookworm-security' 'alpha 2' -Label 'Debian-Security'
        $everything = New-BaselineFile "$TestDrive/everything.json" -EnableNonSecurity
        $secure = New-BaselineFile "$TestDrive/secure.json"
        $first = Invoke-PatchScan -Path $secure -Root $apt.Root -StatePath $apt.State
        $second = Invoke-PatchScan -Path $everything -Root $apt.Root -StatePath $apt.State -NoRefresh
    }

    AfterAll {
        Remove-AptRootCache $apt
    }

    It 'gives the patches of the last scan as the scan gave them' {
        $state = @(Get-PatchState -StatePath $apt.State)
        $state.Count | Should -Be 3
        $state | ConvertTo-Json -Depth 4 | Should -Be ($second.Patches | ConvertTo-Json -Depth 4)
    }

    It 'keeps to the states that are asked for' {
        (Get-PatchState -State Missing -StatePath $apt.State).Id | Sort-Object | Should -Be 'alpha.all', 'beta.all'
        (Get-PatchState -State Installed, InstalledOther -StatePath $apt.State).Id | Should -Be 'gamma.all'
        Get-PatchState -State Failed -StatePath $apt.State -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'finds <id>' -ForEach @(
        @{ Id = 'alpha'; Found = 'alpha.all' }
        @{ Id = 'ALPHA.all'; Found = 'alpha.all' }
        @{ Id = '*a.all'; Found = 'alpha.all', 'beta.all', 'gamma.all' }
        @{ Id = 'beta', 'g*'; Found = 'beta.all', 'gamma.all' }
        @{ Id = 'zeta*'; Found = @() }
    ) {
        @(Get-PatchState -Id $id -StatePath $apt.State -ErrorAction Stop | ForEach-Object Id | Sort-Object) | Should -Be $found
    }

    It 'names an id that is not there and goes on with the others' {
        $found = Get-PatchState -Id zeta, alpha -StatePath $apt.State -ErrorAction SilentlyContinue -ErrorVariable errors
        $found.Id | Should -Be 'alpha.all'
        @($errors).Count | Should -Be 1
        $errors[0].FullyQualifiedErrorId | Should -Be "PatchNotFound,$command"
        "$($errors[0].CategoryInfo.Category)" | Should -Be 'ObjectNotFound'
        $errors[0].TargetObject | Should -Be 'zeta'
        (Get-ThrownError { Get-PatchState -Id zeta -StatePath $apt.State -ErrorAction Stop }).FullyQualifiedErrorId | Should -Be "PatchNotFound,$command"
    }

    It 'gives earlier operations, the newest first' {
        $history = @(Get-PatchState -History -StatePath $apt.State)
        $history.MissingCount | Should -Be 2, 1
        $history[0].StartTime | Should -Be $second.StartTime
        $history[1].StartTime | Should -Be $first.StartTime
        @($history[1].Patches).Count | Should -Be 3
        $history[1].BaselineSource.Location | Should -Be $secure
    }

    It 'prints a table with the state and the reason' {
        $text = Get-PatchState -Id alpha -StatePath $apt.State | Out-String -Width 200
        $text | Should -Match 'Id\s.*State\s.*Installed\s+Available\s+Severity\s+Reason'
        $text | Should -Match 'alpha\.all\s+Missing\s+1\s+2\s+optional\s+Approved by rule 1'
    }

    It 'shows the state in a window of 80 columns, too' {
        Get-PatchState -Id alpha -StatePath $apt.State | Out-String -Width 80 | Should -Match 'alpha\.all\s+Missing\s+1\s+2'
    }

    It 'completes the names of states' {
        $line = 'Get-PatchState -State Mis'
        (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText | Should -Be 'Missing'
    }

    It 'moves a damaged file aside with a warning and takes the run before' {
        $copy = "$TestDrive/damaged"
        Copy-Item -LiteralPath $apt.State -Destination $copy -Recurse
        $newest = Get-ChildItem -LiteralPath "$copy/runs" -Filter '*.json' | Sort-Object -Property Name | Select-Object -Last 1
        Write-TextFile $newest.FullName '{ "half": '
        $history = @(Get-PatchState -History -StatePath $copy -WarningVariable warnings -WarningAction SilentlyContinue)
        $history.MissingCount | Should -Be 1
        @($warnings -match '^\[StateFileDamaged\]').Count | Should -BeGreaterOrEqual 1
    }
}

Describe 'Get-PatchState without state' {
    BeforeAll {
        $nowhere = [System.IO.Path]::Combine($TestDrive, 'nowhere')
    }

    It 'says where it looked and what to do, and lets the script go on' {
        $found = Get-PatchState -StatePath $nowhere -ErrorAction SilentlyContinue -ErrorVariable errors
        $found | Should -BeNullOrEmpty
        @($errors).Count | Should -Be 1
        $errors[0].FullyQualifiedErrorId | Should -Be "StateNotFound,$command"
        "$($errors[0].CategoryInfo.Category)" | Should -Be 'ObjectNotFound'
        $errors[0].TargetObject | Should -Be $nowhere
        $errors[0].ErrorDetails.RecommendedAction | Should -Match 'Invoke-PatchScan'
    }

    It 'stops with -ErrorAction Stop' {
        (Get-ThrownError { Get-PatchState -StatePath $nowhere -ErrorAction Stop }).FullyQualifiedErrorId | Should -Be "StateNotFound,$command"
    }

    It 'has one error for the history, and one only where ids are given' {
        Get-PatchState -History -StatePath $nowhere -ErrorAction SilentlyContinue -ErrorVariable errors
        @($errors).Count | Should -Be 1
        Get-PatchState -Id a, b -StatePath $nowhere -ErrorAction SilentlyContinue -ErrorVariable errors
        @($errors).Count | Should -Be 1
    }

    It 'makes no folder' {
        Get-PatchState -StatePath $nowhere -ErrorAction SilentlyContinue
        [System.IO.Directory]::Exists($nowhere) | Should -BeFalse
    }
}
