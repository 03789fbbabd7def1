using PatchBaselineAssociation.Inventories;

namespace PatchBaselineAssociation.Reboots;

/// <summary>The name of a kernel as <c>uname -r</c> prints it. Kernels are compared within their flavour: a machine may have several, and boots one.</summary>
internal sealed class KernelRelease
{
    private readonly string _name;
    private readonly string _flavour;
    private readonly bool _isRpm;

    private KernelRelease(string name)
    {
        _name = name;
        var parts = name.Split(['-'], 3);
        var second = parts.Length > 1 ? parts[1] : "";
        var rest = parts.Length > 2 ? parts[2] : "";

        // Debian's 6.1.0-18-cloud-amd64 and 6.12-rc1-amd64 beside the 6.12.48+deb13-cloud-amd64 of later ones; RPM's 5.14.0-362.el9.x86_64+rt, with no third part.
        var isNumbered = second.Length > 0 && (IsDigit(second[0]) || second.StartsWith("rc", StringComparison.Ordinal));
        _isRpm = isNumbered && rest.Length == 0 && second.IndexOf('.') >= 0;
        if (_isRpm)
            _flavour = string.Concat(second.Where(c => !IsDigit(c) && c is not ('.' or '_')));
        else if (isNumbered)
            _flavour = rest;
        else
            _flavour = rest.Length == 0 ? second : second + "-" + rest;
    }

    /// <summary>The newest installed kernel of the running one's flavour; null where that is the running one, or the running one is not among the installed ones, as in a container.</summary>
    public static string? FindNewer(string running, IReadOnlyCollection<string> installed)
    {
        if (!installed.Contains(running, StringComparer.Ordinal))
            return null;
        KernelRelease current = new(running);
        var newest = current;
        foreach (var name in installed)
        {
            KernelRelease release = new(name);
            if (release._isRpm == current._isRpm
                && string.Equals(release._flavour, current._flavour, StringComparison.Ordinal)
                && release.CompareTo(newest) > 0)
                newest = release;
        }

        return newest == current ? null : newest._name;
    }

    private int CompareTo(KernelRelease other) =>
        _isRpm ? RpmVersion.Compare(_name, other._name) : DebianVersion.Compare(_name, other._name);

    private static bool IsDigit(char c) => c is >= '0' and <= '9';
}
