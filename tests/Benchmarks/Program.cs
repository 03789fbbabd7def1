using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using PatchBaselineAssociation.Benchmarks;
using PatchBaselineAssociation.Benchmarks.Fleet;

if (args is ["fleet", .. string[] rest])
    return FleetProgram.Run(rest, Console.Out);
if (args is ["dnf-scan"])
    return await DnfScanProgram.RunAsync(Console.Out);
if (args is ["zypper-scan"])
    return await ZypperScanProgram.RunAsync(Console.Out);

// In this process: a build of their own would not find the module's files.
Job job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(15).AsDefault();
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, DefaultConfig.Instance.AddJob(job));
return 0;
