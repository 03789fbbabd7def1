using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Nodes;

namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <summary>From an update to what evaluation judges.</summary>
/// <param name="node">The machine.</param>
/// <param name="source">Where updates come from, for people.</param>
internal sealed class UpdatePatches(Node node, string source)
{
    private const string System = "OS";
    private const string Application = "APPLICATION";
    private const string WindowsFamily = "Windows";

    // Windows Server 2022 and later have products of this name and a half year.
    private const string ServerProduct = "Microsoft Server operating system";

    private static readonly string[] s_systemProducts = ["Windows Server", "Windows 1", "Windows 8", "Windows 7", "Windows - ", ServerProduct];

    public AvailablePatch PatchOf(AgentUpdate update, string version)
    {
        string[] products = Names(update, "Product");
        bool isForSystem = update.IsDriver || products.Length == 0 || IsForSystem(update, products);
        string[] families = [.. Names(update, "ProductFamily").Concat(update.Categories.Select(category => category.Family)).Concat(isForSystem ? [WindowsFamily] : []).Where(name => name.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
        string[] classifications = [.. update.Categories.Where(category => IsOfType(category, "UpdateClassification")).Select(UpdateClassifications.NameOf).Where(name => name.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
        return new AvailablePatch
        {
            Version = version,
            Summary = update.Title,
            Repositories = update.IsInstalled ? [] : [source],
            Classifications = classifications.Length == 0 && update.IsDriver ? [UpdateClassifications.Drivers] : classifications,
            Severities = update.MsrcSeverity.Trim() is { Length: > 0 } severity ? [severity] : [],
            // The agent offers what is for this machine: an update for the system is for this one, however its product is called.
            Products = isForSystem && products.Length > 0 ? [.. products.Append(node.Product).Distinct(StringComparer.OrdinalIgnoreCase)] : products,
            ProductFamilies = families,
            PatchSet = isForSystem ? System : Application,
            CveIds = [.. update.CveIds.Select(id => id.Trim()).Where(id => id.Length > 0)],
            KbIds = UpdateNames.KbsOf(update),
            BulletinIds = [.. update.BulletinIds.Select(id => id.Trim()).Where(id => id.Length > 0)],
            UpdateId = update.Key.Id,
            SupersededIds = update.SupersededIds,
            IsOptional = update.IsOptional,
            HasOpenTerms = !update.AreTermsAccepted,
            Released = update.LastDeploymentChange,
            Restriction = RestrictionOf(update),
        };
    }

    private static Restriction? RestrictionOf(AgentUpdate update)
    {
        if (update.IsHidden)
            return new Restriction(RestrictionKind.Lock, "an administrator has hidden the update in Windows Update");
        return update.IsUnattendedUnknown
            ? new Restriction(RestrictionKind.ByHand, "Windows Update does not tell whether the update is hidden, or whether it asks for input; install it by hand")
            : null;
    }

    private static bool IsForSystem(AgentUpdate update, string[] products) =>
        update.Categories.Any(category => string.Equals(category.Family, WindowsFamily, StringComparison.OrdinalIgnoreCase)
            || (IsOfType(category, "ProductFamily") && string.Equals(category.Name, WindowsFamily, StringComparison.OrdinalIgnoreCase)))
        || Array.Exists(products, product => Array.Exists(s_systemProducts, known => product.StartsWith(known, StringComparison.OrdinalIgnoreCase)));

    private static string[] Names(AgentUpdate update, string type) =>
        [.. update.Categories.Where(category => IsOfType(category, type) && category.Name.Length > 0).Select(category => category.Name).Distinct(StringComparer.OrdinalIgnoreCase)];

    private static bool IsOfType(UpdateCategory category, string type) => string.Equals(category.Type, type, StringComparison.OrdinalIgnoreCase);
}
