namespace PatchBaselineAssociation.Benchmarks.Fleet;

/// <summary>Which part of the bound is waited.</summary>
public enum FleetJitter
{
    /// <summary>What the engine waits.</summary>
    Engine,

    /// <summary>Any, even nothing.</summary>
    Full,

    /// <summary>From the base to three times the last wait.</summary>
    Decorrelated,

    /// <summary>All of it.</summary>
    None,
}
