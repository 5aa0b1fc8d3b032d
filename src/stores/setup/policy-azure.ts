import { type ClassRights, type PolicyPart, type PolicyRequest, quoted, roleName, titleOf } from './classes.ts'
import { subjectOf } from './policy-aws.ts'

/** The role that all identities get, each with a condition of its own. */
export function azureShared({ account }: PolicyRequest): PolicyPart {
  const definition = roleDefinition(`/subscriptions/${account}`)
  return {
    title: 'a role that reads and writes blobs, and nothing else',
    documents: { definition },
    commands: [`az role definition create --role-definition ${quoted(definition)}`],
  }
}

/** A managed identity for a class of lanes, and that role on the container, as far as the names of its blobs go. */
export function azureRole(request: PolicyRequest, rights: ClassRights): PolicyPart {
  const { place, ci, account: subscription } = request
  const { laneClass } = rights
  const name = roleName(request, laneClass)
  const issuer = ci === 'github' ? 'https://token.actions.githubusercontent.com' : 'https://gitlab.com'
  // A credential of a managed identity names one subject; there are no patterns.
  const subject = subjectOf(request, laneClass).replace(/\*$/, 'BRANCH')
  const scope = `/subscriptions/${subscription}/resourceGroups/RESOURCE_GROUP/providers/Microsoft.Storage/storageAccounts/${place.account}/blobServices/default/containers/${place.bucket}`
  const condition = conditionOf(rights)
  return {
    title: titleOf(laneClass, request),
    documents: { issuer, subject, scope, role: ROLE, condition },
    commands: [
      `az identity create --name ${name} --resource-group RESOURCE_GROUP`,
      `az identity federated-credential create --name ${ci} --identity-name ${name} --resource-group RESOURCE_GROUP --issuer ${issuer} --subject ${quoted(subject)} --audiences api://AzureADTokenExchange`,
      `az role assignment create --role ${quoted(ROLE)} --assignee-principal-type ServicePrincipal --assignee-object-id "$(az identity show --name ${name} --resource-group RESOURCE_GROUP --query principalId --output tsv)" --scope ${scope} --condition-version 2.0 --condition ${quoted(condition)}`,
    ],
  }
}

const ROLE = 'Warmstart job'
const BLOBS = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs'

/** Actions of the data alone: the roles that Azure has for blobs let their holder remove the container. */
const DATA_ACTIONS = ['read', 'write', 'add/action'].map((action) => `${BLOBS}/${action}`)

function roleDefinition(scope: string) {
  const description = 'Reads and writes blobs, and removes none.'
  return { Name: ROLE, Description: description, Actions: [], DataActions: DATA_ACTIONS, AssignableScopes: [scope] }
}

/** Each clause lets every action pass but its own, and those only where names begin so. */
function conditionOf({ reads, writes }: ClassRights): string {
  const begins = (attribute: string, prefixes: readonly string[]) =>
    prefixes.map((prefix) => `${attribute} StringStartsWith '${prefix}'`).join(' OR ')
  const path = `@Resource[${BLOBS}:path]`
  const listed = `@Request[${BLOBS}:prefix]`
  const clauses = [
    [`!(ActionMatches{'${BLOBS}/read'} AND SubOperationMatches{'Blob.List'})`, begins(listed, reads)],
    [`!(ActionMatches{'${BLOBS}/read'} AND NOT SubOperationMatches{'Blob.List'})`, begins(path, reads)],
    [`!(ActionMatches{'${BLOBS}/write'}) AND !(ActionMatches{'${BLOBS}/add/action'})`, begins(path, [writes])],
  ]
  return clauses.map(([others, own]) => `((${others}) OR (${own}))`).join(' AND ')
}
