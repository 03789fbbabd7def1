namespace PatchBaselineAssociation.IntegrationTests.Zypper;

/// <summary>The tests that drive zypper run where it is.</summary>
internal static class ZypperTools
{
    public static void Require()
    {
        if (!File.Exists("/usr/bin/zypper"))
            Assert.Skip("Lacks /usr/bin/zypper.");
    }
}
