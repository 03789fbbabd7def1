using System.Globalization;

namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate.Com;

/// <summary>Reads updates. What of one cannot be read is left out and named: one odd update must not cost all others.</summary>
internal sealed class ComUpdateReader
{
    private const int Driver = 2;
    private const string Product = "Product";

    // More than any update has; sums of such sizes have to be numbers, too.
    private const long MostBytes = 1L << 40;

    private readonly Dictionary<string, string> _families = new(StringComparer.OrdinalIgnoreCase);
    private List<string> _unreadable = [];

    public AgentUpdate Read(ComObject update)
    {
        _unreadable = [];
        bool isHidden = Try(update.GetFlag, AgentMembers.Update.IsHidden, false);
        (bool canRequestInput, UpdateImpact impact) = Try(AgentMembers.Update.InstallationBehavior, () => ReadBehavior(update), default);
        bool isUnattendedUnknown = _unreadable.Count > 0;
        UpdateKey key = Try(AgentMembers.Update.Identity, () => ReadIdentity(update), Unidentified());
        return new AgentUpdate
        {
            Key = key.Id.Length == 0 ? Unidentified() : key,
            Title = Try(update.GetText, AgentMembers.Update.Title, ""),
            KbArticleIds = Texts(update, AgentMembers.Update.KBArticleIDs),
            BulletinIds = Texts(update, AgentMembers.Update.SecurityBulletinIDs),
            CveIds = Texts(update, AgentMembers.Update.CveIDs),
            SupersededIds = Texts(update, AgentMembers.Update.SupersededUpdateIDs),
            MsrcSeverity = Try(update.GetText, AgentMembers.Update.MsrcSeverity, ""),
            Categories = Try(AgentMembers.Update.Categories, () => ReadCategories(update), []),
            IsDriver = Try(update.GetNumber, AgentMembers.Update.Type, 0) == Driver,
            LastDeploymentChange = Try(update.GetTime, AgentMembers.Update.LastDeploymentChangeTime, null),
            IsInstalled = Try(update.GetFlag, AgentMembers.Update.IsInstalled, false),
            IsHidden = isHidden,
            IsUnattendedUnknown = isUnattendedUnknown,
            IsOptional = Try(update.GetFlag, AgentMembers.Update.BrowseOnly, false),
            IsDownloaded = Try(update.GetFlag, AgentMembers.Update.IsDownloaded, false),
            AreTermsAccepted = Try(update.GetFlag, AgentMembers.Update.EulaAccepted, true),
            IsRestartPending = Try(update.GetFlag, AgentMembers.Update.RebootRequired, false),
            CanRequestUserInput = canRequestInput,
            Impact = impact,
            MaximumDownloadSize = Math.Min(MostBytes, Try(update.GetSize, AgentMembers.Update.MaxDownloadSize, 0)),
            Unreadable = _unreadable,
        };
    }

    public static UpdateKey ReadKey(ComObject identity) =>
        new(identity.GetText(AgentMembers.Identity.UpdateID), identity.GetNumber(AgentMembers.Identity.RevisionNumber));

    /// <summary>It is one of its own all the same: as one and the same, several would hide each other.</summary>
    private static UpdateKey Unidentified() => new(Guid.NewGuid().ToString("N") + "-unidentified", 0);

    private static UpdateKey ReadIdentity(ComObject update)
    {
        using ComObject identity = update.GetObject(AgentMembers.Update.Identity);
        return ReadKey(identity);
    }

    private static (bool CanRequestInput, UpdateImpact Impact) ReadBehavior(ComObject update)
    {
        using ComObject? behavior = update.FindObject(AgentMembers.Update.InstallationBehavior);
        return behavior is null
            ? default
            : (behavior.GetFlag(AgentMembers.Behavior.CanRequestUserInput), (UpdateImpact)behavior.GetNumber(AgentMembers.Behavior.Impact));
    }

    private UpdateCategory[] ReadCategories(ComObject update)
    {
        using ComObject? categories = update.FindObject(AgentMembers.Update.Categories);
        return categories is null ? [] : ComList.Read(categories, AgentMembers.Categories.Count, AgentMembers.Categories.Item, ReadCategory);
    }

    private UpdateCategory ReadCategory(ComObject category)
    {
        string id = category.GetText(AgentMembers.Category.CategoryID);
        string type = category.GetText(AgentMembers.Category.Type);
        return new UpdateCategory(
            id,
            category.GetText(AgentMembers.Category.Name),
            type,
            string.Equals(type, Product, StringComparison.OrdinalIgnoreCase) ? FamilyOf(category, id) : "");
    }

    /// <summary>Few products have many updates.</summary>
    private string FamilyOf(ComObject category, string id)
    {
        if (!_families.TryGetValue(id, out string? family))
            _families[id] = family = Try(AgentMembers.Category.Parent, () => ReadParent(category), "");
        return family;
    }

    private static string ReadParent(ComObject category)
    {
        using ComObject? parent = category.FindObject(AgentMembers.Category.Parent);
        return parent is null ? "" : parent.GetText(AgentMembers.Category.Name);
    }

    private IReadOnlyList<string> Texts(ComObject update, ComMember member) => Try(
        member,
        () =>
        {
            using ComObject? texts = update.FindObject(member);
            return ComList.ReadTexts(texts);
        },
        []);

    private T Try<T>(Func<ComMember, T> read, ComMember member, T otherwise) => Try(member, () => read(member), otherwise);

    private T Try<T>(ComMember member, Func<T> read, T otherwise)
    {
        try
        {
            return read();
        }
        catch (ComCallException e) when (ComObject.IsMissing(e.HResult))
        {
            // Interfaces have grown; an older agent does not know the newer members.
            return otherwise;
        }
        catch (Exception e) when (e is ComCallException or FormatException or InvalidCastException or OverflowException)
        {
            _unreadable.Add($"{member.Name} (0x{e.HResult.ToString("X8", CultureInfo.InvariantCulture)})");
            return otherwise;
        }
    }
}
