using System.Globalization;

namespace PatchBaselineAssociation.IntegrationTests;

/// <summary>Runs something in another language: that of the environment, and that of .NET.</summary>
internal static class Languages
{
    private static readonly string[] s_variables = ["LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES"];

    /// <summary>Skips the test where the machine does not have the language.</summary>
    /// <param name="language">For example fr_FR.</param>
    public static string Require(string language)
    {
        string locale = language + ".UTF-8";
        if (!Tool.Run("locale", "-a").Contains(language + ".utf8", StringComparison.Ordinal))
            Assert.Skip($"The locale {locale} is not on this machine; localedef makes it.");
        return locale;
    }

    public static async Task<T> InAsync<T>(string language, Func<Task<T>> action)
    {
        string locale = Require(language);
        Dictionary<string, string?> before = s_variables.ToDictionary(name => name, Environment.GetEnvironmentVariable);
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            foreach (string name in s_variables)
                Environment.SetEnvironmentVariable(name, string.Equals(name, "LANGUAGE", StringComparison.Ordinal) ? language[..2] : locale);
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(language.Replace('_', '-'));
            CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture;
            return await action();
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
            CultureInfo.DefaultThreadCurrentCulture = null;
            foreach ((string name, string? value) in before)
                Environment.SetEnvironmentVariable(name, value);
        }
    }
}
