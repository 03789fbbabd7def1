using System.Globalization;
using System.Xml;

namespace PatchBaselineAssociation.PackageManagers.Rpm;

/// <summary>What is wrong with a file of a repository that should be XML. Pure.</summary>
internal static class XmlComplaint
{
    /// <summary>Without the position, which stands elsewhere, and without the advice of a library to its caller.</summary>
    public static string Of(XmlException exception)
    {
        if (exception.Message.Contains("DTD"))
            return "a document type stands there, which is not read";
        int position = exception.Message.LastIndexOf(" Line ", StringComparison.Ordinal);
        return (position > 0 ? exception.Message.Substring(0, position) : exception.Message).TrimEnd('.');
    }

    public static string Place(int line, int column) => string.Format(CultureInfo.InvariantCulture, "line {0}, column {1}", Math.Max(1, line), Math.Max(1, column));
}
