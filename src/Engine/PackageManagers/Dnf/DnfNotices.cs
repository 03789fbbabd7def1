using PatchBaselineAssociation.PackageManagers.Rpm;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>The notices of repositories for what is installed. They can be read while dnf is still asked for packages: mostly its answer uses the same repositories.</summary>
internal sealed class DnfNotices : IDisposable
{
    private readonly IFileSystem _files;
    private readonly IEventSink _events;
    private readonly DnfCache _cache;
    private readonly HeldEvents _held = new();
    private readonly CancellationTokenSource _ending;
    private IReadOnlyList<string> _expected = [];
    private Task<AdvisoryIndex>? _reading;

    public DnfNotices(IFileSystem files, IEventSink events, DnfCache cache, CancellationToken cancellationToken)
    {
        _files = files;
        _events = events;
        _cache = cache;
        _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>Begins to read those of all repositories that are listed, as soon as they are, in the hope that they are the ones that count.</summary>
    /// <param name="installed">rpm's answer.</param>
    /// <param name="repositories">dnf's list.</param>
    /// <param name="dialect">Reads the list.</param>
    public void Begin(Task<string> installed, Task<string> repositories, DnfDialect dialect)
    {
        _reading = ReadAsync();

        async Task<AdvisoryIndex> ReadAsync()
        {
            IReadOnlyList<RpmPackage> packages = RpmQuery.Parse(await installed.ConfigureAwait(false));
            _expected = [.. dialect.ReadRepositories(await repositories.ConfigureAwait(false)).Where(repository => _cache.FolderOf(repository) is not null)];
            // On a thread of its own: the one that has the list goes on with other work.
            return await Task.Run(() => Read(packages, _expected, _held), _ending.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Those of these repositories.</summary>
    /// <exception cref="PatchException">AdvisoriesUnreadable.</exception>
    public async Task<AdvisoryIndex> GetAsync(IReadOnlyList<RpmPackage> installed, IReadOnlyList<string> repositories)
    {
        if (_reading is null)
            return Read(installed, repositories, _events);
        await Task.WhenAny(_reading).ConfigureAwait(false);
        if (!_expected.SequenceEqual(repositories, StringComparer.Ordinal))
            return Read(installed, repositories, _events);
        _held.Tell(_events);
        return await _reading.ConfigureAwait(false);
    }

    /// <summary>What is being read for nothing ends. Not a part of disposing: who waits for it has to give its thread back, because the reading may go on in it.</summary>
    public async Task EndAsync()
    {
        _ending.Cancel();
        if (_reading is not null)
            await Task.WhenAny(_reading).ConfigureAwait(false);
    }

    public void Dispose() => _ending.Dispose();

    private AdvisoryIndex Read(IReadOnlyList<RpmPackage> installed, IReadOnlyList<string> repositories, IEventSink events)
    {
        PackageSelection selection = new(installed.Select(package => package.Name), []);
        NoticeFiles notices = new(_files, events);
        AdvisoryIndexBuilder builder = new();
        foreach (string repository in repositories)
        {
            if (_cache.FolderOf(repository) is { } folder)
                notices.AddTo(builder, DnfCache.MetadataFile(folder), path => Path.Combine(folder, path), selection, _ending.Token);
        }

        return builder.Build();
    }
}
