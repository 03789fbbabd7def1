namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>How apt and the reports call a package of dpkg.</summary>
internal static class AptNames
{
    /// <summary>The name that apt knows it by: alone for the native architecture and for packages of all of them.</summary>
    public static string Query(string name, string architecture, string nativeArchitecture) =>
        architecture is "" or "all" || string.Equals(architecture, nativeArchitecture, StringComparison.Ordinal) ? name : $"{name}:{architecture}";
}
