using System.Diagnostics;
using System.Globalization;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Processes;

/// <summary>Runs shell scripts through the runner, and looks at what lives.</summary>
internal static class Scripts
{
    /// <summary>For what never comes when the code is right: ends a test that would hang.</summary>
    public static CancellationToken Patience => new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;

    public static void RequireUnix()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Lacks a Unix shell.");
    }

    public static void RequireLinux()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Lacks /proc and process groups of Linux.");
    }

    public static ProcessRunner Runner(IEventSink? events = null) => new(events ?? NullEventSink.Instance)
    {
        DrainGrace = TimeSpan.FromMilliseconds(300),
        KillGrace = TimeSpan.FromMilliseconds(300),
    };

    public static ProcessRequest Shell(string script, params string[] arguments) => new()
    {
        Tool = "/bin/sh",
        Arguments = ["-c", script, "sh", .. arguments],
        Timeout = TimeSpan.FromMinutes(1),
    };

    public static Task<ProcessResult> RunAsync(string script, params string[] arguments) =>
        Runner().RunAsync(Shell(script, arguments), Patience);

    public static int ToProcessId(string text) => int.Parse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Whether a process runs; one that is dead and not yet buried does not.</summary>
    public static bool IsAlive(int processId)
    {
        try
        {
            var status = File.ReadAllText($"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/stat");
            return status[(status.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    public static void Kill(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // It is gone.
        }
    }
}
