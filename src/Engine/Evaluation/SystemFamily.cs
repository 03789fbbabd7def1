namespace PatchBaselineAssociation.Evaluation;

/// <summary>The operating systems that read a baseline alike.</summary>
internal enum SystemFamily
{
    Rpm,
    Suse,
    Debian,
    MacOS,
    Windows,
}
