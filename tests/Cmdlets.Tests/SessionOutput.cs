using System.Management.Automation;

namespace PatchBaselineAssociation.CmdletsTests;

/// <param name="Output">What came out, until the end.</param>
/// <param name="Errors">Errors that ended nothing.</param>
/// <param name="End">The error that ended the script; null where none did.</param>
/// <param name="Warnings">Texts of the warnings.</param>
/// <param name="Progress">All records of progress.</param>
internal sealed record SessionOutput(
    IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors, ErrorRecord? End, IReadOnlyList<string> Warnings, IReadOnlyList<ProgressRecord> Progress);
