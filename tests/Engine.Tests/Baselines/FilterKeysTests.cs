using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Nodes;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Tests.Baselines;

public sealed class FilterKeysTests
{
    public static TheoryData<PatchOperatingSystem, string> KeysOfEachSystem => new()
    {
        { PatchOperatingSystem.Windows, "PATCH_SET PRODUCT PRODUCT_FAMILY CLASSIFICATION MSRC_SEVERITY" },
        { PatchOperatingSystem.AmazonLinux, "PRODUCT CLASSIFICATION SEVERITY" },
        { PatchOperatingSystem.AmazonLinux2, "PRODUCT CLASSIFICATION SEVERITY" },
        { PatchOperatingSystem.AmazonLinux2022, "PRODUCT CLASSIFICATION SEVERITY" },
        { PatchOperatingSystem.AmazonLinux2023, "PRODUCT CLASSIFICATION SEVERITY" },
        { PatchOperatingSystem.Ubuntu, "PRODUCT PRIORITY SECTION" },
        { PatchOperatingSystem.RedHatEnterpriseLinux, "PRODUCT CLASSIFICATION SEVERITY" },
        { PatchOperatingSystem.Suse, "PRODUCT CLASSIFICATION SEVERITY" },
        { PatchOperatingSystem.CentOS, "PRODUCT CLASSIFICATION SEVERITY" },
        { PatchOperatingSystem.OracleLinux, "PRODUCT CLASSIFICATION SEVERITY" },
        { PatchOperatingSystem.Debian, "PRODUCT PRIORITY SECTION" },
        { PatchOperatingSystem.MacOS, "PRODUCT CLASSIFICATION" },
        { PatchOperatingSystem.Raspbian, "PRODUCT PRIORITY SECTION" },
        { PatchOperatingSystem.RockyLinux, "PRODUCT CLASSIFICATION SEVERITY" },
        { PatchOperatingSystem.AlmaLinux, "PRODUCT CLASSIFICATION SEVERITY" },
    };

    /// <summary>System, key, its closed values; empty where the list is open.</summary>
    public static TheoryData<PatchOperatingSystem, PatchFilterKey, string> ValuesOfKeys => new()
    {
        { PatchOperatingSystem.Windows, PatchFilterKey.PatchSet, "OS APPLICATION" },
        { PatchOperatingSystem.Windows, PatchFilterKey.Product, "" },
        { PatchOperatingSystem.Windows, PatchFilterKey.ProductFamily, "" },
        { PatchOperatingSystem.Windows, PatchFilterKey.Classification, "CriticalUpdates DefinitionUpdates Drivers FeaturePacks SecurityUpdates ServicePacks Tools UpdateRollups Updates Upgrades" },
        { PatchOperatingSystem.Windows, PatchFilterKey.MsrcSeverity, "Critical Important Moderate Low Unspecified" },
        { PatchOperatingSystem.AmazonLinux2, PatchFilterKey.Classification, "Security Bugfix Enhancement Recommended Newpackage" },
        { PatchOperatingSystem.AmazonLinux2, PatchFilterKey.Severity, "Critical Important Medium Moderate Low" },
        { PatchOperatingSystem.AmazonLinux2, PatchFilterKey.Product, "" },
        { PatchOperatingSystem.AmazonLinux2023, PatchFilterKey.Classification, "Security Bugfix Enhancement Recommended Newpackage" },
        { PatchOperatingSystem.AmazonLinux2023, PatchFilterKey.Severity, "Critical Important Medium Moderate Low None" },
        { PatchOperatingSystem.RedHatEnterpriseLinux, PatchFilterKey.Severity, "Critical Important Medium Moderate Low" },
        { PatchOperatingSystem.Suse, PatchFilterKey.Classification, "Security Recommended Optional Feature Document Yast" },
        { PatchOperatingSystem.Suse, PatchFilterKey.Severity, "Critical Important Medium Moderate Low" },
        { PatchOperatingSystem.Debian, PatchFilterKey.Priority, "Required Important Standard Optional Extra" },
        { PatchOperatingSystem.Ubuntu, PatchFilterKey.Priority, "Required Important Standard Optional Extra" },
        { PatchOperatingSystem.Raspbian, PatchFilterKey.Priority, "Required Important Standard Optional Extra" },
        { PatchOperatingSystem.Debian, PatchFilterKey.Section, "" },
        { PatchOperatingSystem.MacOS, PatchFilterKey.Product, "" },
        { PatchOperatingSystem.MacOS, PatchFilterKey.Classification, "" },
    };

    [Theory]
    [MemberData(nameof(KeysOfEachSystem))]
    public void Each_system_knows_its_keys(PatchOperatingSystem operatingSystem, string keys) =>
        Assert.Equal(keys, string.Join(" ", FilterKeys.For(operatingSystem).Select(key => key.ToWireName())));

    [Theory]
    [MemberData(nameof(KeysOfEachSystem))]
    public void Every_other_key_is_refused_with_the_legal_ones(PatchOperatingSystem operatingSystem, string keys)
    {
        foreach (PatchFilterKey key in Enum.GetValues<PatchFilterKey>())
        {
            PatchException? error = Record(operatingSystem, new PatchFilter(key, ["*"]));
            if (FilterKeys.For(operatingSystem).Contains(key))
            {
                Assert.Null(error);
            }
            else
            {
                Assert.Equal(ErrorIds.BaselineInvalid, error!.ErrorId);
                Assert.Equal("rule 1.Key", error.Target);
                Assert.Contains($"its keys are {keys.Replace(" ", ", ")}", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Wire_names_go_both_ways()
    {
        foreach (PatchFilterKey key in Enum.GetValues<PatchFilterKey>())
        {
            Assert.True(FilterKeys.TryParseWireName(key.ToWireName(), out PatchFilterKey parsed));
            Assert.Equal(key, parsed);
        }

        Assert.False(FilterKeys.TryParseWireName("product", out _));
        Assert.False(FilterKeys.TryParseWireName("ARCH", out _));
    }

    [Theory]
    [MemberData(nameof(ValuesOfKeys))]
    public void Each_closed_list_holds_its_values(PatchOperatingSystem operatingSystem, PatchFilterKey key, string values) =>
        Assert.Equal(values, string.Join(" ", FilterKeys.ClosedValues(operatingSystem, key) ?? []));

    [Theory]
    [MemberData(nameof(ValuesOfKeys))]
    public void Legal_values_pass_in_any_case_and_others_only_where_the_list_is_open(PatchOperatingSystem operatingSystem, PatchFilterKey key, string values)
    {
        Assert.Null(Record(operatingSystem, new PatchFilter(key, ["*", .. values.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries)])));

        PatchException? error = Record(operatingSystem, new PatchFilter(key, ["*", "Purple"]));
        if (values.Length == 0)
        {
            Assert.Null(error);
        }
        else
        {
            Assert.Equal("rule 1.Values[1]", error!.Target);
            Assert.Contains($"legal are {values.Replace(" ", ", ")} and *", error.Message, StringComparison.Ordinal);
        }
    }

    private static PatchException? Record(PatchOperatingSystem operatingSystem, PatchFilter filter) =>
        (PatchException?)Xunit.Record.Exception(() => FilterKeys.Validate(operatingSystem, filter, "rule 1"));
}
