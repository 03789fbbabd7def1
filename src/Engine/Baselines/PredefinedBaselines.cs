using System.Collections.Concurrent;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Baselines;

/// <summary>The baselines that Systems Manager predefines, from data files that come with the module. A file is read when it is first asked for.</summary>
/// <param name="files">Where the data files are.</param>
/// <param name="folder">The folder that holds them.</param>
public sealed class PredefinedBaselines(IFileSystem files, string folder)
{
    internal static readonly IReadOnlyList<PredefinedBaseline> Index =
    [
        new(PatchOperatingSystem.AlmaLinux, "pb-0cb0c4966f86b059b", "AWS-AlmaLinuxDefaultPatchBaseline"),
        new(PatchOperatingSystem.AmazonLinux, "pb-0c10e657807c7a700", "AWS-AmazonLinuxDefaultPatchBaseline"),
        new(PatchOperatingSystem.AmazonLinux2, "pb-0be8c61cde3be63f3", "AWS-AmazonLinux2DefaultPatchBaseline"),
        new(PatchOperatingSystem.AmazonLinux2022, "pb-0028ca011460d5eaf", "AWS-AmazonLinux2022DefaultPatchBaseline"),
        new(PatchOperatingSystem.AmazonLinux2023, "pb-05c9c9bf778d4c4d0", "AWS-AmazonLinux2023DefaultPatchBaseline"),
        new(PatchOperatingSystem.CentOS, "pb-03e3f588eec25344c", "AWS-CentOSDefaultPatchBaseline"),
        new(PatchOperatingSystem.Debian, "pb-09a5f8eb62bde80b1", "AWS-DebianDefaultPatchBaseline"),
        new(PatchOperatingSystem.MacOS, "pb-0ee4f94581368c0d4", "AWS-MacOSDefaultPatchBaseline"),
        new(PatchOperatingSystem.OracleLinux, "pb-06bff38e95fe85c02", "AWS-OracleLinuxDefaultPatchBaseline"),
        new(PatchOperatingSystem.Raspbian, "pb-0ec16280999c5c75e", "AWS-DefaultRaspbianPatchBaseline"),
        new(PatchOperatingSystem.RedHatEnterpriseLinux, "pb-0cbb3a633de00f07c", "AWS-RedHatDefaultPatchBaseline"),
        new(PatchOperatingSystem.RockyLinux, "pb-03ec98bc512aa3ac0", "AWS-RockyLinuxDefaultPatchBaseline"),
        new(PatchOperatingSystem.Suse, "pb-07d8884178197b66b", "AWS-SuseDefaultPatchBaseline"),
        new(PatchOperatingSystem.Ubuntu, "pb-0c7e89f711c3095f4", "AWS-UbuntuDefaultPatchBaseline"),
        new(PatchOperatingSystem.Windows, "pb-09ca3fb51f0412ec3", "AWS-DefaultPatchBaseline"),
        new(PatchOperatingSystem.Windows, "AWS-WindowsPredefinedPatchBaseline-OS", "AWS-WindowsPredefinedPatchBaseline-OS", IsDefault: false),
        new(PatchOperatingSystem.Windows, "AWS-WindowsPredefinedPatchBaseline-OS-Applications", "AWS-WindowsPredefinedPatchBaseline-OS-Applications", IsDefault: false),
    ];

    private readonly ConcurrentDictionary<string, PatchBaseline> _read = new(StringComparer.Ordinal);

    /// <summary>All of them. Reads every file.</summary>
    public IReadOnlyList<PatchBaseline> All => [.. Index.Select(Read)];

    /// <summary>The one that Systems Manager applies to a system for which nothing else was chosen.</summary>
    public PatchBaseline For(PatchOperatingSystem operatingSystem) =>
        Read(Index.First(entry => entry.IsDefault && entry.OperatingSystem == operatingSystem));

    /// <summary>By id, by name (in any case), or by a resource name that ends in the id; null where there is none.</summary>
    public PatchBaseline? Find(string idOrName)
    {
        string wanted = idOrName.Trim();
        if (wanted.StartsWith("arn:", StringComparison.Ordinal)) wanted = wanted.Substring(wanted.LastIndexOf('/') + 1);

        PredefinedBaseline? found = Index.FirstOrDefault(entry =>
            string.Equals(entry.Id, wanted, StringComparison.Ordinal) || string.Equals(entry.Name, wanted, StringComparison.OrdinalIgnoreCase));
        return found is null ? null : Read(found);
    }

    private PatchBaseline Read(PredefinedBaseline entry) => _read.GetOrAdd(entry.Name, _ => Load(entry));

    private PatchBaseline Load(PredefinedBaseline entry)
    {
        string path = Path.Combine(folder, entry.FileName);
        try
        {
            return BaselineFile.Load(files, path, entry.OperatingSystem) with
            {
                Origin = new BaselineOrigin(
                    BaselineOriginKind.Predefined,
                    entry.Id,
                    $"It is a baseline that Systems Manager predefines for {entry.OperatingSystem.ToWireName()}, from the module's own files."),
            };
        }
        catch (PatchException e)
        {
            throw new PatchException(
                e.ErrorId,
                e.Kind,
                $"The predefined baseline {entry.Name} that comes with the module cannot be used. {e.Message}",
                path,
                "Install the module again.",
                e);
        }
    }
}
