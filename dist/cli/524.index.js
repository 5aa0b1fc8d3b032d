export const id = 524;
export const ids = [524,512];
export const modules = {

/***/ 7524:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  storeCommand: () => (/* binding */ storeCommand)
});

// EXTERNAL MODULE: ./js/core/namespace.js
var core_namespace = __webpack_require__(5999);
// EXTERNAL MODULE: ./js/core/ports/errors.js
var errors = __webpack_require__(3820);
// EXTERNAL MODULE: ./js/stores/open.js + 15 modules
var stores_open = __webpack_require__(6833);
// EXTERNAL MODULE: ./js/stores/setup/classes.js
var setup_classes = __webpack_require__(4543);
// EXTERNAL MODULE: ./js/core/bytes.js
var bytes = __webpack_require__(5547);
// EXTERNAL MODULE: ./js/core/keys.js
var keys = __webpack_require__(4414);
// EXTERNAL MODULE: ./js/core/ports/store.js
var ports_store = __webpack_require__(826);
;// CONCATENATED MODULE: ./js/stores/probe.js



/**
 * Tries what commits rest on, with objects whose names begin with `scratch` and are nobody else's; they are gone
 * afterwards, if this job may remove anything. Some servers do not know the headers and write all the same; then of two
 * commits at once one would be lost, and nobody told.
 */
async function probeConditions(store, scratch, random, options) {
    const tried = [];
    const write = async (what, key, when, expected) => {
        // Not twice the same: states of equal content may have equal tags.
        const result = await (0,ports_store/* put */.y)(store, key, random(16), when, options);
        tried.push({ what, honoured: result.stored === expected });
        return result.stored ? result.tag : '';
    };
    const first = await write('a first write, on condition that there is none', scratch, 'absent', true);
    await write('a second write on condition that there is none', scratch, 'absent', false);
    const second = await write('a write on condition of what is there', scratch, { tag: first }, true);
    await write('a write on condition of what was there before', scratch, { tag: first }, false);
    await write('a write on condition of an object that is not there', `${scratch}-none`, { tag: second }, false);
    await store.remove([scratch, `${scratch}-none`], options).catch(passDenied);
    return tried;
}
/**
 * A store on which records are written only if it honours conditions. That is tried once in a lane, and remembered in
 * the store; the trusted lane's finding counts in all. One that fails is `unsupported` for every record, and can still
 * be read.
 */
function probed(store, { server, random }) {
    const checks = new Map();
    /** Rejects if nobody may rely on this store's conditions. */
    const check = async (key, options) => {
        const [trusted, own] = [probeKey(key, 'trusted'), probeKey(key)];
        if (trusted === undefined || own === undefined)
            return;
        const running = checks.get(own);
        if (running)
            return running;
        const started = ensure(trusted, own, options);
        checks.set(own, started);
        // Found out for good only if it was found out.
        started.catch((error) => {
            if (!(error instanceof StoreError && error.kind === 'unsupported'))
                checks.delete(own);
        });
        return started;
    };
    const ensure = async (trusted, own, options) => {
        const found = Buffer.from(`conditional writes are honoured by ${server}\n`);
        for (const key of new Set([trusted, own])) {
            const known = await store.get(key, options).catch(passDenied);
            if (known && found.equals(known))
                return;
        }
        const scratch = `${own}-${Buffer.from(random(8)).toString('hex')}`;
        const tried = await probeConditions(store, scratch, random, options);
        const fault = tried.find(({ honoured }) => !honoured);
        if (fault)
            throw new StoreError('unsupported', store.name, own, new Error(notHonoured(fault)));
        await put(store, own, found, 'none', options);
    };
    return {
        ...store,
        open(key, options = {}) {
            const writer = store.open(key, options);
            if (!isRecord(key))
                return writer;
            return {
                write: (block) => writer.write(block),
                async commit(when) {
                    await check(key, options);
                    return writer.commit(when);
                },
                abort: () => writer.abort(),
            };
        },
    };
}
function notHonoured({ what }) {
    return `it does not honour conditional writes (${what}), so versions are read from it but not saved: use a server that does, or put it in front of one as a nearer store`;
}
/** What may not be read has said nothing; what may not be removed stays. */
function passDenied(error) {
    if (!(error instanceof errors/* StoreError */.AD && error.kind === 'denied'))
        throw error;
}

;// CONCATENATED MODULE: ./js/stores/setup/doctor.js





/**
 * Looks at a store as a job with these rights would use it, one finding after the other. All it writes has names of its
 * own in the lane that the caller writes, and is removed again as far as that is allowed. Rejects when the signal aborts.
 */
async function* examine(patient) {
    const { store, signal, namespace, reads, writes } = patient;
    for (const lane of new Set([...(writes === undefined ? [] : [writes]), ...reads])) {
        const listed = await attempt(signal, () => firstOf(store, (0,keys/* lanePrefix */.zi)(namespace, lane), signal));
        yield { check: 'list', lane, ...verdict(listed) };
        if ('failure' in listed)
            return;
    }
    yield await clockOf(patient);
    if (patient.readExpiry)
        yield await lifecycleOf(patient, patient.readExpiry);
    if (writes === undefined)
        return;
    const scratch = `${(0,keys/* lanePrefix */.zi)(namespace, writes)}~probe-${hex(patient.random(8))}`;
    try {
        yield* throughWrites(patient, writes, scratch);
    }
    finally {
        // What could not be removed has been said.
        await store.remove([scratch, `${scratch}-bulk`]).catch(() => undefined);
    }
}
/**
 * Makes a store ready for the first job: a directory is there afterwards, and of a server it is remembered that it
 * honours conditions. Rejects with `StoreError`; of kind `unsupported` if it does not.
 */
