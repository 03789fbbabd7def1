using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Evaluation;
using PatchBaselineAssociation.Installation;
using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Overrides;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Tests.Overrides;

namespace PatchBaselineAssociation.Tests.Installation;

/// <summary>Short words for the values that installs are about.</summary>
internal static class InstallSamples
{
    public static InstallTarget Target(string name, string version = "2", string installed = "1", string architecture = "amd64") => new(
        new InventoryEntry { Name = name, Architecture = architecture, Installed = new InstalledPackage { Version = installed }, Versions = [new AvailablePatch { Version = version }] },
        new AvailablePatch { Version = version },
        $"Approved by rule 1 for {name}");

    public static PackageStep Step(PackageStepKind kind, string name, string installed = "", string version = "", string architecture = "amd64") =>
        new() { Kind = kind, Name = name, Architecture = architecture, InstalledVersion = installed, Version = version };

    public static PackageStep Upgrade(string name, string version = "2") => Step(PackageStepKind.Upgrade, name, "1", version);

    public static TransactionSimulation Possible(params PackageStep[] steps) => new() { IsPossible = true, Steps = steps };

    public static PatchEvaluator Evaluator(RejectedPatchesAction action = RejectedPatchesAction.AllowAsDependency, params string[] rejected) =>
        Evaluator(PatchOperatingSystem.Debian, action, rejected);

    public static PatchEvaluator Evaluator(PatchOperatingSystem system, RejectedPatchesAction action, params string[] rejected) => new(
        new PatchBaseline { OperatingSystem = system, RejectedPatches = rejected, RejectedPatchesAction = action },
        Evaluation.Samples.NodeOf(system),
        Evaluation.Samples.AsOf);

    public static OverrideMatcher MatcherOf(params (string Id, string? Title)[] entries) => OverrideSamples.Matcher(PatchOperatingSystem.Debian, entries);
}
