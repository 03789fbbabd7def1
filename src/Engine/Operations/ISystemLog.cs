namespace PatchBaselineAssociation.Operations;

/// <summary>The machine's own log, as a port: an entry for each run.</summary>
public interface ISystemLog
{
    /// <summary>Never fails: a run is not worth less because nobody could note it.</summary>
    Task WriteAsync(SystemLogEntry entry);
}