async function prepare({ store, random, signal, namespace, writes }) {
    if (writes === undefined)
        return;
    const scratch = `${(0,keys/* lanePrefix */.zi)(namespace, writes)}~probe-${hex(random(8))}`;
    const first = await (0,ports_store/* put */.y)(store, scratch, random(16), 'none', { signal });
    // A head that follows what no head was: before it is refused, the store has to have been tried.
    const head = (0,keys/* headKey */.Qo)({ namespace, lane: writes, volume: 'warmstart', key: hex(random(8)) });
    await (0,ports_store/* put */.y)(store, head, random(16), { tag: first.stored ? first.tag : '' }, { signal });
    await store.remove([scratch], { signal }).catch(onlyStore);
}
async function* throughWrites(patient, own, scratch) {
    const { store, random, signal } = patient;
    const content = random(16);
    const written = await attempt(signal, () => (0,ports_store/* put */.y)(store, scratch, content, 'none', { signal }));
    yield { check: 'write', ...verdict(written) };
    if ('failure' in written)
        return;
    const read = await attempt(signal, () => store.get(scratch, { signal }));
    const isSame = 'value' in read && read.value !== undefined && (0,bytes/* sameBytes */.er)(read.value, content);
    yield { check: 'read', ...('failure' in read || isSame ? verdict(read) : { state: 'FAIL', detail: 'other bytes' }) };
    if (!isSame)
        return;
    if (patient.isServer) {
        const tried = await attempt(signal, () => probeConditions(store, `${scratch}-when`, random, { signal }));
        const isHonoured = 'value' in tried && tried.value.every(({ honoured }) => honoured);
        const all = 'value' in tried ? tried.value : [];
        yield { check: 'conditions', tried: all, ...verdict(tried), ...(!isHonoured && { state: 'FAIL' }) };
        if (isHonoured && written.value.stored)
            yield* rightsElsewhere(patient, own, written.value.tag);
    }
    yield await latencyOf(patient, scratch);
    yield await throughputOf(patient, `${scratch}-bulk`);
    const gone = await attempt(signal, () => store.remove([scratch, `${scratch}-bulk`], { signal }));
    // Saves work without; only what they leave when they are tried stays.
    yield { check: 'delete', ...verdict(gone), ...('failure' in gone && { state: 'warn' }) };
}
/** A condition that cannot hold leaves nothing, and the server looks at rights before it. */
async function* rightsElsewhere({ store, namespace, signal, random }, own, tag) {
    const classes = ['trusted', 'ref/heads/warmstart-doctor', 'pr/999999999'];
    const ownClass = own.split('/')[0];
    for (const lane of classes.filter((other) => other.split('/')[0] !== ownClass)) {
        const key = `${(0,keys/* lanePrefix */.zi)(namespace, lane)}~probe-${hex(random(8))}`;
        const tried = await attempt(signal, () => (0,ports_store/* put */.y)(store, key, random(16), { tag }, { signal }));
        const mayWrite = !('failure' in tried && tried.failure.kind === 'denied');
        // Whoever is at a desk may well be the one who sets the bucket up.
        const state = mayWrite && own !== 'local' ? 'warn' : 'ok';
        yield { check: 'lane', lane: lane.split('/')[0], mayWrite, own, state };
    }
}
async function clockOf({ store, clock, signal }) {
    const told = await attempt(signal, () => store.now({ signal }));
    if ('failure' in told)
        return { check: 'clock', skewMillis: 0, ...verdict(told) };
    const skewMillis = told.value - clock.now();
    // Signed requests are refused from a quarter of an hour on.
    const state = Math.abs(skewMillis) > MOST_SKEW ? 'FAIL' : Math.abs(skewMillis) > MUCH_SKEW ? 'warn' : 'ok';
    return { check: 'clock', skewMillis, state };
}
/** A rule that is sooner than the store's URL says removes what is in use; so does one of which it says nothing. */
async function lifecycleOf({ signal, expires }, readExpiry) {
    const read = await attempt(signal, readExpiry);
    if ('failure' in read)
        return { check: 'lifecycle', expires, rule: 'unknown', state: 'ok' };
    const rule = read.value;
    const fits = rule === undefined ? expires === undefined : expires !== undefined && expires <= rule;
    return { check: 'lifecycle', expires, rule, state: fits ? 'ok' : 'warn' };
}
async function latencyOf({ store, clock, signal }, key) {
    const times = [];
    for (let read = 0; read < READS; read++) {
        const began = clock.now();
        const answer = await attempt(signal, () => store.get(key, { signal }));
        if ('failure' in answer)
            return { check: 'latency', medianMillis: 0, ...verdict(answer) };
        times.push(clock.now() - began);
    }
    const medianMillis = times.sort((a, b) => a - b)[READS / 2];
    return { check: 'latency', medianMillis, state: medianMillis > SLOW_READ ? 'warn' : 'ok' };
}
async function throughputOf({ store, clock, random, signal }, key) {
    const rates = [];
    const bulk = random(BULK_BYTES);
    for (const call of [() => (0,ports_store/* put */.y)(store, key, bulk, 'none', { signal }), () => store.get(key, { signal })]) {
        const began = clock.now();
        const done = await attempt(signal, call);
        if ('failure' in done)
            return { check: 'throughput', upBytesPerSecond: 0, downBytesPerSecond: 0, ...verdict(done) };
        rates.push((BULK_BYTES / Math.max(1, clock.now() - began)) * 1000);
    }
    const [upBytesPerSecond = 0, downBytesPerSecond = 0] = rates;
    const state = Math.min(upBytesPerSecond, downBytesPerSecond) < SLOW_BYTES ? 'warn' : 'ok';
    return { check: 'throughput', upBytesPerSecond, downBytesPerSecond, state };
}
const MUCH_SKEW = 60_000;
const MOST_SKEW = 15 * 60_000;
const READS = 10;
const SLOW_READ = 500;
const BULK_BYTES = 4 * 1024 * 1024;
const SLOW_BYTES = 1024 * 1024;
async function attempt(signal, call) {
    try {
        return { value: await call() };
    }
    catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof errors/* StoreError */.AD))
            throw error;
        return { failure: error };
    }
}
function verdict(tried) {
    return 'failure' in tried ? { state: 'FAIL', detail: tried.failure.message } : { state: 'ok' };
}
async function firstOf(store, prefix, signal) {
    for await (const _ of store.list(prefix, { signal }))
        return;
}
function onlyStore(error) {
    if (!(error instanceof errors/* StoreError */.AD))
        throw error;
}
function hex(bytes) {
    return Buffer.from(bytes).toString('hex');
}

