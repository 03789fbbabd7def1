using System.Globalization;
using System.Text.Json;
using PatchBaselineAssociation.Platform;
using PatchBaselineAssociation.States;

namespace PatchBaselineAssociation.Reboots;

/// <summary>The marker as a file: our own shape, with a version of its own.</summary>
public static class RebootMarkerFile
{
    public const int SchemaVersion = 1;

    public static byte[] Write(RebootMarker marker) => StateJson.WriteIndented(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("schemaVersion", SchemaVersion);
        writer.WriteString("requestedAt", marker.RequestedAt);
        writer.WriteNumber("tries", marker.Tries);
        writer.WriteNumber("exitCodeAfter", marker.ExitCodeAfter);
        writer.WriteString("operation", marker.Operation);
        writer.WriteString("commandId", marker.CommandId);
        writer.WriteString("associationId", marker.AssociationId);
        writer.WriteBoolean("underAgent", marker.UnderAgent);
        writer.WriteEndObject();
    });

    /// <exception cref="JsonException">It is damaged.</exception>
    /// <exception cref="PatchException">A newer version of the module wrote it.</exception>
    public static RebootMarker Read(byte[] content, string path) => StateJson.Read(content, root =>
    {
        StateVersion.Check(root, SchemaVersion, path);
        return ReadMarker(root);
    });

    private static RebootMarker ReadMarker(StateJsonObject root)
    {
        var tries = root.RequiredInteger("tries");
        if (tries < 1)
            throw new JsonException($"$.tries is {Text(tries)}, but a marker is written with the first one.");
        var exitCodeAfter = root.RequiredInteger("exitCodeAfter");
        if (exitCodeAfter is not (ExitCodes.Success or ExitCodes.Failure or ExitCodes.DependencyCheckFailure))
            throw new JsonException($"$.exitCodeAfter is {Text(exitCodeAfter)}, which no install ends with.");
        return new RebootMarker
        {
            RequestedAt = root.RequiredTime("requestedAt"),
            Tries = tries,
            ExitCodeAfter = exitCodeAfter,
            Operation = root.RequiredString("operation"),
            CommandId = root.OptionalString("commandId"),
            AssociationId = root.OptionalString("associationId"),
            UnderAgent = root.OptionalBoolean("underAgent"),
        };
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
