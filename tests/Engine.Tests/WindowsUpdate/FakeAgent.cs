using System.Runtime.InteropServices;

namespace PatchBaselineAssociation.Tests.WindowsUpdate;

/// <summary>Objects with the agent's members, called by name as those of COM are.</summary>
public sealed class FakeAgent
{
    public Dictionary<string, object> Set { get; } = new(StringComparer.Ordinal);

    public Session TheSession => new() { Agent = this };

    public List<object> Updates { get; } = [];

    public List<string> Calls { get; } = [];

    private static Exception Failure(uint code) => Marshal.GetExceptionForHR(unchecked((int)code))!;

    public sealed class Items(params object[] items)
    {
        private readonly List<object> _items = [.. items];

        public int Count => _items.Count;

        public object this[int index] => _items[index];

        public int Add(object item)
        {
            _items.Add(item);
            return _items.Count - 1;
        }
    }

    public sealed class Session
    {
        public required FakeAgent Agent { get; init; }

        public string ClientApplicationID { set => Agent.Set["Application"] = value; }

        public Searcher CreateUpdateSearcher() => new() { Agent = Agent };

        public Mover CreateUpdateDownloader() => new() { Agent = Agent };

        public Mover CreateUpdateInstaller() => new() { Agent = Agent };
    }

    public sealed class Searcher
    {
        public required FakeAgent Agent { get; init; }

        public int ServerSelection { set => Agent.Set["ServerSelection"] = value; }

        public bool Online { set => Agent.Set["Online"] = value; }

        public bool IncludePotentiallySupersededUpdates { set => Agent.Set["Superseded"] = value; }

        public SearchResult Search(string criteria) => criteria == "bad"
            ? throw Failure(0x80240032)
            : new SearchResult { Updates = new Items([.. Agent.Updates]) };

        public int GetTotalHistoryCount() => 3;

        public Items QueryHistory(int start, int count) => new(
            new Entry { Operation = 1, ResultCode = 2, Date = new DateTime(2026, 11, 1, 2, 3, 4) },
            new Entry { Operation = 1, ResultCode = 2, Date = new DateTime(2026, 11, 2), HasNoIdentity = true },
            new Entry { Operation = 1, ResultCode = 4, Date = new DateTime(2026, 11, 2) });
    }

    public sealed class SearchResult
    {
        public int ResultCode => 3;

        public required Items Updates { get; init; }

        public Items Warnings => new(new Warning());
    }

    public sealed class Warning
    {
        public int HResult => unchecked((int)0x80241001);

        public string? Message => null;
    }

    public sealed class Entry
    {
        public int Operation { get; init; }

        public int ResultCode { get; init; }

        public DateTime Date { get; init; }

        public bool HasNoIdentity { get; init; }

        public Identity UpdateIdentity => HasNoIdentity ? throw Failure(0x80248007) : new Identity { UpdateID = "a" };
    }

    public sealed class Identity
    {
        public required string UpdateID { get; init; }

        public int RevisionNumber => 201;
    }

    public sealed class Update
    {
        /// <summary>Its id; null where it cannot be read.</summary>
        public string? Id { get; init; } = "a";

        public Identity Identity => new() { UpdateID = Id ?? throw Failure(0x80248007) };

        public string Title => "Update \ud83d\ude80 (KB5000001)";

        public Items KBArticleIDs => new("5000001");

        public Items SecurityBulletinIDs => new();

        public Items? SupersededUpdateIDs => null;

        public string? MsrcSeverity => null;

        public Items Categories => new(new Category());

        public int Type => 1;

        public DateTime LastDeploymentChangeTime => new(2026, 10, 13, 17, 0, 0, DateTimeKind.Unspecified);

        public bool IsInstalled => false;

        /// <summary>Null where it cannot be read.</summary>
        public bool? Hidden { get; init; } = true;

        public bool IsHidden => Hidden ?? throw Failure(0x80248007);

        public bool IsDownloaded => false;

        public bool EulaAccepted => false;

        /// <summary>False where it cannot be read.</summary>
        public bool HasBehavior { get; init; } = true;

        public Behavior InstallationBehavior => HasBehavior ? new() : throw Failure(0x80248007);

        public decimal Size { get; init; } = 5_000_000_000m;

        public decimal MaxDownloadSize => Size;

        public Items CveIDs => throw Failure(0x80248007);

        public int Accepted { get; private set; }

        public void AcceptEula() => Accepted++;
    }

    public sealed class Behavior
    {
        public bool CanRequestUserInput => true;

        public int Impact => 2;
    }

    public sealed class Category
    {
        public string CategoryID => "c";

        public string Name => "Windows Server 2022";

        public string Type => "Product";

        public Category? Parent => new();
    }

    public sealed class Mover
    {
        public required FakeAgent Agent { get; init; }

        public Items? Updates { get; set; }

        public bool AllowSourcePrompts { set => Agent.Set["Prompts"] = value; }

        public bool IsBusy => true;

        public bool RebootRequiredBeforeInstallation => true;

        public Outcome Download() => Note("download");

        public Outcome Install() => Note("install");

        private Outcome Note(string call)
        {
            Agent.Calls.Add($"{call} {Updates!.Count}");
            return new Outcome();
        }
    }

    public sealed class Outcome
    {
        public int HResult => 0x00240005;

        public int ResultCode => 2;

        public bool RebootRequired => true;

        public Outcome GetUpdateResult(int index) => index == 0 ? this : throw new ArgumentOutOfRangeException(nameof(index));
    }
}
