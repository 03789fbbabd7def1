namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>The tests that drive apt run where apt is.</summary>
internal static class AptTools
{
    private static readonly string[] s_tools = ["/usr/bin/apt-get", "/usr/bin/apt-cache", "/usr/bin/dpkg", "/usr/bin/dpkg-deb", "/usr/bin/gpg", "/usr/bin/python3"];

    public static void Require()
    {
        string[] missing = [.. s_tools.Where(tool => !File.Exists(tool))];
        if (missing.Length > 0)
            Assert.Skip($"Lacks {string.Join(", ", missing)}.");
    }
}
