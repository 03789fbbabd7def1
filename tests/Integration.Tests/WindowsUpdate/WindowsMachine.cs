using System.Globalization;
using System.Text.Json;

namespace PatchBaselineAssociation.IntegrationTests.WindowsUpdate;

/// <summary>One Windows with the stand-in. Commands run in the console that carries the module.</summary>
internal sealed class WindowsMachine : IDisposable
{
    private const string Console = @"D:\PatchBaselineAssociation.Console.exe";
    private const string WorldFile = "world.json";
    private const string EndOfSession = "ended ";

    // Of the library that the runtime loads first; it has no class of this id.
    private const string NoProfiler = "{5F3A0C52-7A5D-4D0E-9B1C-360F510A4E77}";

    private const string Prelude =
        """
        $ErrorActionPreference = 'Stop'
        function Save-Result($value) {
            $options = [System.Text.Json.JsonSerializerOptions]::new()
            $options.Converters.Add([System.Text.Json.Serialization.JsonStringEnumConverter]::new())
            [System.IO.File]::WriteAllText('T:\result.json', [System.Text.Json.JsonSerializer]::Serialize($value, $value.GetType(), $options))
        }

        """;

    private readonly TemporaryFolder _folder = new();
    private readonly Wine _wine;
    private TimeSpan? _uptime;

    /// <param name="template">The prefix to copy.</param>
    public WindowsMachine(string template)
    {
        string prefix = _folder.Combine("prefix");
        // wine writes nothing in its own folders; a registry that has a second name it writes in place, into that of all machines.
        Tool.Run("cp", "-a", "--link", template, prefix);
        foreach (string registry in Directory.GetFiles(prefix, "*.reg"))
        {
            File.Delete(registry);
            File.Copy(Path.Combine(template, Path.GetFileName(registry)), registry);
        }

        _wine = new Wine(prefix);
        Directory.CreateDirectory(_folder.Combine("test"));
        _wine.MapDrive('t', _folder.Combine("test"));
    }

    /// <summary>Variables of the commands.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>What the stand-in was asked to do, in order: <c>installed (id).(revision) (result)</c>. Without who asked.</summary>
    public IReadOnlyList<string> Journal
    {
        get
        {
            string file = TestFile(WorldFile + ".journal");
            return File.Exists(file) ? [.. File.ReadAllLines(file).Where(line => !line.StartsWith(EndOfSession, StringComparison.Ordinal)).Select(line => line.Split(" by ")[0])] : [];
        }
    }

    /// <summary>Each session that was let go of, with the number of objects that were forgotten: <c>ended 0 left</c>.</summary>
    public IReadOnlyList<string> Sessions => [.. File.ReadAllLines(TestFile(WorldFile + ".journal")).Where(line => line.StartsWith(EndOfSession, StringComparison.Ordinal))];

    /// <summary>The journal without searches.</summary>
    public IReadOnlyList<string> Changes => [.. Journal.Where(line => !line.StartsWith("search ", StringComparison.Ordinal))];

    public Wine Wine => _wine;

    /// <summary>A file on the drive T.</summary>
    public string TestFile(string name) => _folder.Combine("test", name);

    /// <summary>Makes the machine one of these updates, on which nothing was done yet.</summary>
    public void Enter(UpdateWorld world)
    {
        File.WriteAllText(TestFile(WorldFile), world.ToJson());
        File.Delete(TestFile(WorldFile + ".journal"));
        string state = _wine.PathOf(@"C:\ProgramData\Amazon");
        if (Directory.Exists(state))
            Directory.Delete(state, recursive: true);
        Environment.Clear();
        _uptime = null;
    }

    public void Enter(params WorldUpdate[] updates) => Enter(new UpdateWorld { Updates = updates });

    /// <summary>What was to be finished by a restart is; Windows has been running for a second.</summary>
    public void Restart()
    {
        File.AppendAllText(TestFile(WorldFile + ".journal"), "boot\n");
        _uptime = TimeSpan.FromSeconds(1);
    }

    /// <summary>Runs a script. What it gives to Save-Result is the result.</summary>
    public WindowsRun Run(string script)
    {
        File.WriteAllText(TestFile("test.ps1"), Prelude + script);
        File.Delete(TestFile("result.json"));
        (int exitCode, string output, string errors) = _wine.TryRun(Console, ["-File", @"T:\test.ps1"], Variables());
        return new WindowsRun(exitCode, output, errors, File.Exists(TestFile("result.json")) ? JsonDocument.Parse(File.ReadAllText(TestFile("result.json"))).RootElement : null);
    }

    /// <summary>Runs one command of the module and takes what it gives.</summary>
    public WindowsRun RunForResult(string command) => Run($"Save-Result ({command})");

    public WindowsRun Scan(WindowsBaseline baseline, string parameters = "") => RunForResult($"Invoke-PatchScan -Offline -Path {BaselineFile(baseline)} {parameters}");

    /// <summary>Patches that fail are told of on standard error, and the result comes all the same.</summary>
    public WindowsRun Install(WindowsBaseline baseline, string parameters = "") =>
        RunForResult($"Install-PatchBaseline -Offline -Confirm:$false -ErrorAction Continue -Path {BaselineFile(baseline)} {parameters}");

    /// <summary>Writes a baseline to the drive T.</summary>
    public string BaselineFile(WindowsBaseline baseline)
    {
        File.WriteAllText(TestFile("baseline.json"), baseline.ToJson());
        return @"T:\baseline.json";
    }

    /// <summary>The commands are started by the Systems Manager agent, for the same command of the service each time.</summary>
    public void EnterAgent()
    {
        Environment["AWS_SSM_INSTANCE_ID"] = "i-0123456789abcdef0";
        Environment["AWS_SSM_REGION_NAME"] = "eu-west-1";
        Environment["SSM_COMMAND_ID"] = "12345678-1234-1234-1234-123456789012";
    }

    public void Dispose()
    {
        _wine.Stop();
        _folder.Dispose();
    }

    private Dictionary<string, string> Variables()
    {
        Dictionary<string, string> variables = new(Environment, StringComparer.Ordinal)
        {
            ["WUA_STANDIN_WORLD"] = @"T:\" + WorldFile,
            ["CORECLR_ENABLE_PROFILING"] = "1",
            ["CORECLR_PROFILER"] = NoProfiler,
            ["CORECLR_PROFILER_PATH"] = WindowsImage.LibraryPath,
        };
        if (_uptime is { } uptime)
            variables["WUA_STANDIN_UPTIME"] = uptime.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
        return variables;
    }
}
