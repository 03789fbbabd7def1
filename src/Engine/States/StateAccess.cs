namespace PatchBaselineAssociation.States;

public enum StateAccess
{
    /// <summary>Look at earlier runs: takes the folder with the newest one and needs no right to write.</summary>
    Read,

    /// <summary>Keep the result of a run: takes the first folder that can be written.</summary>
    Write,
}
