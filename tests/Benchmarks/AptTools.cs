namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>Benchmarks are run by hand: what is missing shows by itself.</summary>
internal static class AptTools
{
    public static void Require()
    {
    }

    public static void RequireForInstall()
    {
    }
}
