using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Platform;

public sealed class PrintableTextTests
{
    private const string Hostile = "a\u001b[2J\u0007\u009b\r\tb\nc\r\nd";
    private const string Harmless = "a?[2J???\tb\nc\r\nd";

    [Fact]
    public void On_one_line_there_are_no_control_characters() => Assert.Equal("a?[2J????b?c??d", PrintableText.Of(Hostile));

    [Fact]
    public void Lines_and_tabs_may_stay() => Assert.Equal(Harmless, PrintableText.Lines(Hostile));

    [Fact]
    public void Text_without_them_is_the_same_text()
    {
        const string Text = "É 😀 a-b_c.d";
        Assert.Same(Text, PrintableText.Of(Text));
        Assert.Same(Text, PrintableText.Lines(Text));
    }

    [Theory]
    [InlineData(2, "ab…")]
    [InlineData(3, "ab…")]
    [InlineData(4, "ab😀…")]
    [InlineData(6, "ab😀cd")]
    public void What_is_cut_is_not_cut_inside_a_character(int length, string expected) => Assert.Equal(expected, PrintableText.Of("ab😀cd", length));

    [Fact]
    public void All_that_is_said_of_the_work_is_printable()
    {
        Assert.Equal(Harmless, new WarningEvent("id", Hostile).Message);
        Assert.Equal(Harmless, (new WarningEvent("id", "") with { Message = Hostile }).Message);
        Assert.Equal(Harmless, new VerboseEvent(Hostile).Message);
        Assert.DoesNotContain(new ProgressEvent("Scanning", Hostile).Status, char.IsControl);
        PatchException exception = new("id", ErrorKind.InvalidData, Hostile, recommendedAction: Hostile);
        Assert.Equal((Harmless, Harmless), (exception.Message, exception.RecommendedAction));
    }
}
