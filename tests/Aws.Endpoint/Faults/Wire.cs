using Microsoft.AspNetCore.Http;
using PatchBaselineAssociation.AwsEndpoints.Http;

namespace PatchBaselineAssociation.AwsEndpoints.Faults;

/// <summary>What goes wrong on a connection rather than in an answer.</summary>
internal static class Wire
{
    private const int ChunkSize = 65536;

    public static async Task<Answer?> AnswerHalfAsync(FaultCall call)
    {
        Answer whole = call.Truth();
        HttpResponse response = call.Context.Response;
        response.StatusCode = whole.Status;
        response.ContentType = whole.ContentType;
        response.ContentLength = whole.RepeatedLength ?? whole.Body.Length;
        await response.Body.WriteAsync(whole.Body[..(whole.Body.Length / 2)], call.Disposed);
        await response.Body.FlushAsync(call.Disposed);
        // The server ends a connection whose answer is too short. An abort would take back what has not arrived yet.
        return null;
    }

    public static async Task<Answer?> StaySilentAsync(FaultCall call)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(call.Disposed, call.Context.RequestAborted);
        TaskCompletionSource end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using (either.Token.Register(end.SetResult))
            await end.Task;
        call.Context.Abort();
        return null;
    }

    public static Task<Answer?> CutAsync(FaultCall call)
    {
        call.Context.Abort();
        return Task.FromResult<Answer?>(null);
    }

    public static async Task<Answer?> AnswerHugeAsync(FaultCall call, long length, bool tellsLength)
    {
        HttpResponse response = call.Context.Response;
        response.StatusCode = 200;
        response.ContentType = call.Kind == ServiceKind.Storage ? "binary/octet-stream" : Answer.JsonType;
        if (tellsLength)
            response.ContentLength = length;
        byte[] chunk = new byte[ChunkSize];
        Array.Fill(chunk, (byte)' ');
        await RepeatAsync(call.Context, chunk, length);
        return null;
    }

    public static async Task WriteAsync(HttpContext context, Answer answer, string requestId)
    {
        HttpResponse response = context.Response;
        response.StatusCode = answer.Status;
        if (!answer.IsOfAnother)
        {
            response.Headers["x-amzn-RequestId"] = requestId;
            response.Headers["x-amz-request-id"] = requestId;
        }

        foreach ((string name, string value) in answer.Headers)
            response.Headers[name] = value;
        if (answer.ContentType is not null)
            response.ContentType = answer.ContentType;
        response.ContentLength = answer.RepeatedLength ?? answer.Body.Length;
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        if (answer.RepeatedLength is { } length)
            await RepeatAsync(context, answer.Body, length);
        else
            await response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    private static async Task RepeatAsync(HttpContext context, ReadOnlyMemory<byte> chunk, long length)
    {
        for (long left = length; left > 0; left -= chunk.Length)
            await context.Response.Body.WriteAsync(chunk[..(int)Math.Min(left, chunk.Length)], context.RequestAborted);
    }
}
