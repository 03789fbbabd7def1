namespace PatchBaselineAssociation.IntegrationTests.Dnf;

/// <summary>An update notice of a test's repository.</summary>
/// <param name="Id">For example <c>RHSA-2026:0001</c>.</param>
/// <param name="Packages">What it carries.</param>
internal sealed record TestNotice(string Id, params RpmTestPackage[] Packages)
{
    public string Type { get; init; } = "security";

    public string Severity { get; init; } = "Important";

    public string Updated { get; init; } = "2026-01-02 03:04:05";

    public string Cve { get; init; } = "";

    /// <summary>A whole updateinfo.xml.</summary>
    public static string File(IEnumerable<TestNotice> notices) =>
        $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<updates>{string.Concat(notices.Select(notice => notice.Xml))}</updates>\n";

    public string Xml => $"""
        <update from="tests@example.invalid" status="final" type="{Type}" version="1">
          <id>{Id}</id><title>{Id}</title><severity>{Severity}</severity>
          <issued date="{Updated}"/><updated date="{Updated}"/>
          <references>{(Cve.Length == 0 ? "" : $"""<reference href="https://example.invalid/{Cve}" id="{Cve}" type="cve" title="{Cve}"/>""")}</references>
          <pkglist><collection short="tests"><name>tests</name>{string.Concat(Packages.Select(PackageXml))}</collection></pkglist>
        </update>
        """;

    private static string PackageXml(RpmTestPackage package) =>
        $"""<package name="{package.Name}" epoch="{package.Epoch}" version="{package.BareVersion}" release="{package.Release}" arch="{package.Architecture}" src="{package.Name}.src.rpm"><filename>{package.Name}.rpm</filename></package>""";
}
