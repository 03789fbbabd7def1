namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <summary>A category of an update.</summary>
/// <param name="Id">A GUID, the same in every language.</param>
/// <param name="Name">For people.</param>
/// <param name="Type"><c>Product</c>, <c>ProductFamily</c>, <c>UpdateClassification</c> or <c>Company</c>.</param>
/// <param name="Family">For a product the name of its family, where the agent knows it.</param>
internal sealed record UpdateCategory(string Id, string Name, string Type, string Family = "");
