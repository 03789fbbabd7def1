namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>Scripts of packages that are run inside a root.</summary>
internal static class MaintainerScripts
{
    /// <summary>Where <see cref="Recording"/> writes: a line a run, for example "subject.postinst configure 1".</summary>
    public const string Record = "var/log/scripts";

    public const string Failing = "#!/bin/sh\necho 'told to fail' >&2\nexit 1\n";

    public const string Recording = $"#!/bin/sh\necho \"${{0##*/}} $*\" >> /{Record}\n";

    /// <summary>Fails until there is a file.</summary>
    public static string FailingWithout(string path) => $"#!/bin/sh\n[ -e /{path} ] || {{ echo 'there is no /{path}' >&2; exit 1; }}\n";
}
