import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 4589:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:assert");

/***/ }),

/***/ 6698:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:async_hooks");

/***/ }),

/***/ 4573:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");

/***/ }),

/***/ 1421:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:child_process");

/***/ }),

/***/ 7540:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:console");

/***/ }),

/***/ 7598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 3053:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:diagnostics_channel");

/***/ }),

/***/ 610:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:dns");

/***/ }),

/***/ 8474:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");

/***/ }),

/***/ 3024:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 1455:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");

/***/ }),

/***/ 7067:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 2467:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http2");

/***/ }),

/***/ 7030:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 8161:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");

/***/ }),

/***/ 6760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 643:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:perf_hooks");

/***/ }),

/***/ 1708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:process");

/***/ }),

/***/ 1792:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:querystring");

/***/ }),

/***/ 7075:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

/***/ }),

/***/ 8500:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");

/***/ }),

/***/ 1692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");

/***/ }),

/***/ 3136:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:url");

/***/ }),

/***/ 7975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 3429:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util/types");

/***/ }),

/***/ 5919:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");

/***/ }),

/***/ 8522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

/***/ }),

/***/ 5574:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");

/***/ }),

/***/ 3820:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   AD: () => (/* binding */ StoreError),
/* harmony export */   IF: () => (/* binding */ FormatError),
/* harmony export */   yo: () => (/* binding */ UserError)
/* harmony export */ });
/** The message has the cause's own words and the object's name; `store` is for whoever shows it. */
class StoreError extends Error {
    name = 'StoreError';
    kind;
    store;
    key;
    constructor(kind, store, key, cause) {
        super(wordsOf(kind, key, cause), { cause });
        this.kind = kind;
        this.store = store;
        this.key = key;
    }
}
/** Somebody's input is wrong. The message is one whole sentence for a person; faces print it without a stack. */
class UserError extends Error {
    name = 'UserError';
}
/** Bytes that do not decode: truncated, out of bounds, over a cap, or of a format this release cannot read. */
class FormatError extends Error {
    name = 'FormatError';
    /** The feature bits this release lacks, when that is the reason. */
    required;
    constructor(message, required) {
        super(message);
        this.required = required;
    }
}
function wordsOf(kind, key, cause) {
    const words = cause instanceof Error ? cause.message : kind;
    return words.includes(key) ? words : `${words} (${key})`;
}


/***/ }),

/***/ 6082:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8522);
/* harmony import */ var _messages_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(711);
// The entry of the bundle `dist/cli`. Looks at the Node it runs on before it loads anything that needs a newer one.


if (typeof node_zlib__WEBPACK_IMPORTED_MODULE_0__.zstdCompressSync === 'function') {
    const { main } = await Promise.all(/* import() */[__nccwpck_require__.e(768), __nccwpck_require__.e(624)]).then(__nccwpck_require__.bind(__nccwpck_require__, 4624));
    process.exitCode = await main(process.argv.slice(2));
}
else {
    process.stderr.write(`${_messages_js__WEBPACK_IMPORTED_MODULE_1__/* .sentences */ .hC.needsNode(process.version)}\n`);
    process.exitCode = 2;
}

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 8878:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   FK: () => (/* binding */ stateDirectory),
/* harmony export */   T4: () => (/* binding */ storeUrl),
/* harmony export */   VT: () => (/* binding */ osFamily),
/* harmony export */   Yh: () => (/* binding */ githubAccess),
/* harmony export */   oR: () => (/* binding */ GITHUB_STORE),
/* harmony export */   qh: () => (/* binding */ V1_STORE)
/* harmony export */ });
/* unused harmony export cacheService */
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(6760);
/* harmony import */ var node_url__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3136);


/** The URL of GitHub's cache service as a store. */
const GITHUB_STORE = 'github:';
/** Stands where a store's URL does when versions are archives of GitHub's old cache service; no store has it. */
const V1_STORE = 'github-v1:';
/** The operating system's family, in the Actions runner's words. */
function osFamily(platform) {
    return platform === 'win32' ? 'Windows' : platform === 'darwin' ? 'macOS' : 'Linux';
}
/**
 * Where a machine remembers its mounts: `$WARMSTART_STATE`, else the user's state directory (XDG base directories,
 * or the platform's place). Never a job's temporary directory: the next job has to find it.
 */
