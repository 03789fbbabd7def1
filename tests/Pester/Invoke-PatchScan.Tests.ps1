BeforeDiscovery {
    . "$PSScriptRoot/common.ps1"
    $obstacle = Get-AptObstacle
    $note = if ($obstacle) { " (skipped: $obstacle)" }
}

BeforeAll {
    . "$PSScriptRoot/common.ps1"

    function Get-MissingTitle($Result) {
        @($Result.Patches | Where-Object State -EQ Missing | ForEach-Object Title | Sort-Object)
    }
}

Describe "Invoke-PatchScan of a private apt root$note" -Skip:($null -ne $obstacle) {
    BeforeAll {
        $apt = New-AptRoot "$TestDrive/scan"
        Install-AptPackage $apt 'both 1', 'main-only 1', 'current 1', 'held 1', 'local 1'
        Set-AptHold $apt 'held'
        Add-AptRepository $apt 'main' 'bookworm' 'both 3', 'main-only 2', 'current 1', 'not-installed 1'
        Add-AptRepository $apt 'security' 'bookworm-security' 'both 2', 'held 2' -Label 'Debian-Security'
        $secure = New-BaselineFile "$TestDrive/secure.json"
        $everything = New-BaselineFile "$TestDrive/everything.json" -EnableNonSecurity
        $target = @{ Root = $apt.Root; StatePath = $apt.State }
        $result = Invoke-PatchScan -Path $secure @target -WarningVariable warnings
    }

    AfterAll {
        Remove-AptRootCache $apt
    }

    It 'reports the security updates that are missing, and no others' {
        Get-MissingTitle $result | Should -Be 'both.all:2', 'held.all:2'
        $result.MissingCount | Should -Be 2
        $result.InstalledOtherCount + $result.InstalledCount | Should -Be 3
        @($result.Patches).Count | Should -Be 5
        "$($result.Compliance)" | Should -Be 'NonCompliant'
        $result.ExitCode | Should -Be 0
        $warnings | Should -BeNullOrEmpty
    }

    It 'gives a record what it takes to act on it' {
        $record = $result.Patches | Where-Object Id -EQ 'both.all'
        $record.InstalledVersion | Should -Be '1'
        $record.AvailableVersion | Should -Be '2'
        "$($record.ComplianceLevel)" | Should -Be 'High'
        $record.Severity | Should -Be 'optional'
        $record.Reason | Should -Match 'Approved by rule 1'
    }

    It 'names the hold as the reason' {
        ($result.Patches | Where-Object Id -EQ 'held.all').Reason | Should -Match 'on hold'
    }

    It 'has a reason for every package' {
        $result.Patches | Where-Object { -not $_.Reason } | Should -BeNullOrEmpty
    }

    It 'says what was scanned against which baseline, and where the state is' {
        $result.NodeId | Should -Be 'test-image'
        $result.OperatingSystem | Should -Be 'DEBIAN'
        $result.Product | Should -Be 'Debian12'
        $result.BaselineId | Should -Be 'pb-0123456789abcdef0'
        $result.StateFolder | Should -Be $apt.State
        $result.EndTime | Should -BeGreaterOrEqual $result.StartTime
        @($result.Repositories).Count | Should -Be 2
        Get-ChildItem -LiteralPath $apt.State -Filter '*.json' | Should -Not -BeNullOrEmpty
    }

    It 'lists with non-security updates what apt lists' {
        $upgradable = @(Get-AptUpgradable $apt)
        $upgradable | Should -Be 'both.all:3', 'held.all:2', 'main-only.all:2'
        Get-MissingTitle (Invoke-PatchScan -Path $everything @target) | Should -Be $upgradable
    }

    It 'takes the baseline from the pipeline' {
        $piped = Resolve-PatchBaseline -Path $everything -Root $apt.Root | Invoke-PatchScan @target -NoRefresh
        Get-MissingTitle $piped | Should -Be 'both.all:3', 'held.all:2', 'main-only.all:2'
        $piped.BaselineSource.Location | Should -Be $everything
    }

    It 'scans once for each baseline that comes down the pipeline' {
        $results = @(Get-Item -LiteralPath $secure, $everything | Resolve-PatchBaseline | Invoke-PatchScan @target -NoRefresh)
        $results.MissingCount | Should -Be 2, 3
    }

    It 'uses the predefined baseline where none is given, and says so' {
        $predefined = Invoke-PatchScan @target -NoRefresh
        $predefined.BaselineName | Should -Be 'AWS-DebianDefaultPatchBaseline'
        "$($predefined.BaselineSource.Kind)" | Should -Be 'Predefined'
        $predefined.BaselineSource.Reason | Should -Match 'predefined'
    }

    It 'finds a predefined baseline by its name' {
        (Invoke-PatchScan -BaselineId AWS-DebianDefaultPatchBaseline @target -NoRefresh).BaselineName | Should -Be 'AWS-DebianDefaultPatchBaseline'
    }

    It 'takes a relative path from the location of PowerShell' {
        Push-Location -LiteralPath $TestDrive
        try {
            (Invoke-PatchScan ./secure.json -Root ./scan/root -StatePath ./scan/state -NoRefresh).StateFolder | Should -Be $apt.State
        }
        finally {
            Pop-Location
        }
    }

    It 'changes nothing below the root' {
        $before = Get-ChildItem -LiteralPath $apt.Root -Recurse -File -Force | ForEach-Object { '{0} {1} {2}' -f $_.FullName, $_.Length, $_.LastWriteTimeUtc.Ticks }
        $null = Invoke-PatchScan -Path $secure @target
        $after = Get-ChildItem -LiteralPath $apt.Root -Recurse -File -Force | ForEach-Object { '{0} {1} {2}' -f $_.FullName, $_.Length, $_.LastWriteTimeUtc.Ticks }
        $after | Should -Be $before
    }

    It 'explains itself with -Verbose' {
        $lines = Invoke-PatchScan -Path $secure @target -NoRefresh -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] } | ForEach-Object Message
        $lines -join "`n" | Should -Match 'Debian12'
        $lines -join "`n" | Should -Match 'dpkg-query'
    }

    It 'prints a summary and what is not compliant' {
        $text = $result | Out-String -Width 200
        $text | Should -Match 'Scan of test-image \(Debian12\).*NonCompliant'
        $text | Should -Match 'Missing 2'
        $text | Should -Match 'Missing  both\.all  1 -> 2'
        $text | Should -Match 'on hold'
        $text | Should -Not -Match 'main-only'
        $text | Should -Match ([regex]::Escape($apt.State))
    }

    It 'gives records that the pipeline takes apart' {
        @($result | Select-Object -ExpandProperty Patches | Where-Object State -EQ Missing).Count | Should -Be 2
        ($result.Patches | Group-Object -Property State -AsHashTable -AsString)['Missing'].Count | Should -Be 2
    }

    It 'becomes JSON that can be read again' {
        $read = $result | ConvertTo-Json -Depth 5 -WarningAction Stop | ConvertFrom-Json
        $read.MissingCount | Should -Be 2
        @($read.Patches).Count | Should -Be 5
        @($read.Patches | Where-Object Id -EQ 'held.all').Reason | Should -Match 'on hold'
    }

    It 'keeps its view and its values through Export-Clixml' {
        $file = [System.IO.Path]::Combine($TestDrive, 'result.xml')
        $result | Export-Clixml -LiteralPath $file
        $read = Import-Clixml -LiteralPath $file
        $read.MissingCount | Should -Be 2
        $read.Patches | Where-Object State -EQ Missing | ForEach-Object Id | Sort-Object | Should -Be 'both.all', 'held.all'
        $read.BaselineSource.Kind | Should -Be 'File'
        $read | Out-String -Width 200 | Should -Be ($result | Out-String -Width 200)
    }

    It 'works in a background job, and gives the whole result' {
        $job = Start-Job -ScriptBlock {
            Import-Module -Name $using:modulePath
            Invoke-PatchScan -Path $using:secure -Root $using:target.Root -StatePath $using:target.StatePath -NoRefresh
        }
        try {
            $read = $job | Wait-Job | Receive-Job
            $read.Compliance | Should -Be 'NonCompliant'
            $read.Patches | Where-Object State -EQ Missing | ForEach-Object Id | Sort-Object | Should -Be 'both.all', 'held.all'
            $read | Out-String -Width 200 | Should -Match 'Missing  both\.all  1 -> 2'
        }
        finally {
            $job | Remove-Job -Force
        }
    }

    It 'lets only one scan of a node run at a time' {
        $runs = @(1..4 | ForEach-Object {
                $shell = [powershell]::Create()
                $null = $shell.AddScript({
                        param($Module, $Baseline, $Root, $State)
                        Import-Module -Name $Module
                        Invoke-PatchScan -Path $Baseline -Root $Root -StatePath $State -NoRefresh -LockTimeout 60
                    }).AddArgument($modulePath).AddArgument($secure).AddArgument($apt.Root).AddArgument($apt.State)
                [pscustomobject]@{ Shell = $shell; Result = $shell.BeginInvoke() }
            })
        try {
            $all = @($runs | ForEach-Object { $_.Shell.EndInvoke($_.Result) } | Sort-Object -Property EndTime)
            $runs | ForEach-Object { @($_.Shell.Streams.Error).Count | Should -Be 0 }
            $all.MissingCount | Should -Be 2, 2, 2, 2
        }
        finally {
            $runs | ForEach-Object { $_.Shell.Dispose() }
        }
    }

    It 'works in parallel on several roots' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        $counts = 1..3 | ForEach-Object -Parallel {
            Import-Module -Name $using:modulePath
            (Invoke-PatchScan -Path $using:secure -Root ($using:apt).Root -StatePath "$(($using:apt).Folder)/state-$_" -NoRefresh).MissingCount
        } -ThrottleLimit 3
        $counts | Should -Be 2, 2, 2
    }

    Context 'with approval rules that depend on the day' {
        It 'judges approval as of the moment that is given' {
            $delayed = New-BaselineFile "$TestDrive/delayed.json" -Change { $_.ApprovalRules.PatchRules[0].ApproveAfterDays = 30 }
            $past = Invoke-PatchScan -Path $delayed @target -NoRefresh -AsOf 2001-02-03
            $future = Invoke-PatchScan -Path $delayed @target -NoRefresh -AsOf ([System.DateTimeOffset]::UtcNow.AddYears(5))
            # Archives of the Debian family tell no date for a package: a delay counts as passed.
            Get-MissingTitle $past | Should -Be 'both.all:2', 'held.all:2'
            Get-MissingTitle $future | Should -Be 'both.all:2', 'held.all:2'
            ($past.Patches | Where-Object Id -EQ 'both.all').Reason | Should -Match 'no (release )?date'
        }

        It 'refuses a moment that is none' {
            (Get-ThrownError { Invoke-PatchScan -AsOf 'soon' @target }).FullyQualifiedErrorId | Should -Match '^CannotConvertArgumentNoMessage,'
        }
    }

    Context 'with lists of approved and rejected patches' {
        It 'reports <state> for a rejected patch with the action <action>' -ForEach @(
            @{ Action = 'ALLOW_AS_DEPENDENCY'; State = 'InstalledOther' }
            @{ Action = 'BLOCK'; State = 'InstalledRejected' }
        ) {
            $file = New-BaselineFile "$TestDrive/$action.json" -Change { $_.RejectedPatches = @('both'); $_.RejectedPatchesAction = $action }
            $record = (Invoke-PatchScan -Path $file @target -NoRefresh).Patches | Where-Object Id -EQ 'both.all'
            "$($record.State)" | Should -Be $state
        }
    }
}

