namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate;

/// <summary>Reads Group Policy and the state of servicing from the registry.</summary>
internal sealed class RegistryUpdatePolicy : IUpdatePolicy
{
    private const string PolicyKey = @"SOFTWARE\Policies\Microsoft\Windows\WindowsUpdate";
    private const string ServicingKey = @"SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\RebootInProgress";

    public string FindServer() => WindowsRegistry.ReadNumber(PolicyKey + @"\AU", "UseWUServer") == 1
        ? WindowsRegistry.ReadText(PolicyKey, "WUServer") ?? ""
        : "";

    public bool IsServicing() => WindowsRegistry.Exists(ServicingKey);
}