;// CONCATENATED MODULE: ./js/stores/setup/lifecycle.js
/** Rules by which a bucket removes what nobody has written or renewed for so many days, as its cloud takes them. */
function lifecycleRules({ provider, bucket, prefix }, days) {
    const root = `${prefix}${ROOT}`;
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
            };
        case 'gcs': {
            const matchesPrefix = [root];
            return {
                rule: [
                    { action: { type: 'Delete' }, condition: { age: days, matchesPrefix } },
                    { action: { type: 'AbortIncompleteMultipartUpload' }, condition: { age: 1, matchesPrefix } },
                ],
            };
        }
        case 'azure': {
            const filters = { blobTypes: ['blockBlob'], prefixMatch: [`${bucket}/${root}`] };
            // Blocks of uploads that were never finished Azure removes by itself, in a week.
            const actions = { baseBlob: { delete: { daysAfterModificationGreaterThan: days } } };
            return {
                rules: [{ enabled: true, name: 'warmstart', type: 'Lifecycle', definition: { filters, actions } }],
            };
        }
    }
}
/** The command that applies rules which lie in the file `lifecycle.json`. */
function lifecycleCommand({ provider, bucket, account, endpoint }) {
    const at = endpoint === undefined ? '' : ` --endpoint-url ${endpoint}`;
    switch (provider) {
        case 'aws':
            return `aws s3api put-bucket-lifecycle-configuration --bucket ${bucket} --lifecycle-configuration file://lifecycle.json${at}`;
        case 'gcs':
            return `gcloud storage buckets update gs://${bucket} --lifecycle-file=lifecycle.json`;
        case 'azure':
            return `az storage account management-policy create --account-name ${account} --resource-group RESOURCE_GROUP --policy @lifecycle.json`;
    }
}
const ROOT = 'warmstart/v1/';

// EXTERNAL MODULE: ./js/stores/store-url.js
var store_url = __webpack_require__(6948);
// EXTERNAL MODULE: ./js/stores/tiered/tier-list.js
var tier_list = __webpack_require__(8680);
;// CONCATENATED MODULE: ./js/stores/setup/place.js



const PROVIDERS = ['aws', 'gcs', 'azure'];
/** The store where versions live, of one or several; `undefined`: it is no cloud's. Throws `UserError`. */
function placeOf(text) {
    const url = homeUrl(text);
    const parsed = URL.parse(url);
    const provider = PROVIDER_OF[parsed?.protocol ?? ''];
    if (!parsed || !provider)
        return undefined;
    // Which options there are the adapter says; here nothing is asked of any but these.
    const taken = (0,store_url/* parseStoreUrl */.qJ)(url, [...parsed.searchParams.keys()], `${parsed.protocol}//bucket/prefix`);
    (0,store_url/* touchOf */.xg)(taken);
    const { host, path, options, name } = taken;
    const [container = '', ...rest] = path.split('/');
    if (provider === 'azure' && container === '')
        throw new errors/* UserError */.yo(`The store ${name} names no container.`);
    const under = (parts) => (parts.join('') === '' ? '' : `${parts.join('/')}/`);
    const where = provider === 'azure'
        ? { bucket: container, account: host, prefix: under(rest) }
        : { bucket: host, account: '', prefix: under([path]) };
    return { provider, ...where, endpoint: options['endpoint'], expires: options['expires'] };
}
/** As an adapter takes it. Throws `UserError`. */
function homeUrl(text) {
    const list = (0,tier_list/* parseTiers */.h)(text);
    return (0,store_url/* takeLimit */.h0)(list.lines[list.home]?.urls[0] ?? '').url;
}
/** Of a provider, with words to be replaced. */
function somePlace(provider) {
    const account = provider === 'azure' ? 'ACCOUNT' : '';
    return { provider, bucket: 'BUCKET', account, prefix: '', endpoint: undefined, expires: undefined };
}
const PROVIDER_OF = { 's3:': 'aws', 'gs:': 'gcs', 'azblob:': 'azure' };

;// CONCATENATED MODULE: ./js/stores/setup/policy-aws.js

/** A role: what it may do, and which jobs may take it on. */
function awsRole(request, rights) {
    const name = (0,setup_classes/* roleName */.S3)(request, rights.laneClass);
    const documents = { policy: permissions(request, rights), trust: trust(request, rights.laneClass) };
    return {
        title: (0,setup_classes/* titleOf */.Gg)(rights.laneClass, request),
        documents,
        commands: [
            `aws iam create-role --role-name ${name} --assume-role-policy-document ${(0,setup_classes/* quoted */.TL)(documents.trust)}`,
            `aws iam put-role-policy --role-name ${name} --policy-name warmstart --policy-document ${(0,setup_classes/* quoted */.TL)(documents.policy)}`,
        ],
    };
}
/**
 * A key that a wildcard ends matches whatever follows, slashes too. Journals may be added to, and not read: what days
 * look like tells them from a volume of that name.
 */
function permissions({ place: { bucket } }, { reads, writes }) {
    const arn = `arn:aws:s3:::${bucket}`;
    const below = (prefix, rest = '*') => `${arn}/${literal(prefix)}${rest}`;
    const list = { StringLike: { 's3:prefix': reads.map((prefix) => `${literal(prefix)}*`) } };
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
    };
}
function trust({ ci, repository, branch, account }, laneClass) {
    const issuer = ci === 'github' ? 'token.actions.githubusercontent.com' : 'gitlab.com';
    const subject = subjectOf({ ci, repository, branch }, laneClass);
    const isPattern = subject.endsWith('*');
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
    };
}
/** Of the identity token of a class's jobs; closed by a `*` where it is a pattern. */
function subjectOf({ ci, repository, branch }, laneClass) {
    if (ci === 'github') {
        if (laneClass === 'pr')
            return `repo:${repository}:pull_request`;
        return `repo:${repository}:ref:refs/heads/${laneClass === 'trusted' ? branch : '*'}`;
    }
    // A merge request's jobs have the subject of its branch.
    return `project_path:${repository}:ref_type:branch:ref:${laneClass === 'trusted' ? branch : '*'}`;
}
/** Without the meaning that policies give to some characters. */
function literal(prefix) {
    return prefix.replace(/[*?$]/g, (character) => `\${${character}}`);
}

;// CONCATENATED MODULE: ./js/stores/setup/policy-azure.js


