using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Operations;
using PatchBaselineAssociation.Overrides;
using PatchBaselineAssociation.PackageManagers.Apt;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>What the engine is given in these tests: everything real, but nothing that restarts a machine.</summary>
internal static class AptServices
{
    public static EngineServices Create(IEventSink events, string baselines, string cache, IClock? clock = null, IProcessRunner? processes = null, IFileSystem? files = null)
    {
        clock ??= SystemClock.Instance;
        files ??= new PhysicalFileSystem();
        DocumentLoader documents = new(files, () => throw new InvalidOperationException("Nothing is fetched from the web here."), NoAws);
        return new EngineServices
        {
            Files = files,
            Clock = clock,
            Events = events,
            Nodes = new NodeDetector(files, clock, new SystemEnvironment(), events),
            Baselines = new BaselineResolver(
                new OfflineBaselineResolver(files, new PredefinedBaselines(files, baselines), events), new BaselineOverrideLoader(documents), NoAws, new AgentContext(), events),
            SystemsManager = NoAws,
            PackageManagers = _ => new AptPackageManager(
                processes ?? new ProcessRunner(events), new DetachedProcessRunner(clock, events), files, new FileLockHolder(files), clock, events),
            StateFolders = StateFolders.OfThisMachine(),
            CacheFolders = [cache],
            OverrideLists = new OverrideListLoader(documents),
            Agent = new AgentContext(),
            System = SystemKind.Linux,
            Restarter = new RecordingRestarter(),
            IsPrivileged = () => true,
        };
    }

    private static ISystemsManager NoAws() => throw new InvalidOperationException("AWS is not called here.");
}
