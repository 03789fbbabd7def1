namespace PatchBaselineAssociation.IntegrationTests.Apt;

/// <summary>Holds the maintainer script that has <see cref="Script"/> at a known point, until the test lets it go on.</summary>
internal sealed class ScriptGate : IDisposable
{
    private readonly string _pipe;
    private readonly string _reached;
    private readonly FileStream _opener;

    /// <param name="root">A runnable root.</param>
    /// <param name="name">Tells gates of one root apart.</param>
    public ScriptGate(AptRoot root, string name = "gate")
        : this(root.Path, name)
    {
    }

    /// <param name="root">The path of a runnable root.</param>
    /// <param name="name">Tells gates of one root apart.</param>
    public ScriptGate(string root, string name = "gate")
    {
        _pipe = Path.Combine(root, $"tmp/{name}.pipe");
        _reached = Path.Combine(root, $"tmp/{name}.reached");
        Tool.Run("mkfifo", _pipe);
        // For both directions: opened for one, it would wait for the other side, here and in the script.
        _opener = new FileStream(_pipe, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        Script = TextOf(name);
    }

    /// <summary>The script of a gate that may be made later: it passes where there is none.</summary>
    public static string TextOf(string name = "gate") =>
        $"#!/bin/sh\nif [ -p /tmp/{name}.pipe ]; then : > /tmp/{name}.reached; read -r line < /tmp/{name}.pipe; fi\nexit 0\n";

    /// <summary>Text of the maintainer script.</summary>
    public string Script { get; }

    /// <summary>Waits until the script has come to the gate.</summary>
    /// <param name="work">What should bring it there: when that ends before, there is nothing to wait for.</param>
    public Task ReachedAsync(Task? work = null) => FileWait.ForAsync(_reached, work);

    /// <summary>Lets the script go on. A later run of it is not held.</summary>
    public void Open()
    {
        if (!File.Exists(_pipe))
            return;
        File.Delete(_pipe);
        _opener.Write("\n"u8);
    }

    public void Dispose()
    {
        // Closing the last writing end lets a script go on too: none waits for a test that has failed.
        File.Delete(_pipe);
        _opener.Dispose();
    }
}
