using System.Management.Automation;

namespace PatchBaselineAssociation.CmdletsTests;

/// <summary>The exported cmdlets of the built module.</summary>
internal static class Cmdlets
{
    private static readonly HashSet<string> s_common =
        [.. Cmdlet.CommonParameters, .. Cmdlet.OptionalCommonParameters];

    public static IReadOnlyList<CmdletInfo> Of(ModuleSession session) =>
        [.. session.Run("Get-Command -Module PatchBaselineAssociation").Select(command => (CmdletInfo)command.BaseObject).OrderBy(command => command.Name, StringComparer.Ordinal)];

    public static IEnumerable<ParameterMetadata> OwnParameters(this CmdletInfo cmdlet) =>
        cmdlet.Parameters.Values.Where(parameter => !s_common.Contains(parameter.Name)).OrderBy(parameter => parameter.Name, StringComparer.Ordinal);
}
