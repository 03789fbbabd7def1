BeforeAll {
    . "$PSScriptRoot/common.ps1"
    $id = '01234567-89ab-cdef-0123-456789abcdef'
    $command = 'PatchBaselineAssociation.Commands.InvokePatchBaselineAssociationCommand'
}

Describe 'Invoke-PatchBaselineAssociation' {
    It 'refuses <parameter> <value> before anything happens' -ForEach @(
        @{ Parameter = 'AssociationId'; Value = '' }
        @{ Parameter = 'AssociationId'; Value = 'mine' }
        @{ Parameter = 'BaselineTags'; Value = 'Key=env' }
        @{ Parameter = 'BaselineTags'; Value = 'Key=env, Values=prod' }
        @{ Parameter = 'BaselineTags'; Value = 'Key=env,Values=a;b' }
        @{ Parameter = 'BaselineTags'; Value = 'Key=env,Values=a,,b' }
        @{ Parameter = 'InstallOverrideList'; Value = 'http://lists.invalid/list.yaml' }
        @{ Parameter = 'InstallOverrideList'; Value = 's3://bucket' }
        @{ Parameter = 'InstallOverrideList'; Value = './list.yaml' }
    ) {
        $parameters = @{ Operation = 'Install'; AssociationId = $id }
        $parameters[$parameter] = $value
        $global:LASTEXITCODE = 0
        $thrown = Get-ThrownError { Invoke-PatchBaselineAssociation @parameters }
        $thrown.FullyQualifiedErrorId | Should -Be "AssociationParameterInvalid,$command"
        "$($thrown.CategoryInfo.Category)" | Should -Be 'InvalidArgument'
        $thrown.TargetObject | Should -Be $parameter
        $LASTEXITCODE | Should -Be 1
    }

    It 'takes good tags, and says that it cannot look them up yet' {
        $thrown = Get-ThrownError { Invoke-PatchBaselineAssociation Scan -AssociationId $id -BaselineTags 'Key=env,Values=prod, test' }
        $thrown.FullyQualifiedErrorId | Should -Be "SystemsManagerNotSupportedYet,$command"
    }

    It 'has exactly the parameters of the document' {
        $own = (Get-Command Invoke-PatchBaselineAssociation).Parameters.Keys | Where-Object { $_ -notin [System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters }
        $own | Sort-Object | Should -Be 'AssociationId', 'BaselineTags', 'InstallOverrideList', 'Operation', 'RebootOption'
    }

    It 'hands its exit code on' {
        $child = Invoke-ChildPowerShell "Import-Module -Name '$modulePath'; `$global:LASTEXITCODE = 0; try { Invoke-PatchBaselineAssociation Scan -AssociationId none } catch { }; exit `$LASTEXITCODE"
        $child.ExitCode | Should -Be 1
    }

    It 'has the agent see a failure that a script goes on after' {
        $child = Invoke-ChildPowerShell "`$env:AWS_SSM_INSTANCE_ID = 'i-0123456789abcdef0'; Import-Module -Name '$modulePath'; try { Invoke-PatchBaselineAssociation Scan -AssociationId none } catch { }; 'after'"
        $child.Lines | Should -Be 'after'
        $child.ExitCode | Should -Be 1
    }
}
