# For the script module alone, which imports it once it knows that no other copy is loaded: two copies of these types end in errors about members.
@{
    ModuleVersion     = '1.0'
    GUID              = '0b0f3a0e-5c58-4a5b-8d4f-7d0a3a1c6e42'
    TypesToProcess    = @('PatchBaselineAssociation.Types.ps1xml')
    CmdletsToExport   = @()
    FunctionsToExport = @()
    AliasesToExport   = @()
    VariablesToExport = @()
}