/** The role that all identities get, each with a condition of its own. */
function azureShared({ account }) {
    const definition = roleDefinition(`/subscriptions/${account}`);
    return {
        title: 'a role that reads and writes blobs, and nothing else',
        documents: { definition },
        commands: [`az role definition create --role-definition ${(0,setup_classes/* quoted */.TL)(definition)}`],
    };
}
/** A managed identity for a class of lanes, and that role on the container, as far as the names of its blobs go. */
function azureRole(request, rights) {
    const { place, ci, account: subscription } = request;
    const { laneClass } = rights;
    const name = (0,setup_classes/* roleName */.S3)(request, laneClass);
    const issuer = ci === 'github' ? 'https://token.actions.githubusercontent.com' : 'https://gitlab.com';
    // A credential of a managed identity names one subject; there are no patterns.
    const subject = subjectOf(request, laneClass).replace(/\*$/, 'BRANCH');
    const scope = `/subscriptions/${subscription}/resourceGroups/RESOURCE_GROUP/providers/Microsoft.Storage/storageAccounts/${place.account}/blobServices/default/containers/${place.bucket}`;
    const condition = conditionOf(rights);
    return {
        title: (0,setup_classes/* titleOf */.Gg)(laneClass, request),
        documents: { issuer, subject, scope, role: ROLE, condition },
        commands: [
            `az identity create --name ${name} --resource-group RESOURCE_GROUP`,
            `az identity federated-credential create --name ${ci} --identity-name ${name} --resource-group RESOURCE_GROUP --issuer ${issuer} --subject ${(0,setup_classes/* quoted */.TL)(subject)} --audiences api://AzureADTokenExchange`,
            `az role assignment create --role ${(0,setup_classes/* quoted */.TL)(ROLE)} --assignee-principal-type ServicePrincipal --assignee-object-id "$(az identity show --name ${name} --resource-group RESOURCE_GROUP --query principalId --output tsv)" --scope ${scope} --condition-version 2.0 --condition ${(0,setup_classes/* quoted */.TL)(condition)}`,
        ],
    };
}
const ROLE = 'Warmstart job';
const BLOBS = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs';
/** Actions of the data alone: the roles that Azure has for blobs let their holder remove the container. */
const DATA_ACTIONS = ['read', 'write', 'add/action'].map((action) => `${BLOBS}/${action}`);
function roleDefinition(scope) {
    const description = 'Reads and writes blobs, and removes none.';
    return { Name: ROLE, Description: description, Actions: [], DataActions: DATA_ACTIONS, AssignableScopes: [scope] };
}
/** Each clause lets every action pass but its own, and those only where names begin so. */
function conditionOf({ reads, writes }) {
    const begins = (attribute, prefixes) => prefixes.map((prefix) => `${attribute} StringStartsWith '${prefix}'`).join(' OR ');
    const path = `@Resource[${BLOBS}:path]`;
    const listed = `@Request[${BLOBS}:prefix]`;
    const clauses = [
        [`!(ActionMatches{'${BLOBS}/read'} AND SubOperationMatches{'Blob.List'})`, begins(listed, reads)],
        [`!(ActionMatches{'${BLOBS}/read'} AND NOT SubOperationMatches{'Blob.List'})`, begins(path, reads)],
        [`!(ActionMatches{'${BLOBS}/write'}) AND !(ActionMatches{'${BLOBS}/add/action'})`, begins(path, [writes])],
    ];
    return clauses.map(([others, own]) => `((${others}) OR (${own}))`).join(' AND ');
}

;// CONCATENATED MODULE: ./js/stores/setup/policy-gcs.js

const POOL = 'warmstart';
/** The pool that takes the CI's tokens, and says of each job which class its lane has. */
function gcsPool(request) {
    const { ci, repository } = request;
    const isGithub = ci === 'github';
    const mapping = { 'google.subject': 'assertion.sub', 'attribute.lane_class': laneExpression(request) };
    const condition = isGithub ? `assertion.repository == '${repository}'` : `assertion.project_path == '${repository}'`;
    const issuer = isGithub ? 'https://token.actions.githubusercontent.com' : 'https://gitlab.com';
    const pairs = Object.entries(mapping).map(([name, value]) => `${name}=${value}`);
    return {
        title: `a pool of identities for the jobs of ${repository}`,
        documents: { issuer, mapping, condition },
        commands: [
            `gcloud iam workload-identity-pools create ${POOL} --location=global`,
            // Another separator than the comma, which expressions have.
            `gcloud iam workload-identity-pools providers create-oidc ${ci} --location=global --workload-identity-pool=${POOL} --issuer-uri=${issuer} --attribute-mapping=${(0,setup_classes/* quoted */.TL)(`^;^${pairs.join(';')}`)} --attribute-condition=${(0,setup_classes/* quoted */.TL)(condition)}`,
        ],
    };
}
/** What the jobs of a class may do in the bucket. */
function gcsRole(request, { laneClass, reads, writes }) {
    const { bucket } = request.place;
    const pool = `projects/${request.account}/locations/global/workloadIdentityPools/${POOL}`;
    const member = `principalSet://iam.googleapis.com/${pool}/attribute.lane_class/${laneClass}`;
    const bind = (role, title, expression) => ({
        role,
        members: [member],
        condition: { title: `warmstart-${laneClass}-${title}`, expression },
    });
    const bindings = [
        bind('roles/storage.objectViewer', 'read', reads.map((prefix) => below(bucket, prefix)).join(' || ')),
        // Whoever replaces an object needs the right to remove it.
        bind('roles/storage.objectUser', 'write', below(bucket, writes)),
    ];
    return {
        title: (0,setup_classes/* titleOf */.Gg)(laneClass, request),
        documents: { bindings },
        commands: bindings.map(({ role, condition: { title, expression } }) => `gcloud storage buckets add-iam-policy-binding gs://${bucket} --role=${role} --member=${(0,setup_classes/* quoted */.TL)(member)} --condition=${(0,setup_classes/* quoted */.TL)(`^;^title=${title};expression=${expression}`)}`),
    };
}
/** Objects whose names begin so, and listings of them. */
function below(bucket, prefix) {
    const name = JSON.stringify(`projects/_/buckets/${bucket}/objects/${prefix}`);
    const listed = `api.getAttribute("storage.googleapis.com/objectListPrefix", "")`;
    return `resource.name.startsWith(${name}) || ${listed}.startsWith(${JSON.stringify(prefix)})`;
}
/** Events not named here have no class, and so no rights: they write no lane. */
function laneExpression({ ci, branch }) {
    if (ci === 'gitlab') {
        const isBranch = `assertion.ref_type == 'branch'`;
        return `assertion.pipeline_source == 'merge_request_event' ? 'pr' : ${isBranch} ? (assertion.ref == '${branch}' ? 'trusted' : 'ref') : 'none'`;
    }
    const events = `assertion.event_name in ['push', 'schedule', 'workflow_dispatch', 'repository_dispatch']`;
    const byBranch = `assertion.ref == 'refs/heads/${branch}' ? 'trusted' : 'ref'`;
    return `assertion.event_name == 'pull_request' ? 'pr' : ${events} && assertion.ref_type == 'branch' ? (${byBranch}) : 'none'`;
}

;// CONCATENATED MODULE: ./js/stores/setup/policy.js




