using System.Text;
using System.Text.Json.Nodes;
using PatchBaselineAssociation.AwsEndpoints.Faults;
using PatchBaselineAssociation.AwsEndpoints.Http;

namespace PatchBaselineAssociation.AwsEndpoints;

/// <summary>What goes wrong with an operation, in the order it was told. What is told without a number of times stays until <see cref="Clear"/>.</summary>
public sealed class OperationFaults
{
    /// <summary>As good as for ever.</summary>
    public const int Always = int.MaxValue;

    private readonly Lock _lock = new();
    private readonly List<(Fault Fault, int Times)> _faults = [];

    /// <summary>Too many requests, as SSM says it: status 400.</summary>
    public OperationFaults Throttle(int times = Always) => Error(400, "ThrottlingException", "Rate exceeded", times);

    /// <summary>Too many requests, as S3 says it: status 503.</summary>
    public OperationFaults SlowDown(int times = Always) => Error(503, "SlowDown", "Please reduce your request rate.", times);

    public OperationFaults ServiceUnavailable(int times = Always) => Error(503, "ServiceUnavailable", "Service is unable to handle request.", times);

    public OperationFaults InternalError(int times = Always) => Error(500, "InternalServerError", "An error occurred on the server side.", times);

    /// <summary>The caller's policies do not allow it, in the words of the service.</summary>
    public OperationFaults Deny(int times = Always) => Play(call => throw call.Denial(), times);

    public OperationFaults ExpireCredentials(int times = Always) => Play(
        call => throw (call.Kind == ServiceKind.Storage
            ? new AwsErrorException(400, "ExpiredToken", "The provided token has expired.")
            : new AwsErrorException(403, "ExpiredTokenException", "The security token included in the request is expired")),
        times);

    /// <summary>Any error, in the form of the service that is asked.</summary>
    public OperationFaults Error(int status, string code, string message, int times = Always) =>
        Play(_ => throw new AwsErrorException(status, code, message), times);

    /// <summary>Whatever is told, with no regard to what would be right.</summary>
    public OperationFaults AnswerRaw(int status, string contentType, ReadOnlyMemory<byte> body, int times = Always) =>
        Play(_ => Task.FromResult<Answer?>(new Answer(status, contentType, body) { IsOfAnother = true }), times);

    /// <inheritdoc cref="AnswerRaw(int, string, ReadOnlyMemory{byte}, int)"/>
    public OperationFaults AnswerRaw(int status, string contentType, string body, int times = Always) =>
        AnswerRaw(status, contentType, Encoding.UTF8.GetBytes(body), times);

    /// <summary>A page as a proxy in between would show it, with status 200.</summary>
    public OperationFaults AnswerHtml(int times = Always) =>
        AnswerRaw(200, "text/html", "<!DOCTYPE html><html><body><h1>Please sign in</h1></body></html>", times);

    /// <summary>The right answer, changed: members taken away, values that nobody knows.</summary>
    public OperationFaults Change(Action<JsonObject> change, int times = Always) => Play(
        call =>
        {
            JsonObject json = call.Truth().Json ?? throw new InvalidOperationException("Only an answer of JSON can be changed.");
            change(json);
            return Task.FromResult<Answer?>(Answer.OfJson(json));
        },
        times);

    /// <summary>The first half of the right answer, which promises all of it; then the connection is cut.</summary>
    public OperationFaults AnswerHalf(int times = Always) => Play(Wire.AnswerHalfAsync, times);

    /// <summary>Nothing, until the client gives up or the endpoint ends.</summary>
    public OperationFaults StaySilent(int times = Always) => Play(Wire.StaySilentAsync, times);

    /// <summary>The connection is cut before a byte is answered.</summary>
    public OperationFaults Cut(int times = Always) => Play(Wire.CutAsync, times);

    /// <summary>Spaces without end in view; never held.</summary>
    /// <param name="length">How many.</param>
    /// <param name="tellsLength">False: in chunks, so that the client learns of its size only by reading.</param>
    /// <param name="times">How often.</param>
    public OperationFaults AnswerHuge(long length, bool tellsLength = true, int times = Always) =>
        Play(call => Wire.AnswerHugeAsync(call, length, tellsLength), times);

    /// <summary>The right answer, but only when <paramref name="gate"/> has ended.</summary>
    public OperationFaults WaitFor(Task gate, int times = Always) => Play(
        async call =>
        {
            await gate.WaitAsync(call.Disposed);
            return call.Truth();
        },
        times);

    /// <summary>A right answer in between, as where the third of many fails.</summary>
    public OperationFaults AnswerRightly(int times) => Play(call => Task.FromResult<Answer?>(call.Truth()), times);

    public void Clear()
    {
        lock (_lock)
            _faults.Clear();
    }

    internal Fault? Take()
    {
        lock (_lock)
        {
            if (_faults.Count == 0)
                return null;
            (Fault fault, int times) = _faults[0];
            if (times == 1)
                _faults.RemoveAt(0);
            else if (times != Always)
                _faults[0] = (fault, times - 1);
            return fault;
        }
    }

    private OperationFaults Play(Fault fault, int times)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        lock (_lock)
            _faults.Add((fault, times));
        return this;
    }
}
