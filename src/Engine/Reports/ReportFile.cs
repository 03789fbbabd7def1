using System.Security;
using System.Text.Json;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Reports;

/// <summary>Reports, and the results that they are made of, as files.</summary>
internal static class ReportFile
{
    private const long MaximumBytes = 512 * 1024 * 1024;

    /// <summary>Where a report goes.</summary>
    public static OutputFile Target { get; } = new("report", ErrorIds.ReportFileExists, ErrorIds.ReportFileNotWritten);

    /// <summary>The results in a file: one out of a node's history, or those of a report in JSON.</summary>
    /// <exception cref="PatchException"><see cref="ErrorIds.ReportResultUnreadable"/>; StateFromNewerVersion.</exception>
    public static IReadOnlyList<RunRecord> Read(IFileSystem files, string path)
    {
        try
        {
            return JsonReport.Read(files.ReadAllBytes(path, MaximumBytes), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException)
        {
            throw new PatchException(
                ErrorIds.ReportResultUnreadable,
                e is FileNotFoundException or DirectoryNotFoundException ? ErrorKind.ObjectNotFound : ErrorKind.ReadError,
                $"The result '{path}' cannot be read: {e.Message}",
                path,
                "Check the path and the rights.",
                e);
        }
        catch (JsonException e)
        {
            throw new PatchException(
                ErrorIds.ReportResultUnreadable,
                ErrorKind.InvalidData,
                $"'{path}' is no result of this module: {e.Message}",
                path,
                "Give a file of the folder 'runs' of a node's state, or a report that was written as JSON.",
                e);
        }
    }
}
