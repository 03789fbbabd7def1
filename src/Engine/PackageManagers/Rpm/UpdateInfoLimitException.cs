namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>Thrown below the XmlReader, where nobody knows line and column; never leaves <see cref="UpdateInfoReader"/>.</summary>
internal sealed class UpdateInfoLimitException(string message) : Exception(message);
