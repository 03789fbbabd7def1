using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Baselines;

/// <summary>A baseline in a file of one's own.</summary>
public static class BaselineFile
{
    /// <summary>Several times what the largest baseline takes that the limits allow.</summary>
    public const long MaximumBytes = 1024 * 1024;

    private static readonly DocumentTerms s_terms = new("baseline file", (int)MaximumBytes)
    {
        AddressInvalid = ErrorIds.BaselineNotFound,
        NotFound = ErrorIds.BaselineNotFound,
        Unreadable = ErrorIds.BaselineUnreadable,
        AccessDenied = ErrorIds.BaselineUnreadable,
        DownloadFailed = ErrorIds.BaselineUnreadable,
        TooLargeId = ErrorIds.BaselineTooLarge,
    };

    /// <summary>Reads the file and picks the baseline for a system out of it.</summary>
    /// <param name="files">Where the file is.</param>
    /// <param name="path">The file.</param>
    /// <param name="forOperatingSystem">The node's system; null where any will do, as long as there is only one.</param>
    /// <exception cref="PatchException">The file cannot be read, is no baseline, or holds none, or several, for the system.</exception>
    public static PatchBaseline Load(IFileSystem files, string path, PatchOperatingSystem? forOperatingSystem)
    {
        IReadOnlyList<PatchBaseline> baselines = BaselineReader.Read(DocumentFile.ReadBytes(files, path, s_terms), path);
        PatchBaseline baseline = Pick(baselines, path, forOperatingSystem);
        string reason = baselines.Count == 1
            ? "The path was given, and the file holds this baseline only."
            : $"The path was given, and of the {baselines.Count} baselines in the file this one is for {baseline.OperatingSystem.ToWireName()}.";
        return baseline with
        {
            Origin = new BaselineOrigin(BaselineOriginKind.File, path, reason)
            {
                PatchGroup = baseline.Origin?.PatchGroup,
                SnapshotId = baseline.Origin?.SnapshotId,
            },
        };
    }

    internal static PatchBaseline Pick(IReadOnlyList<PatchBaseline> baselines, string path, PatchOperatingSystem? forOperatingSystem)
    {
        if (baselines.Count == 0)
            throw new PatchException(ErrorIds.BaselineNotFound, ErrorKind.ObjectNotFound, $"The array in '{path}' holds no baseline.", path, "Put a baseline for the node's operating system into it.");

        if (forOperatingSystem is not { } operatingSystem)
        {
            return baselines.Count == 1
                ? baselines[0]
                : throw new PatchException(
                    ErrorIds.BaselineAmbiguous,
                    ErrorKind.InvalidArgument,
                    $"'{path}' holds {baselines.Count} baselines ({Describe(baselines)}), and no operating system was given to choose by.",
                    path,
                    "Give the operating system, or a file that holds one baseline.");
        }

        List<PatchBaseline> fitting = [.. baselines.Where(baseline => baseline.OperatingSystem == operatingSystem)];
        return fitting.Count switch
        {
            1 => fitting[0],
            0 when baselines.Count == 1 => throw new PatchException(
                ErrorIds.BaselineOperatingSystemMismatch,
                ErrorKind.InvalidArgument,
                $"The baseline in '{path}' is for {baselines[0].OperatingSystem.ToWireName()}, not for {operatingSystem.ToWireName()}.",
                path,
                $"Give a baseline whose OperatingSystem is {operatingSystem.ToWireName()}."),
            0 => throw new PatchException(
                ErrorIds.BaselineNotFound,
                ErrorKind.ObjectNotFound,
                $"'{path}' holds no baseline for {operatingSystem.ToWireName()}; it holds {Describe(baselines)}.",
                path,
                $"Add a baseline whose OperatingSystem is {operatingSystem.ToWireName()}."),
            _ => throw new PatchException(
                ErrorIds.BaselineAmbiguous,
                ErrorKind.InvalidData,
                $"'{path}' holds {fitting.Count} baselines for {operatingSystem.ToWireName()} ({Describe(fitting)}); one is legal.",
                path,
                "Leave one of them in the file."),
        };
    }

    private static string Describe(IReadOnlyList<PatchBaseline> baselines) =>
        QuotedText.List(baselines.Select(baseline =>
            baseline.Name.Length > 0
                ? $"{QuotedText.Quote(baseline.Name)} for {baseline.OperatingSystem.ToWireName()}"
                : $"one for {baseline.OperatingSystem.ToWireName()}"));
}
