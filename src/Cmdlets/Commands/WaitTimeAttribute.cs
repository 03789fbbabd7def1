using System.Globalization;
using System.Management.Automation;

namespace PatchBaselineAssociation.Commands;

/// <summary>Reads a number as seconds, where PowerShell alone would read it as ten-millionths of one, and refuses what is no time to wait.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WaitTimeAttribute : ArgumentTransformationAttribute
{
    private static readonly TimeSpan s_maximum = TimeSpan.FromDays(1);

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object input = inputData is PSObject wrapper ? wrapper.BaseObject : inputData;
        if (!TryRead(input, out TimeSpan time))
            throw new ArgumentTransformationMetadataException($"'{input}' is no time: give seconds (30), or hours, minutes and seconds (00:00:30).");

        return time >= TimeSpan.Zero && time <= s_maximum
            ? time
            : throw new ArgumentTransformationMetadataException($"'{input}' is out of range: a wait takes between 0 seconds and one day.");
    }

    private static bool TryRead(object? input, out TimeSpan time)
    {
        time = default;
        switch (input)
        {
            case TimeSpan given:
                time = given;
                return true;
            case string text when !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _):
                return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out time);
            case null:
            case bool:
            case char:
                return false;
            case IConvertible number:
                try
                {
                    time = TimeSpan.FromSeconds(number.ToDouble(CultureInfo.InvariantCulture));
                    return true;
                }
                catch (Exception exception) when (exception is OverflowException or ArgumentException or InvalidCastException or FormatException)
                {
                    return false;
                }

            default:
                return false;
        }
    }
}
