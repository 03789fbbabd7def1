namespace PatchBaselineAssociation.Nodes;

/// <summary>Machine architectures, named as <c>uname -m</c> does.</summary>
internal static class Architectures
{
    private const int MachineOffset = 18;
    private const int ByteOrderOffset = 5;
    private const byte BigEndian = 2;

    /// <summary>From the name of a value of System.Runtime.InteropServices.Architecture, which is not the same set in every runtime.</summary>
    public static string OfRuntimeName(string name) => name switch
    {
        "X64" => "x86_64",
        "X86" => "i686",
        "Arm64" => "aarch64",
        "Arm" => "armv7l",
        "Armv6" => "armv6l",
        _ => name.ToLowerInvariant(),
    };

    /// <summary>From the header of a program; empty where it is none, or for a machine that is not known.</summary>
    public static string OfProgram(ReadOnlySpan<byte> program)
    {
        ReadOnlySpan<byte> magic = [0x7F, (byte)'E', (byte)'L', (byte)'F'];
        if (program.Length < MachineOffset + 2 || !program.StartsWith(magic))
            return "";

        bool isBigEndian = program[ByteOrderOffset] == BigEndian;
        int machine = isBigEndian
            ? (program[MachineOffset] << 8) | program[MachineOffset + 1]
            : (program[MachineOffset + 1] << 8) | program[MachineOffset];
        return machine switch
        {
            3 => "i686",
            21 => isBigEndian ? "ppc64" : "ppc64le",
            22 => "s390x",
            40 => "armv7l",
            62 => "x86_64",
            183 => "aarch64",
            243 => "riscv64",
            258 => "loongarch64",
            _ => "",
        };
    }
}
