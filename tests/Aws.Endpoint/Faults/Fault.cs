using PatchBaselineAssociation.AwsEndpoints.Http;

namespace PatchBaselineAssociation.AwsEndpoints.Faults;

/// <summary>Answers wrongly. Null as an answer: the connection has been dealt with.</summary>
internal delegate Task<Answer?> Fault(FaultCall call);
