using System.Xml.Linq;
using PatchBaselineAssociation.PackageManagers.Dnf;
using PatchBaselineAssociation.PackageManagers.Processes;
using PatchBaselineAssociation.PackageManagers.Transactions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Zypper;

/// <summary>Reads what <c>zypper install --dry-run</c> says that it would do. Pure.</summary>
internal static class ZypperSimulation
{
    private const string Summary = "install-summary";
    private const string OtherVendor = "to-change-vendor";
    private const string ProblemStart = "Problem: ";
    private const string Solution = "Solution ";
    private const int MaximumProblems = 3;

    /// <summary>Others of the summary repeat packages of these.</summary>
    private static readonly Dictionary<string, PackageStepKind> s_sections = new(StringComparer.Ordinal)
    {
        ["to-upgrade"] = PackageStepKind.Upgrade,
        ["to-upgrade-change-arch"] = PackageStepKind.Upgrade,
        ["to-install"] = PackageStepKind.Install,
        ["to-reinstall"] = PackageStepKind.Reinstall,
        ["to-downgrade"] = PackageStepKind.Downgrade,
        ["to-downgrade-change-arch"] = PackageStepKind.Downgrade,
        ["to-remove"] = PackageStepKind.Remove,
    };

    /// <exception cref="PatchException">ToolFailed, ToolOutputNotUnderstood, PackageManagerBusy.</exception>
    public static TransactionSimulation Parse(ProcessResult result, DnfInstalled installed)
    {
        ZypperOutput output = ZypperOutput.Read(result.StandardOutput);
        if (output.Messages.Where(message => message.Type is ZypperMessage.Problem).Select(message => message.Text).ToArray() is { Length: > 0 } problems)
            return Impossible(string.Join("; ", problems.Take(MaximumProblems).Select(Causes)));
        if (result.ExitCode == (int)ZypperExitCode.CapabilityNotFound)
            return Impossible(ZypperFailure.Words(output) is { Length: > 0 } words ? words : "zypper does not offer it");
        if (!ZypperExitCodes.IsDone(result.ExitCode))
            throw ZypperFailure.Of("zypper install --dry-run", result, output);
        XElement summary = output.Find(Summary).FirstOrDefault() ?? (output.IsComplete
            ? new XElement(Summary)
            : throw ZypperOutput.NotUnderstood("its plan is cut off or no XML"));
        if (summary.Elements(OtherVendor).Elements("solvable").FirstOrDefault() is { } changing)
            return Impossible($"it would change the vendor of {ZypperOutput.Attribute(changing, "name")} {ZypperSolvable.WithEpoch(ZypperOutput.Attribute(changing, "edition"))}");
        List<PackageStep> steps = ReadSteps(summary, installed);
        return steps.Where(step => step.Version.Length > 0).Select(step => Displaced(step, installed)).OfType<string>().FirstOrDefault() is { } displaced
            ? Impossible(displaced)
            : new TransactionSimulation { IsPossible = true, Steps = steps };
    }

    /// <summary>The bytes to fetch; null where that is not told.</summary>
    public static long? DownloadBytes(ZypperOutput output) => NumberOf(output, "download-size");

    /// <summary>The bytes that the packages take more on the disk; null where that is not told.</summary>
    public static long? DiskBytes(ZypperOutput output) => NumberOf(output, "space-usage-diff");

    private static List<PackageStep> ReadSteps(XElement summary, DnfInstalled installed)
    {
        List<PackageStep> steps = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (XElement section in summary.Elements())
        {
            if (!s_sections.TryGetValue(section.Name.LocalName, out PackageStepKind kind))
                continue;
            foreach (XElement element in section.Elements("solvable").Where(solvable => solvable.Attribute("type")?.Value is null or "package"))
            {
                PackageStep step = Read(kind, ZypperSolvable.Read(element), installed);
                if (seen.Add(step.Id))
                    steps.Add(step);
            }
        }

        // What comes in a new version is no removal.
        HashSet<string> coming = new(steps.Where(step => step.Kind != PackageStepKind.Remove).Select(step => step.Id), StringComparer.Ordinal);
        steps.RemoveAll(step => step.Kind == PackageStepKind.Remove && coming.Contains(step.Id));
        return steps;
    }

    private static PackageStep Read(PackageStepKind kind, ZypperSolvable solvable, DnfInstalled installed)
    {
        string architecture = installed.ArchitectureOf(solvable.Name, solvable.Architecture);
        string before = installed.Find(solvable.Name, architecture)?.Version ?? "";
        if (kind == PackageStepKind.Remove)
        {
            // It was not asked to remove anything: something that comes takes the place of this, as its publisher says.
            return new PackageStep { Kind = kind, Name = solvable.Name, Architecture = architecture, InstalledVersion = solvable.Version, IsUnneeded = true };
        }

        // One more beside the others (a kernel) is what a report calls an upgrade.
        PackageStepKind actual = kind == PackageStepKind.Install && before.Length > 0 ? PackageStepKind.Upgrade : kind;
        return new PackageStep { Kind = actual, Name = solvable.Name, Architecture = architecture, InstalledVersion = before, Version = solvable.Version };
    }

    /// <summary>zypper's solver has a package for one architecture at a time: what is there for another goes with the upgrade, of which the summary says nothing.</summary>
    private static string? Displaced(PackageStep step, DnfInstalled installed)
    {
        string[] others = [.. installed.ArchitecturesOf(step.Name).Where(architecture => !string.Equals(architecture, step.Architecture, StringComparison.Ordinal))];
        return others.Length == 0
            ? null
            : $"zypper keeps a package for one architecture only: {step.Id} {step.Version} would take the place of {string.Join(" and ", others.Select(architecture => $"{step.Name}.{architecture}"))}";
    }

    /// <summary>The causes of a problem, without the solutions.</summary>
    private static string Causes(string text)
    {
        IEnumerable<string> lines = text.Split('\n').Select(line => line.Trim()).TakeWhile(line => !line.StartsWith(Solution, StringComparison.Ordinal)).Where(line => line.Length > 0);
        return SecretRedactor.Redact(string.Join("; ", lines.Select(line => line.StartsWith(ProblemStart, StringComparison.Ordinal) ? line.Substring(ProblemStart.Length) : line)));
    }

    private static long? NumberOf(ZypperOutput output, string attribute) =>
        output.Find(Summary).FirstOrDefault()?.Attribute(attribute)?.Value is { } text
            && long.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out long bytes)
            ? bytes
            : null;

    private static TransactionSimulation Impossible(string problem) => new() { IsPossible = false, Problem = problem };
}
