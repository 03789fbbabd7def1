namespace PatchBaselineAssociation.Installation;

/// <summary>A patch that an install does not put on.</summary>
/// <param name="Target">The patch.</param>
/// <param name="Kind">Who keeps it back, and so whether it counts as failed.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record KeptBack(InstallTarget Target, KeptBackKind Kind, string Reason);
