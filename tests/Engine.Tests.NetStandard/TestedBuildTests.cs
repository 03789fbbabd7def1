using System.Reflection;
using System.Runtime.Versioning;
using PatchBaselineAssociation.Operations;

namespace PatchBaselineAssociation.Tests;

public sealed class TestedBuildTests
{
    [Fact]
    public void The_engine_is_the_build_for_Windows_PowerShell() =>
        Assert.Equal(".NETStandard,Version=v2.0", typeof(PatchEngine).Assembly.GetCustomAttribute<TargetFrameworkAttribute>()?.FrameworkName);
}
