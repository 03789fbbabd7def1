using PatchBaselineAssociation.Nodes;

namespace PatchBaselineAssociation.Baselines;

/// <summary>What is known of a predefined baseline without reading it.</summary>
/// <param name="OperatingSystem">The system it is for.</param>
/// <param name="Id">Its id in us-east-1; its name where no id is known.</param>
/// <param name="Name">Its name, and that of its file.</param>
/// <param name="IsDefault">Whether it is the one for its system.</param>
internal sealed record PredefinedBaseline(PatchOperatingSystem OperatingSystem, string Id, string Name, bool IsDefault = true)
{
    public string FileName => $"{Name}.json";
}
