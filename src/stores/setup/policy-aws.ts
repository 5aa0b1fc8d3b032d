import {
  type ClassRights,
  type LaneClass,
  type PolicyPart,
  type PolicyRequest,
  quoted,
  roleName,
  titleOf,
} from './classes.ts'

/** A role: what it may do, and which jobs may take it on. */
export function awsRole(request: PolicyRequest, rights: ClassRights): PolicyPart {
  const name = roleName(request, rights.laneClass)
  const documents = { policy: permissions(request, rights), trust: trust(request, rights.laneClass) }
  return {
    title: titleOf(rights.laneClass, request),
    documents,
    commands: [
      `aws iam create-role --role-name ${name} --assume-role-policy-document ${quoted(documents.trust)}`,
      `aws iam put-role-policy --role-name ${name} --policy-name warmstart --policy-document ${quoted(documents.policy)}`,
    ],
  }
}

/**
 * A key that a wildcard ends matches whatever follows, slashes too. Journals may be added to, and not read: what days
 * look like tells them from a volume of that name.
 */
function permissions({ place: { bucket } }: PolicyRequest, { reads, writes }: ClassRights) {
  const arn = `arn:aws:s3:::${bucket}`
  const below = (prefix: string, rest = '*') => `${arn}/${literal(prefix)}${rest}`
  const list = { StringLike: { 's3:prefix': reads.map((prefix) => `${literal(prefix)}*`) } }
  return {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'List', Effect: 'Allow', Action: ['s3:ListBucket'], Resource: [arn], Condition: list },
      { Sid: 'Read', Effect: 'Allow', Action: ['s3:GetObject'], Resource: reads.map((prefix) => below(prefix)) },
      {
        Sid: 'NoJournal',
        Effect: 'Deny',
        Action: ['s3:GetObject'],
        Resource: reads.map((prefix) => below(prefix, '*journal/????-??-??/*')),
      },
      {
        Sid: 'Write',
        Effect: 'Allow',
        Action: ['s3:PutObject', 's3:AbortMultipartUpload'],
        Resource: [below(writes)],
      },
      // What the test of conditional writes leaves; no other object's name has it.
      { Sid: 'Tidy', Effect: 'Allow', Action: ['s3:DeleteObject'], Resource: [below(writes, '*~probe-*')] },
    ],
  }
}

function trust({ ci, repository, branch, account }: PolicyRequest, laneClass: LaneClass) {
  const issuer = ci === 'github' ? 'token.actions.githubusercontent.com' : 'gitlab.com'
  const subject = subjectOf({ ci, repository, branch }, laneClass)
  const isPattern = subject.endsWith('*')
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${issuer}` },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com', ...(!isPattern && { [`${issuer}:sub`]: subject }) },
          ...(isPattern && { StringLike: { [`${issuer}:sub`]: subject } }),
        },
      },
    ],
  }
}

/** Of the identity token of a class's jobs; closed by a `*` where it is a pattern. */
export function subjectOf(
  { ci, repository, branch }: Pick<PolicyRequest, 'ci' | 'repository' | 'branch'>,
  laneClass: LaneClass,
): string {
  if (ci === 'github') {
    if (laneClass === 'pr') return `repo:${repository}:pull_request`
    return `repo:${repository}:ref:refs/heads/${laneClass === 'trusted' ? branch : '*'}`
  }
  // A merge request's jobs have the subject of its branch.
  return `project_path:${repository}:ref_type:branch:ref:${laneClass === 'trusted' ? branch : '*'}`
}

/** Without the meaning that policies give to some characters. */
function literal(prefix: string): string {
  return prefix.replace(/[*?$]/g, (character) => `\${${character}}`)
}
