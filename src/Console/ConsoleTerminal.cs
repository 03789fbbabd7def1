namespace PatchBaselineAssociation.Host;

/// <summary>Where the host writes, what it reads from, and which of these is a person's terminal.</summary>
internal sealed class ConsoleTerminal
{
    private const int WidthOfFiles = 200;
    private const int WidthOfUnknownTerminals = 80;

    private ConsoleTerminal()
    {
        IsInputTerminal = !Console.IsInputRedirected;
        IsOutputTerminal = !Console.IsOutputRedirected;
        IsErrorTerminal = !Console.IsErrorRedirected;
        HasColor = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
    }

    public bool IsInputTerminal { get; }

    public bool IsOutputTerminal { get; }

    public bool IsErrorTerminal { get; }

    public bool HasColor { get; }

    public TextWriter Output { get; } = Console.Out;

    public TextWriter Error { get; } = Console.Error;

    public TextReader Input { get; } = Console.In;

    /// <summary>Wide where nobody's window is the limit, so that nothing is cut.</summary>
    public int Width => !IsOutputTerminal ? WidthOfFiles : WindowWidth > 0 ? WindowWidth : WidthOfUnknownTerminals;

    private static int WindowWidth
    {
        get
        {
            try
            {
                return Console.WindowWidth;
            }
            catch (Exception exception) when (exception is IOException or PlatformNotSupportedException)
            {
                return 0;
            }
        }
    }

    public static ConsoleTerminal OfThisProcess() => new();
}
