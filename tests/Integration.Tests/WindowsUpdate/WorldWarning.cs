namespace PatchBaselineAssociation.IntegrationTests.WindowsUpdate;

/// <summary>What a search warns of.</summary>
internal sealed record WorldWarning(string Hresult, string Message);