/** The least that jobs of these classes need, as their cloud takes it. */
function policyParts(request, classes) {
    const { provider } = request.place;
    const role = { aws: awsRole, gcs: gcsRole, azure: azureRole }[provider];
    const parts = classes.map((laneClass) => role(request, (0,setup_classes/* rightsOfClass */.vp)(request, laneClass)));
    const shared = { aws: [], gcs: [gcsPool(request)], azure: [azureShared(request)] }[provider];
    return [...shared, ...parts];
}

// EXTERNAL MODULE: ./js/faces/adapters.js
var adapters = __webpack_require__(3111);
// EXTERNAL MODULE: ./js/faces/compose.js + 41 modules
var compose = __webpack_require__(4830);
// EXTERNAL MODULE: ./js/faces/parse.js
var parse = __webpack_require__(8000);
// EXTERNAL MODULE: ./js/faces/text.js
var faces_text = __webpack_require__(1240);
;// CONCATENATED MODULE: ./js/faces/setup-text.js


/** What `warmstart store policy` prints: a script for a shell, to be read and then run. */
function policyScript(request, classes, parts) {
    const notes = notEnforced(request, classes).map((note) => `# - ${note}`);
    const head = ['# Read this, put in the words in capitals, and run it as who may grant rights.'];
    const body = parts.flatMap(({ title, commands }) => ['', `# ${title}`, ...commands]);
    return [...head, ...body, '', '# What this does not enforce:', ...notes].join('\n');
}
/** What the cloud cannot keep apart, a sentence each. */
function notEnforced({ place: { provider }, ci, branch }, classes) {
    const requests = ci === 'github' ? 'Pull requests' : 'Merge requests';
    const has = (one) => classes.includes(one);
    return [
        ...(has('pr')
            ? [`${requests} share one identity: one can write what another restores. Trusted jobs restore neither.`]
            : []),
        ...(has('ref')
            ? [`Branches share one identity: one can write what another restores, and ${requests.toLowerCase()} of it.`]
            : []),
        ...BY_PROVIDER[provider],
        ...(ci === 'github' && provider !== 'gcs' && has('trusted')
            ? [
                `pull_request_target, workflow_run and issue_comment run with the subject of ${branch}: a workflow that checks out a pull request on one of them is trusted. Warmstart itself lets them write nothing.`,
                'A job with an environment has that in its subject, in place of the branch, and gets no identity here.',
            ]
            : []),
        ...(ci === 'gitlab' && provider !== 'gcs'
            ? [
                'A merge request’s jobs have the subject of its branch, so whoever may push a branch can take on ref and pr alike.',
            ]
            : []),
    ];
}
const BY_PROVIDER = {
    aws: [],
    gcs: [
        'Whoever may replace an object may remove it: each class can remove what it has written.',
        'Each class can read the journals of the lanes that it reads.',
    ],
    azure: [
        'Each class can read the journals of the lanes that it reads.',
        'A credential names one subject: for ref add one for each branch in place of BRANCH, or let branches have no identity.',
    ],
};
/** What to do with the rules that `warmstart store lifecycle` prints. */
function lifecycleSteps(place, days) {
    const replaced = place.provider === 'gcs' || place.provider === 'aws' ? 'bucket' : 'account';
    return [
        `Keep what this prints in lifecycle.json, and apply it: ${lifecycleCommand(place)}`,
        `That replaces all rules that the ${replaced} has; add these to them if there are others.`,
        place.expires === `${days}d`
            ? `The store’s URL says expires=${days}d, as it has to.`
            : `Then add expires=${days}d to the store’s URL, wherever it is used: without it what is in use would be removed, too.`,
    ];
}
/** How a bucket is made, for `warmstart store init`, which makes none. */
function creation({ provider, bucket, account, endpoint }) {
    switch (provider) {
        case 'aws':
            return `aws s3 mb s3://${bucket}${endpoint === undefined ? '' : ` --endpoint-url ${endpoint}`}`;
        case 'gcs':
            return `gcloud storage buckets create gs://${bucket} --uniform-bucket-level-access --soft-delete-duration=0`;
        case 'azure':
            return `az storage container create --account-name ${account} --name ${bucket} --auth-mode login`;
    }
}
/** What comes after `warmstart store init`. */
function nextSteps(place) {
    if (!place)
        return ['Whoever may write this directory may write every lane; give jobs that are not trusted another one.'];
    return [
        'Give each class of lanes an identity of its own: warmstart store policy --repository owner/name',
        'Let the bucket remove what nobody uses any more: warmstart store lifecycle > lifecycle.json',
        'Look whether all is well, as the identity that jobs have: warmstart store doctor',
    ];
}
/** A line of `warmstart store doctor`: what was found, and what to do about it. */
function describeFinding(finding) {
    const { state, detail = '' } = finding;
    return `${state.padEnd(4)}  ${factOf(finding)}${state === 'ok' ? '' : `${detail && `: ${detail}`}. ${adviceOf(finding)}`}`;
}
function factOf(finding) {
    switch (finding.check) {
        case 'conditions': {
            const honoured = finding.tried.filter(({ honoured }) => honoured).length;
            return `conditions: ${honoured} of ${finding.tried.length} honoured`;
        }
        case 'clock':
            return `clock: ${(0,faces_text/* duration */.p0)(Math.abs(finding.skewMillis))} ${finding.skewMillis < 0 ? 'behind' : 'ahead of'} this machine`;
        case 'latency':
            return `latency: ${(0,faces_text/* duration */.p0)(finding.medianMillis)} for a small read`;
        case 'throughput':
            return `throughput: ${(0,faces_text/* bytes */.ee)(finding.upBytesPerSecond)}/s up, ${(0,faces_text/* bytes */.ee)(finding.downBytesPerSecond)}/s down`;
        case 'lane':
            return `lane ${finding.lane}: ${finding.mayWrite ? 'may be written with these credentials' : 'refused, as it should be'}`;
        case 'lifecycle':
            return `lifecycle: ${ruleOf(finding.rule)}, and ${finding.expires === undefined ? 'the URL says nothing' : `the URL says expires=${finding.expires}d`}`;
        case 'list':
            return `list lane ${finding.lane}`;
        default:
            return finding.check;
    }
}
function ruleOf(rule) {
    if (rule === 'unknown')
        return 'the bucket’s rules cannot be read with these credentials';
    if (rule === undefined)
        return 'no rule of the bucket removes anything';
    return rule === 0
        ? 'a rule of the bucket removes everything on a fixed day'
        : `a rule of the bucket removes what is ${rule} days old`;
}
function adviceOf(finding) {
    switch (finding.check) {
        case 'lane':
            return `A job of ${finding.own} should not be able to: give each class of lanes an identity of its own (warmstart store policy).`;
        default:
            return ADVICE[finding.check];
    }
}
const ADVICE = {
    list: 'Look at the address, the credentials, and the right to list (warmstart store policy).',
    write: 'Look at the right to write in this lane (warmstart store policy).',
    read: 'Look at the right to read in this lane (warmstart store policy).',
    delete: 'Saves work without that right, but a few small objects called ~probe-… stay.',
    conditions: 'Nothing is saved to such a store; use a server that honours them, or this one as a nearer store.',
    clock: 'Set this machine’s clock.',
    lifecycle: 'Both have to say the same, or what is in use is removed (warmstart store lifecycle).',
    latency: 'A store nearer to the jobs, or a nearer tier in front of it, saves them this time.',
    throughput: 'A store nearer to the jobs, or a nearer tier in front of it, saves them this time.',
};

