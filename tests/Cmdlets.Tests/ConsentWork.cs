using PatchBaselineAssociation.Commands;

namespace PatchBaselineAssociation.CmdletsTests;

internal delegate Task<object> ConsentWork(PipelineConsent consent, EventPump pump, CancellationToken cancellationToken);
