import type { Place } from './place.ts'

/** Rules by which a bucket removes what nobody has written or renewed for so many days, as its cloud takes them. */
export function lifecycleRules({ provider, bucket, prefix }: Place, days: number): Readonly<Record<string, unknown>> {
  const root = `${prefix}${ROOT}`
  switch (provider) {
    case 'aws':
      return {
        Rules: [
          {
            ID: 'warmstart',
            Status: 'Enabled',
            Filter: { Prefix: root },
            Expiration: { Days: days },
            // Where the bucket keeps versions, renewing would leave one behind each time.
            NoncurrentVersionExpiration: { NoncurrentDays: 1 },
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
          },
        ],
      }
    case 'gcs': {
      const matchesPrefix = [root]
      return {
        rule: [
          { action: { type: 'Delete' }, condition: { age: days, matchesPrefix } },
          { action: { type: 'AbortIncompleteMultipartUpload' }, condition: { age: 1, matchesPrefix } },
        ],
      }
    }
    case 'azure': {
      const filters = { blobTypes: ['blockBlob'], prefixMatch: [`${bucket}/${root}`] }
      // Blocks of uploads that were never finished Azure removes by itself, in a week.
      const actions = { baseBlob: { delete: { daysAfterModificationGreaterThan: days } } }
      return {
        rules: [{ enabled: true, name: 'warmstart', type: 'Lifecycle', definition: { filters, actions } }],
      }
    }
  }
}

/** The command that applies rules which lie in the file `lifecycle.json`. */
export function lifecycleCommand({ provider, bucket, account, endpoint }: Place): string {
  const at = endpoint === undefined ? '' : ` --endpoint-url ${endpoint}`
  switch (provider) {
    case 'aws':
      return `aws s3api put-bucket-lifecycle-configuration --bucket ${bucket} --lifecycle-configuration file://lifecycle.json${at}`
    case 'gcs':
      return `gcloud storage buckets update gs://${bucket} --lifecycle-file=lifecycle.json`
    case 'azure':
      return `az storage account management-policy create --account-name ${account} --resource-group RESOURCE_GROUP --policy @lifecycle.json`
  }
}

const ROOT = 'warmstart/v1/'
