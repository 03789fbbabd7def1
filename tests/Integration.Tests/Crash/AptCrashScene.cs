using PatchBaselineAssociation.IntegrationTests.Apt;

namespace PatchBaselineAssociation.IntegrationTests.Crash;

/// <summary>A node with apt.</summary>
internal sealed class AptCrashScene : CrashScene
{
    private readonly AptRoot _source = AptRoot.Runnable();

    public override string Earlier => "earlier.all InstalledPendingReboot 2  NonCompliant";

    public override bool IsInstalled()
    {
        string[] versions = [.. new[] { "auto", "manual", "needing", "needed" }.Select(StatusOf)];
        if (versions is ["ii 1", "ii 1", "ii 1", ""])
            return false;
        Assert.Equal(["ii 2", "ii 2", "ii 2", "ii 1"], versions);
        return true;
    }

    public string StatusOf(string name)
    {
        (int exitCode, string output, _) = Tool.TryRun(
            "dpkg-query", [$"--admindir={Node.Root}/var/lib/dpkg", "--show", "--showformat=${db:Status-Abbrev} ${Version}", "--", name]);
        return exitCode == 0 ? string.Join(' ', output.Split(' ', StringSplitOptions.RemoveEmptyEntries)) : "";
    }

    public override IReadOnlyList<string> Automatic()
    {
        const string Field = "Package: ";
        string file = Node.Root + "/var/lib/apt/extended_states";
        return !File.Exists(file)
            ? []
            : [.. File.ReadAllText(file).Split("\n\n")
                .Where(stanza => stanza.Contains("Auto-Installed: 1", StringComparison.Ordinal))
                .Select(stanza => stanza.Split('\n').First(line => line.StartsWith(Field, StringComparison.Ordinal))[Field.Length..])
                .Order(StringComparer.Ordinal)];
    }

    protected override string MakeRoot()
    {
        _source.Install([new("earlier", "1"), new("auto", "1"), new("manual", "1"), new("needing", "1")]);
        _source.MarkAuto("auto");
        _source.AddRepository("security", "bookworm-security", [new TestPackage("earlier", "2")], "Debian-Security");
        return _source.Path;
    }

    protected override void Publish()
    {
        Dictionary<string, string> scripts = new() { ["postinst"] = ScriptGate.TextOf() };
        _source.WriteRepository(
            "security",
            "bookworm-security",
            [new("earlier", "2"), new("auto", "2"), new("manual", "2") { Scripts = scripts }, new("needing", "2") { ControlFields = "Depends: needed\n" }, new("needed", "1")],
            "Debian-Security");
    }

    protected override IEnumerable<string> SystemLeftovers() =>
    [
        .. Directory.EnumerateFiles(Node.Root + "/usr/sbin").Where(path => !IsTemporary(path)),
        .. Directory.EnumerateFiles(Node.Root + "/var/lib/dpkg/updates"),
    ];

    protected override void DisposeRoot() => _source.Dispose();
}
