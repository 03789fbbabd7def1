using System.Collections.Concurrent;

namespace PatchBaselineAssociation.AwsEndpoints.Http;

/// <summary>Ports that no endpoint of this process has had. The SDK remembers for each address how wrong the clock was there, and would date what it sends to the next endpoint on the same port by it.</summary>
public static class FreshPorts
{
    private static readonly ConcurrentDictionary<int, bool> s_taken = new();

    /// <summary>Whether nobody had it before; from now on somebody has.</summary>
    public static bool TryTake(int port) => s_taken.TryAdd(port, true);
}
