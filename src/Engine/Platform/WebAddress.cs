namespace PatchBaselineAssociation.Platform;

/// <summary>Addresses as they may be shown.</summary>
internal static class WebAddress
{
    /// <summary>Without user, password and query: what signs an address stands in the query, under names that nobody can list.</summary>
    public static string Display(Uri address) => HideQuery(SecretRedactor.Redact(address.OriginalString));

    public static string HideQuery(string address)
    {
        int end = address.IndexOfAny(['?', '#']);
        return end < 0 ? address : address.Substring(0, end) + "?***";
    }
}