// EXTERNAL MODULE: ./js/faces/cli/session.js + 7 modules
var session = __webpack_require__(610);
// EXTERNAL MODULE: ./js/faces/cli/store-commands.js + 1 modules
var store_commands = __webpack_require__(1512);
;// CONCATENATED MODULE: ./js/faces/cli/setup-command.js















/** `warmstart store …`, for whoever sets a bucket up. Only `init` and `doctor` reach the store. */
async function storeCommand(action, session) {
    switch (action) {
        case 'lifecycle':
            return lifecycle(session);
        case 'policy':
            return policy(session);
        case 'doctor':
            return doctor(session);
        case 'init':
            return init(session);
    }
}
/** Rules on stdout, as their cloud takes them; what to do with them is told beside. */
function lifecycle({ options, terminal }) {
    const { store } = (0,session/* readSetting */.LA)(options);
    const place = placeOf(store);
    if (!place)
        throw new errors/* UserError */.yo(`The store ${store} has no rules of its own that remove objects; buckets have.`);
    const expire = options.expire ?? place.expires ?? '30d';
    const days = /^[1-9]\d{0,4}d$/.test(expire) ? Number.parseInt(expire, 10) : 0;
    // What is renewed once in a quarter of this has to outlast a weekend.
    if (days < 4)
        throw new errors/* UserError */.yo(`“${expire}” is no time to expire after; it is days, four at least, like 30d.`);
    const rules = lifecycleRules(place, days);
    const steps = lifecycleSteps(place, days);
    if (options.json) {
        (0,session/* printJson */.Q2)({ command: 'store', action: 'lifecycle', provider: place.provider, rules, expires: `${days}d`, steps });
        return 0;
    }
    process.stdout.write(`${JSON.stringify(rules, undefined, 2)}\n`);
    for (const text of steps)
        terminal.say({ level: 'info', text });
    return 0;
}
/** A script on stdout that makes an identity for each class of lanes. */
function policy({ options }) {
    const { repository = '', branch = 'main' } = options;
    if (!/^[\w.-]+(?:\/[\w.-]+)+$/.test(repository))
        throw new errors/* UserError */.yo(`--repository has to name the project whose jobs these are, like acme/web.`);
    if (!/^[\w./+-]+$/.test(branch))
        throw new errors/* UserError */.yo(`--branch “${branch}” is no branch that a policy can name.`);
    const { store, namespace } = (0,session/* readSetting */.LA)({ ...options, namespace: options.namespace ?? repository });
    const shares = (0,core_namespace/* sharesOf */.AR)(namespace, options.shareFrom ?? []);
    const place = placeFor(store, options);
    const account = options.account ?? UNKNOWN_ACCOUNT[place.provider];
    if (!/^[\w-]+$/.test(account))
        throw new errors/* UserError */.yo(`--account “${account}” is the number or the id of none.`);
    const ci = (0,parse/* oneOf */.yL)(options.ci ?? '', setup_classes/* CIS */._n, 'The CI');
    const request = { place, ci, repository, branch, namespace, shares, account };
    const only = options.laneClass;
    const classes = only === undefined ? setup_classes/* LANE_CLASSES */.aU : [(0,parse/* oneOf */.yL)(only, setup_classes/* LANE_CLASSES */.aU, 'The class of lanes')];
    const parts = policyParts(request, classes);
    if (options.json) {
        const said = notEnforced(request, classes);
        (0,session/* printJson */.Q2)({ command: 'store', action: 'policy', provider: place.provider, parts, notEnforced: said });
    }
    else
        process.stdout.write(`${policyScript(request, classes, parts)}\n`);
    return 0;
}
/** Exit status 1 if anything fails. */
function doctor(session) {
    return (0,store_commands.withStore)(session, async ({ context, setting, print }) => {
        const findings = [];
        for await (const finding of examine(patientOf(context, setting, session))) {
            findings.push(finding);
            print(describeFinding(finding));
            if (finding.check === 'conditions')
                for (const { what, honoured } of finding.tried)
                    print(`        ${honoured ? 'ok  ' : 'FAIL'}  ${what}`);
        }
        if (setting.access.writes === undefined)
            print(`Nothing was written, because this job may not: ${setting.access.why}.`);
        const failed = findings.some(({ state }) => state === 'FAIL');
        return { status: failed ? 1 : 0, result: { command: 'store', action: 'doctor', failed, findings } };
    });
}
function init(session) {
    return (0,store_commands.withStore)(session, async ({ context, setting, print }) => {
        const place = placeOf(setting.store);
        const { writes, why } = setting.access;
        if (writes === undefined)
            throw new errors/* UserError */.yo(`This job may not write, so it cannot set a store up: ${why}.`);
        try {
            await prepare(patientOf(context, setting, session));
        }
        catch (error) {
            if (place && error instanceof errors/* StoreError */.AD && error.kind !== 'unsupported')
                session.terminal.say({ level: 'notice', text: (0,faces_text/* logSafe */.sN)(`If it is not there yet, make it: ${creation(place)}`) });
            throw error;
        }
        // What Google's and Microsoft's own services promise is not tried.
        const isTried = place && (place.provider === 'aws' || place.endpoint !== undefined);
        print(`${context.store.name} is ready${isTried ? ': it honours conditional writes, which is remembered there' : ''}.`);
        const steps = nextSteps(place);
        for (const step of steps)
            print(step);
        return { status: 0, result: { command: 'store', action: 'init', store: context.store.name, steps } };
    });
}
function patientOf({ store, clock, random }, { store: text, namespace, access }, session) {
    const { reads, writes } = access;
    const { signal } = session.interrupt;
    const place = placeOf(text);
    const expires = place?.expires === undefined ? undefined : Number.parseInt(place.expires, 10);
    const readExpiry = (0,stores_open/* expiryReader */.$)(homeUrl(text), { ...(0,compose/* adapterDependencies */.H)(session.reporter), adapters: adapters/* adapters */.V });
    const rules = { expires, readExpiry };
    return { store, clock, random, signal, namespace, reads, writes, isServer: place !== undefined, ...rules };
}
/** The store's bucket; of another provider than the store's, words to be replaced. */
function placeFor(store, { provider }) {
    const place = placeOf(store);
    if (provider === undefined) {
        if (place)
            return place;
        throw new errors/* UserError */.yo(`Name a bucket with --store, or a cloud with --provider ${PROVIDERS.join(', ')}.`);
    }
    const asked = (0,parse/* oneOf */.yL)(provider, PROVIDERS, 'The provider');
    return place?.provider === asked ? place : somePlace(asked);
}
const UNKNOWN_ACCOUNT = {
    aws: 'ACCOUNT_ID',
    gcs: 'PROJECT_NUMBER',
    azure: 'SUBSCRIPTION_ID',
};


