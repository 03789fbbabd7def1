using System.Runtime.InteropServices;
using System.Text;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.PackageManagers.Processes;

/// <summary>A child on Linux or macOS whose streams are files. .NET's own start of a process can only give pipes, and those break when we die.</summary>
internal sealed class SpawnedProcess
{
    // Larger than glibc's and musl's structures on every processor.
    private const int StructureBytes = 1024;
    private const short SetSignalDefaults = 0x04;
    private const short SetSignalMask = 0x08;
    private const short SetSessionOnMacOS = 0x400;
    private const int ReadOnly = 0;
    private const int WriteOnly = 1;
    private const int FileMode = 0x1A0; // rw-r-----
    private const int Interrupted = 4;
    private const int NoChild = 10;
    private const int UnknownExitCode = 255;

    /// <summary>macOS gives a child a session of its own by itself; on Linux a tool does.</summary>
    public static bool MakesSession => s_isMacOS;

    private static readonly bool s_isMacOS = RuntimeInformation.IsOSPlatform(OSPlatform.OSX);
    private static readonly int s_create = s_isMacOS ? 0x200 : 0x40;
    private static readonly int s_append = s_isMacOS ? 0x8 : 0x400;

    // .NET ignores some of these, and a child inherits that: a tool must find them as a shell would give them.
    private static readonly int[] s_signals = s_isMacOS ? [1, 2, 3, 13, 14, 15, 18, 20, 21, 22] : [1, 2, 3, 13, 14, 15, 17, 20, 21, 22];

    private SpawnedProcess(int id)
    {
        Id = id;
        Exited = Task.Factory.StartNew(() => Wait(id), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public int Id { get; }

    /// <summary>Gives the exit code; 128 and the signal for one that was killed; 255 where it is lost, because whoever started us has the system bury our children.</summary>
    public Task<int> Exited { get; }

    /// <param name="path">The program.</param>
    /// <param name="arguments">All of them, the program's own name first.</param>
    /// <param name="environment">The whole environment.</param>
    /// <param name="outputFile">Both streams are added to its end.</param>
    /// <param name="statusFile">Open on descriptor 3; null where there is none.</param>
    /// <exception cref="IOException">The system refused.</exception>
    public static SpawnedProcess Start(
        string path, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, string outputFile, string? statusFile)
    {
        byte[] actions = new byte[StructureBytes], attributes = new byte[StructureBytes];
        using NativeStrings argumentList = new(arguments);
        using NativeStrings environmentList = new(environment.Select(pair => pair.Key + "=" + pair.Value));
        GCHandle actionsPin = GCHandle.Alloc(actions, GCHandleType.Pinned), attributesPin = GCHandle.Alloc(attributes, GCHandleType.Pinned);
        IntPtr actionsPointer = actionsPin.AddrOfPinnedObject(), attributesPointer = attributesPin.AddrOfPinnedObject();
        try
        {
            Check(NativeMethods.SpawnFileActionsInit(actionsPointer), path);
            Check(NativeMethods.SpawnAttributesInit(attributesPointer), path);
            Check(NativeMethods.SpawnFileActionsAddOpen(actionsPointer, 0, Encode("/dev/null"), ReadOnly, 0), path);
            Check(NativeMethods.SpawnFileActionsAddOpen(actionsPointer, 1, Encode(outputFile), WriteOnly | s_create | s_append, FileMode), path);
            Check(NativeMethods.SpawnFileActionsAddDuplicate(actionsPointer, 1, 2), path);
            if (statusFile is not null)
                Check(NativeMethods.SpawnFileActionsAddOpen(actionsPointer, DetachedProcessRequest.StatusDescriptor, Encode(statusFile), WriteOnly | s_create | s_append, FileMode), path);

            byte[] signals = new byte[StructureBytes];
            Check(NativeMethods.SignalSetEmpty(signals), path);
            Check(NativeMethods.SpawnAttributesSetSignalMask(attributesPointer, signals), path);
            foreach (int signal in s_signals)
                Check(NativeMethods.SignalSetAdd(signals, signal), path);
            Check(NativeMethods.SpawnAttributesSetSignalDefault(attributesPointer, signals), path);
            Check(NativeMethods.SpawnAttributesSetFlags(attributesPointer, (short)(SetSignalDefaults | SetSignalMask | (s_isMacOS ? SetSessionOnMacOS : 0))), path);
            // brew refuses a folder that its owner may not look into.
            if (s_isMacOS)
                Check(NativeMethods.SpawnFileActionsAddFolder(actionsPointer, Encode("/")), path);

            int error = NativeMethods.Spawn(out int id, Encode(path), actionsPointer, attributesPointer, argumentList.Pointer, environmentList.Pointer);
            Check(error, path);
            return new SpawnedProcess(id);
        }
        finally
        {
            _ = NativeMethods.SpawnFileActionsDestroy(actionsPointer);
            _ = NativeMethods.SpawnAttributesDestroy(attributesPointer);
            actionsPin.Free();
            attributesPin.Free();
        }
    }

    private static int Wait(int id)
    {
        const int SignalBits = 0x7F;
        while (true)
        {
            int result = NativeMethods.WaitProcess(id, out int status, 0);
            if (result == id)
                return (status & SignalBits) == 0 ? (status >> 8) & 0xFF : 128 + (status & SignalBits);
            int error = Marshal.GetLastWin32Error();
            if (result < 0 && error == NoChild)
                return UnknownExitCode;
            if (result < 0 && error != Interrupted)
                throw NativeErrors.ToException(error, "process " + id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private static void Check(int error, string path)
    {
        if (error != 0)
            throw NativeErrors.ToException(error, path);
    }

    private static byte[] Encode(string text) => Encoding.UTF8.GetBytes(text + '\0');

    /// <summary>A list of texts as C has it: pointers, the last of them zero.</summary>
    private sealed class NativeStrings : IDisposable
    {
        private readonly List<IntPtr> _texts = [];

        public NativeStrings(IEnumerable<string> texts)
        {
            foreach (string text in texts)
            {
                byte[] bytes = Encode(text);
                IntPtr copy = Marshal.AllocHGlobal(bytes.Length);
                Marshal.Copy(bytes, 0, copy, bytes.Length);
                _texts.Add(copy);
            }

            IntPtr[] pointers = [.. _texts, IntPtr.Zero];
            Pointer = Marshal.AllocHGlobal(IntPtr.Size * pointers.Length);
            Marshal.Copy(pointers, 0, Pointer, pointers.Length);
        }

        public IntPtr Pointer { get; }

        public void Dispose()
        {
            foreach (IntPtr text in _texts)
                Marshal.FreeHGlobal(text);
            Marshal.FreeHGlobal(Pointer);
        }
    }
}
