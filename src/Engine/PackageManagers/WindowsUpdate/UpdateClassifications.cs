namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <summary>The published ids of classifications, which are the same in every language, and the names that filters use.</summary>
internal static class UpdateClassifications
{
    public const string Drivers = "Drivers";

    private static readonly Dictionary<string, string> s_byId = new(StringComparer.OrdinalIgnoreCase)
    {
        ["5c9376ab-8ce6-464a-b136-22113dd69801"] = "Applications",
        ["434de588-ed14-48f5-8eed-a15e09a991f6"] = "Connectors",
        ["e6cf1350-c01b-414d-a61f-263d14d133b4"] = "CriticalUpdates",
        ["e0789628-ce08-4437-be74-2495b842f43b"] = "DefinitionUpdates",
        ["e140075d-8433-45c3-ad87-e72345b36078"] = "DeveloperKits",
        ["ebfc1fc5-71a4-4f7b-9aca-3b9a503104a0"] = Drivers,
        ["b54e7d24-7add-428f-8b75-90a396fa584f"] = "FeaturePacks",
        ["9511d615-35b2-47bb-927f-f73d8e9260bb"] = "Guidance",
        ["0fa1201d-4330-4fa8-8ae9-b877473b6441"] = "SecurityUpdates",
        ["68c5b0a3-d1a6-4553-ae49-01d3a7827828"] = "ServicePacks",
        ["b4832bd8-e735-4761-8daf-37f882276dab"] = "Tools",
        ["28bc880e-0592-4cbf-8f95-c79b17911d5f"] = "UpdateRollups",
        ["cd5ffd1e-e932-4e3a-bf74-18bf0b1bbd83"] = "Updates",
        ["3689bdc8-b205-4af4-8d4a-a63924c5e9d5"] = "Upgrades",
    };

    /// <summary>The name by the id; otherwise the category's own, without the spaces that filters do not have.</summary>
    public static string NameOf(UpdateCategory category) =>
        s_byId.TryGetValue(category.Id.Trim('{', '}'), out string? name) ? name : category.Name.Replace(" ", "");
}
