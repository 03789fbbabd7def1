using System.Globalization;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>What could not be used of the notices of one file: told once, for a publisher's habit is in every notice.</summary>
internal sealed class NoticeProblems(string fileName, IEventSink events)
{
    private const int MostExamples = 3;

    private readonly List<string> _examples = [];
    private string _lastNotice = "";
    private int _notices;

    public void Add(string notice, string complaint)
    {
        if (string.Equals(notice, _lastNotice, StringComparison.Ordinal))
            return;
        _lastNotice = notice;
        _notices++;
        if (_examples.Count < MostExamples)
            _examples.Add($"{notice}: {complaint}");
    }

    public void Report()
    {
        if (_notices == 0)
            return;
        string more = _notices > _examples.Count ? $"; and {(_notices - _examples.Count).ToString(CultureInfo.InvariantCulture)} more" : "";
        string subject = _notices == 1 ? "One notice" : $"{_notices.ToString(CultureInfo.InvariantCulture)} notices";
        events.Warn(
            ErrorIds.AdvisoryIncomplete,
            $"{subject} in '{fileName}' cannot be used in full. {string.Join("; ", _examples)}{more}. The rest of each is used.",
            fileName);
    }
}
