using System.IO.Compression;
using System.Security.Cryptography;
using PatchBaselineAssociation.IntegrationTests;

namespace PatchBaselineAssociation.CmdletsTests.Documents;

/// <summary>A node with the agent's environment, a folder to install into, and a bucket that its aws reads.</summary>
internal sealed class DocumentNode : IDisposable
{
    public const string AssociationId = "01234567-89ab-cdef-0123-456789abcdef";

    private readonly CmdletsTests.TemporaryFolder _folder = new();

    public DocumentNode()
    {
        Directory.CreateDirectory(Bucket);
        Directory.CreateDirectory(Commands);
        WriteProgram(Path.Combine(Commands, "aws"), $$"""
            #!/bin/sh
            printf '%s\n' "$*" >> '{{Calls}}'
            if [ -f '{{Meanwhile}}' ]; then . '{{Meanwhile}}'; fi
            for word; do
              case $word in s3://*) source=$word ;; esac
              target=$word
            done
            exec cp "{{Bucket}}/${source##*/}" "$target"

            """);
    }

    public string InstallFolder => Path.Combine(_folder.Path, "installed");

    public string Commands => Path.Combine(_folder.Path, "commands");

    /// <summary>What the agent sets, and what a test adds.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal)
    {
        ["AWS_SSM_INSTANCE_ID"] = "i-0123456789abcdef0",
        ["AWS_SSM_REGION_NAME"] = "eu-north-1",
        ["AWS_SSM_PLATFORM_NAME"] = "Debian GNU/Linux",
        ["AWS_SSM_PLATFORM_VERSION"] = "12",
    };

    public string[] Downloads => File.Exists(Calls) ? File.ReadAllLines(Calls) : [];

    public string[] Installed => Directory.Exists(InstallFolder) ? [.. Directory.GetFileSystemEntries(InstallFolder).Select(entry => Path.GetFileName(entry)!).Order(StringComparer.Ordinal)] : [];

    private string Bucket => Path.Combine(_folder.Path, "bucket");

    private string Calls => Path.Combine(_folder.Path, "calls");

    private string Meanwhile => Path.Combine(_folder.Path, "meanwhile");

    public static void WriteProgram(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text.ReplaceLineEndings("\n"));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
    }

    /// <summary>Puts a zip file into the bucket, and gives its hash. Its files have no mode, as those that were packed on Windows.</summary>
    public string Put(string key, params (string Name, string Text)[] files)
    {
        using (ZipArchive archive = ZipFile.Open(Path.Combine(Bucket, key), ZipArchiveMode.Create))
        {
            foreach ((string name, string text) in files)
            {
                using var writer = new StreamWriter(archive.CreateEntry(name).Open());
                writer.Write(text.ReplaceLineEndings("\n"));
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Read(key)));
    }

    public void PutText(string key, string text) => File.WriteAllText(Path.Combine(Bucket, key), text);

    public byte[] Read(string key) => File.ReadAllBytes(Path.Combine(Bucket, key));

    /// <summary>Shell commands that are run while something is downloaded.</summary>
    public void WhileDownloading(string commands) => File.WriteAllText(Meanwhile, commands);

    /// <summary>The script of a document as a file that the agent would run; the values must pass the document's patterns.</summary>
    public string WriteScript(string documentName, string extension, params (string Name, string Value)[] parameters)
    {
        SsmDocument document = SsmDocument.Load(documentName);
        Dictionary<string, string> values = new(StringComparer.Ordinal) { ["Operation"] = "Scan", ["AssociationId"] = AssociationId, ["InstallFolder"] = InstallFolder };
        foreach ((string name, string value) in parameters)
            values[name] = value;
        Assert.All(values, value => Assert.True(document.Accepts(value.Key, value.Value), $"{value.Key} does not take '{value.Value}'."));

        string path = Path.Combine(_folder.Path, "_script" + extension);
        WriteProgram(path, (extension == ".ps1" ? "\ufeff" : "") + document.Script("Linux", values));
        return path;
    }

    /// <summary>Runs the document for nodes without PowerShell as the agent does.</summary>
    public ConsoleResult RunShell(params (string Name, string Value)[] parameters)
    {
        Dictionary<string, string> environment = new(Environment, StringComparer.Ordinal);
        environment.TryAdd("PATH", $"{Commands}:{System.Environment.GetEnvironmentVariable("PATH")}");
        (int exitCode, string output, string errors) = Tool.TryRun("sh", ["-c", WriteScript(SsmDocument.Console, ".sh", parameters)], environment);
        return new ConsoleResult(exitCode, output, errors);
    }

    /// <summary>Runs the document for nodes with PowerShell in the console's engine, in a process of its own, with some commands that only an installed PowerShell has.</summary>
    public ConsoleResult RunPowerShell(string commands, params (string Name, string Value)[] parameters)
    {
        string host = _folder.Write("host.ps1", $$"""
            function global:Out-String { param([switch] $Stream, [int] $Width) process { "$_" } }
            {{commands}}
            & '{{WriteScript(SsmDocument.Module, ".ps1", parameters)}}'
            exit $LASTEXITCODE
            """);
        var console = new ConsoleProgram();
        foreach ((string name, string value) in Environment)
            console.Environment[name] = value;
        console.Environment.TryAdd("PATH", $"{Commands}:{System.Environment.GetEnvironmentVariable("PATH")}");
        return console.Start("-File", host);
    }

    /// <summary>Has others read what is here.</summary>
    public void Open() => Tool.Run("chmod", "-R", "a+rX", _folder.Path);

    public void Dispose() => _folder.Dispose();
}
