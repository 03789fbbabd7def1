using PatchBaselineAssociation.Baselines;
using PatchBaselineAssociation.Compliance;
using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Operations;

/// <summary>The connection to AWS of one run. Making it calls nobody and loads nothing: identity, region and credentials are found with the first call.</summary>
public interface ISystemsManager : IBaselineService, IComplianceService, IObjectStore, IDisposable;
