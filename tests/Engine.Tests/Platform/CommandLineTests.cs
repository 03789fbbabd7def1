using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Platform;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData(new string[0], "")]
    [InlineData(new[] { "a", "b" }, "a b")]
    [InlineData(new[] { "" }, "\"\"")]
    [InlineData(new[] { "a b" }, "\"a b\"")]
    [InlineData(new[] { "a\"b" }, "\"a\\\"b\"")]
    [InlineData(new[] { "a\\b" }, "a\\b")]
    [InlineData(new[] { "a b\\" }, "\"a b\\\\\"")]
    [InlineData(new[] { "a\\\\\"b" }, "\"a\\\\\\\\\\\"b\"")]
    public void Arguments_are_quoted_as_documented(string[] arguments, string expected) => Assert.Equal(expected, CommandLine.Join(arguments));
}
