using System.Text.Json;

namespace PatchBaselineAssociation.States;

internal static class PackageChangeJson
{
    public static void Write(Utf8JsonWriter writer, PackageChange change)
    {
        writer.WriteStartObject();
        writer.WriteString("id", change.Id);
        writer.WriteString("from", change.FromVersion);
        writer.WriteString("to", change.ToVersion);
        writer.WriteEndObject();
    }

    public static PackageChange Read(StateJsonObject change) => new(change.RequiredString("id"), change.OptionalString("from"), change.OptionalString("to"));
}
