using System.Reflection;
using System.Reflection.Emit;

namespace PatchBaselineAssociation.CmdletsTests;

/// <summary>What other modules have loaded into the process must not become ours. Each test has a process of its own.</summary>
public sealed class IsolationTests
{
    private const string EngineName = "PatchBaselineAssociation.Engine";

    [Fact]
    public void Older_assemblies_of_the_same_names_do_not_become_ours()
    {
        using var folder = new TemporaryFolder();
        string[] foreign =
        [
            BuildOldEngine(folder.Path),
            Path.Combine(AppContext.BaseDirectory, "OldPackages", "AWSSDK.Core.dll"),
            Path.Combine(AppContext.BaseDirectory, "OldPackages", "YamlDotNet.dll"),
        ];
        var console = new ConsoleProgram
        {
            Environment =
            {
                ["DOTNET_STARTUP_HOOKS"] = Path.Combine(AppContext.BaseDirectory, "PatchBaselineAssociation.Cmdlets.Tests.Preload.dll"),
                ["PRELOAD_ASSEMBLIES"] = string.Join(Path.PathSeparator, foreign),
            },
        };

        // The foreign ones are there, and everything that our folder holds is ours, asked for from our context by name.
        ConsoleResult result = console.Start("""
            $main = (Get-Command Invoke-PatchScan).ImplementingType.Assembly
            $context = [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($main)
            foreach ($assembly in [System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies) { "default $($assembly.Location)" }
            foreach ($file in [System.IO.Directory]::GetFiles([System.IO.Path]::GetDirectoryName($main.Location), '*.dll')) {
                "own $($context.LoadFromAssemblyName([System.Reflection.AssemblyName]::GetAssemblyName($file)).Location)"
            }
            "context $($context.Name)"
            "baseline $((Get-Command Invoke-PatchScan).Parameters['Baseline'].ParameterType.Assembly.Location)"
            "result $((Resolve-PatchBaseline -OperatingSystem DEBIAN).GetType().Assembly.Location)"
            """).Succeeded();

        Assert.All(foreign, path => Assert.Contains($"default {path}", result.Lines));
        string[] own = Directory.GetFiles(BuiltModule.ModernAssemblies, "*.dll");
        Assert.Contains(own, path => Path.GetFileNameWithoutExtension(path) == EngineName);
        Assert.Contains(own, path => Path.GetFileNameWithoutExtension(path) == "YamlDotNet");
        Assert.All(own, path => Assert.Contains($"own {path}", result.Lines));
        Assert.Contains("context PatchBaselineAssociation", result.Lines);
        Assert.Contains($"baseline {Path.Combine(BuiltModule.ModernAssemblies, EngineName + ".dll")}", result.Lines);
        Assert.Contains($"result {Path.Combine(BuiltModule.ModernAssemblies, EngineName + ".dll")}", result.Lines);
    }

    /// <summary>Both halves of the promise: nobody pays for YAML who reads no list, and who reads one reads it with ours.</summary>
    [Fact]
    public void YAML_is_loaded_with_the_first_list_and_is_ours()
    {
        string foreign = Path.Combine(AppContext.BaseDirectory, "OldPackages", "YamlDotNet.dll");
        var console = new ConsoleProgram
        {
            Environment =
            {
                ["DOTNET_STARTUP_HOOKS"] = Path.Combine(AppContext.BaseDirectory, "PatchBaselineAssociation.Cmdlets.Tests.Preload.dll"),
                ["PRELOAD_ASSEMBLIES"] = foreign,
            },
        };

        ConsoleResult result = console.Start("""
            $engine = (Resolve-PatchBaseline -OperatingSystem DEBIAN).GetType().Assembly
            $null = [pscustomobject]@{ Id = 'a.all'; State = 'Missing' } | ConvertTo-PatchOverrideList
            $context = [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($engine)
            "before $(@($context.Assemblies | Where-Object { $_.GetName().Name -eq 'YamlDotNet' }).Count)"
            $content = [System.ReadOnlyMemory[byte]]::new([System.Text.Encoding]::UTF8.GetBytes('patches: [{id: 1.10}]'))
            $list = $engine.GetType('PatchBaselineAssociation.Overrides.OverrideListReader').GetMethod('Read').Invoke($null, @($content, 'list.yaml'))
            "id $($list.Entries[0].Id)"
            "after $(($context.Assemblies | Where-Object { $_.GetName().Name -eq 'YamlDotNet' }).Location)"
            "default $(([System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies | Where-Object { $_.GetName().Name -eq 'YamlDotNet' }).Location)"
            """).Succeeded();

        Assert.Equal(
            ["before 0", "id 1.10", $"after {Path.Combine(BuiltModule.ModernAssemblies, "YamlDotNet.dll")}", $"default {foreign}"],
            result.Lines);
    }

