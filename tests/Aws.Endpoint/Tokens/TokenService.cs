using System.Globalization;
using System.Text;
using System.Xml.Linq;
using PatchBaselineAssociation.AwsEndpoints.Http;
using PatchBaselineAssociation.AwsEndpoints.Signing;

namespace PatchBaselineAssociation.AwsEndpoints.Tokens;

/// <summary>The Security Token Service, as far as roles are assumed with keys: a form is sent, XML comes back.</summary>
internal sealed class TokenService(AwsEndpoint endpoint, SignatureVerifier verifier)
{
    public const string Operation = "AssumeRole";

    private const string FormType = "application/x-www-form-urlencoded";

    private static readonly TimeSpan s_tolerance = TimeSpan.FromMinutes(15);
    private static readonly XNamespace s_namespace = "https://sts.amazonaws.com/doc/2011-06-15/";

    public static bool IsMeant(RequestFrame frame) =>
        frame.Method == "POST" && frame.Headers.GetValueOrDefault("content-type")?.StartsWith(FormType, StringComparison.OrdinalIgnoreCase) == true;

    /// <exception cref="AwsErrorException">The signature is not taken.</exception>
    public AwsCredentialSet Authenticate(RequestFrame frame)
    {
        try
        {
            string region = SignatureVerifier.FindClaim(frame)?.Region ?? endpoint.Region;
            return verifier.Verify(frame, "sts", region, endpoint.Clock.GetUtcNow(), s_tolerance).Credentials;
        }
        catch (SignatureException refused)
        {
            throw new AwsErrorException(403, "SignatureDoesNotMatch", refused.Message);
        }
    }

    public Answer Answer(RequestFrame frame, AwsCredentialSet caller)
    {
        Dictionary<string, string> form = Encoding.UTF8.GetString(frame.Body).Split('&').Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')), StringComparer.Ordinal);
        if (form.GetValueOrDefault("Action") != Operation || form.GetValueOrDefault("RoleSessionName") is not { Length: >= 2 } || form.GetValueOrDefault("RoleArn") is not { } role)
            throw new AwsErrorException(400, "ValidationError", "RoleArn and RoleSessionName are required.");
        if (role != endpoint.AssumableRoleArn || endpoint.AssumedCredentials is not { } keys)
            throw new AwsErrorException(403, "AccessDenied", $"User: {caller.PrincipalArn} is not authorized to perform: sts:AssumeRole on resource: {role}");
        XElement answer = new(
            s_namespace + "AssumeRoleResponse",
            new XElement(
                s_namespace + "AssumeRoleResult",
                new XElement(
                    s_namespace + "Credentials",
                    new XElement(s_namespace + "AccessKeyId", keys.AccessKeyId),
                    new XElement(s_namespace + "SecretAccessKey", keys.SecretAccessKey),
                    new XElement(s_namespace + "SessionToken", keys.SessionToken),
                    new XElement(s_namespace + "Expiration", endpoint.Clock.GetUtcNow().AddHours(1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)))));
        return Http.Answer.OfText(200, "text/xml", answer.ToString(SaveOptions.DisableFormatting));
    }

    public static Answer Error(AwsErrorException error, string requestId) => Http.Answer.OfText(
        error.Status,
        "text/xml",
        new XElement(
            s_namespace + "ErrorResponse",
            new XElement(s_namespace + "Error", new XElement(s_namespace + "Type", "Sender"), new XElement(s_namespace + "Code", error.Code), new XElement(s_namespace + "Message", error.Message)),
            new XElement(s_namespace + "RequestId", requestId)).ToString(SaveOptions.DisableFormatting)) with
    { ErrorCode = error.Code };
}
