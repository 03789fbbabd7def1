using System.Diagnostics;

namespace PatchBaselineAssociation.CmdletsTests;

/// <summary>The console as a process of its own: what is loaded into it is not loaded into the tests.</summary>
internal sealed class ConsoleProgram
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(2);

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public string Input { get; init; } = "";

    public static ConsoleResult Run(params string[] arguments) => new ConsoleProgram().Start(arguments);

    public ConsoleResult Start(params string[] arguments)
    {
        using Process process = Launch(arguments);
        process.StandardInput.Write(Input);
        process.StandardInput.Close();
        return Finish(process);
    }

    public Process Launch(params string[] arguments)
    {
        var start = new ProcessStartInfo(System.Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "PatchBaselineAssociation.Console.dll"));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        foreach ((string name, string value) in Environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public static ConsoleResult Finish(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_deadline))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("The console did not end.");
        }

        return new ConsoleResult(process.ExitCode, output.Result, error.Result);
    }
}
