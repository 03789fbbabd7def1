using System.Management.Automation;
using System.Management.Automation.Language;

namespace PatchBaselineAssociation.CmdletsTests;

public sealed class HelpTests
{
    private const int Columns = 80;

    private static readonly string[] s_topics = ["about_PatchBaselineAssociation", "about_PatchBaselines", "about_InstallOverrideLists", "about_PatchStates"];

    public static TheoryData<string> Topics => [.. s_topics];

    [Fact]
    public void Every_cmdlet_has_a_synopsis_and_every_parameter_a_description()
    {
        using var session = new ModuleSession();
        foreach (CmdletInfo cmdlet in Cmdlets.Of(session))
        {
            PSObject help = HelpOf(session, cmdlet.Name);
            string synopsis = help.Properties["Synopsis"].Value.ToString()!.Trim();
            // Without help text PowerShell puts the syntax here.
            Assert.True(synopsis.EndsWith('.') && !synopsis.Contains(cmdlet.Name, StringComparison.Ordinal), $"{cmdlet.Name}: '{synopsis}' is no synopsis.");

            foreach (ParameterMetadata parameter in cmdlet.OwnParameters())
            {
                IReadOnlyList<string> description = session.Lines("(Get-Help $args[0] -Parameter $args[1]).description.Text", cmdlet.Name, parameter.Name);
                Assert.True(string.Concat(description).EndsWith('.'), $"{cmdlet.Name} -{parameter.Name} has no description.");
            }
        }
    }

