export const id = 856;
export const ids = [856,512];
export const modules = {

/***/ 6856:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  auditCommand: () => (/* binding */ auditCommand)
});

// EXTERNAL MODULE: ./js/core/journal.js
var journal = __webpack_require__(6583);
// EXTERNAL MODULE: ./js/core/lane.js
var core_lane = __webpack_require__(9756);
// EXTERNAL MODULE: ./js/core/ports/errors.js
var errors = __webpack_require__(3820);
// EXTERNAL MODULE: ./js/core/at-once.js
var at_once = __webpack_require__(1381);
// EXTERNAL MODULE: ./js/core/keys.js
var keys = __webpack_require__(4414);
// EXTERNAL MODULE: ./js/volume/types.js
var types = __webpack_require__(6364);
;// CONCATENATED MODULE: ./js/volume/audit.js





/** Reads the journals of a namespace. What is in them was written by whoever may write the lane. */
async function audit(context, namespace, filter) {
    const found = await list(context, namespace, filter);
    const records = [];
    let damaged = 0;
    await (0,at_once/* eachAtOnce */.G)(found, context.store.traits.concurrency, async ({ name, info }) => {
        const read = await readOne(context, name, info);
        if (read)
            records.push(...read.filter((record) => passes(record, filter)));
        else
            damaged++;
    });
    return { records: records.sort((a, b) => a.time - b.time), damaged };
}
async function list(context, namespace, { lane, since }) {
    const prefix = lane === undefined ? (0,keys/* namespacePrefix */.SK)(namespace) : (0,keys/* journalPrefix */.y_)(namespace, lane);
    const first = (0,journal/* dayOf */.kb)(since);
    const found = [];
    for await (const info of context.store.list(prefix, (0,types/* signalOf */.o)(context))) {
        const name = (0,keys/* parseJournalKey */.qb)(info.key);
        if (name && name.namespace === namespace && name.day >= first)
            found.push({ name, info });
    }
    return found;
}
/** `undefined`: it is damaged. One that has gone meanwhile has no records. */
async function readOne(context, name, info) {
    if (info.bytes > journal/* JOURNAL_BYTES */.GQ)
        return undefined;
    const bytes = await context.store.get(info.key, (0,types/* signalOf */.o)(context));
    if (!bytes)
        return [];
    try {
        const records = (0,journal/* decodeJournal */.MQ)(bytes);
        // A made-up time would hide a record from who looks at its day.
        if (records.some(({ time }) => (0,journal/* dayOf */.kb)(time) !== name.day))
            return undefined;
        return records.map((record) => ({ ...record, lane: name.lane, stored: info.modified }));
    }
    catch (error) {
        if (error instanceof errors/* FormatError */.IF)
            return undefined;
        throw error;
    }
}
function passes(record, { since, key, event }) {
    return (record.time >= since &&
        (key === undefined || record.key === key || record.matchedKey === key) &&
        (event === undefined || record.event === event));
}

// EXTERNAL MODULE: ./js/faces/parse.js
var parse = __webpack_require__(8000);
// EXTERNAL MODULE: ./js/faces/text.js
var faces_text = __webpack_require__(1240);
// EXTERNAL MODULE: ./js/faces/cli/store-commands.js + 1 modules
var store_commands = __webpack_require__(1512);
;// CONCATENATED MODULE: ./js/faces/cli/audit-command.js







/** Prints what the journals of a namespace say, as a table or as lines of JSON. */
function auditCommand(session) {
    const { lane, key, event: asked, since = '7d', json = false, ...options } = session.options;
    const event = asked === undefined ? undefined : journal/* HAPPENINGS */._C.find((known) => known === asked);
    if (asked !== undefined && !event)
        throw new errors/* UserError */.yo(`The event “${asked}” is unknown; it is one of ${journal/* HAPPENINGS */._C.join(', ')}.`);
    if (lane !== undefined && !(0,core_lane/* isLane */.Jx)(lane))
        throw new errors/* UserError */.yo(`“${lane}” is no lane; one is written trusted or pr/7.`);
    return (0,store_commands.withStore)({ ...session, options }, async ({ context, setting, print }) => {
        if (context.heads.versionsTravel)
            throw new errors/* UserError */.yo(`${context.store.name} keeps no journal; what happened there is in heads, logs and summaries.`);
        const filter = { since: (0,parse/* parseSince */.m1)(since, context.clock.now()), lane, key, event };
        const { records, damaged } = await audit(context, setting.namespace, filter);
        if (json)
            for (const record of records)
                process.stdout.write(`${(0,faces_text/* jsonSafe */.yJ)(exported(record))}\n`);
        else
            for (const record of records)
                print(row(record));
        const note = damaged > 0 ? `${(0,faces_text/* counted */.hS)(damaged, 'object')} in the journal cannot be read` : '';
        if (json && note)
            session.terminal.say({ level: 'warning', text: `${note}.` });
        if (!json)
            print(`${(0,faces_text/* counted */.hS)(records.length, 'record')}${note && `; ${note}`}.`);
        return { status: 0, result: {} };
    });
}
/** Times as everybody reads them. */
function exported({ time, stored, ...record }) {
    return { time: new Date(time).toISOString(), stored: new Date(stored).toISOString(), ...record };
}
function row(record) {
    const { time, event, why, key, lane, version, actor, run } = record;
    const what = why === '' ? event : `${event} (${why})`;
    const who = [actor, run && `run ${run}`].filter((text) => text !== '').join(', ');
    const cells = [
        new Date(time).toISOString().slice(0, 19).replace('T', ' '),
        what.padEnd(15),
        audit_command_short(key),
        audit_command_short(lane),
        version || '-',
        (0,faces_text/* bytes */.ee)(record.bytes),
        audit_command_short(who || '-'),
    ];
    return cells.join('  ');
}
function audit_command_short(text) {
    return text.length > CELL ? `${text.slice(0, CELL - 1)}…` : text;
}
const CELL = 60;


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
