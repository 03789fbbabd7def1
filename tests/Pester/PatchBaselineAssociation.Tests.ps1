param([Parameter(Mandatory)][string]$Manifest)

BeforeAll {
    Import-Module $Manifest -Force
}

Describe 'Import' {
    It 'exports the cmdlets of the manifest' {
        (Get-Command -Module PatchBaselineAssociation).Name | Should -Be 'Get-PatchState', 'Invoke-PatchScan', 'Resolve-PatchBaseline'
    }

    It 'keeps the commands when it is imported again' {
        Import-Module $Manifest -Force
        Get-Command Invoke-PatchScan | Should -Not -BeNullOrEmpty
    }

    It 'has a valid manifest' {
        Test-ModuleManifest $Manifest -WarningAction Stop | Should -Not -BeNullOrEmpty
    }

    It 'refuses a second copy in the same process' {
        $folder = Split-Path $Manifest
        $copy = Join-Path $TestDrive 'PatchBaselineAssociation'
        Copy-Item $folder $copy -Recurse
        { Import-Module (Join-Path $copy 'PatchBaselineAssociation.psd1') -ErrorAction Stop } | Should -Throw '*already loaded*'
    }
}

Describe 'Help' {
    It 'of <_> has a synopsis and examples' -ForEach 'Get-PatchState', 'Invoke-PatchScan', 'Resolve-PatchBaseline' {
        $help = Get-Help $_ -Full
        $help.Synopsis | Should -Match '\.\s*$'
        $help.examples.example.Count | Should -BeGreaterThan 1
    }
}

Describe 'Resolve-PatchBaseline' {
    It 'gives the predefined baseline of <_>' -ForEach 'WINDOWS', 'AMAZON_LINUX_2023', 'UBUNTU', 'DEBIAN', 'MACOS' {
        $baseline = Resolve-PatchBaseline -OperatingSystem $_
        $baseline.BaselineId | Should -Match '^pb-|^arn:'
        $baseline.Origin.Kind | Should -Be 'Predefined'
    }

    It 'names the file that is not there' {
        $failure = { Resolve-PatchBaseline -Path (Join-Path $TestDrive 'none.json') } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'BaselineNotFound,*'
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'names the file that is no JSON' {
        $path = Join-Path $TestDrive 'broken.json'
        Set-Content $path '{ nothing'
        $failure = { Get-Item $path | Resolve-PatchBaseline } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'BaselineNotJson,*'
    }
}

Describe 'Get-PatchState' {
    It 'says where there is no state, and goes on' {
        Get-PatchState -StatePath $TestDrive -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'StateNotFound,*'
    }
}

Describe 'Invoke-PatchScan' -Skip:(-not (Test-Path /usr/bin/apt)) {
    BeforeAll {
        $state = Join-Path $TestDrive 'state'
        $result = Invoke-PatchScan -NoRefresh -StatePath $state -WarningAction SilentlyContinue
    }

    It 'counts what it lists' {
        @($result.Patches | Where-Object State -EQ Missing).Count | Should -Be $result.MissingCount
        @($result.Patches | Where-Object State -EQ Installed).Count | Should -Be $result.InstalledCount
    }

    It 'has a reason for every patch' {
        $result.Patches | Where-Object { -not $_.Reason } | Should -BeNullOrEmpty
    }

    It 'keeps what Get-PatchState reads' {
        @(Get-PatchState -StatePath $state).Count | Should -Be $result.Patches.Count
        @(Get-PatchState -StatePath $state -History).Count | Should -Be 1
    }

    It 'gives the same through the pipeline' {
        $again = Resolve-PatchBaseline | Invoke-PatchScan -NoRefresh -StatePath $state -WarningAction SilentlyContinue
        $again.MissingCount | Should -Be $result.MissingCount
        $again.BaselineId | Should -Be $result.BaselineId
    }

    It 'shows a summary' {
        $result | Out-String | Should -Match 'Scan of '
    }
}
