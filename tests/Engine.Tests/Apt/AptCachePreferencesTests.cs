using System.Text;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.PackageManagers;
using PatchBaselineAssociation.PackageManagers.Apt;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.Tests.States;

namespace PatchBaselineAssociation.Tests.Apt;

public sealed class AptCachePreferencesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private AptSettings Settings => AptSettings.Parse($"Dir::Etc \"{_folder["etc"]}/\";\nDir::Etc::preferences \"preferences\";\nDir::State::lists \"{_folder["lists"]}\";\nDir::Cache::archives \"{_folder["archives"]}\";\n");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_administrators_preferences_come_first_and_stay_as_they_are()
    {
        const string Own = "Explanation: ours, as ö\nPackage: *\nPin: release a=stable\nPin-Priority: 900";
        string path = WriteOwn(Own);
        AptCache cache = Cache();

        cache.WritePreferences(Settings, [new AptPreference("tool", "1:2~rc+b", AptPreference.First), new AptPreference("lib:i386", "3", AptPreference.First)]);

        Assert.Equal(
            Own + "\n\n"
            + "Package: tool\nPin: version 1:2~rc+b\nPin-Priority: 995\n\n"
            + "Package: lib:i386\nPin: version 3\nPin-Priority: 995\n\n",
            File.ReadAllText(cache.PreferencesFile));
        Assert.Equal(Own, File.ReadAllText(path));
        Assert.NotEqual(path, cache.PreferencesFile);
    }

    [Fact]
    public void Without_preferences_of_the_administrator_there_are_only_the_transactions()
    {
        AptCache cache = Cache();

        cache.WritePreferences(Settings, [new AptPreference("tool", "2", AptPreference.First)]);
        Assert.Equal("Package: tool\nPin: version 2\nPin-Priority: 995\n\n", File.ReadAllText(cache.PreferencesFile));

        cache.WritePreferences(Settings, []);
        Assert.Equal("", File.ReadAllText(cache.PreferencesFile));
    }

    [Fact]
    public void Each_transaction_starts_from_the_administrators_alone()
    {
        WriteOwn("Package: a\nPin: version 1\nPin-Priority: 1001\n");
        AptCache cache = Cache();
        cache.WritePreferences(Settings, [new AptPreference("tool", "2", AptPreference.First)]);
        cache.WritePreferences(Settings, [new AptPreference("other", "3", AptPreference.First)]);

        string text = File.ReadAllText(cache.PreferencesFile);
        Assert.DoesNotContain("tool", text, StringComparison.Ordinal);
        Assert.StartsWith("Package: a\n", text, StringComparison.Ordinal);
        Assert.Contains("\n\nPackage: other\n", text, StringComparison.Ordinal);

        WriteOwn("");
        cache.WritePreferences(Settings, []);
        Assert.Equal("", File.ReadAllText(cache.PreferencesFile).Trim());
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_an_error()
    {
        AptCache cache = Cache();
        Directory.CreateDirectory(cache.PreferencesFile);

        Assert.Equal(ErrorIds.CacheUnusable, Assert.Throws<PatchException>(() => cache.WritePreferences(Settings, [new AptPreference("tool", "2", AptPreference.First)])).ErrorId);
    }

    [Fact]
    public void Package_files_of_the_modules_own_can_be_removed()
    {
        AptCache cache = Cache();
        string archives = cache.ArchivesFolder(Settings);
        File.WriteAllText(Path.Combine(archives, "a_1_all.deb"), "");
        File.WriteAllText(Path.Combine(archives, "lock"), "");

        cache.RemoveArchives();

        Assert.Equal(["lock"], Directory.GetFiles(archives).Select(Path.GetFileName));
    }

    [Fact]
    public void The_systems_lists_come_with_the_systems_archives()
    {
        AptCache own = Cache(), system = Cache(PackageLists.System);
        system.Prepare(Settings, "amd64");

        Assert.Equal((_folder["archives"], _folder["lists"]), (system.ArchivesFolder(Settings), system.ListsFolder));
        Assert.StartsWith(_folder["cache"], own.ArchivesFolder(Settings), StringComparison.Ordinal);
        Assert.StartsWith(_folder["cache"], own.ListsFolder, StringComparison.Ordinal);
        Assert.StartsWith(_folder["cache"], system.PreferencesFile, StringComparison.Ordinal);
        Assert.NotEqual(own.ConfigurationFile, system.ConfigurationFile);
    }

    private AptCache Cache(PackageLists lists = PackageLists.Own)
    {
        AptCache cache = new(new PhysicalFileSystem(), Evaluation.Samples.NodeOf(PatchOperatingSystem.Debian), _folder["cache"], lists);
        cache.Create();
        return cache;
    }

    private string WriteOwn(string text)
    {
        Directory.CreateDirectory(_folder["etc"]);
        string path = Path.Combine(_folder["etc"], "preferences");
        File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return path;
    }
}
