using System.Diagnostics;

namespace PatchBaselineAssociation.IntegrationTests;

/// <summary>Runs the native tools that results are compared with, without any code of the engine.</summary>
internal static class Tool
{
    public static string Run(string tool, params string[] arguments) => Run(tool, arguments, environment: null);

    public static string Run(string tool, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment, string? input = null)
    {
        (int exitCode, string output, string errors) = TryRun(tool, arguments, environment, input);
        return exitCode == 0 ? output : throw new InvalidOperationException($"{tool} ended with {exitCode}: {errors}{output}");
    }

    public static (int ExitCode, string Output, string Errors) TryRun(
        string tool, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? input = null)
    {
        using Process process = Start(tool, arguments, environment);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input ?? "");
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }

    /// <summary>Starts a tool. All of its streams are pipes.</summary>
    public static Process Start(string tool, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        ProcessStartInfo start = new(tool, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["LC_ALL"] = "C";
        start.Environment.Remove("LANGUAGE");
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException($"{tool} did not start.");
    }
}