/***/ }),

/***/ 1512:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  listCommand: () => (/* binding */ listCommand),
  removeCommand: () => (/* binding */ removeCommand),
  showCommand: () => (/* binding */ showCommand),
  verifyCommand: () => (/* binding */ verifyCommand),
  withStore: () => (/* binding */ withStore)
});

// EXTERNAL MODULE: ./js/core/ports/errors.js
var errors = __webpack_require__(3820);
// EXTERNAL MODULE: ./js/core/signature.js
var signature = __webpack_require__(8470);
// EXTERNAL MODULE: ./js/core/trust.js
var core_trust = __webpack_require__(9486);
// EXTERNAL MODULE: ./js/core/restore-plan.js
var restore_plan = __webpack_require__(7716);
// EXTERNAL MODULE: ./js/volume/fetch.js + 1 modules
var fetch = __webpack_require__(6821);
// EXTERNAL MODULE: ./js/volume/footer.js
var footer = __webpack_require__(1146);
// EXTERNAL MODULE: ./js/volume/keys.js
var keys = __webpack_require__(9485);
// EXTERNAL MODULE: ./js/volume/load-version.js + 1 modules
var load_version = __webpack_require__(9824);
// EXTERNAL MODULE: ./js/volume/read.js
var read = __webpack_require__(9025);
// EXTERNAL MODULE: ./js/volume/verifying-staging.js
var verifying_staging = __webpack_require__(2806);
;// CONCATENATED MODULE: ./js/volume/admin.js









/** Every key of a namespace that has a version, in the lanes the caller may read. */
async function list(context, rights) {
    const listed = [];
    for await (const { line, head } of context.heads.list(rights.namespace)) {
        if (rights.reads.includes(line.lane))
            listed.push({ line, head });
    }
    return listed.sort((a, b) => b.head.committedAt - a.head.committedAt);
}
/** The version a head names, or why it cannot be read. */
async function show(context, { line, head }) {
    const loaded = await (0,load_version/* loadVersion */.F)(context, line, head.current);
    return 'reason' in loaded ? loaded : loaded.version;
}
/** Removes a key. Its versions and packs stay until they are collected. */
async function remove(context, { line }) {
    await context.heads.remove(line);
}
/** Reads everything the current version needs and checks every byte against its digests. */
async function verify(context, { line, head }) {
    const faults = [];
    const refused = context.trust && (0,core_trust/* headDistrust */.XT)(context.trust, line, head);
    if (refused)
        faults.push(`its head: ${(0,core_trust/* whyNot */.OB)(refused, (0,signature/* signerOf */.Kv)(head.signature))}`);
    const loaded = await (0,load_version/* loadVersion */.F)(context, line, head.current);
    const nothing = { line, version: head.current, frames: 0, storedBytes: 0 };
    if ('reason' in loaded)
        return { ...nothing, faults: [...faults, loaded.detail], locked: (0,keys/* isKeyFault */.au)(loaded) };
    const { manifest } = loaded.version;
    const everything = manifest.mounts.map(({ tree }) => ({
        tree,
        entries: Array.from({ length: tree.length }, (_, entry) => entry),
    }));
    const ranges = (0,restore_plan/* planRanges */.aA)(everything, manifest.frames, context.store.traits.readBytes);
    let storedBytes = 0;
    for (const [index, pack] of manifest.packs.entries()) {
        const inPack = ranges.filter((range) => range.pack === index);
        try {
            storedBytes += await (0,fetch/* fetchRanges */.V)(context, line.namespace, manifest, inPack, (0,verifying_staging/* verifyingStaging */.F)(), 0);
            if (!(await (0,footer/* readFooter */.A)(context, line.namespace, pack)))
                faults.push(`pack ${pack.ulid}: its footer is missing or damaged`);
        }
        catch (error) {
            if (!(error instanceof read/* PackFault */.mq))
                throw error;
            faults.push(`pack ${pack.ulid}: ${error.message}`);
        }
    }
    return { line, version: head.current, frames: manifest.frames.length, storedBytes, faults, locked: false };
}

// EXTERNAL MODULE: ./js/faces/compose.js + 41 modules
var compose = __webpack_require__(4830);
// EXTERNAL MODULE: ./js/faces/job.js + 3 modules
var job = __webpack_require__(3816);
// EXTERNAL MODULE: ./js/faces/record.js
var record = __webpack_require__(1722);
// EXTERNAL MODULE: ./js/faces/requests.js + 1 modules
var requests = __webpack_require__(8776);
// EXTERNAL MODULE: ./js/faces/text.js
var faces_text = __webpack_require__(1240);
// EXTERNAL MODULE: ./js/faces/cli/session.js + 7 modules
var cli_session = __webpack_require__(610);
;// CONCATENATED MODULE: ./js/faces/cli/store-commands.js










