namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>A throw-away key that signs repositories.</summary>
internal sealed class SigningKey : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public SigningKey()
    {
        Gpg("--quick-generate-key", "Tests <tests@example.invalid>", "ed25519", "sign", "never");
        File.WriteAllText(_home.Combine("empty"), "");
        Gpg("--output", PublicKeyFile, "--export");
    }

    public string PublicKeyFile => _home.Combine("key.gpg");

    /// <summary>The public key as text.</summary>
    public string Armored()
    {
        Gpg("--output", _home.Combine("key.asc"), "--armor", "--export");
        return File.ReadAllText(_home.Combine("key.asc"));
    }

    public void Sign(string file, string signedFile)
    {
        File.Delete(signedFile);
        Gpg("--output", signedFile, "--clearsign", file);
    }

    public void SignDetached(string file, string signatureFile) => Gpg("--output", signatureFile, "--armor", "--detach-sign", file);

    public void Dispose()
    {
        Tool.TryRun("gpgconf", ["--homedir", _home.Path, "--kill", "all"]);
        _home.Dispose();
    }

    private void Gpg(params string[] arguments) =>
        Tool.Run("gpg", ["--homedir", _home.Path, "--batch", "--yes", "--pinentry-mode", "loopback", "--passphrase", "", .. arguments], null);
}
