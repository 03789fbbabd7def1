BeforeAll {
    . "$PSScriptRoot/common.ps1"
    $id = '01234567-89ab-cdef-0123-456789abcdef'
    $command = 'PatchBaselineAssociation.Commands.InvokePatchBaselineAssociationCommand'
}

Describe 'Invoke-PatchBaselineAssociation' {
    It 'refuses <parameter> <value> before anything happens' -ForEach @(
        @{ Parameter = 'AssociationId'; Value = '' }
        @{ Parameter = 'AssociationId'; Value = 'mine' }
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

    It 'refuses the tags <_> with the code that is published' -ForEach 'Key=env', 'Key=env, Values=prod', 'Key=env,Values=a;b', 'Key=env,Values=a,,b' {
        $global:LASTEXITCODE = 0
        $thrown = Get-ThrownError { Invoke-PatchBaselineAssociation Scan -AssociationId $id -BaselineTags $_ }
        $thrown.FullyQualifiedErrorId | Should -Be "BaselineTagsInvalid,$command"
        $LASTEXITCODE | Should -Be 153
    }

    It 'takes good tags, and says what it lacks to look them up' {
        $child = Invoke-ChildPowerShell "`$env:AWS_EC2_METADATA_DISABLED = 'true'; `$env:AWS_REGION = 'eu-north-1'; `$env:AWS_SHARED_CREDENTIALS_FILE = `$env:AWS_CONFIG_FILE = '/none'; Import-Module -Name '$modulePath'; try { Invoke-PatchBaselineAssociation Scan -AssociationId $id -BaselineTags 'Key=env,Values=prod, test' } catch { `$_.FullyQualifiedErrorId }; exit `$LASTEXITCODE"
        $child.Lines | Should -Be "CloudCredentialsMissing,$command"
        $child.ExitCode | Should -Be 148
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
