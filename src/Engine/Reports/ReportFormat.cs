namespace PatchBaselineAssociation.Reports;

/// <summary>What a report is written as.</summary>
public enum ReportFormat
{
    /// <summary>One page for people, which needs nothing beside itself.</summary>
    Html,

    /// <summary>One line a patch.</summary>
    Csv,

    /// <summary>Everything that is kept of each run. It can be read back.</summary>
    Json,

    /// <summary>For pipelines: a test suite a node, a test a patch.</summary>
    JUnit,
}
