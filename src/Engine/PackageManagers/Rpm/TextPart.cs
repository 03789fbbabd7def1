using System.Runtime.InteropServices;

namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>Where a text lies in a <see cref="NoticeText"/>.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextPart(int Start, int Length);
