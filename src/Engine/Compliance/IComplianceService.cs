using PatchBaselineAssociation.Platform;

namespace PatchBaselineAssociation.Compliance;

/// <summary>The compliance of associations in Systems Manager, as a port. Tries again what is known to pass.</summary>
public interface IComplianceService
{
    /// <exception cref="PatchException">It cannot be had; <see cref="PatchException.ErrorId"/> tells a missing right (<see cref="ErrorIds.CloudAccessDenied"/>)
    /// from an association that does not exist (<see cref="ErrorIds.AssociationNotFound"/>).</exception>
    Task<AssociationFacts> DescribeAssociationAsync(string associationId, CancellationToken cancellationToken);

    /// <summary>Sends one report; the service ignores one whose hash it has already.</summary>
    /// <exception cref="PatchException">The service does not have it.</exception>
    Task PutAsync(ComplianceReport report, CancellationToken cancellationToken);
}
