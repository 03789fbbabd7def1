namespace PatchBaselineAssociation.HelpBuilder;

internal sealed record HelpExample(string Title, string Code, IReadOnlyList<string> Remarks);
