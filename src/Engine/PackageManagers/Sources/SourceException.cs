namespace PatchBaselineAssociation.PackageManagers.Sources;

/// <summary>What is wrong with a line of a source's configuration; the reader says whose it is.</summary>
internal sealed class SourceException(int line, string problem) : Exception(problem)
{
    /// <summary>From nought.</summary>
    public int Line { get; } = line;
}
