namespace PatchBaselineAssociation.PackageManagers.Dnf;

/// <summary>Reads what dnf 5 says of repositories on its way. Pure.</summary>
internal static class Dnf5Messages
{
    /// <summary>Said when all was in vain; what is said before may be of one mirror of several.</summary>
    private const string End = "Librepo error:";

    /// <param name="errors">Its standard error.</param>
    /// <param name="repositories">Ids and names: it calls repositories by their names.</param>
    public static DnfMessages Parse(string errors, IReadOnlyList<KeyValuePair<string, string>> repositories)
    {
        ILookup<string, string> ids = repositories.ToLookup(repository => repository.Value.Trim(), repository => repository.Key, StringComparer.Ordinal);
        DnfMessages messages = new();
        foreach (Dnf5Line line in Dnf5Line.Parse(errors))
        {
            string? end = line.Messages.LastOrDefault(message => message.StartsWith(End, StringComparison.Ordinal));
            if (end is null && line.IsWhole)
                continue;
            // The first thing that went wrong says more than that all of them did, but not more than a signature that is missing or wrong.
            string words = end is null || !DnfMessages.IsOfSignature(end) ? line.Messages.Count > 0 ? line.Messages[0] : "" : end.Substring(End.Length).Trim();
            // Of repositories with the same name any may be meant.
            foreach (string id in ids[line.Subject.Trim()])
                messages.AddFailed(id, words);
        }

        return messages;
    }
}
