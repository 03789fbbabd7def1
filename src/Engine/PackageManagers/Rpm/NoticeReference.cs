using System.Runtime.InteropServices;

namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>What a notice refers to: an entry of Bugzilla, or a CVE.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NoticeReference(TextPart Id, bool IsBug);
