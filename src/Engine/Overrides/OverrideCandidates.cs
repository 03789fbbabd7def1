using PatchBaselineAssociation.Evaluation;
using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.Overrides;

/// <summary>The texts by which entries may name one version: names first, then names with the version, then bare versions.</summary>
internal readonly struct OverrideCandidates
{
    private OverrideCandidates(IReadOnlyList<string> texts, int names, int bareVersions)
    {
        Texts = texts;
        Names = Math.Min(names, texts.Count);
        BareStart = texts.Count - bareVersions;
    }

    public IReadOnlyList<string> Texts { get; }

    /// <summary>How many of the first are names alone.</summary>
    public int Names { get; }

    /// <summary>Where the bare versions start.</summary>
    public int BareStart { get; }

    public static OverrideCandidates Of(SystemFamily family, string name, string architecture, string version, AvailablePatch? patch) => family switch
    {
        SystemFamily.Windows => OfUpdate(name, patch),
        SystemFamily.Debian when version.Length > 0 => new(PackageNames.ForDebian(name, architecture, version, includeBareVersions: true), 2, 2),
        SystemFamily.MacOS when version.Length > 0 => new([name, $"{name}.{version}", version], 1, 1),
        SystemFamily.MacOS => new([name], 1, 0),
        _ when version.Length > 0 => new(PackageNames.ForRpm(name, architecture, version, includeBareVersions: true), 2, 3),
        _ => new(PackageNames.ForRpm(name, architecture, "", includeBareVersions: true), 2, 0),
    };

    /// <summary>The same package in a version that no pattern has in mind.</summary>
    public static OverrideCandidates OfAnyVersion(SystemFamily family, string name, string architecture) =>
        Of(family, name, architecture, family is SystemFamily.Rpm or SystemFamily.Suse ? "\u0001:\u0001-\u0001" : "\u0001", patch: null);

    /// <summary>Numbers get the letters that they may be written without.</summary>
    public static string NormalizeKb(string id)
    {
        foreach (char c in id)
        {
            if (c is < '0' or > '9')
                return id;
        }

        return "KB" + id;
    }

    private static OverrideCandidates OfUpdate(string name, AvailablePatch? patch)
    {
        List<string> texts = [NormalizeKb(name)];
        if (patch is not null)
        {
            texts.AddRange(patch.KbIds.Select(NormalizeKb));
            texts.AddRange(patch.BulletinIds);
        }

        return new OverrideCandidates(texts, texts.Count, 0);
    }
}
