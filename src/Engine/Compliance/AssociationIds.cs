using System.Text.RegularExpressions;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Compliance;

/// <summary>Ids of State Manager associations: GUIDs without braces.</summary>
public static class AssociationIds
{
    private static readonly Regex s_form = new(
        @"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    public static bool IsLegal(string text) => s_form.IsMatch(text);

    /// <exception cref="PatchException"><see cref="ErrorIds.AssociationParameterInvalid"/></exception>
    public static string Check(string text) => IsLegal(text) ? text : throw new PatchException(
        ErrorIds.AssociationParameterInvalid,
        ErrorKind.InvalidArgument,
        $"AssociationId is {QuotedText.Quote(text)}; legal is the id of an association, which is a GUID. Nothing was done.",
        "AssociationId",
        "Correct the parameter.");
}
