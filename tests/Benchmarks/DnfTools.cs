namespace PatchBaselineAssociation.IntegrationTests.Dnf;

/// <summary>Benchmarks are run by hand: what is missing shows by itself.</summary>
internal static class DnfTools
{
    public static void Require()
    {
    }

    public static void RequireMounts()
    {
    }
}
