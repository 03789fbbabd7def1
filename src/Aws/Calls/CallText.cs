using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Aws.Calls;

/// <summary>What others say, fit for a message: short, on one line, without secrets.</summary>
internal static class CallText
{
    private const int Longest = 300;

    /// <summary>What messages call the other side, and what is in between.</summary>
    /// <param name="endpoint">The endpoint that was given instead of the public one; null where none was.</param>
    /// <param name="region">The region.</param>
    /// <param name="environment">Gives a variable, or null.</param>
    public static string HostOf(string? endpoint, string region, Func<string, string?> environment)
    {
        string host = Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? address) ? address.Authority : $"AWS in {region}";
        string[] names = address is { Scheme: "http" } ? ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] : ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
        string? proxy = names.Select(environment).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        return proxy is not null && Uri.TryCreate(proxy.Contains("://") ? proxy : "http://" + proxy, UriKind.Absolute, out Uri? through) ? $"{host} (the environment names the proxy {through.Authority})" : host;
    }

    public static string Of(string? text)
    {
        // Cut only after: half a secret would not be known for one.
        string redacted = SecretRedactor.Redact(text ?? "");
        string cut = redacted.Length > Longest ? redacted.Substring(0, Longest) + "…" : redacted;
        return new string([.. cut.Select(c => char.IsControl(c) ? ' ' : c)]).Trim().TrimEnd('.');
    }
}
