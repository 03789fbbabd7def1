using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate.Com;

/// <summary>An object of COM, called by the names of its members. Its end releases it.</summary>
/// <remarks>Late bound, so that .NET and .NET Framework need no type library. What fails gives a <see cref="ComCallException"/>.</remarks>
internal sealed class ComObject : IDisposable
{
    public const int ClassNotRegistered = unchecked((int)0x80040154);
    private const int UnknownName = unchecked((int)0x80020006);
    private const int MemberNotFound = unchecked((int)0x80020003);

    // .NET's own word for a member that an object does not have.
    private const int MissingMethod = unchecked((int)0x80131513);
    private const int Unexpected = unchecked((int)0x8000FFFF);

    // Servers refuse languages that they do not know, as that of the invariant culture.
    private static readonly CultureInfo s_callCulture = CultureInfo.GetCultureInfo("en-US");

    private object? _instance;

    public ComObject(object instance) => _instance = instance;

    /// <summary>Makes an object of a registered class.</summary>
    /// <param name="programId">The name that the class is registered by.</param>
    public static ComObject Create(string programId)
    {
        try
        {
#pragma warning disable CA1416 // Gives null where there is no COM.
            Type type = Type.GetTypeFromProgID(programId, throwOnError: false) ?? throw new ComCallException(programId, ClassNotRegistered);
#pragma warning restore CA1416
            return new ComObject(Activator.CreateInstance(type) ?? throw new ComCallException(programId, ClassNotRegistered));
        }
        catch (Exception e) when (e is not ComCallException and not OutOfMemoryException)
        {
            throw Failed(programId, e);
        }
    }

    /// <summary>Whether a call failed because this version of the object has no such member.</summary>
    public static bool IsMissing(int code) => code is UnknownName or MemberNotFound or MissingMethod;

    public object? Get(ComMember member, params object?[] arguments) => Invoke(member, BindingFlags.GetProperty, arguments);

    public void Set(ComMember member, object value) => Invoke(member, BindingFlags.SetProperty, [value is ComObject other ? other.Instance : value]);

    public object? Call(ComMember member, params object?[] arguments) =>
        Invoke(member, BindingFlags.InvokeMethod, [.. arguments.Select(argument => argument is ComObject other ? other.Instance : argument)]);

    public ComObject GetObject(ComMember member, params object?[] arguments) => AsObject(member, Get(member, arguments));

    /// <summary>Null where the property holds nothing.</summary>
    public ComObject? FindObject(ComMember member) => Get(member) is { } found ? new ComObject(found) : null;

    public ComObject CallForObject(ComMember member, params object?[] arguments) => AsObject(member, Call(member, arguments));

    public string GetText(ComMember member) => Get(member) as string ?? "";

    public bool GetFlag(ComMember member) => Get(member) is { } value && Convert.ToBoolean(value, CultureInfo.InvariantCulture);

    public int GetNumber(ComMember member) => Get(member) is { } value ? Convert.ToInt32(value, CultureInfo.InvariantCulture) : 0;

    /// <summary>A size, which COM gives as a decimal.</summary>
    public long GetSize(ComMember member) => Get(member) is { } value ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : 0;

    /// <summary>A date, which means UTC though it does not say so; null where there is none.</summary>
    public DateTimeOffset? GetTime(ComMember member) =>
        Get(member) is DateTime { Ticks: > 0 } time && time.Year > 1900 ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)) : null;

    public void Dispose()
    {
        object? instance = _instance;
        _instance = null;
        if (instance is null || !Marshal.IsComObject(instance))
            return;
#pragma warning disable CA1416 // There are such objects on Windows alone. One hold at a time: others may hold the same object.
        Marshal.ReleaseComObject(instance);
#pragma warning restore CA1416
    }

    private object Instance => _instance ?? throw new ObjectDisposedException(nameof(ComObject));

    private object? Invoke(ComMember member, BindingFlags kind, object?[] arguments)
    {
        object instance = Instance;
        try
        {
            return instance.GetType().InvokeMember(member.Name, kind, binder: null, instance, arguments, s_callCulture);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw Failed(member.ToString(), e);
        }
    }

    private static ComObject AsObject(ComMember member, object? value) => new(value ?? throw new ComCallException(member.ToString(), Unexpected));

    private static ComCallException Failed(string call, Exception exception)
    {
        Exception cause = exception is TargetInvocationException { InnerException: { } inner } ? inner : exception;
        return new ComCallException(call, cause.HResult, cause);
    }
}
