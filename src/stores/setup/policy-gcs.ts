import { type ClassRights, type PolicyPart, type PolicyRequest, quoted, titleOf } from './classes.ts'

const POOL = 'warmstart'

/** The pool that takes the CI's tokens, and says of each job which class its lane has. */
export function gcsPool(request: PolicyRequest): PolicyPart {
  const { ci, repository } = request
  const isGithub = ci === 'github'
  const mapping = { 'google.subject': 'assertion.sub', 'attribute.lane_class': laneExpression(request) }
  const condition = isGithub ? `assertion.repository == '${repository}'` : `assertion.project_path == '${repository}'`
  const issuer = isGithub ? 'https://token.actions.githubusercontent.com' : 'https://gitlab.com'
  const pairs = Object.entries(mapping).map(([name, value]) => `${name}=${value}`)
  return {
    title: `a pool of identities for the jobs of ${repository}`,
    documents: { issuer, mapping, condition },
    commands: [
      `gcloud iam workload-identity-pools create ${POOL} --location=global`,
      // Another separator than the comma, which expressions have.
      `gcloud iam workload-identity-pools providers create-oidc ${ci} --location=global --workload-identity-pool=${POOL} --issuer-uri=${issuer} --attribute-mapping=${quoted(`^;^${pairs.join(';')}`)} --attribute-condition=${quoted(condition)}`,
    ],
  }
}

/** What the jobs of a class may do in the bucket. */
export function gcsRole(request: PolicyRequest, { laneClass, reads, writes }: ClassRights): PolicyPart {
  const { bucket } = request.place
  const pool = `projects/${request.account}/locations/global/workloadIdentityPools/${POOL}`
  const member = `principalSet://iam.googleapis.com/${pool}/attribute.lane_class/${laneClass}`
  const bind = (role: string, title: string, expression: string) => ({
    role,
    members: [member],
    condition: { title: `warmstart-${laneClass}-${title}`, expression },
  })
  const bindings = [
    bind('roles/storage.objectViewer', 'read', reads.map((prefix) => below(bucket, prefix)).join(' || ')),
    // Whoever replaces an object needs the right to remove it.
    bind('roles/storage.objectUser', 'write', below(bucket, writes)),
  ]
  return {
    title: titleOf(laneClass, request),
    documents: { bindings },
    commands: bindings.map(
      ({ role, condition: { title, expression } }) =>
        `gcloud storage buckets add-iam-policy-binding gs://${bucket} --role=${role} --member=${quoted(member)} --condition=${quoted(`^;^title=${title};expression=${expression}`)}`,
    ),
  }
}

/** Objects whose names begin so, and listings of them. */
function below(bucket: string, prefix: string): string {
  const name = JSON.stringify(`projects/_/buckets/${bucket}/objects/${prefix}`)
  const listed = `api.getAttribute("storage.googleapis.com/objectListPrefix", "")`
  return `resource.name.startsWith(${name}) || ${listed}.startsWith(${JSON.stringify(prefix)})`
}

/** Events not named here have no class, and so no rights: they write no lane. */
function laneExpression({ ci, branch }: PolicyRequest): string {
  if (ci === 'gitlab') {
    const isBranch = `assertion.ref_type == 'branch'`
    return `assertion.pipeline_source == 'merge_request_event' ? 'pr' : ${isBranch} ? (assertion.ref == '${branch}' ? 'trusted' : 'ref') : 'none'`
  }
  const events = `assertion.event_name in ['push', 'schedule', 'workflow_dispatch', 'repository_dispatch']`
  const byBranch = `assertion.ref == 'refs/heads/${branch}' ? 'trusted' : 'ref'`
  return `assertion.event_name == 'pull_request' ? 'pr' : ${events} && assertion.ref_type == 'branch' ? (${byBranch}) : 'none'`
}
