using System.Runtime.InteropServices;

namespace PatchBaselineAssociation.IntegrationTests.Dnf;

/// <summary>The tests that drive dnf run where dnf 4 is.</summary>
internal static class DnfTools
{
    private static readonly string[] s_tools = ["/usr/bin/dnf", "/usr/bin/rpm", "/usr/bin/rpmbuild", "/usr/bin/createrepo_c", "/usr/bin/modifyrepo_c"];

    public static void Require()
    {
        string[] missing = [.. s_tools.Where(tool => !File.Exists(tool))];
        if (missing.Length > 0)
            Assert.Skip($"Lacks {string.Join(", ", missing)}.");
    }

    public static void RequireMounts()
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Skip("Lacks the rights of root: nobody else may mount.");
    }

    public static void RequireMultipleArchitectures()
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
            Assert.Skip("Lacks an x86-64 machine: packages of two architectures fit no other.");
    }
}
