import { type ClassRights, type PolicyPart, type PolicyRequest, quoted, roleName, titleOf } from './classes.ts'
import { subjectOf } from './policy-aws.ts'

/** A managed identity for a class of lanes, and a role on the container that ends with the names of its blobs. */
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

const ROLE = 'Storage Blob Data Contributor'
const BLOBS = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs'

/** Each clause lets every action pass but its own, and those only where names begin so. */
function conditionOf({ reads, writes }: ClassRights): string {
  const like = (attribute: string, prefixes: readonly string[]) =>
    prefixes.map((prefix) => `${attribute} StringStartsWith '${prefix}'`).join(' OR ')
  const path = `@Resource[${BLOBS}:path]`
  const listed = `@Request[${BLOBS}:prefix]`
  const isList = `(ActionMatches{'${BLOBS}/read'} AND SubOperationMatches{'Blob.List'})`
  const isRead = `(ActionMatches{'${BLOBS}/read'} AND NOT SubOperationMatches{'Blob.List'})`
  const changes = ['write', 'add/action', 'delete', 'deleteBlobVersion/action', 'move/action', 'tags/write']
  const isChange = `(${changes.map((action) => `ActionMatches{'${BLOBS}/${action}'}`).join(' OR ')})`
  return [
    `(!${isList} OR ${like(listed, reads)})`,
    `(!${isRead} OR ${like(path, reads)})`,
    `(!${isChange} OR ${like(path, [writes])})`,
  ].join(' AND ')
}
