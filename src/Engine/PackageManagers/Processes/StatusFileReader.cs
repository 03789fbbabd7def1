using System.Text;

namespace PatchBaselineAssociation.PackageManagers.Processes;

/// <summary>Follows a file that another process adds lines to.</summary>
internal sealed class StatusFileReader(string path, Action<string> onLine)
{
    private readonly List<byte> _rest = [];
    private long _position;

    /// <summary>Delivers the lines that were added since the last call.</summary>
    public void Read()
    {
        if (!File.Exists(path))
            return;
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Position = _position;
        byte[] buffer = new byte[16384];
        int count;
        while ((count = stream.Read(buffer, 0, buffer.Length)) > 0)
        {
            _position += count;
            for (int i = 0; i < count; i++)
            {
                if (buffer[i] != (byte)'\n')
                {
                    _rest.Add(buffer[i]);
                    continue;
                }

                onLine(Encoding.UTF8.GetString([.. _rest]));
                _rest.Clear();
            }
        }
    }
}
