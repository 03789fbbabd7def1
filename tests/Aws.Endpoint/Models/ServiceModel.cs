using System.IO.Compression;
using System.Text.Json.Nodes;

namespace PatchBaselineAssociation.AwsEndpoints.Models;

/// <summary>A service's published model, as botocore carries it.</summary>
internal sealed class ServiceModel
{
    /// <summary>Where Debian's python3-botocore puts its models.</summary>
    public const string DebianFolder = "/usr/lib/python3/dist-packages/botocore/data";

    private readonly JsonObject _operations;
    private readonly JsonObject _shapes;

    private ServiceModel(JsonObject model)
    {
        _operations = model["operations"]!.AsObject();
        _shapes = model["shapes"]!.AsObject();
        TargetPrefix = (string)model["metadata"]!["targetPrefix"]!;
    }

    public string TargetPrefix { get; }

    public static ServiceModel Load(string folder, string service, string version)
    {
        string file = Path.Combine(folder, service, version, "service-2.json");
        if (File.Exists(file))
        {
            using FileStream plain = File.OpenRead(file);
            return new ServiceModel(JsonNode.Parse(plain)!.AsObject());
        }

        if (File.Exists(file + ".gz"))
        {
            using GZipStream packed = new(File.OpenRead(file + ".gz"), CompressionMode.Decompress);
            return new ServiceModel(JsonNode.Parse(packed)!.AsObject());
        }

        throw new InvalidOperationException(
            $"The model of {service} is not at {file}. Requests are checked against it: install the package python3-botocore.");
    }

    public bool HasOperation(string operation) => _operations.ContainsKey(operation);

    public string InputShape(string operation) => (string)_operations[operation]!["input"]!["shape"]!;

    public string OutputShape(string operation) => (string)_operations[operation]!["output"]!["shape"]!;

    public JsonObject Shape(string name) => _shapes[name]!.AsObject();
}
