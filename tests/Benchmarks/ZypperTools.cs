namespace PatchBaselineAssociation.IntegrationTests.Zypper;

/// <inheritdoc cref="Dnf.DnfTools"/>
internal static class ZypperTools
{
    public static void Require()
    {
    }
}
