using System.Diagnostics;

namespace PatchBaselineAssociation.CmdletsTests;

/// <summary>A user without rights who has a copy of the console, and a home.</summary>
public sealed class OrdinaryUser : IDisposable
{
    private const string Nobody = "65534";

    private readonly TemporaryFolder _folder = new();
    private readonly string _program;
    private readonly string _home;

    public OrdinaryUser()
    {
        _program = Path.Combine(_folder.Path, "program");
        _home = Directory.CreateDirectory(Path.Combine(_folder.Path, "home")).FullName;
        if (!IsPossible)
            return;
        RunTool("cp", "-r", AppContext.BaseDirectory, _program);
        RunTool("chmod", "-R", "a+rX", _folder.Path);
        RunTool("chown", Nobody, _home);
    }

    private static bool IsPossible => File.Exists("/usr/bin/apt-get") && Environment.UserName == "root" && File.Exists("/usr/bin/setpriv");

    public string InStateFolder(string name) => Path.Combine(_home, ".local/state/PatchBaselineAssociation", name);

    /// <summary>The command line of the copy of the console.</summary>
    internal string[] Console => [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", "exec", Path.Combine(_program, "PatchBaselineAssociation.Console.dll")];

    /// <summary>Skips the test where there can be no such user.</summary>
    /// <param name="script">What the console runs.</param>
    /// <param name="environment">Set for it.</param>
    internal ConsoleResult Run(string script, params (string Name, string Value)[] environment) => RunProgram([.. Console, script], environment);

    internal ConsoleResult RunProgram(IEnumerable<string> commandLine, params IEnumerable<(string Name, string Value)> environment)
    {
        if (!IsPossible)
            Assert.Skip("Needs apt, and root and setpriv to become another user.");
        var start = new ProcessStartInfo("/usr/bin/setpriv")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _home,
        };
        foreach (string argument in (string[])["--reuid", Nobody, "--regid", Nobody, "--clear-groups", "--", .. commandLine])
            start.ArgumentList.Add(argument);
        start.Environment["HOME"] = _home;
        start.Environment.Remove("XDG_CACHE_HOME");
        start.Environment.Remove("XDG_STATE_HOME");
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return ConsoleProgram.Finish(process);
    }

    public void Dispose() => _folder.Dispose();

    private static void RunTool(string tool, params string[] arguments)
    {
        using Process process = Process.Start(tool, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
