export const id = 21;
export const ids = [21,512];
export const modules = {

/***/ 2021:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   shareCommand: () => (/* binding */ shareCommand)
/* harmony export */ });
/* harmony import */ var _core_namespace_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5999);
/* harmony import */ var _core_ports_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3820);
/* harmony import */ var _volume_shares_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7933);
/* harmony import */ var _store_commands_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1512);




/** Lets another namespace read what is trusted in this one, takes that back, or lists who may. */
function shareCommand(reader, session) {
    return (0,_store_commands_js__WEBPACK_IMPORTED_MODULE_3__.withStore)(session, async ({ context, setting, print }) => {
        const { namespace, access } = setting;
        if (context.heads.versionsTravel)
            throw new _core_ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo(`${context.store.name} shows each repository its own entries only; sharing needs another store.`);
        if (reader === undefined) {
            if (session.options.remove)
                throw new _core_ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('Say which namespace is to be removed.');
            const all = await (0,_volume_shares_js__WEBPACK_IMPORTED_MODULE_2__/* .readers */ .Xc)(context, namespace);
            for (const one of all)
                print(one);
            return { status: 0, result: { command: 'share', namespace, readers: all } };
        }
        if ((0,_core_namespace_js__WEBPACK_IMPORTED_MODULE_0__/* .checkNamespace */ .oO)(reader) === namespace)
            throw new _core_ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo(`${namespace} reads itself; name another namespace.`);
        if (access.writes !== 'trusted')
            throw new _core_ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo(`Only who writes the lane trusted of ${namespace} may share it (${access.why}); outside CI, add --lane trusted.`);
        const isShared = !session.options.remove;
        const was = isShared ? await (0,_volume_shares_js__WEBPACK_IMPORTED_MODULE_2__/* .share */ .uM)(context, namespace, reader) : await (0,_volume_shares_js__WEBPACK_IMPORTED_MODULE_2__/* .unshare */ .Be)(context, namespace, reader);
        if (isShared)
            print(`${reader} may read what is trusted in ${namespace}.`);
        else
            print(`${reader} ${was ? 'may no longer' : 'could not'} read what is trusted in ${namespace}.`);
        return { status: 0, result: { command: 'share', namespace, reader, shared: isShared } };
    });
}


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
