using PatchBaselineAssociation.PackageManagers.WindowsUpdate;

namespace PatchBaselineAssociation.Tests.WindowsUpdate;

public sealed class AgentThreadTests
{
    /// <summary>The thread and whoever ends it may come to the end at the same moment, in any order.</summary>
    [Fact]
    public async Task What_was_taken_is_done_and_its_end_is_met_in_any_order()
    {
        int done = 0;
        for (int i = 0; i < 500; i++)
        {
            Task<int> last;
            using (AgentThread thread = new())
                last = thread.RunAsync(() => ++done);
            Assert.Equal(i + 1, await last);
        }
    }
}