/** Lists every key that the caller may read, newest first. */
function listCommand(session) {
    return withStore(session, async ({ context, setting, print }) => {
        const listed = await list(context, (0,requests/* rightsOf */.DY)(setting));
        for (const { line, head } of listed) {
            print(`${line.key}  ${when(head.committedAt)}  ${line.lane}  ${line.volume}  ${head.current.ulid}`);
        }
        print(listed.length === 0 ? 'No version is stored.' : (0,faces_text/* counted */.hS)(listed.length, 'key'));
        return { status: 0, result: { command: 'list', versions: listed.map(row) } };
    });
}
/** Shows the current version of a key in every volume that has it. */
function showCommand(key, session) {
    return withStore(session, async ({ context, setting, print }) => {
        const versions = [];
        for (const one of await having(key, context, setting, session)) {
            const version = await show(context, one);
            const entries = Object.entries({
                ...row(one),
                ...contents(version),
                ...signed(context, one, version),
                ...past(one),
            });
            for (const [name, value] of entries)
                print(`${`${name}:`.padEnd(14)} ${shown(name, value)}`);
            print('');
            versions.push(Object.fromEntries(entries));
        }
        return { status: 0, result: { command: 'show', key, versions } };
    });
}
/** Removes a key of one volume. Several volumes that have it are refused until one is chosen. */
function removeCommand(key, session) {
    return withStore(session, async ({ context, setting, print }) => {
        const { writes, why } = setting.access;
        if (writes === undefined)
            throw new errors/* UserError */.yo(`This job may not write, so it cannot remove: ${why}.`);
        const own = (await having(key, context, setting, session)).filter(({ line }) => line.lane === writes);
        const [one, ...others] = own;
        if (!one)
            throw new errors/* UserError */.yo(`No version of “${key}” is stored in lane ${writes}, the only one that may be changed.`);
        if (others.length > 0) {
            const volumes = own.map(({ line }) => line.volume).join(', ');
            throw new errors/* UserError */.yo(`${own.length} volumes have “${key}” (${volumes}); choose one with --name or --path.`);
        }
        await remove(context, one);
        const told = { event: 'deletion', volume: one.line.volume, key: one.line.key, ...versionOf(one) };
        await (0,record/* record */.g1)(context, setting, 'auto', (0,record/* authorOfJob */.sK)((0,job/* currentJob */.bH)((0,cli_session/* readMachine */.Uc)())), [told], session.reporter);
        print(`Removed “${key}” of volume ${one.line.volume}, lane ${one.line.lane}.`);
        return { status: 0, result: { command: 'rm', removed: row(one) } };
    });
}
/** Reads and checks everything that a key, or every key, needs. Exit status 1 if anything is wrong. */
function verifyCommand(key, session) {
    return withStore(session, async ({ context, setting, print }) => {
        const listed = key === undefined ? await among(context, setting, session) : await having(key, context, setting, session);
        const versions = [];
        let damaged = 0;
        let unchecked = 0;
        for (const one of listed) {
            const { faults, locked, frames, storedBytes } = await verify(context, one);
            if (locked)
                unchecked++;
            else if (faults.length > 0)
                damaged++;
            const state = locked ? 'UNCHECKED' : faults.length === 0 ? 'ok' : 'DAMAGED';
            print(`${one.line.key}  ${one.line.lane}  ${one.line.volume}  ${state}  ${(0,faces_text/* bytes */.ee)(storedBytes)}`);
            for (const fault of faults)
                print(`  ${fault}`);
            versions.push({ ...row(one), frames, storedBytes, faults });
        }
        const rest = unchecked === 0 ? '' : `, ${unchecked} not checked for want of its key`;
        print(`${(0,faces_text/* counted */.hS)(listed.length - unchecked, 'version')} checked, ${damaged} damaged${rest}.`);
        return { status: damaged + unchecked > 0 ? 1 : 0, result: { command: 'verify', versions, damaged, unchecked } };
    });
}
/** Opens the store for a command; its result is the line that `--json` asks for. */
async function withStore({ options, reporter, interrupt, terminal }, work) {
    const setting = (0,cli_session/* readSetting */.LA)(options);
    const { context, close } = await (0,compose/* compose */.Z)(setting, reporter, interrupt.signal, 'home');
    try {
        const print = (line) => {
            terminal.clear();
            if (!options.json)
                process.stdout.write(`${(0,faces_text/* logSafe */.sN)(line)}\n`);
        };
        const { status, result } = await work({ context, setting, print });
        if (options.json)
            (0,cli_session/* printJson */.Q2)(result);
        return status;
    }
    finally {
        await close();
        reporter.finish();
    }
}
/** Everything readable, of the chosen volume if one is chosen. */
async function among(context, setting, { options }) {
    const volume = (0,cli_session/* chosenVolume */.Pv)(options);
    const listed = await list(context, (0,requests/* rightsOf */.DY)(setting));
    return volume === undefined ? listed : listed.filter(({ line }) => line.volume === volume);
}
async function having(key, context, setting, session) {
    const found = (await among(context, setting, session)).filter(({ line }) => line.key === key);
    if (found.length === 0)
        throw new errors/* UserError */.yo(`No version is stored for “${key}”.`);
    return found;
}
function versionOf({ head }) {
    return { version: head.current.ulid, digest: head.current.sha256 };
}
function row({ line, head }) {
    const { key, volume, lane } = line;
    return { key, volume, lane, version: head.current.ulid, committedAt: new Date(head.committedAt).toISOString() };
}
function contents(version) {
    if ('reason' in version)
        return { unusable: version.detail };
    const { files, totalBytes, parent, provenance, manifest, omitted } = version;
    const paths = manifest.mounts.map(({ label }) => label);
    const createdAt = new Date(provenance.createdAt).toISOString();
    const encryptionKey = manifest.packs[0]?.keyId ?? '';
    return { files, totalBytes, paths, omitted, parent, encryptionKey, ...provenance, createdAt };
}
/** Who signed the version, and whether anybody has looked into it: only a key given to verify with tells. */
function signed({ trust }, { line, head }, version) {
    if (!('signature' in version))
        return {};
    const refused = trust && (0,core_trust/* headDistrust */.XT)(trust, line, head);
    const signatures = !trust
        ? 'not checked'
        : refused
            ? `its head is not trusted: ${(0,core_trust/* whyNot */.OB)(refused, (0,signature/* signerOf */.Kv)(head.signature))}`
            : 'good';
    return { signer: (0,signature/* signerOf */.Kv)(version.signature), signatures };
}
/** Who made this version the current one, which may be another than made it, and which were before. */
function past({ head }) {
    const { repository, run, actor } = head.writer;
    const committedBy = [repository, run, actor].filter((part) => part !== '').join(' ');
    return { committedBy, history: head.history.map(({ ulid }) => ulid) };
}
function shown(name, value) {
    if (name === 'identity')
        return shown('', Object.entries(value).map(([claim, said]) => `${claim}=${said}`));
    if (name === 'totalBytes')
        return (0,faces_text/* bytes */.ee)(Number(value));
    const text = Array.isArray(value) ? value.join(', ') : String(value);
    return text === '' ? '-' : text;
}
function when(millis) {
    return new Date(millis).toISOString().slice(0, 16).replace('T', ' ');
}


/***/ })

};
