using System.Runtime.InteropServices;

namespace PatchBaselineAssociation.Benchmarks.Fleet;

/// <summary>Runs a fleet on a clock of its own: one event for each request. The same scenario gives the same result.</summary>
public sealed class FleetSimulation
{
    private readonly FleetScenario _scenario;
    private readonly FleetOperation[] _operations;
    private readonly TokenBucket[] _buckets;
    private readonly Run[] _runs;
    private readonly Random _random;
    private readonly PriorityQueue<int, TimeSpan> _requests = new();
    private readonly List<TimeSpan> _finished = [];
    private TimeSpan _longest;
    private int _lost;
    private int _kept;
    private int _atOnce;

    private FleetSimulation(FleetScenario scenario)
    {
        _scenario = scenario;
        _operations = [.. scenario.BaselineCalls, .. scenario.ReportCalls];
        _buckets = [.. _operations.Select(operation => new TokenBucket(operation, scenario.RefusalsCost))];
        _runs = new Run[scenario.Nodes];
        _random = new Random(scenario.Seed);
    }

    public static FleetResult Of(FleetScenario scenario)
    {
        FleetSimulation simulation = new(scenario);
        simulation.Start();
        while (simulation._requests.TryDequeue(out int node, out TimeSpan now))
            simulation.Send(node, now);
        return simulation.Conclude();
    }

    private void Start()
    {
        for (int node = 0; node < _runs.Length; node++)
        {
            ref Run run = ref _runs[node];
            run.Start = _scenario.StartsWithin * _random.NextDouble();
            run.StageStart = run.Start + (_scenario.Splay * _random.NextDouble());
            _requests.Enqueue(node, run.StageStart);
        }
    }

    private void Send(int node, TimeSpan now)
    {
        ref Run run = ref _runs[node];
        run.Requests++;
        TimeSpan answered = now + Between(_scenario.LeastLatency, _scenario.MostLatency);
        if (_buckets[run.Call].TryTake(now))
        {
            run.Call++;
            run.Failed = 0;
            run.LastPause = TimeSpan.Zero;
            GoOn(node, ref run, answered);
            return;
        }

        run.Failed++;
        bool isReport = run.Call >= _scenario.BaselineCalls.Count;
        FleetBackoff backoff = isReport ? _scenario.ReportBackoff : _scenario.BaselineBackoff;
        if (backoff.DelayAfter(run.Failed, answered - run.StageStart, run.LastPause, _random.NextDouble()) is { } pause)
        {
            run.LastPause = pause;
            _requests.Enqueue(node, answered + pause);
            return;
        }

        if (isReport)
            _kept++;
        else
            _lost++;
        End(run, answered);
    }

    private void GoOn(int node, ref Run run, TimeSpan answered)
    {
        if (run.Call == _operations.Length)
        {
            _finished.Add(answered);
            if (run.Requests == _operations.Length)
                _atOnce++;
            End(run, answered);
            return;
        }

        TimeSpan next = answered;
        if (run.Call == _scenario.BaselineCalls.Count)
        {
            next += Between(_scenario.LeastWork, _scenario.MostWork);
            run.StageStart = next;
        }

        _requests.Enqueue(node, next);
    }

    private void End(in Run run, TimeSpan now)
    {
        if (now - run.Start > _longest)
            _longest = now - run.Start;
    }

    private TimeSpan Between(TimeSpan least, TimeSpan most) => least + ((most - least) * _random.NextDouble());

    private FleetResult Conclude()
    {
        _finished.Sort();
        int[] requests = [.. _runs.Select(run => run.Requests)];
        Array.Sort(requests);
        return new FleetResult
        {
            Scenario = _scenario,
            Finished = _finished,
            Lost = _lost,
            Kept = _kept,
            AtOnce = _atOnce,
            Requests = requests,
            Calls = _operations.Zip(_buckets).ToDictionary(pair => pair.First.Name, pair => (pair.Second.Granted, pair.Second.Refused), StringComparer.Ordinal),
            LongestRun = _longest,
        };
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Run
    {
        public TimeSpan Start;
        public TimeSpan StageStart;
        public TimeSpan LastPause;
        public int Call;
        public int Failed;
        public int Requests;
    }
}
