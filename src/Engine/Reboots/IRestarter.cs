namespace PatchBaselineAssociation.Reboots;

/// <summary>Restarting the system, as a port.</summary>
public interface IRestarter
{
    /// <summary>Asks the system to restart in a minute, and does not wait for it: there is time to show the result.</summary>
    /// <param name="root">The system; only the running one can be restarted.</param>
    /// <param name="reason">A sentence for whoever is logged in.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="Platform.PatchException">RestartRefused, or RestartFailed.</exception>
    Task RestartAsync(string root, string reason, CancellationToken cancellationToken);
}