function stateDirectory({ env, platform, home, directory }) {
    const own = env['WARMSTART_STATE'];
    if (own)
        return (0,node_path__WEBPACK_IMPORTED_MODULE_0__.isAbsolute)(own) ? own : (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(directory, own);
    if (platform === 'win32')
        return (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(env['LOCALAPPDATA'] || (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(home, 'AppData', 'Local'), 'warmstart', 'state');
    if (platform === 'darwin')
        return (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(home, 'Library', 'Application Support', 'warmstart');
    return (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(absolute(env['XDG_STATE_HOME']) ?? (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(home, '.local', 'state'), 'warmstart');
}
/**
 * The store's URL: what was asked, else `$WARMSTART_STORE`, else GitHub's cache service where this process can reach
 * it, else a directory in the user's cache directory.
 */
function storeUrl(asked, machine) {
    const { env, platform, home } = machine;
    const named = asked || env['WARMSTART_STORE'];
    if (named)
        return named;
    if (cacheService(machine) === 'v2')
        return GITHUB_STORE;
    const cache = platform === 'win32'
        ? (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(env['LOCALAPPDATA'] || (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(home, 'AppData', 'Local'), 'warmstart', 'store')
        : platform === 'darwin'
            ? (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(home, 'Library', 'Caches', 'warmstart')
            : (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(absolute(env['XDG_CACHE_HOME']) ?? (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(home, '.cache'), 'warmstart');
    return (0,node_url__WEBPACK_IMPORTED_MODULE_1__.pathToFileURL)(cache).href;
}
/**
 * Which of GitHub's cache services this process can use; `undefined`: none. The runner tells actions where the service
 * is and nobody else, so a command in a `run:` step has none. Which of the two it is goes by the rule of
 * `@actions/cache` (its `getCacheServiceVersion` and `isFeatureAvailable`): the old one on GitHub Enterprise Server and
 * wherever the runner does not announce the new one.
 */
function cacheService({ env }) {
    if (env['GITHUB_ACTIONS'] !== 'true' || !env['ACTIONS_RUNTIME_TOKEN'])
        return undefined;
    if (env['ACTIONS_CACHE_SERVICE_V2'] && !isEnterpriseServer(env))
        return env['ACTIONS_RESULTS_URL'] ? 'v2' : undefined;
    return env['ACTIONS_CACHE_URL'] ? 'v1' : undefined;
}
/** Where this process reaches GitHub's services, if it is an action; `token` is the user's, for the REST API. */
function githubAccess(env, token) {
    const { ACTIONS_RESULTS_URL: resultsUrl, ACTIONS_RUNTIME_TOKEN: runtimeToken } = env;
    if (!resultsUrl || !runtimeToken)
        return undefined;
    return {
        resultsUrl,
        runtimeToken,
        apiUrl: env['GITHUB_API_URL'] || 'https://api.github.com',
        repository: env['GITHUB_REPOSITORY'] ?? '',
        ref: env['GITHUB_REF'] ?? '',
        token,
        proxy: {
            http: env['http_proxy'] || env['HTTP_PROXY'],
            https: env['https_proxy'] || env['HTTPS_PROXY'],
            except: env['no_proxy'] || env['NO_PROXY'],
        },
    };
}
function isEnterpriseServer(env) {
    const host = URL.parse(env['GITHUB_SERVER_URL'] || 'https://github.com')?.hostname ?? '';
    return host !== 'github.com' && !host.endsWith('.ghe.com') && !host.endsWith('.localhost');
}
/** The XDG rule: a relative path in one of its variables is ignored. */
function absolute(path) {
    return path && (0,node_path__WEBPACK_IMPORTED_MODULE_0__.isAbsolute)(path) ? path : undefined;
}


/***/ }),

/***/ 711:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   gN: () => (/* binding */ describeEvent),
/* harmony export */   hC: () => (/* binding */ sentences),
/* harmony export */   jz: () => (/* binding */ describeSave),
/* harmony export */   kc: () => (/* binding */ errorText),
/* harmony export */   mZ: () => (/* binding */ describeRestore),
/* harmony export */   vk: () => (/* binding */ describeProgress)
/* harmony export */ });
/* unused harmony export notSaved */
/* harmony import */ var _core_ports_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(3820);
/* harmony import */ var _environment_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(8878);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(1240);



/** The sentence for an event; `undefined` for those that the outcome's sentence tells. */
function describeEvent(event) {
    switch (event.type) {
        case 'found':
            return info(event.match === 'exact'
                ? `Found “${event.key}” in lane ${event.lane}, version ${event.version}.`
                : `Found no version of this key; the nearest is “${event.key}” in lane ${event.lane}, version ${event.version}.`);
        case 'missed':
            return event.why === 'no-lane' ? undefined : info(MISSED[event.why](event.key));
        case 'listing-cut':
            return notice(`There are too many keys that start with “${event.keyPrefix}” in lane ${event.lane}; only the first were compared.`);
        case 'store-failed':
            return warning(storeFailed(event));
        case 'version-unusable':
            return warning(`Version ${event.version} cannot be used, it ${UNUSABLE[event.reason]}: ${event.detail}`);
        case 'target-failed':
            return warning(`${event.path} could not be written: ${event.detail}`);
        case 'recovered':
            return notice(`A run before this one was killed while it restored ${event.path}: removed ${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .counted */ .hS)(event.files, 'half-written file')} and ${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .counted */ .hS)(event.siblings, 'abandoned directory', 'abandoned directories')}.`);
        case 'purged':
            return info(`Removed ${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .counted */ .hS)(event.files, 'file')} that a job of lane ${event.lane} left in ${event.path}.`);
        case 'kept-tracked':
            return notice(`${event.path} is tracked by git (or git could not be asked), so it was not removed.`);
        case 'mount-absent':
            return warning(event.others > 0
                ? `Nothing exists at “${event.label}”; the other declared paths are saved without it.`
                : `Nothing exists at “${event.label}”.`);
        case 'mount-unpaired':
            return notice(`The version has nothing for “${event.label}”, or no declared path pairs with it: not restored.`);
        case 'nested-mount':
            return notice(`${event.path} lies in “${event.label}” but belongs to another step's volume: left to that step.`);
        case 'left-out':
            return (event.reason === 'unreadable' ? warning : info)(`${event.label}: ${event.path} ${LEFT_OUT[event.reason]} and is left out.`);
        case 'changing':
            return warning(`${event.path} kept changing while it was read; stop what writes it, or exclude it with the path “!${event.path}”.`);
        case 'too-large':
            return warning(`The volume holds ${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .bytes */ .ee)(event.bytes)}, more than its limit of ${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .bytes */ .ee)(event.limit)}. Largest directories: ${event.largest
                .map(({ path, bytes: size }) => `${path || '.'} (${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .bytes */ .ee)(size)})`)
                .join(', ')}.`);
        case 'not-collected':
            return notice(`What is superseded on ${event.store} could not be removed${event.isDenied ? ' (the input token needs the permission actions: write)' : ''} and stays for now: ${event.detail}`);
        case 'nothing-declared-exists':
        case 'not-saved':
            return undefined;
    }
}
/** What happened, in the store's own words, and where the store is one that we know, what can be done about it. */
function storeFailed({ store, kind, doing, detail }) {
    const github = store === _environment_js__WEBPACK_IMPORTED_MODULE_1__/* .GITHUB_STORE */ .oR;
    const name = github ? 'GitHub’s cache service' : `The store ${store}`;
    const advice = github ? ` ${ON_GITHUB[kind]}` : '';
    return `${name} ${STORE_FAILED[kind]} while ${doing}: ${detail.replace(/\.$/, '')}.${advice}`;
}
/** What became of a restore. */
function describeRestore(config, outcome) {
    if (config.access.reads.length === 0)
        return info(`Nothing is restored: ${config.access.why}.`);
    if (outcome.hit === 'miss')
        return info(`Cache miss for “${config.key}”${config.adopt ? '' : ': the job starts cold'}.`);
    const what = `${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .counted */ .hS)(outcome.files, 'file')}, ${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .bytes */ .ee)(outcome.totalBytes)}`;
    const key = outcome.matchedKey ?? config.key;
    const kind = outcome.hit === 'exact' ? 'Cache hit' : 'Fallback hit';
    if (config.lookupOnly)
        return info(`${kind}: “${key}” can be restored; it was only looked up.`);
    const { fetchAndWrite, find, finish } = outcome.millis;
    if (outcome.version === undefined) {
        const verb = config.access.dry ? 'would be restored' : `restored in ${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .duration */ .p0)(fetchAndWrite)}`;
        return info(`${kind}: “${key}” ${verb}, an archive as actions/cache makes them.`);
    }
    const speed = (0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .rate */ .TS)(outcome.fetchedBytes, fetchAndWrite);
    const fetched = `fetched ${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .bytes */ .ee)(outcome.fetchedBytes)}${speed ? ` at ${speed}` : ''}`;
    const wrote = `wrote ${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .counted */ .hS)(outcome.writtenFiles, 'file')}`;
    const verb = config.access.dry ? 'would be restored' : 'restored';
    return info(`${kind}: “${key}” ${verb} in ${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .duration */ .p0)(find + fetchAndWrite + finish)}: ${what}; ${fetched}, ${wrote}.`);
}
/** What became of a save. */
function describeSave(config, outcome) {
    const what = `${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .counted */ .hS)(outcome.files, 'file')}, ${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .bytes */ .ee)(outcome.totalBytes)}`;
    if (outcome.reason === 'linked') {
        return info(`“${config.key}” now names version ${outcome.version ?? ''}, which is equal: ${what}, nothing stored.`);
    }
    if (outcome.reason === 'saved') {
        const { scan, read, commit } = outcome.millis;
        if (outcome.version === undefined) {
            return info(`Saved “${config.key}” as an archive in ${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .duration */ .p0)(scan + commit)}: ${what}.`);
        }
        const stored = `${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .bytes */ .ee)(outcome.newBytes)} new, ${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .bytes */ .ee)(outcome.uploadedBytes)} stored`;
        return info(`Saved “${config.key}” as version ${outcome.version ?? ''} in ${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .duration */ .p0)(scan + read + commit)}: ${what}; ${stored}.`);
    }
    if (outcome.reason === 'dry-run') {
        return info(`A dry run: “${config.key}” would be saved with ${what}; ${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .bytes */ .ee)(outcome.newBytes)} new.`);
    }
    // What a store failed to do was said when it did; nobody else tells of the old service's failures.
    const warned = WARNED.has(outcome.reason) || (outcome.reason === 'store-failed' && config.store === _environment_js__WEBPACK_IMPORTED_MODULE_1__/* .V1_STORE */ .qh);
    const level = warned ? warning : info;
    return level(`Nothing was saved under “${config.key}”: ${notSaved(outcome.reason, config)}.`);
}
/** A clause for why a save stored nothing. */
function notSaved(reason, config) {
    if (reason === 'read-only')
        return `this job may not write (${config.access.why})`;
    return (config.store === _environment_js__WEBPACK_IMPORTED_MODULE_1__/* .V1_STORE */ .qh && NOT_SAVED_BY_V1[reason]) || NOT_SAVED[reason];
}
/** `fetching: 45.0 MiB of 114.0 MiB (39 %), 9,120 files, 95.2 MiB/s`. `millis`: since the phase began. */
function describeProgress(event, millis) {
    const { phase, done, total, files, totalFiles } = event;
    const parts = [];
    if (total > 0)
        parts.push(`${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .bytes */ .ee)(done)} of ${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .bytes */ .ee)(total)} (${Math.floor((100 * done) / total)} %)`);
    else if (done > 0)
        parts.push((0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .bytes */ .ee)(done));
    if (totalFiles > 0)
        parts.push(`${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .count */ .U9)(files)} of ${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .counted */ .hS)(totalFiles, 'file')}`);
    else if (files > 0)
        parts.push((0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .counted */ .hS)(files, 'file'));
    const speed = done > 0 ? (0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .rate */ .TS)(done, millis) : undefined;
    if (speed)
        parts.push(speed);
    return (0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .logSafe */ .sN)(`${PHASES[phase]}: ${parts.join(', ')}`);
}
// What only a face knows.
const sentences = {
    nothingHashed: (config) => warning(`hash-files matches no file, so the key is “${config.key}”: every such job shares it.`),
    chunkSize: () => notice('upload-chunk-size has no effect: Warmstart chooses the size of what it uploads.'),
    saveAlways: () => notice('save-always is deprecated; write “save-on: always” instead.'),
    unexpected: (doing, error) => warning(`${doing} failed and the job goes on without the cache: ${errorText(error)}`),
    off: () => info('Warmstart is off (mode: off): nothing is restored and nothing saved.'),
    abandoned: (status) => info(`Nothing was saved: the job's status is “${status}”.`),
    lookedUp: () => info('Nothing was saved: the key has a version, and it was only looked up.'),
    oldService: () => notice('This server has only the first version of the cache service: each version is an archive of its own, stored whole and never overwritten, as with actions/cache. A store of your own lifts that.'),
    adopted: (config, key) => notice(`Adopted “${key}”, which actions/cache had saved: its archive is trusted as actions/cache trusts it, and what this job saves under “${config.key}” is a version.`),
    nothingToAdopt: (config) => info(`actions/cache has nothing for “${config.key}” that could be adopted.`),
    halfRestored: (path, files) => warning(`The archive could not be restored whole; removed what it left in ${path} (${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .counted */ .hS)(files, 'file')}).`),
    missFails: (config) => (0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .logSafe */ .sN)(`No version was found for “${config.key}”, and fail-on-cache-miss is set.`),
    commandFailed: (code) => info(`Nothing was saved: the command ended with exit code ${code}.`),
    interrupted: () => info('Nothing was saved: the run was interrupted.'),
    omitted: (number) => info(`… and ${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .counted */ .hS)(number, 'more message')} of that kind.`),
    needsNode: (version) => `Warmstart needs Node 24 or later (with zstd built in); this is Node ${version.replace(/^v/, '')}.`,
};
/** An error as one line, without its stack. */
function errorText(error) {
    if (error instanceof _core_ports_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .StoreError */ .AD)
        return `${error.store}: ${error.message}`;
    return error instanceof Error ? error.message || error.name : String(error);
}
const PHASES = { scan: 'scanning', read: 'reading', fetch: 'fetching', finish: 'finishing' };
const MISSED = {
    'nothing-stored': (key) => `No version is stored for “${key}”, nor one to fall back on.`,
    unusable: (key) => `No usable version is left for “${key}”.`,
};
const STORE_FAILED = {
    unavailable: 'could not be reached',
    throttled: 'asked to slow down',
    denied: 'refused access',
    corrupt: 'returned damaged data',
    range: 'returned less than was stored',
    full: 'has no room',
    unsupported: 'cannot do what was needed',
};
const ON_GITHUB = {
    unavailable: 'If it lasts, see githubstatus.com; on a runner of your own, see its network and its proxy variables.',
    throttled: 'GitHub lets a repository make 200 uploads and 1,500 look-ups a minute; start fewer jobs at once, or name another store in `store`.',
    denied: 'What a job may do there goes by its event and the workflow’s `cache-mode`; its token also ends in jobs that last many hours.',
    corrupt: 'The next save replaces it; there is nothing to do.',
    range: 'The next save replaces it; there is nothing to do.',
    full: 'Delete caches (in the repository’s Actions tab), raise its cache limit or budget, or name another store in `store`.',
    unsupported: 'Use the latest release of Warmstart.',
};
const UNUSABLE = {
    missing: 'is incomplete',
    damaged: 'is damaged',
    'needs-newer': 'was written by a newer Warmstart',
};
const LEFT_OUT = {
    vanished: 'vanished while it was read',
    unreadable: 'cannot be read',
    special: 'is no file, directory or link',
};
const WARNED = new Set(['nothing-to-save', 'other-lane']);
const NOT_SAVED = {
    unchanged: 'nothing has changed',
    exists: 'the key has a version, and save-if is missing',
    'nothing-to-save': 'none of the declared paths exists',
    changing: 'a file kept changing while it was read',
    'too-large': 'the volume is over its size limit',
    superseded: 'a job that started later has saved already',
    'other-lane': "the files there were left by another lane's job",
    'store-failed': 'the store failed',
    'dry-run': 'this was a dry run',
};
const NOT_SAVED_BY_V1 = {
    exists: 'the key has an archive, which is never overwritten',
    'store-failed': 'the cache service did not take it, for the reason above',
};
function info(text) {
    return { level: 'info', text: (0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .logSafe */ .sN)(text) };
}
function notice(text) {
    return { level: 'notice', text: (0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .logSafe */ .sN)(text) };
}
function warning(text) {
    return { level: 'warning', text: (0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .logSafe */ .sN)(text) };
}


/***/ }),

/***/ 1240:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   TS: () => (/* binding */ rate),
/* harmony export */   U9: () => (/* binding */ count),
/* harmony export */   ee: () => (/* binding */ bytes),
/* harmony export */   hS: () => (/* binding */ counted),
/* harmony export */   p0: () => (/* binding */ duration),
/* harmony export */   sN: () => (/* binding */ logSafe)
/* harmony export */ });
/* unused harmony export htmlSafe */
/**
 * One line that a terminal, a log viewer or a CI runner takes as text and as nothing else, whoever wrote the parts:
 * control and direction characters become visible escapes, `::command` at the start and `##[command]` anywhere (what
 * the Actions runner, Azure Pipelines and TeamCity act on) get a backslash that stops them.
 */
function logSafe(text) {
    return visible(text)
        .replace(/##(\w*)\[/g, '##$1\\[')
        .replace(/^(\s*)::/, '$1\\::');
}
/** Text for inside an HTML element of a step summary. Keep it inside HTML: Markdown is left as it is. */
function htmlSafe(text) {
    const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
    return visible(text).replace(/[&<>"']/g, (character) => escapes[character]);
}
/** `1,234`. */
function count(number) {
    // Not `toLocaleString`: loading its tables takes longer than looking a version up.
    return `${Math.round(number)}`.replace(/\B(?=(?:\d{3})+$)/g, ',');
}
/** `1,234 files`, `1 file`. */
function counted(number, noun, plural = `${noun}s`) {
    return `${count(number)} ${number === 1 ? noun : plural}`;
}
/** `512 B`, `1.5 MiB`: units of 1024. */
function bytes(number) {
    const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
    let unit = 0;
    let value = number;
    // 1023.96 would print as 1024.0 of the smaller unit.
    while (value >= 1023.95 && unit < units.length - 1) {
        value /= 1024;
        unit++;
    }
    return `${unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
/** `0.42 s`, `12.3 s`, `3 min 05 s`. */
function duration(millis) {
    const seconds = Math.max(0, millis) / 1000;
    if (seconds < 9.995)
        return `${seconds.toFixed(2)} s`;
    if (seconds < 99.95)
        return `${seconds.toFixed(1)} s`;
    const whole = Math.round(seconds);
    return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}
/** Bytes a second as `95.2 MiB/s`; `undefined` for times too short to say. */
function rate(number, millis) {
    return millis < 1 ? undefined : `${bytes((number * 1000) / millis)}/s`;
}
// C0 and C1 controls, line and paragraph separators, zero-width and direction characters.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must become visible
const INVISIBLE = /[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
function visible(text) {
    return text.toWellFormed().replace(INVISIBLE, (character) => {
        const code = character.charCodeAt(0);
        if (character === '\n')
            return '\\n';
        if (character === '\r')
            return '\\r';
        if (character === '\t')
            return '\\t';
        return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
    });
}


/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/create fake namespace object */
/******/ (() => {
/******/ 	var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 	var leafPrototypes;
/******/ 	// create a fake namespace object
/******/ 	// mode & 1: value is a module id, require it
/******/ 	// mode & 2: merge all properties of value into the ns
/******/ 	// mode & 4: return value when already ns object
/******/ 	// mode & 16: return value when it's Promise-like
/******/ 	// mode & 8|1: behave like require
/******/ 	__nccwpck_require__.t = function(value, mode) {
/******/ 		if(mode & 1) value = this(value);
/******/ 		if(mode & 8) return value;
/******/ 		if(typeof value === 'object' && value) {
/******/ 			if((mode & 4) && value.__esModule) return value;
/******/ 			if((mode & 16) && typeof value.then === 'function') return value;
/******/ 		}
/******/ 		var ns = Object.create(null);
/******/ 		__nccwpck_require__.r(ns);
/******/ 		var def = {};
/******/ 		leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 		for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 			Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 		}
/******/ 		def['default'] = () => (value);
/******/ 		__nccwpck_require__.d(ns, def);
/******/ 		return ns;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(6082);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
