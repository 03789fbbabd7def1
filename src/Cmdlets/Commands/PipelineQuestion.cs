using System.Management.Automation;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Commands;

/// <summary>A question of the engine's thread, on its way to the pipeline's.</summary>
internal sealed record PipelineQuestion(Func<bool> Question) : EngineEvent
{
    private readonly TaskCompletionSource<bool> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Fails with what asking failed with.</summary>
    public Task<bool> Answer => _answer.Task;

    /// <param name="command">Whose question it is.</param>
    /// <exception cref="PipelineStoppedException">The pipeline was stopped instead of an answer, which counts as no.</exception>
    public void Ask(Cmdlet command)
    {
        try
        {
            _answer.SetResult(Question());
        }
        catch (PipelineStoppedException)
        {
            Refuse();
            throw;
        }
        catch (Exception) when (command.Stopping)
        {
            // PowerShell takes Ctrl+C at its prompt for an answer that it then does not find among the choices.
            Refuse();
            throw new PipelineStoppedException();
        }
        catch (Exception exception)
        {
            _answer.SetException(exception);
        }
    }

    public void Refuse() => _answer.TrySetResult(false);
}
