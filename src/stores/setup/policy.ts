import { type LaneClass, type PolicyPart, type PolicyRequest, rightsOfClass } from './classes.ts'
import { awsRole } from './policy-aws.ts'
import { azureRole, azureShared } from './policy-azure.ts'
import { gcsPool, gcsRole } from './policy-gcs.ts'

/** The least that jobs of these classes need, as their cloud takes it. */
export function policyParts(request: PolicyRequest, classes: readonly LaneClass[]): readonly PolicyPart[] {
  const { provider } = request.place
  const role = { aws: awsRole, gcs: gcsRole, azure: azureRole }[provider]
  const parts = classes.map((laneClass) => role(request, rightsOfClass(request, laneClass)))
  const shared = { aws: [], gcs: [gcsPool(request)], azure: [azureShared(request)] }[provider]
  return [...shared, ...parts]
}
