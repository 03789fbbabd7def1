namespace PatchBaselineAssociation.CmdletsTests;

internal sealed record ConsoleResult(int ExitCode, string Output, string Error)
{
    public IReadOnlyList<string> Lines => Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The output of a run that has to go well.</summary>
    public ConsoleResult Succeeded()
    {
        Assert.Equal("", Error);
        Assert.Equal(0, ExitCode);
        return this;
    }
}
