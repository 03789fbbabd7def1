using System.Globalization;

namespace PatchBaselineAssociation.PackageManagers.WindowsUpdate.Com;

/// <summary>A call of COM that failed. Decide by <see cref="Exception.HResult"/>: .NET makes exceptions of many types from the codes.</summary>
internal sealed class ComCallException : Exception
{
    /// <param name="call">What was called.</param>
    /// <param name="code">The HRESULT.</param>
    /// <param name="innerException">What .NET made of it; null where it was not called at all.</param>
    public ComCallException(string call, int code, Exception? innerException = null)
        : base($"{call} failed with 0x{code.ToString("X8", CultureInfo.InvariantCulture)}", innerException)
    {
        Call = call;
        HResult = code;
    }

    public string Call { get; }
}
