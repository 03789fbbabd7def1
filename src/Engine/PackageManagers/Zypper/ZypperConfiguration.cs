using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>A system's configuration of zypper, as it is copied into the folder that zypper is asked in.</summary>
internal sealed record ZypperConfiguration
{
    private const string LibraryFile = "etc/zypp/zypp.conf";
    private const string ProgramFile = "etc/zypp/zypper.conf";
    private const string LocksFile = "etc/zypp/locks";
    private const string VariablesFolder = "etc/zypp/vars.d";
    private const string MultiversionFolder = "etc/zypp/multiversion.d";

    /// <summary>Of each of these folders the plain files are copied. None of them names a program.</summary>
    private static readonly string[] s_folders = [VariablesFolder, "etc/zypp/vendors.d", MultiversionFolder, "etc/zypp/credentials.d", "etc/zypp/systemCheck.d", "etc/products.d"];

    private static readonly string[] s_files = ["etc/zypp/systemCheck", "var/lib/zypp/AutoInstalled", "var/lib/zypp/RequestedLocales"];

    /// <summary>Files by their paths below the folder.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Files { get; init; }

    /// <summary>The system's locks; empty where it has none.</summary>
    public required string Locks { get; init; }

    public required ZypperMultiversion Multiversion { get; init; }

    /// <summary>Repositories that are not used because of their addresses.</summary>
    public required IReadOnlyList<string> LeftOut { get; init; }

    /// <summary>The system's cache of metadata, as the system itself names it.</summary>
    public required string MetadataFolder { get; init; }

    /// <summary>The system's cache of what zypper made of it.</summary>
    public required string SolverFolder { get; init; }

    /// <param name="files">The system.</param>
    /// <param name="isImage">An image's repositories may not start anything of this machine.</param>
    /// <param name="sources">Repositories that take the place of the system's; null leaves these.</param>
    /// <exception cref="PatchException">ImageUnsafe, ImageFileUnreadable.</exception>
    public static ZypperConfiguration Read(DnfFiles files, bool isImage, string? sources)
    {
        string library = files.ReadText(LibraryFile) ?? "";
        string PathOf(string key, string usual) => ZypperSettings.LibraryValue(library, key) is { Length: > 0 } own && own[0] == '/' ? own.TrimStart('/') : usual;
        string cache = PathOf("cachedir", "var/cache/zypp");
        string repositories = PathOf("reposdir", "etc/zypp/repos.d");
        List<KeyValuePair<string, string>> copied =
        [
            new(LibraryFile, ZypperSettings.Library(library)),
            new(ProgramFile, ZypperSettings.Program(files.ReadText(ProgramFile) ?? "")),
        ];
        List<string> leftOut = [];
        if (sources is not null)
        {
            copied.Add(new("etc/zypp/repos.d/baseline.repo", sources));
        }
        else
        {
            foreach (string path in files.Files(repositories).Where(path => path.EndsWith(".repo", StringComparison.Ordinal)))
            {
                if (files.ReadText(path) is not { } text)
                    continue;
                copied.Add(new("etc/zypp/repos.d/" + Path.GetFileName(path), isImage ? ZypperSettings.Repositories(text) : text));
                if (isImage)
                    leftOut.AddRange(ZypperSettings.LeftOut(text));
            }
        }

        foreach (string path in s_folders.SelectMany(files.Files).Concat(s_files))
        {
            if (TryRead(files, path) is not { } text)
                continue;
            if (isImage && path.StartsWith(VariablesFolder, StringComparison.Ordinal))
                CheckVariable(path, text);
            copied.Add(new(path, text));
        }

        return new ZypperConfiguration
        {
            Files = copied,
            Locks = files.ReadText(PathOf("locksfile.path", LocksFile)) ?? "",
            LeftOut = leftOut,
            Multiversion = new ZypperMultiversion(
                [ZypperSettings.LibraryValue(library, "multiversion") ?? "", .. copied.Where(file => file.Key.StartsWith(MultiversionFolder, StringComparison.Ordinal)).Select(file => file.Value)]),
            MetadataFolder = PathOf("metadatadir", cache + "/raw"),
            SolverFolder = PathOf("solvfilesdir", cache + "/solv"),
        };
    }

    /// <summary>zypper puts variables into addresses, and what follows a question mark there may name files of this machine.</summary>
    private static void CheckVariable(string path, string text)
    {
        if (text.IndexOf('?') >= 0)
        {
            throw new PatchException(
                ErrorIds.ImageUnsafe,
                ErrorKind.InvalidData,
                $"The variable '/{PrintableText.Of(path)}' in the image has a question mark: what follows it in an address may have zypper read files of this machine. Nothing was changed.",
                path,
                "Write that part into the address itself.");
        }
    }

    /// <summary>An ordinary user may not read credentials: their repositories then cannot be reached, which is told of each.</summary>
    private static string? TryRead(DnfFiles files, string path)
    {
        try
        {
            return files.ReadText(path);
        }
        catch (PatchException e) when (e.InnerException is UnauthorizedAccessException)
        {
            return null;
        }
    }
}
