using System.Management.Automation;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Commands;

/// <summary>A question of the engine's thread, on its way to the pipeline's.</summary>
internal sealed record PipelineQuestion(Func<bool> Question) : EngineEvent
{
    private readonly TaskCompletionSource<bool> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Fails with what asking failed with.</summary>
    public Task<bool> Answer => _answer.Task;

    /// <exception cref="PipelineStoppedException">The pipeline was stopped instead of an answer, which counts as no.</exception>
    public void Ask()
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
        catch (Exception exception)
        {
            _answer.SetException(exception);
        }
    }

    public void Refuse() => _answer.TrySetResult(false);
}
