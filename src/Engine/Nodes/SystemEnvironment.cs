using System.Diagnostics;
using System.Runtime.InteropServices;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Nodes;

/// <summary>The running process's own view of its system.</summary>
public sealed class SystemEnvironment : ISystemEnvironment
{
    public SystemKind Kind =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? SystemKind.Linux
        : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? SystemKind.MacOS
        : RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? SystemKind.Windows
        : SystemKind.Other;

    public string HostName => Environment.MachineName;

    public string Architecture => RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "x86_64",
        System.Runtime.InteropServices.Architecture.X86 => "i686",
        System.Runtime.InteropServices.Architecture.Arm64 => "aarch64",
        System.Runtime.InteropServices.Architecture.Arm => "armv7l",
        var other => other.ToString().ToLowerInvariant(),
    };

    public Version SystemVersion => Environment.OSVersion.Version;

    public bool IsWindowsServer => Kind == SystemKind.Windows && NativeMethods.IsWindowsServer();

    public TimeSpan Uptime => TimeSpan.FromSeconds((double)Stopwatch.GetTimestamp() / Stopwatch.Frequency);

    public string? GetVariable(string name) => Environment.GetEnvironmentVariable(name);
}
