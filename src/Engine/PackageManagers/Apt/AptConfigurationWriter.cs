using System.Text;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Apt;

/// <summary>Writes the text of an apt.conf file. Pure.</summary>
internal sealed class AptConfigurationWriter
{
    private readonly StringBuilder _text = new();

    /// <exception cref="PatchException">CacheUnusable: the value cannot be written, because apt's format has no escape for it.</exception>
    public AptConfigurationWriter Set(string name, string value)
    {
        if (value.IndexOfAny(['"', '\n', '\r']) >= 0)
        {
            throw new PatchException(
                ErrorIds.CacheUnusable,
                ErrorKind.InvalidArgument,
                $"apt cannot be told of '{value}': its configuration has no way to write a quotation mark or a line feed.",
                value,
                "Use a folder whose path has neither.");
        }

        _text.Append(name).Append(" \"").Append(value).Append("\";\n");
        return this;
    }

    public AptConfigurationWriter Clear(string name)
    {
        _text.Append("#clear ").Append(name).Append(";\n");
        return this;
    }

    public override string ToString() => _text.ToString();
}
