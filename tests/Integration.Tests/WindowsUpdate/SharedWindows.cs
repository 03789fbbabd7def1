namespace PatchBaselineAssociation.IntegrationTests.WindowsUpdate;

/// <summary>One machine for the tests of a class, which enter it one after the other.</summary>
public sealed class SharedWindows(WindowsImage image) : IDisposable
{
    private WindowsMachine? _machine;

    /// <summary>Skips the test where there can be none.</summary>
    internal WindowsMachine Machine => _machine ??= image.Copy();

    public void Dispose() => _machine?.Dispose();
}
