namespace PatchBaselineAssociation.Commands;

/// <summary>What the engine threw, told apart from what PowerShell throws when a command writes.</summary>
internal sealed class WorkerException(Exception innerException) : Exception(innerException.Message, innerException);
