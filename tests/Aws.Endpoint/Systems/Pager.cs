using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using PatchBaselineAssociation.AwsEndpoints.Http;

namespace PatchBaselineAssociation.AwsEndpoints.Systems;

/// <summary>Pages of a list. A token holds only for the question it was given for.</summary>
internal sealed class Pager(AwsEndpoint endpoint)
{
    /// <returns>The page, and the token of the next; null after the last.</returns>
    /// <exception cref="AwsErrorException">The token is none of this question.</exception>
    public (IReadOnlyList<T> Page, string? NextToken) Cut<T>(
        IReadOnlyList<T> items, JsonObject input, string tokenMember, string sizeMember, int defaultSize, string tokenError)
    {
        string question = Question(input, tokenMember);
        int size = Math.Min((int?)input[sizeMember] ?? defaultSize, endpoint.LargestPage);
        int from = 0;
        bool isFirst = true;
        if ((string?)input[tokenMember] is { Length: > 0 } token)
        {
            isFirst = false;
            string[] parts = token.Split('.');
            if (parts.Length != 2 || parts[0] != question || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out from))
                throw new AwsErrorException(400, tokenError, "The specified token is not valid.");
        }

        if (isFirst && endpoint.BeginsWithEmptyPages)
            return ([], Token(question, 0));
        T[] page = [.. items.Skip(from).Take(size)];
        int next = from + page.Length;
        return (page, next < items.Count ? Token(question, next) : null);
    }

    private static string Token(string question, int from) => string.Create(CultureInfo.InvariantCulture, $"{question}.{from}");

    private static string Question(JsonObject input, string tokenMember)
    {
        JsonObject copy = input.DeepClone().AsObject();
        copy.Remove(tokenMember);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(copy.ToJsonString())))[..32];
    }
}