    [Fact]
    public void A_second_copy_in_one_process_is_refused_by_name_of_both()
    {
        using var folder = new TemporaryFolder();
        string copy = Path.Combine(folder.Path, "PatchBaselineAssociation", "99.0.0");
        foreach (string file in Directory.GetFiles(BuiltModule.Folder, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(copy, Path.GetRelativePath(BuiltModule.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        string manifest = Path.Combine(copy, "PatchBaselineAssociation.psd1");
        string version = Path.GetFileName(BuiltModule.Folder);
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace($"'{version}'", "'99.0.0'", StringComparison.Ordinal));

        ConsoleResult result = ConsoleProgram.Run($"try {{ Import-Module '{manifest}' -ErrorAction Stop }} catch {{ \"refused $($_.Exception.Message)\" }}; (Resolve-PatchBaseline -OperatingSystem DEBIAN).OperatingSystem");
        string message = Assert.Single(result.Succeeded().Lines, line => line.StartsWith("refused ", StringComparison.Ordinal));
        Assert.Contains(BuiltModule.ModernAssemblies, message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(copy, "bin", "net8.0"), message, StringComparison.Ordinal);
        Assert.Contains("Start a new PowerShell session", message, StringComparison.Ordinal);
        Assert.Equal("Debian", result.Lines[^1]);
    }

    [Fact]
    public void The_half_for_Windows_PowerShell_loads_and_works()
    {
        ConsoleResult result = ConsoleProgram.Run($$"""
            Remove-Module PatchBaselineAssociation
            $bin = '{{BuiltModule.LegacyAssemblies}}'
            $loader = [System.Reflection.Assembly]::LoadFile([System.IO.Path]::Combine($bin, 'PatchBaselineAssociation.Loader.dll')).GetType('PatchBaselineAssociation.Loader.ModuleLoader')
            Import-Module -Assembly $loader.GetMethod('Load').Invoke($null, @($bin))
            (Get-Command Resolve-PatchBaseline).ImplementingType.Assembly.Location
            $baseline = Resolve-PatchBaseline -OperatingSystem WINDOWS
            $baseline.GetType().Assembly.Location
            "$($baseline.OperatingSystem)"
            """).Succeeded();
        Assert.Equal(
            [
                Path.Combine(BuiltModule.LegacyAssemblies, "PatchBaselineAssociation.dll"),
                Path.Combine(BuiltModule.LegacyAssemblies, EngineName + ".dll"),
                "Windows",
            ],
            result.Lines);
    }

    [Fact]
    public void The_module_ships_no_part_of_PowerShell() =>
        Assert.DoesNotContain(
            Directory.GetFiles(BuiltModule.Folder, "*.dll", SearchOption.AllDirectories),
            path => Path.GetFileName(path).StartsWith("System.Management.Automation", StringComparison.Ordinal)
                || Path.GetFileName(path).StartsWith("Microsoft.PowerShell", StringComparison.Ordinal));

    private static string BuildOldEngine(string folder)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName($"{EngineName}, Version=0.0.1.0"), typeof(object).Assembly);
        assembly.DefineDynamicModule(EngineName).DefineType("PatchBaselineAssociation.Operations.PatchEngine", TypeAttributes.Public).CreateType();
        string path = Path.Combine(folder, EngineName + ".dll");
        assembly.Save(path);
        return path;
    }
}