    [Fact]
    public void Every_syntax_of_the_help_is_one_of_the_cmdlet()
    {
        using var session = new ModuleSession();
        foreach (CmdletInfo cmdlet in Cmdlets.Of(session))
        {
            IEnumerable<string> actual = cmdlet.ParameterSets.Select(set => string.Join(' ', set.Parameters.Select(parameter => parameter.Name)
                .Where(name => !Cmdlet.CommonParameters.Contains(name)).Order(StringComparer.Ordinal)));
            IReadOnlyList<string> written = session.Lines(
                "(Get-Help $args[0]).syntax.syntaxItem | ForEach-Object { [string[]]$names = $_.parameter.name; [array]::Sort($names, [System.StringComparer]::Ordinal); $names -join ' ' }",
                cmdlet.Name);
            Assert.Equal(actual.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void What_PowerShell_adds_to_a_cmdlet_that_changes_something_is_described()
    {
        using var session = new ModuleSession();
        foreach (CmdletInfo cmdlet in Cmdlets.Of(session).Where(cmdlet => cmdlet.Parameters.ContainsKey("WhatIf")))
        {
            Assert.Equal(["WhatIf", "Confirm"], session.Lines("(Get-Help $args[0] -Parameter WhatIf, Confirm).name", cmdlet.Name));
            Assert.All(session.Lines("(Get-Help $args[0] -Parameter WhatIf, Confirm).description.Text", cmdlet.Name), text => Assert.EndsWith(".", text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Values_and_defaults_are_told()
    {
        using var session = new ModuleSession();
        Assert.Equal(["RebootIfNeeded", "NoReboot"], session.Lines("((Get-Help Install-PatchBaseline).syntax.syntaxItem[0].parameter | Where-Object name -eq RebootOption).parameterValueGroup.parameterValue"));
        foreach (CmdletInfo cmdlet in Cmdlets.Of(session))
        {
            foreach (ParameterMetadata parameter in cmdlet.OwnParameters())
            {
                Type type = parameter.ParameterType.GetElementType() ?? Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
                string description = string.Concat(session.Lines("(Get-Help $args[0] -Parameter $args[1]).description.Text", cmdlet.Name, parameter.Name));
                if (type.IsEnum)
                    Assert.EndsWith($"Possible values: {string.Join(", ", Enum.GetNames(type))}.", description, StringComparison.Ordinal);
            }
        }

        Assert.Equal(
            ["00:05:00", "RebootIfNeeded", "False", "None"],
            session.Lines("foreach ($name in 'LockTimeout', 'RebootOption', 'Offline', 'AsOf') { (Get-Help Install-PatchBaseline -Parameter $name).defaultValue }"));
    }

    [Fact]
    public void Related_links_lead_somewhere()
    {
        using var session = new ModuleSession();
        string[] cmdlets = [.. Cmdlets.Of(session).Select(cmdlet => cmdlet.Name)];
        HashSet<string> known = [.. cmdlets, .. s_topics];
        foreach (string cmdlet in cmdlets)
        {
            IReadOnlyList<string> links = session.Lines("(Get-Help $args[0]).relatedLinks.navigationLink.linkText", cmdlet);
            Assert.True(links.Count >= 2, $"{cmdlet} has {links.Count} links.");
            Assert.Subset(known, links.ToHashSet());
            Assert.DoesNotContain(cmdlet, links);
        }
    }

    [Fact]
    public void Every_example_parses_and_uses_parameters_that_exist()
    {
        using var session = new ModuleSession();
        IReadOnlyList<CmdletInfo> cmdlets = Cmdlets.Of(session);
        foreach (CmdletInfo cmdlet in cmdlets)
        {
            IReadOnlyList<string> examples = session.Lines("(Get-Help $args[0]).examples.example.code", cmdlet.Name);
            Assert.True(examples.Count >= 2, $"{cmdlet.Name} has {examples.Count} examples.");
            foreach (string example in examples)
            {
                Ast script = Parser.ParseInput(example, out _, out ParseError[] errors);
                Assert.Empty(errors);
                foreach (CommandAst command in script.FindAll(ast => ast is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>())
                {
                    if (cmdlets.FirstOrDefault(known => string.Equals(known.Name, command.GetCommandName(), StringComparison.Ordinal)) is not { } used)
                        continue;
                    Assert.All(command.CommandElements.OfType<CommandParameterAst>(), parameter => Assert.Contains(parameter.ParameterName, (IDictionary<string, ParameterMetadata>)used.Parameters));
                }
            }
        }
    }

    [Fact]
    public void Every_topic_is_known() =>
        Assert.Equal(
            s_topics.Order(StringComparer.Ordinal),
            Directory.GetFiles(Path.Combine(BuiltModule.Folder, "en-US"), "about_*.help.txt").Select(file => Path.GetFileName(file).Replace(".help.txt", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Topics))]
    public void A_topic_is_found_fits_a_terminal_and_leads_to_others(string topic)
    {
        using var session = new ModuleSession();
        string help = string.Concat(session.Lines("Get-Help $args[0]", topic));
        Assert.Contains("LONG DESCRIPTION", help, StringComparison.Ordinal);
        Assert.Contains(topic, help, StringComparison.Ordinal);

        string[] lines = File.ReadAllLines(Path.Combine(BuiltModule.Folder, "en-US", topic + ".help.txt"));
        Assert.All(lines, line => Assert.True(line.Length <= Columns, line));
        string[] links = [.. lines.SkipWhile(line => line != "SEE ALSO").Skip(1).Select(line => line.Trim()).Where(line => line.Length > 0)];
        Assert.NotEmpty(links);
        Assert.Subset(new HashSet<string>([.. Cmdlets.Of(session).Select(cmdlet => cmdlet.Name), .. s_topics], StringComparer.Ordinal), links.ToHashSet());
        Assert.DoesNotContain(topic, links);
    }

    [Fact]
    public void Every_error_id_is_explained()
    {
        string topic = File.ReadAllText(Path.Combine(BuiltModule.Folder, "en-US", "about_PatchBaselineAssociation.help.txt"));
        // The contract test keeps this list the true one.
        string[] ids = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "TestData", "Contract.txt"))
            .SkipWhile(line => line != "Errors and warnings").Skip(1).Select(line => line.Trim()).Where(line => line.Length > 0)];

        Assert.Contains("RunLocked", ids);
        Assert.All(ids, id => Assert.Matches($@"(?m)^    {id} +\S", topic));
    }

    private static PSObject HelpOf(ModuleSession session, string cmdlet) => Assert.Single(session.Run("Get-Help $args[0] -Full", cmdlet));
}
