using PatchBaselineAssociation.Inventories;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Evaluation;

/// <summary>The conditions of a SUSE list entry such as <c>kernel-default &gt; 2.3.1-2.2.2 &lt; 3</c>: all must hold. Compared is
/// version-release, with the epoch before it where the condition gives one.</summary>
internal sealed class PackageRange
{
    private readonly List<Condition> _conditions = [];

    private PackageRange()
    {
    }

    /// <summary>Takes a list entry apart. False where it is a plain name; an entry that is neither is an error.</summary>
    public static bool TryParse(string entry, out string name, out PackageRange range)
    {
        string[] words = entry.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        range = new PackageRange();
        name = words.Length == 0 ? "" : words[0];
        if (words.Length <= 1)
            return false;

        for (int i = 1; i < words.Length; i += 2)
        {
            if (words[i] is not ("=" or "!=" or "<" or ">") || i + 1 == words.Length)
            {
                throw new PatchException(ErrorIds.BaselineInvalid, ErrorKind.InvalidData,
                    $"The list entry '{entry}' is neither a package name nor a range of versions.", entry,
                    "Write a range as: name, then one or more of =, !=, < or >, each followed by a version, all separated by spaces.");
            }

            range._conditions.Add(new Condition(words[i], words[i + 1]));
        }

        return true;
    }

    public bool Contains(string version) => _conditions.TrueForAll(condition => condition.Holds(version));

    private sealed class Condition(string comparison, string bound)
    {
        private readonly GlobPattern? _pattern = GlobPattern.HasWildcards(bound) ? new GlobPattern(bound) : null;

        public bool Holds(string version)
        {
            bool hasEpoch = bound.IndexOf(':') >= 0;
            string compared = hasEpoch ? version : version.Substring(version.IndexOf(':') + 1);
            return comparison switch
            {
                "=" => IsEqual(compared),
                "!=" => !IsEqual(compared),
                "<" => RpmVersion.Compare(compared, bound) < 0,
                _ => RpmVersion.Compare(compared, bound) > 0,
            };
        }

        private bool IsEqual(string version) => _pattern?.IsMatch(version) ?? RpmVersion.Compare(version, bound) == 0;
    }
}