Describe "Invoke-PatchScan of a root with troubles$note" -Skip:($null -ne $obstacle) {
    BeforeAll {
        $baseline = New-BaselineFile "$TestDrive/baseline.json"
    }

    Context 'that has no lists' {
        BeforeAll {
            $apt = New-AptRoot "$TestDrive/bare"
            Install-AptPackage $apt 'subject 1'
            Add-AptRepository $apt 'security' 'bookworm-security' 'subject 2' -Label 'Debian-Security'
        }

        AfterAll {
            Remove-AptRootCache $apt
        }

        It 'says that there is nothing to compare with, and what to do' {
            $thrown = Get-ThrownError { Invoke-PatchScan -Path $baseline -Root $apt.Root -StatePath $apt.State -NoRefresh }
            $thrown.FullyQualifiedErrorId | Should -Be 'PackageListsMissing,PatchBaselineAssociation.Commands.InvokePatchScanCommand'
            $thrown.ErrorDetails.RecommendedAction | Should -Match '-NoRefresh'
            [System.IO.Directory]::Exists("$($apt.State)/runs") | Should -BeFalse
        }
    }

    Context 'with a repository that cannot be reached' {
        BeforeAll {
            $apt = New-AptRoot "$TestDrive/unreachable"
            Install-AptPackage $apt 'subject 1'
            Add-AptRepository $apt 'security' 'bookworm-security' 'subject 2' -Label 'Debian-Security'
            Add-AptSource $apt 'deb http://127.0.0.1:9/nowhere bookworm main'
            $target = @{ Path = $baseline; Root = $apt.Root; StatePath = $apt.State }
        }

        AfterAll {
            Remove-AptRootCache $apt
        }

        It 'warns with an id and goes on with the others' {
            $result = Invoke-PatchScan @target -WarningVariable warnings -WarningAction SilentlyContinue
            Get-MissingTitle $result | Should -Be 'subject.all:2'
            @($warnings -match '^\[RepositoryUnavailable\] .*http://127\.0\.0\.1:9/nowhere').Count | Should -Be 1
            $health = $result.Repositories | Where-Object Name -Like '*nowhere*'
            "$($health.Status)" | Should -Be 'Unavailable'
            $health.IsUsed | Should -BeFalse
            $result | Out-String -Width 200 | Should -Match 'Repositories with problems:\s+Unavailable  http://127\.0\.0\.1:9/nowhere'
        }

        It 'stops at the warning where it is told to' {
            (Get-ThrownError { Invoke-PatchScan @target -WarningAction Stop 3>$null }).FullyQualifiedErrorId | Should -Match '^ActionPreferenceStop,'
        }

        It 'fails with -RequireAllRepositories' {
            $thrown = Get-ThrownError { Invoke-PatchScan @target -RequireAllRepositories }
            $thrown.FullyQualifiedErrorId | Should -Be 'RepositoryUnavailable,PatchBaselineAssociation.Commands.InvokePatchScanCommand'
            "$($thrown.CategoryInfo.Category)" | Should -Be 'ResourceUnavailable'
            "$($thrown.TargetObject)" | Should -Match 'nowhere'
        }
    }

    Context 'whose system is not known' {
        It 'names what was read' {
            Write-TextFile "$TestDrive/unknown/etc/os-release" "ID=plan9`nVERSION_ID=4`n"
            $thrown = Get-ThrownError { Invoke-PatchScan -Root "$TestDrive/unknown" -StatePath "$TestDrive/state" }
            $thrown.FullyQualifiedErrorId | Should -Be 'OperatingSystemUnknown,PatchBaselineAssociation.Commands.InvokePatchScanCommand'
            $thrown.Exception.Message | Should -Match 'plan9'
        }

        It 'names a root that is not there' {
            $thrown = Get-ThrownError { Invoke-PatchScan -Root "$TestDrive/nowhere" -StatePath "$TestDrive/state" }
            $thrown.FullyQualifiedErrorId | Should -Be 'RootNotFound,PatchBaselineAssociation.Commands.InvokePatchScanCommand'
            "$($thrown.TargetObject)" | Should -Be "$TestDrive/nowhere"
        }
    }

    Context 'with a baseline that does not fit' {
        BeforeAll {
            $apt = New-AptRoot "$TestDrive/misfit"
            Install-AptPackage $apt 'subject 1'
            $other = New-BaselineFile "$TestDrive/ubuntu.json" -OperatingSystem UBUNTU
        }

        It 'refuses a file for another operating system' {
            $thrown = Get-ThrownError { Invoke-PatchScan -Path $other -Root $apt.Root -StatePath $apt.State }
            $thrown.FullyQualifiedErrorId | Should -Be 'BaselineOperatingSystemMismatch,PatchBaselineAssociation.Commands.InvokePatchScanCommand'
            "$($thrown.CategoryInfo.Category)" | Should -Be 'InvalidArgument'
            $thrown.Exception.Message | Should -Match 'UBUNTU'
            $thrown.Exception.Message | Should -Match 'DEBIAN'
        }

        It 'refuses one that comes down the pipeline, too' {
            $thrown = Get-ThrownError { Resolve-PatchBaseline -OperatingSystem UBUNTU | Invoke-PatchScan -Root $apt.Root -StatePath $apt.State }
            $thrown.FullyQualifiedErrorId | Should -Be 'BaselineOperatingSystemMismatch,PatchBaselineAssociation.Commands.InvokePatchScanCommand'
        }

        It 'ends the pipeline whatever -ErrorAction says, for it is a terminating error' {
            $after = $false
            $thrown = Get-ThrownError { Invoke-PatchScan -Path $other -Root $apt.Root -StatePath $apt.State -ErrorAction SilentlyContinue; $after = $true }
            $thrown.FullyQualifiedErrorId | Should -Match '^BaselineOperatingSystemMismatch,'
            $after | Should -BeFalse
        }

        It 'leaves no state' {
            [System.IO.Directory]::Exists($apt.State) | Should -BeFalse
        }
    }
}

Describe 'Invoke-PatchScan and its parameters' {
    It 'takes one baseline only' {
        (Get-ThrownError { Invoke-PatchScan -Path a.json -BaselineId pb-1 -StatePath "$TestDrive/state" }).FullyQualifiedErrorId | Should -Match '^AmbiguousParameterSet,'
    }

    It 'refuses <value> as a time to wait' -ForEach @(
        @{ Value = '-1' }
        @{ Value = 'long' }
        @{ Value = '1.00:00:01' }
    ) {
        (Get-ThrownError { Invoke-PatchScan -LockTimeout $value -StatePath "$TestDrive/state" }).FullyQualifiedErrorId | Should -Match '^ParameterArgumentTransformationError,'
    }

    It 'refuses a path that is not one of the file system' {
        $thrown = Get-ThrownError { Invoke-PatchScan -Path Env:PATH -StatePath "$TestDrive/state" }
        $thrown.FullyQualifiedErrorId | Should -Be 'PathNotInFileSystem,PatchBaselineAssociation.Commands.InvokePatchScanCommand'
        $thrown.TargetObject | Should -Be 'Env:PATH'
    }
}
