using System.Diagnostics;

namespace PatchBaselineAssociation.IntegrationTests.WindowsUpdate;

/// <summary>Runs Windows programs in a prefix of its own: no display, nothing of this machine but the drives that are mapped.</summary>
internal sealed class Wine(string prefix)
{
    // What never ends is to fail; how fast a busy machine is says nothing of the module.
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(10);

    // What a program of the tests' own machine has set means nothing there.
    private static readonly string[] s_foreignVariables = ["DISPLAY", "WAYLAND_DISPLAY", "DOTNET_ROOT", "DOTNET_ROOT_X64", "XDG_RUNTIME_DIR"];

    public void Run(string program, params string[] arguments)
    {
        (int exitCode, string output, string errors) = TryRun(program, arguments, new Dictionary<string, string>());
        if (exitCode != 0)
            throw new InvalidOperationException($"{program} ended with {exitCode}: {errors}{output}");
    }

    public (int ExitCode, string Output, string Errors) TryRun(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        using Process process = Process.Start(StartInfo(WindowsTools.Wine, [program, .. arguments], environment))
            ?? throw new InvalidOperationException($"{program} did not start.");
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        // The services of wine inherit the pipes and stay after the program.
        if (!process.WaitForExit(s_deadline))
        {
            Stop();
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{program} did not end: {errors.Result}{output.Result}");
        }

        return (process.ExitCode, output.Result, errors.Result);
    }

    /// <summary>Ends all that runs in the prefix.</summary>
    public void Stop()
    {
        using Process process = Process.Start(StartInfo(WindowsTools.WineServer, ["-k"], new Dictionary<string, string>()))
            ?? throw new InvalidOperationException("wineserver did not start.");
        process.StandardInput.Close();
        process.WaitForExit();
        using Process waiting = Process.Start(StartInfo(WindowsTools.WineServer, ["-w"], new Dictionary<string, string>()))
            ?? throw new InvalidOperationException("wineserver did not start.");
        waiting.StandardInput.Close();
        waiting.WaitForExit();
    }

    public void MapDrive(char letter, string folder) => Directory.CreateSymbolicLink(Path.Combine(prefix, "dosdevices", $"{letter}:"), folder);

    public void UnmapDrive(char letter) => File.Delete(Path.Combine(prefix, "dosdevices", $"{letter}:"));

    /// <summary>Where a path of drive C is on this machine.</summary>
    public string PathOf(string windowsPath) => Path.Combine(prefix, "drive_c", windowsPath.Substring(@"C:\".Length).Replace('\\', '/'));

    private ProcessStartInfo StartInfo(string tool, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        ProcessStartInfo start = new(tool, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in start.Environment.Keys.Where(name => s_foreignVariables.Contains(name) || name.StartsWith("AWS_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        start.Environment["WINEPREFIX"] = prefix;
        start.Environment["WINEDEBUG"] = "-all";
        start.Environment["WINEDLLOVERRIDES"] = "winemenubuilder.exe=d";
        // wine does not keep both views of memory that .NET maps twice: dynamic methods could not be let go.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment["HOME"] = Path.GetDirectoryName(prefix)!;
        start.Environment["LC_ALL"] = "C.UTF-8";
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return start;
    }
}
