using System.Management.Automation;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace PatchBaselineAssociation.CmdletsTests;

/// <summary>What scripts rely on: a change here is a change for every user, so it is made on purpose or not at all.</summary>
public sealed class ContractTests
{
    private const string AcceptVariable = "ACCEPT_CONTRACT";

    private static readonly string[] s_notOurs = ["AWSSDK", "Amazon", "YamlDotNet", "Newtonsoft", "Microsoft.Bcl"];

    [Fact]
    public void The_contract_is_the_one_that_is_written_down()
    {
        using var session = new ModuleSession();
        string actual = Describe(Cmdlets.Of(session));
        if (Environment.GetEnvironmentVariable(AcceptVariable) is { Length: > 0 })
        {
            File.WriteAllText(SourceOf("Contract.txt"), actual);
            return;
        }

        string expected = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "TestData", "Contract.txt")).ReplaceLineEndings("\n");
        Assert.True(
            string.Equals(expected, actual, StringComparison.Ordinal),
            $"The contract differs from TestData/Contract.txt. If that is meant, run the test with {AcceptVariable}=1.\n{FirstDifference(expected, actual)}");
    }

    [Fact]
    public void No_type_of_a_package_shows_in_the_surface()
    {
        using var session = new ModuleSession();
        Assembly ours = Cmdlets.Of(session)[0].ImplementingType.Assembly;
        Assembly[] own = [ours, .. Cmdlets.Of(session).SelectMany(cmdlet => cmdlet.OwnParameters().Select(parameter => parameter.ParameterType.Assembly))
            .Where(assembly => assembly.GetName().Name!.StartsWith("PatchBaselineAssociation", StringComparison.Ordinal))];

        IEnumerable<string> foreign = from type in own.Distinct().SelectMany(assembly => assembly.GetExportedTypes())
                                      from shown in ShownTypes(type)
                                      where !IsAllowed(shown)
                                      select $"{type.FullName} shows {shown.FullName} of {shown.Assembly.GetName().Name}";
        Assert.Empty(foreign);
    }

    private static IEnumerable<Type> ShownTypes(Type type)
    {
        const BindingFlags Visible = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        IEnumerable<Type> shown = type.GetInterfaces();
        if (type.BaseType is not null)
            shown = shown.Append(type.BaseType);
        shown = shown
            .Concat(type.GetProperties(Visible).Where(property => property.GetAccessors(nonPublic: true).Any(IsVisible)).Select(property => property.PropertyType))
            .Concat(type.GetFields(Visible).Where(field => field.IsPublic || field.IsFamily).Select(field => field.FieldType))
            .Concat(type.GetMethods(Visible).Where(IsVisible).SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType)))
            .Concat(type.GetConstructors(Visible).Where(IsVisible).SelectMany(constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType)));
        return shown.SelectMany(Parts);
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
            return Parts(type.GetElementType()!);
        return type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()) : [type];
    }

    private static bool IsAllowed(Type type)
    {
        string assembly = type.Assembly.GetName().Name!;
        return !s_notOurs.Any(name => assembly.StartsWith(name, StringComparison.Ordinal))
            && (assembly.StartsWith("PatchBaselineAssociation", StringComparison.Ordinal)
                || assembly == "System.Management.Automation"
                || Path.GetDirectoryName(type.Assembly.Location) == Path.GetDirectoryName(typeof(object).Assembly.Location));
    }

    private static string Describe(IReadOnlyList<CmdletInfo> cmdlets)
    {
        var text = new StringBuilder();
        foreach (CmdletInfo cmdlet in cmdlets)
        {
            text.Append(cmdlet.Name).Append(" : ").Append(cmdlet.ImplementingType.FullName).Append('\n');
            foreach (CommandParameterSetInfo set in cmdlet.ParameterSets.OrderBy(set => set.Name, StringComparer.Ordinal))
                text.Append("  set ").Append(set.Name).Append(set.IsDefault ? " (default)" : "").Append('\n');
            foreach (ParameterMetadata parameter in cmdlet.OwnParameters())
                text.Append("  -").Append(parameter.Name).Append(' ').Append(NameOf(parameter.ParameterType)).Append(Details(parameter)).Append('\n');
            foreach (Type output in cmdlet.OutputType.Select(output => output.Type))
                Describe(text, output);
            text.Append('\n');
        }

        Type errorIds = cmdlets[0].ImplementingType.Assembly.GetReferencedAssemblies()
            .Where(name => name.Name == "PatchBaselineAssociation.Engine")
            .Select(name => System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(cmdlets[0].ImplementingType.Assembly)!.LoadFromAssemblyName(name))
            .Single().GetType("PatchBaselineAssociation.Platform.ErrorIds", throwOnError: true)!;
        text.Append("Errors and warnings\n");
        foreach (string id in errorIds.GetFields().Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal))
            text.Append("  ").Append(id).Append('\n');
        return text.ToString();
    }

    private static void Describe(StringBuilder text, Type output)
    {
        text.Append("  gives ").Append(output.FullName).Append('\n');
        foreach (PropertyInfo property in output.GetProperties().OrderBy(property => property.Name, StringComparer.Ordinal))
            text.Append("    ").Append(property.Name).Append(' ').Append(NameOf(property.PropertyType)).Append('\n');
    }

    private static string Details(ParameterMetadata parameter)
    {
        string aliases = parameter.Aliases.Count == 0 ? "" : $" aliases {string.Join(',', parameter.Aliases)}";
        IEnumerable<string> sets = parameter.ParameterSets.OrderBy(set => set.Key, StringComparer.Ordinal).Select(set =>
            set.Key
            + (set.Value.IsMandatory ? " mandatory" : "")
            + (set.Value.Position == int.MinValue ? "" : $" position {set.Value.Position}")
            + (set.Value.ValueFromPipeline ? " pipeline" : "")
            + (set.Value.ValueFromPipelineByPropertyName ? " property" : ""));
        return $"{aliases} [{string.Join("; ", sets)}]";
    }

    private static string NameOf(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return NameOf(underlying) + "?";
        if (type.IsGenericType)
            return $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>";
        return type.Name;
    }

    private static string FirstDifference(string expected, string actual)
    {
        string[] before = expected.Split('\n');
        string[] after = actual.Split('\n');
        int line = Enumerable.Range(0, Math.Max(before.Length, after.Length)).FirstOrDefault(index => before.ElementAtOrDefault(index) != after.ElementAtOrDefault(index));
        return $"line {line + 1}\n- {before.ElementAtOrDefault(line)}\n+ {after.ElementAtOrDefault(line)}";
    }

    private static string SourceOf(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "TestData", name);
}
