using System.Diagnostics;

namespace PatchBaselineAssociation.CmdletsTests;

/// <summary>A scan of this machine without root's rights. Read only.</summary>
public sealed class OrdinaryUserTests : IDisposable
{
    private const string Nobody = "65534";
    private const string Script = "(Invoke-PatchScan).Patches | Where-Object State -eq Missing | ForEach-Object Title";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_user_without_rights_sees_what_root_sees()
    {
        if (!File.Exists("/usr/bin/apt-get"))
            Assert.Skip("Needs apt.");
        if (Environment.UserName != "root" || !File.Exists("/usr/bin/setpriv"))
            Assert.Skip("Needs root and setpriv to become another user.");
        string program = Path.Combine(_folder.Path, "program");
        string home = Directory.CreateDirectory(Path.Combine(_folder.Path, "home")).FullName;
        Run("cp", "-r", AppContext.BaseDirectory, program);
        Run("chmod", "-R", "a+rX", _folder.Path);
        Run("chown", Nobody, home);

        ConsoleResult root = ConsoleProgram.Run(Script.Replace("Invoke-PatchScan", $"Invoke-PatchScan -StatePath '{_folder.Path}/state'", StringComparison.Ordinal));
        ConsoleResult nobody = RunAsNobody(program, home);

        Assert.Equal((0, 0), (root.ExitCode, nobody.ExitCode));
        Assert.Equal(root.Output, nobody.Output);
        Assert.Contains("[StateFolderNotWritable]", nobody.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(home, ".local/state/PatchBaselineAssociation/patch-states-configuration.json")));
    }

    private static ConsoleResult RunAsNobody(string program, string home)
    {
        var start = new ProcessStartInfo("/usr/bin/setpriv")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home,
        };
        string[] arguments =
        [
            "--reuid", Nobody, "--regid", Nobody, "--clear-groups", "--",
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", "exec", Path.Combine(program, "PatchBaselineAssociation.Console.dll"), Script,
        ];
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["HOME"] = home;
        start.Environment.Remove("XDG_CACHE_HOME");
        start.Environment.Remove("XDG_STATE_HOME");
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return ConsoleProgram.Finish(process);
    }

    private static void Run(string tool, params string[] arguments)
    {
        using Process process = Process.Start(tool, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
