namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <param name="Priority">The priority of the package file.</param>
/// <param name="Description">The package file as apt describes it: <c>http://deb.debian.org/debian bookworm/main amd64 Packages</c>, or the path of dpkg's status file.</param>
internal readonly record struct AptVersionSource(int Priority, string Description);
