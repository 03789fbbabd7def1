using System.Collections;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace PatchBaselineAssociation.CmdletsTests;

/// <summary>Lists of results can be indexed in a script: what has no indexer of its own, PowerShell gives whole for <c>[0]</c>.</summary>
public sealed class ResultListTests : IDisposable
{
    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void An_index_gives_one_item_of_every_list_whatever_it_was_made_from()
    {
        PropertyInfo[] lists = [.. ResultTypes().SelectMany(type => type.GetProperties()).Where(property => ItemOf(property.PropertyType) is not null)];
        Assert.Contains(lists, list => list is { DeclaringType.Name: "PatchPlan", Name: "Services" });
        Assert.Contains(lists, list => list is { DeclaringType.Name: "PatchFilter", Name: "Values" });
        Assert.All(lists, list =>
        {
            Type item = ItemOf(list.PropertyType)!;
            object? first = item == typeof(string) ? "first" : RuntimeHelpers.GetUninitializedObject(item);
            object? second = item == typeof(string) ? "second" : RuntimeHelpers.GetUninitializedObject(item);
            object bare = Activator.CreateInstance(typeof(Bare<>).MakeGenericType(item), [new[] { first, second }])!;
            // Both ways in: a property that is set, and the constructor of a record.
            object owner = RuntimeHelpers.GetUninitializedObject(list.DeclaringType!);
            list.SetValue(owner, bare);
            AssertIndexed(list, owner, first);
            if (Built(list, bare) is { } built)
                AssertIndexed(list, built, first);
        });
    }

    [Fact]
    public void A_list_that_nobody_filled_is_one()
    {
        IEnumerable<string> without = from type in ResultTypes()
                                      where type.GetConstructor(Type.EmptyTypes) is not null
                                      let instance = Activator.CreateInstance(type)
                                      from list in type.GetProperties()
                                      where ItemOf(list.PropertyType) is not null && list.GetCustomAttribute<RequiredMemberAttribute>() is null && list.GetValue(instance) is not Array { Length: 0 }
                                      select $"{type.Name}.{list.Name}";
        Assert.Empty(without);
    }

    private void AssertIndexed(PropertyInfo list, object owner, object? first)
    {
        PSObject indexed = Assert.Single(_session.Run("$value = $args[0].($args[1])[0]; , $value", owner, list.Name));
        Assert.True(Equals(first, indexed.BaseObject) || ReferenceEquals(first, indexed.BaseObject), $"{list.DeclaringType!.Name}.{list.Name}[0] is {indexed.BaseObject.GetType()}.");
    }

    private static object? Built(PropertyInfo list, object value)
    {
        ConstructorInfo? constructor = Array.Find(list.DeclaringType!.GetConstructors(), constructor => Array.Exists(constructor.GetParameters(), parameter => parameter.Name == list.Name));
        return constructor?.Invoke([.. constructor.GetParameters().Select(parameter =>
            parameter.Name == list.Name ? value : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null)]);
    }

    /// <summary>What the cmdlets give, and what hangs on it.</summary>
    private IReadOnlyCollection<Type> ResultTypes()
    {
        HashSet<Type> found = [];
        Queue<Type> open = new(Cmdlets.Of(_session).SelectMany(cmdlet => cmdlet.OutputType).Select(output => output.Type));
        while (open.TryDequeue(out Type? type))
        {
            if (!type.FullName!.StartsWith("PatchBaselineAssociation.", StringComparison.Ordinal) || type.IsEnum || !found.Add(type))
                continue;
            foreach (PropertyInfo property in type.GetProperties())
                open.Enqueue(ItemOf(property.PropertyType) ?? Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);
        }

        return found;
    }

    private static Type? ItemOf(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    /// <summary>A list as the compiler makes one of a collection expression.</summary>
    private sealed class Bare<T>(object?[] items) : IReadOnlyList<T>
    {
        int IReadOnlyCollection<T>.Count => items.Length;

        T IReadOnlyList<T>.this[int index] => (T)items[index]!;

        IEnumerator<T> IEnumerable<T>.GetEnumerator() => items.Cast<T>().GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();
    }
}
