namespace PatchBaselineAssociation.States;

/// <summary>A patch that an install was to put on and could not.</summary>
/// <param name="Version">The version that was to be put on.</param>
/// <param name="Reason">What kept it from being put on, for people.</param>
public sealed record InstallFailure(string Version, string Reason);
