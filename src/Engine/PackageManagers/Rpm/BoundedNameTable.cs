using System.Xml;

namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>Names of elements and attributes. An XmlReader never forgets one: of a file that has a new one in every tag it would keep all.</summary>
internal sealed class BoundedNameTable : NameTable
{
    private const int MostNames = 10_000;

    private int _names;

    public override string Add(char[] key, int start, int len)
    {
        if (len == 0)
            return "";
        return Get(key, start, len) ?? base.Add(key, start, Count(len));
    }

    public override string Add(string key)
    {
        Count(key.Length);
        return base.Add(key);
    }

    private int Count(int length)
    {
        if (++_names > MostNames)
            throw new UpdateInfoLimitException("there are more names of elements and attributes than any such file has");
        return length;
    }
}
