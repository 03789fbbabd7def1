using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>What is asked of <c>apt-get indextargets</c>, and its answer read.</summary>
internal static class AptIndexTargets
{
    public const string OnlyPackages = "Created-By: Packages";

    public const string Format =
        "$(DESCRIPTION)\t$(FILENAME)\t$(SUITE)\t$(CODENAME)\t$(ORIGIN)\t$(LABEL)\t$(COMPONENT)\t$(SITE)\t$(RELEASE)\t$(BASE_URI)\t$(TRUSTED)\t.";

    /// <exception cref="PatchException">ToolOutputNotUnderstood.</exception>
    public static IReadOnlyList<AptIndexTarget> Parse(string output)
    {
        List<AptIndexTarget> targets = [];
        foreach (string line in output.Split('\n'))
        {
            if (line.Length == 0)
                continue;
            string[] fields = line.Split('\t');
            if (fields.Length != 12 || fields[11] is not ".")
            {
                throw new PatchException(
                    ErrorIds.ToolOutputNotUnderstood,
                    ErrorKind.InvalidResult,
                    $"apt-get indextargets printed a line that is not understood: '{SecretRedactor.Redact(line)}'.",
                    "apt-get");
            }

            targets.Add(new AptIndexTarget
            {
                Description = fields[0],
                FileName = fields[1],
                Suite = Value(fields[2]),
                Codename = Value(fields[3]),
                Origin = Value(fields[4]),
                Label = Value(fields[5]),
                Component = Value(fields[6]),
                Site = Value(fields[7]),
                Release = Value(fields[8]),
                BaseUri = Value(fields[9]),
                IsTrusted = string.Equals(Value(fields[10]), "yes", StringComparison.Ordinal),
            });
        }

        return targets;
    }

    /// <summary>apt leaves the placeholder of a fact that the repository does not give.</summary>
    private static string Value(string field) => field.StartsWith("$(", StringComparison.Ordinal) ? "" : field;
}
