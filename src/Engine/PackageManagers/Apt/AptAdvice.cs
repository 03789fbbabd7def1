using PatchBaselineAssociation.Nodes;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>What to type to mend a system by hand. For an image each command names its folder: without it, it would work on this machine. Pure.</summary>
internal static class AptAdvice
{
    /// <summary>Finishes packages that are half installed.</summary>
    public static string Configure(string root) => Dpkg(root, "--configure -a");

    /// <summary>Shows what is wrong in dpkg's database.</summary>
    public static string Audit(string root) => Dpkg(root, "--audit");

    /// <summary>Shows what is wrong with dependencies.</summary>
    public static string FixBroken(string root) => AptGet(root, "--fix-broken install");

    /// <summary>What to do about a database that the tools cannot read.</summary>
    public static string MendDatabase(string root) => $"Mend what the message names; '{Audit(root)}' and '{AptGet(root, "check")}' help to find more.";

    /// <summary>apt's own words, with its advice such that it works on the system that they are about.</summary>
    public static string ForSystem(string words, string root) => IsRunning(root)
        ? words
        : words
            .Replace("'dpkg --configure -a'", $"'{Configure(root)}'")
            .Replace("'sudo dpkg --configure -a'", $"'sudo {Configure(root)}'")
            .Replace("'apt --fix-broken install'", $"'{FixBroken(root)}'");

    private static string Dpkg(string root, string arguments) => IsRunning(root) ? $"dpkg {arguments}" : $"dpkg --root={Word(root)} {arguments}";

    // apt-get has no option that keeps dpkg and its hooks inside of an image.
    private static string AptGet(string root, string arguments) => IsRunning(root) ? $"apt-get {arguments}" : $"chroot {Word(root)} apt-get {arguments}";

    private static bool IsRunning(string root) => string.Equals(root, SystemFiles.RunningSystem, StringComparison.Ordinal);

    private static string Word(string path) => path.All(c => char.IsLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or '+' or ':' or ',') ? path : "\"" + string.Concat(path.Select(Escaped)) + "\"";

    // A shell runs what is in a path even between double quotes; single ones are around the command already.
    private static string Escaped(char c) => c is '"' or '$' or '`' or '\\' ? $"\\{c}" : c.ToString();
}
