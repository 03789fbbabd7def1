using System.Globalization;
using System.Net;
using System.Text;

namespace PatchBaselineAssociation.Reports;

/// <summary>A page as it is written: every text goes in encoded, markup only by the names that the code has.</summary>
internal sealed class HtmlText
{
    private readonly StringBuilder _text = new();

    public HtmlText Markup(string markup)
    {
        _text.Append(markup);
        return this;
    }

    public HtmlText Text(string text)
    {
        _text.Append(Encode(text));
        return this;
    }

    public HtmlText Text(int number) => Text(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>An element with text in it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="text">What it holds.</param>
    /// <param name="attributes">Names and values; one without a value is left out.</param>
    public HtmlText Element(string name, string text, params (string Name, string? Value)[] attributes) => Begin(name, attributes).Text(text).End(name);

    public HtmlText Begin(string name, params (string Name, string? Value)[] attributes)
    {
        _text.Append('<').Append(name);
        foreach ((string key, string? value) in attributes)
        {
            if (value is not null)
                _text.Append(' ').Append(key).Append("=\"").Append(Encode(value)).Append('"');
        }

        _text.Append('>');
        return this;
    }

    public HtmlText End(string name)
    {
        _text.Append("</").Append(name).Append(">\n");
        return this;
    }

    public HtmlText Time(DateTimeOffset time) => Element(
        "time",
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
        ("datetime", time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)));

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(_text.ToString());

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
