export const id = 812;
export const ids = [812];
export const modules = {

/***/ 2812:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  openGithub: () => (/* binding */ openGithub)
});

// EXTERNAL MODULE: ./js/stores/http/client.js + 4 modules
var client = __webpack_require__(5108);
// EXTERNAL MODULE: ./js/core/head.js
var head = __webpack_require__(4352);
// EXTERNAL MODULE: ./js/core/head-codec.js
var head_codec = __webpack_require__(7531);
// EXTERNAL MODULE: ./js/core/ports/errors.js
var errors = __webpack_require__(3820);
;// CONCATENATED MODULE: ./js/core/head-entry.js



/*
 * A head and the version it names as one object, for stores that have no names to write again: see docs/format.md.
 */
/** How much of the object is enough for `decodeHeadEntry`. */
const HEAD_ENTRY_BYTES = 16 + head/* HEAD_BYTES */.L;
/** The object's blocks, in order. Throws `FormatError` as `encodeHead` does, or if the version has another length. */
function encodeHeadEntry(head, version) {
    if (version.length !== head.current.bytes) {
        throw new errors/* FormatError */.IF(`a version of ${version.length} bytes under a head that says ${head.current.bytes}`);
    }
    const json = (0,head_codec/* encodeHead */.bX)(head);
    const start = new Uint8Array(FIXED_BYTES + json.length);
    start.set(Buffer.from(MAGIC, 'latin1'));
    const view = new DataView(start.buffer);
    view.setUint32(8, FORMAT, true);
    view.setUint32(12, json.length, true);
    start.set(json, FIXED_BYTES);
    return [start, version];
}
/**
 * Reads the start of the object, at least `HEAD_ENTRY_BYTES` of it or all. The version, unchecked, is all that follows
 * from `versionAt`. `FormatError` if it is damaged or of a format this release cannot read.
 */
function decodeHeadEntry(start) {
    const view = new DataView(start.buffer, start.byteOffset, start.length);
    if (start.length < FIXED_BYTES || Buffer.from(start.subarray(0, 8)).toString('latin1') !== MAGIC) {
        throw new errors/* FormatError */.IF('not a head with its version');
    }
    const format = view.getUint32(8, true);
    if (format !== FORMAT)
        throw new errors/* FormatError */.IF(`head entry of format ${format}; this release reads ${FORMAT}`);
    const versionAt = FIXED_BYTES + view.getUint32(12, true);
    if (versionAt > start.length)
        throw new errors/* FormatError */.IF('a head that is cut');
    return { head: (0,head_codec/* decodeHead */.Jk)(start.subarray(FIXED_BYTES, versionAt)), versionAt };
}
const MAGIC = 'wstart:H';
const FORMAT = 1;
const FIXED_BYTES = 16;

// EXTERNAL MODULE: ./js/core/keys.js
var keys = __webpack_require__(4414);
// EXTERNAL MODULE: ./js/core/ulid.js
var core_ulid = __webpack_require__(6962);
// EXTERNAL MODULE: ./js/core/sealed-object.js
var sealed_object = __webpack_require__(7720);
// EXTERNAL MODULE: ./js/core/version-codec.js
var version_codec = __webpack_require__(3087);
;// CONCATENATED MODULE: ./js/stores/archive.js






/** The archive of any store that lists: heads are records, versions and packs are objects of their own. */
function createArchive(store) {
    return {
        async survey(namespace, lane, options) {
            const prefix = lanePrefix(namespace, lane);
            const objects = [];
            const packs = [];
            for await (const { key, bytes, modified, tag } of store.list(prefix, options)) {
                const [kind, ulid = ''] = key.slice(prefix.length).split('/');
                if (kind === 'heads')
                    objects.push({ id: `${key} ${tag}`, modified, isHead: true, version: undefined });
                else if (!isUlid(ulid))
                    continue;
                else if (kind === 'versions')
                    objects.push({ id: key, modified, isHead: false, version: ulid });
                else if (kind === 'packs')
                    packs.push({ id: key, ulid, bytes, modified });
            }
            return { objects, packs };
        },
        async examine({ id }, options) {
            const [key = ''] = id.split(' ');
            try {
                const object = await store.read(key, options);
                // Of a head that is damaged the one before is shown, and what the later one links is not known.
                if (!object || object.info.stale)
                    return undefined;
                return isRecord(key) ? contentsOfHead(object.bytes) : contentsOfVersion(object.bytes);
            }
            catch (error) {
                if (error instanceof FormatError || (error instanceof StoreError && error.kind === 'corrupt'))
                    return undefined;
                throw error;
            }
        },
        remove: (ids, options) => store.remove(ids, options),
    };
}
/** No key is needed to say what a sealed version refers to. */
function contentsOfVersion(bytes) {
    const { packs } = (0,sealed_object/* sealOf */.Ru)('V', bytes) ?? (0,version_codec/* decodeVersion */.Db)(bytes).manifest;
    return { linked: [], packs: packs.map(({ lane, ulid }) => ({ lane, ulid })) };
}
function contentsOfHead(bytes) {
    const { current, history } = decodeHead(bytes);
    return { linked: [current, ...history].map(({ ulid }) => ulid), packs: [] };
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./js/stores/github/names.js

/*
 * An entry's name is an object key, `#`, and what tells entries of one object apart (of a pack 16 random characters, of
 * a head the version's ulid before them). Keys made by `core/keys.ts` hold neither `#` nor `=` nor a comma, which the
 * service refuses. It allows 512 characters: a key of more than 469 is cut and closed by `=` and its digest.
 */
/** What the names of all entries of an object start with: its key up to and with the `#`. No other entry's name does. */
function entryPrefix(key) {
    if (key.length <= LONGEST)
        return `${key}#`;
    return `${key.slice(0, KEPT)}=${(0,external_node_crypto_.createHash)('sha256').update(key).digest('hex')}#`;
}
/**
 * What the names of all entries of all objects start with whose key starts with `keyPrefix`. Past the length that cut
 * keys keep it says less than `keyPrefix`: whoever needs to be sure looks into what was found.
 */
function entriesPrefix(keyPrefix) {
    return keyPrefix.slice(0, KEPT);
}
/** The key in an entry's name. `cut`: it is longer than the name tells. `undefined`: not a name of ours. */
function keyOfEntry(name) {
    const key = name.slice(0, Math.max(0, name.indexOf('#')));
    if (key === '')
        return undefined;
    return key.includes('=') ? 'cut' : key;
}
/** Without `#`, a ulid of 26 characters and 16 random ones. */
const LONGEST = 512 - 1 - 26 - 16;
/** Of a cut key, without `=` and the digest. */
const KEPT = LONGEST - 1 - 64;

;// CONCATENATED MODULE: ./js/stores/github/archive.js






/**
 * The archive of GitHub's cache service. Every head entry holds a version, and the newest of a line is its head. Entries
 * are read once: a read is use, and a line that only its collection reads must expire.
 */
function createGithubArchive(entries, admin) {
    return {
        async survey(namespace, lane, options) {
            const prefix = (0,keys/* lanePrefix */.zi)(namespace, lane);
            const newest = new Map();
            const versions = [];
            const packs = [];
            for await (const entry of admin.list(entriesPrefix(prefix), options)) {
                const { name, bytes, created, used } = entry;
                const line = name.slice(0, name.indexOf('#') + 1);
                const kind = line.startsWith(prefix) ? line.slice(prefix.length).split('/')[0] : undefined;
                if (kind === 'heads') {
                    const version = name.slice(line.length, line.length + ULID_LENGTH);
                    if ((0,core_ulid/* isUlid */.h)(version))
                        versions.push({ line, entry, version });
                    if (created >= (newest.get(line)?.created ?? 0))
                        newest.set(line, entry);
                }
                else if (kind === 'packs') {
                    const ulid = line.slice(prefix.length + 'packs/'.length, -1);
                    if ((0,core_ulid/* isUlid */.h)(ulid))
                        packs.push({ id: name, ulid, bytes, modified: created, used });
                }
            }
            const objects = versions.map(({ line, entry, version }) => ({
                id: entry.name,
                modified: entry.created,
                isHead: newest.get(line) === entry,
                version,
            }));
            return { objects, packs };
        },
        async examine({ id }, options) {
            const part = await entries.read({ name: id }, undefined, options);
            if (!part)
                return undefined;
            try {
                const { head, versionAt } = decodeHeadEntry(part.bytes);
                const linked = [head.current, ...head.history].map(({ ulid }) => ulid);
                return { ...contentsOfVersion(part.bytes.subarray(versionAt)), linked };
            }
            catch (error) {
                if (!(error instanceof errors/* FormatError */.IF))
                    throw error;
                return undefined;
            }
        },
        remove: (ids, options) => admin.remove(ids, options),
    };
}
const ULID_LENGTH = 26;

;// CONCATENATED MODULE: ./js/stores/github/remember.js
function createMemory() {
    const answers = new Map();
    return {
        async get(name, ask, wrong) {
            for (;;) {
                const known = answers.get(name);
                // Another's failure may be its own: its signal.
                const got = await known?.then((answer) => ({ answer, asked: false }), () => undefined);
                if (got && (got.answer === undefined || got.answer !== wrong))
                    return got;
                if (answers.get(name) !== known)
                    continue;
                const asking = ask();
                answers.set(name, asking);
                const forget = () => {
                    if (answers.get(name) === asking)
                        answers.delete(name);
                };
                asking.then((answer) => answer ?? forget(), forget);
                return { answer: await asking, asked: true };
            }
        },
        set(name, answer) {
            answers.set(name, Promise.resolve(answer));
        },
        forget(name) {
            answers.delete(name);
        },
    };
}

;// CONCATENATED MODULE: ./js/stores/http/exchange.js
/** No whole answer came: not reachable, reset, cut off, or stalled. Whether the request had an effect is not known. */
class Broken extends Error {
    name = 'Broken';
}
/**
 * One request and what `use` makes of its answer. Throws `Broken`, or the signal's reason once it is aborted. Nothing
 * moving for 10 s (up to 15: it is looked at every 5) while sending or receiving is a stall.
 */
async function exchange(wire, request, signal, use) {
    signal?.throwIfAborted();
    const watch = watchFor(wire.clock, request.patience);
    const either = signal ? AbortSignal.any([signal, watch.stalled]) : watch.stalled;
    const attempt = async (step) => {
        try {
            return await step();
        }
        catch (error) {
            signal?.throwIfAborted();
            throw watch.stalled.aborted ? watch.stalled.reason : new Broken(reasonOf(error));
        }
    };
    let reply;
    let answer;
    try {
        answer = await attempt(() => wire.fetch(request.url, outgoingOf(request, either, watch)));
        watch.moved();
        reply = replyOf(answer, watch, attempt);
        return await use(reply);
    }
    finally {
        watch.end();
        // An unread rest would keep the connection.
        if (!reply?.isRead())
            await answer?.body?.cancel().catch(() => undefined);
    }
}
/** Worth asking again: the other side's trouble, not ours. */
function isPassing(status) {
    return status >= 500 || status === 408 || status === 429;
}
/** How long nothing may move while bytes are sent or received. */
const STALL_MILLIS = 10_000;
const TICK_MILLIS = 5000;
/** Bytes given to the connection at once; each is a sign of life. */
const PIECE = 256 * 1024;
const TEXT_LENGTH = 16 * 1024;
/** Aborts when nothing moves. It counts ticks, not the clock: a machine that was busy or slept has not stalled. */
function watchFor(clock, patience) {
    const stalled = new AbortController();
    const ended = new AbortController();
    let limit = patience;
    let quiet = 0;
    const look = async () => {
        for (; quiet <= limit; quiet += TICK_MILLIS)
            await clock.sleep(TICK_MILLIS, ended.signal);
        stalled.abort(new Broken(`nothing came for ${limit / 1000} s`));
    };
    look().catch(() => undefined); // its sleep was ended
    return {
        stalled: stalled.signal,
        /** A piece went out or came in, and there are more. */
        moved() {
            limit = STALL_MILLIS;
            quiet = 0;
        },
        /** Everything is sent: the answer is awaited. */
        sent() {
            limit = patience;
        },
        end() {
            ended.abort();
        },
    };
}
function outgoingOf({ method, headers, body }, signal, watch) {
    const common = { method, headers, signal };
    if (body === undefined || typeof body === 'string')
        return { ...common, ...(body && { body }) };
    const length = body.reduce((sum, block) => sum + block.length, 0);
    // An empty stream would go out in the chunked form, which the other side refuses.
    if (length === 0)
        return { ...common, body: '' };
    return { ...common, headers: { ...headers, 'content-length': `${length}` }, body: pieces(body, watch) };
}
async function* pieces(blocks, watch) {
    for (const block of blocks) {
        for (let at = 0; at < block.length; at += PIECE) {
            yield block.subarray(at, at + PIECE);
            watch.moved();
        }
    }
    watch.sent();
}
function replyOf({ status, headers, body }, watch, attempt) {
    let isRead = false;
    /** Until there is no more, or `take` says that it has enough. */
    const drain = async (take) => {
        isRead = true;
        if (!body)
            return;
        // What `take` throws is no trouble of the connection.
        let thrown;
        const taking = (piece) => {
            watch.moved();
            try {
                return take(piece);
            }
            catch (error) {
                thrown = { error };
                return false;
            }
        };
        await attempt(async () => {
            if ('pour' in body)
                return body.pour(taking);
            for await (const piece of body)
                if (!taking(piece))
                    return;
        }).finally(() => {
            if (thrown)
                throw thrown.error;
        });
    };
    return {
        status,
        headers,
        isRead: () => isRead,
        drain: (take) => drain((piece) => {
            take(piece);
            return true;
        }),
        async text(limit = TEXT_LENGTH) {
            const taken = [];
            let length = 0;
            await drain((piece) => {
                taken.push(new Uint8Array(piece));
                length += piece.length;
                return length < limit;
            });
            return Buffer.concat(taken).toString('utf8', 0, Math.min(length, limit));
        },
    };
}
/** `fetch` hides why it failed in the cause; where several addresses refuse, there is only a code. */
function reasonOf(error) {
    const { cause } = error;
    const { message, code } = (cause instanceof Error ? cause : error);
    return message || code || 'no answer';
}

;// CONCATENATED MODULE: ./js/stores/github/wire.js
/** A wire that has counted nothing yet. */
function createWire(parts) {
    const none = { requests: 0, upkeepRequests: 0, objectsPut: 0, uploadedBytes: 0, fetchedBytes: 0 };
    return { ...parts, counts: { ...none, serviceCalls: 0, ranges: 0 } };
}
/** Counts a request; upkeep only as such. */
function count({ counts }, what, { upkeep }) {
    if (upkeep)
        counts.upkeepRequests++;
    else {
        counts.requests++;
        counts[what]++;
    }
}
/** Waits before the next attempt: about half a second, then three times as long each time. */
function backOff({ clock, random }, attempt, signal) {
    const [byte = 0] = random(1);
    return clock.sleep(500 * 3 ** (attempt - 1) * (0.5 + byte / 256), signal);
}

;// CONCATENATED MODULE: ./js/stores/github/service.js




/** For people and messages; there is one such service for a job. */
const STORE_NAME = 'github:';
function createService({ resultsUrl, token }, wire) {
    if (!URL.canParse(resultsUrl))
        throw new errors/* UserError */.yo('ACTIONS_RESULTS_URL is no URL.');
    const gate = createGate(wire);
    let offset = 0;
    /** One exchange; what the service said, whatever it was. */
    const ask = async (method, body, options) => {
        count(wire, 'serviceCalls', options);
        const sentAt = wire.clock.now();
        const request = {
            method: 'POST',
            url: new URL(`${PATH}${method}`, resultsUrl).href,
            headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'user-agent': 'warmstart' },
            body: JSON.stringify({ ...body, version: VERSION }),
            patience: PATIENCE_MILLIS,
        };
        return exchange(wire, request, options.signal, async (reply) => {
            offset = corrected(offset, reply, sentAt, wire.clock.now());
            return answerOf(method, reply.status, reply.headers, await reply.text());
        });
    };
    /** As `ask`, for answers that say what was asked for. Everything else is an error, or the refusals named. */
    const call = async (method, name, body, options = {}) => {
        for (;;) {
            await gate.pass(options.signal);
            let answer;
            try {
                answer = await ask(method, body, options);
            }
            catch (error) {
                if (!(error instanceof Broken))
                    throw error;
                throw new errors/* StoreError */.AD('unavailable', STORE_NAME, name, new Error(`${method}: ${error.message}`));
            }
            const { fields, words } = answer;
            if (fields?.['ok'] === true)
                return fields;
            const kind = refusal(answer);
            if (kind === 'taken' || kind === 'not found')
                return kind;
            if (kind !== 'throttled' || !gate.close(answer.retryAfter))
                throw new errors/* StoreError */.AD(kind, STORE_NAME, name, words);
        }
    };
    return {
        async create(name, options) {
            const fields = await call('CreateCacheEntry', name, { key: name }, options);
            if (fields === 'taken')
                return undefined;
            return fields === 'not found' ? unexpected(name, 'CreateCacheEntry') : urlIn(fields, 'signed_upload_url', name);
        },
        async finalize(name, bytes, options) {
            const fields = await call('FinalizeCacheEntryUpload', name, { key: name, size_bytes: `${bytes}` }, options);
            if (fields === 'not found')
                return 'unseen';
            return fields === 'taken' ? 'done before' : 'done';
        },
        async lookup(prefix, options) {
            // Both ways to ask, for it is told differently which of them the service looks at.
            const body = { key: prefix, restore_keys: [prefix] };
            const fields = await patiently(wire, options, () => call('GetCacheEntryDownloadURL', prefix, body, options));
            if (fields === 'not found')
                return undefined;
            const name = typeof fields === 'object' ? fields['matched_key'] : undefined;
            if (typeof name !== 'string' || typeof fields !== 'object')
                return unexpected(prefix, 'matched_key');
            return name.startsWith(prefix) ? { name, url: urlIn(fields, 'signed_download_url', prefix) } : undefined;
        },
        now: () => wire.clock.now() + offset,
    };
}
const PATH = '/twirp/github.actions.results.api.v1.CacheService/';
/** Half of an entry's identity in the service's eyes, made for archives of other tools: ours is always the same. */
const VERSION = (0,external_node_crypto_.createHash)('sha256').update('warmstart/v1').digest('hex');
const PATIENCE_MILLIS = 20_000;
const LOOKUPS = 3;
const THROTTLED_MILLIS = 60_000;
/** Where no time is told. */
const RETRY_MILLIS = 5000;
function answerOf(method, status, headers, text) {
    let fields;
    try {
        const parsed = JSON.parse(text);
        if (typeof parsed === 'object' && parsed !== null)
            fields = parsed;
    }
    catch {
        // A page of some proxy or load balancer.
    }
    const parts = [fields?.['code'], fields?.['msg'] ?? fields?.['message']];
    const said = fields ? parts.filter((part) => typeof part === 'string' && part !== '').join(': ') : plain(text);
    const words = new Error(`${method}: ${status}${said && ` ${said}`}`);
    return { method, status, fields, words, retryAfter: retryAfterOf(headers) };
}
/** What an answer means that does not say `ok`. Denials and want of room come with several statuses: the words decide. */
function refusal({ method, status, fields, words, retryAfter }) {
    const code = fields?.['code'];
    if (/\bcache (?:write|read) denied:/.test(words.message))
        return 'denied';
    if (status === 409 || code === 'already_exists')
        return 'taken';
    if (code === 'not_found')
        return 'not found';
    if (status === 429 && retryAfter !== undefined)
        return 'throttled';
    if (/insufficient usage|quota|storage limit|read[- ]only/i.test(words.message))
        return 'full';
    if (status === 429)
        return 'throttled';
    if (status === 401 || status === 403)
        return 'denied';
    if (isPassing(status) || !fields)
        return 'unavailable';
    if (status !== 200)
        return 'unsupported';
    // Not `ok`, and no reason given: nothing is found, or the name is taken.
    if (method === 'GetCacheEntryDownloadURL')
        return 'not found';
    return method === 'CreateCacheEntry' && !fields['message'] ? 'taken' : 'unavailable';
}
function urlIn(fields, field, name) {
    const url = fields[field];
    return typeof url === 'string' && URL.canParse(url) ? url : unexpected(name, field);
}
function unexpected(name, what) {
    throw new errors/* StoreError */.AD('unavailable', STORE_NAME, name, new Error(`${what}: an answer without what was asked for`));
}
/** Asks again while the service is unavailable. */
async function patiently(wire, { signal } = {}, ask) {
    for (let attempt = 1;; attempt++) {
        try {
            return await ask();
        }
        catch (error) {
            const passing = error instanceof errors/* StoreError */.AD && error.kind === 'unavailable';
            if (!passing || attempt === LOOKUPS)
                throw error;
            await backOff(wire, attempt, signal);
        }
    }
}
/** Closed while the service asks for patience. Callers that wait at the same time wait once. */
function createGate({ clock, random }) {
    let until = 0;
    let waited = 0;
    return {
        async pass(signal) {
            for (let left = until - clock.now(); left > 0; left = until - clock.now())
                await clock.sleep(left, signal);
        },
        /** False: that would be more than a run waits in all. */
        close(millis = RETRY_MILLIS) {
            const [byte = 0] = random(1);
            const now = clock.now();
            // Not all jobs at the same moment.
            const end = now + millis * (1 + byte / 1024);
            const more = Math.max(0, end - Math.max(until, now));
            if (waited + more > THROTTLED_MILLIS)
                return false;
            waited += more;
            until = Math.max(until, end);
            return true;
        },
    };
}
/** `Retry-After` is in seconds, or a date. */
function retryAfterOf(headers) {
    const text = headers.get('retry-after') ?? '';
    const millis = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.parse(headers.get('date') ?? '');
    return Number.isNaN(millis) ? undefined : Math.max(millis, 1000);
}
/** The offset nearest to the one before that the answer's date (whole seconds) allows. */
function corrected(offset, { headers }, sentAt, receivedAt) {
    const date = Date.parse(headers.get('date') ?? '');
    if (Number.isNaN(date))
        return offset;
    return Math.min(Math.max(offset, date - receivedAt), date + 999 - sentAt);
}
/** The text of a page, roughly, and not much of it. */
function plain(text) {
    return text
        .slice(0, 4096)
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim()
        .slice(0, 200);
}

;// CONCATENATED MODULE: ./js/stores/github/slots.js
function createSlots(count) {
    let free = count;
    const waiting = [];
    const giveBack = () => {
        const next = waiting.shift();
        if (next)
            next();
        else
            free++;
    };
    return {
        async take(signal) {
            signal.throwIfAborted();
            if (free > 0)
                free--;
            else {
                await new Promise((resolve, reject) => {
                    const abort = () => {
                        waiting.splice(waiting.indexOf(go), 1);
                        reject(signal.reason);
                    };
                    const go = () => {
                        signal.removeEventListener('abort', abort);
                        resolve();
                    };
                    waiting.push(go);
                    signal.addEventListener('abort', abort, { once: true });
                });
            }
            return giveBack;
        },
    };
}

// EXTERNAL MODULE: ./js/core/bytes.js
var core_bytes = __webpack_require__(5547);
;// CONCATENATED MODULE: ./js/stores/github/transfer.js





/*
 * Both ways between this process and signed URLs of Azure's blob storage: what is sent is sent again after trouble, what
 * is read goes on where it ended.
 */
/** Uploads the whole content at once. */
async function putBlob(wire, name, url, blocks, signal) {
    await put(wire, name, { url, headers: { 'x-ms-blob-type': 'BlockBlob' }, body: blocks }, signal);
}
/** Uploads one of at most 50,000 parts. It counts once a list names it. */
async function putPart(wire, name, url, number, blocks, signal) {
    const part = withQuery(url, { comp: 'block', blockid: partId(number) });
    await put(wire, name, { url: part, headers: {}, body: blocks }, signal);
}
/** Makes the parts 0 to `count - 1` the content. */
async function putPartList(wire, name, url, count, signal) {
    const ids = Array.from({ length: count }, (_, number) => `<Latest>${partId(number)}</Latest>`);
    const body = `<?xml version="1.0" encoding="utf-8"?><BlockList>${ids.join('')}</BlockList>`;
    const headers = { 'content-type': 'application/xml' };
    await put(wire, name, { url: withQuery(url, { comp: 'blocklist' }), headers, body: [Buffer.from(body)] }, signal);
}
/**
 * Reads a range, clipped to the blob's end, or all from its offset on. A URL that has done its time is replaced once;
 * `undefined`: nothing is there. Gives up after five attempts in a row that brought nothing.
 */
async function fetchPart(wire, name, urls, range, options) {
    const download = new Download(range.offset, range.length, options);
    let source = await urls(undefined);
    for (let idle = 0; source !== undefined;) {
        const before = download.filled;
        const outcome = await readSome(wire, source.url, download, options);
        if (outcome === 'all')
            return download.part();
        if (outcome === 'gone')
            return undefined;
        const moved = download.filled > before;
        if (outcome.kind === 'refused' && (source.fresh || idle >= ATTEMPTS))
            throw failure('denied', name, outcome.words);
        if (outcome.kind === 'wrong')
            throw failure('unavailable', name, outcome.words);
        idle = moved ? 0 : idle + 1;
        if (idle === ATTEMPTS)
            throw failure('unavailable', name, outcome.words);
        if (outcome.kind === 'refused')
            source = await urls(source.url);
        else if (!moved)
            await backOff(wire, idle, options.signal);
        // It has worked: refused later, it has done its time.
        if (moved && source)
            source = { ...source, fresh: false };
    }
    return undefined;
}
const ATTEMPTS = 5;
const PUTS = 3;
/** Storage answers at once; a proxy or the system may still hold some of what was sent. */
const READ_PATIENCE_MILLIS = 10_000;
const WRITE_PATIENCE_MILLIS = 30_000;
async function put(wire, name, what, signal) {
    const request = { method: 'PUT', ...what, patience: WRITE_PATIENCE_MILLIS };
    for (let attempt = 1;; attempt++) {
        wire.counts.requests++;
        const failed = await exchange(wire, request, signal, async (reply) => reply.status < 300 ? undefined : { words: await wordsOf(reply), passing: isPassing(reply.status) }).catch(asOutcome);
        if (!failed)
            return;
        // A signed URL for an upload cannot be had again: one that is refused is the end of it.
        if (!failed.passing || attempt === PUTS)
            throw failure('unavailable', name, failed.words);
        await backOff(wire, attempt, signal);
    }
}
/** One request for what is missing. */
async function readSome(wire, url, download, options) {
    count(wire, 'ranges', options);
    const headers = { range: download.header(), 'accept-encoding': 'identity' };
    const request = { method: 'GET', url, headers, patience: READ_PATIENCE_MILLIS };
    const use = async (reply) => {
        const { status } = reply;
        if (status === 416)
            return download.empty(reply.headers);
        if (status === 404)
            return 'gone';
        if (status === 401 || status === 403)
            return { kind: 'refused', words: await wordsOf(reply) };
        if (status !== 206)
            return { kind: isPassing(status) ? 'broken' : 'wrong', words: await wordsOf(reply) };
        const wrong = download.accept(reply.headers);
        if (wrong)
            return { kind: 'wrong', words: wrong };
        await reply.drain((piece) => {
            wire.counts.fetchedBytes += piece.length;
            download.take(piece);
        });
        return download.isWhole() ? 'all' : { kind: 'broken', words: 'the answer was cut off' };
    };
    return exchange(wire, request, options.signal, use).catch((error) => ({
        kind: 'broken',
        ...asOutcome(error),
    }));
}
/** A range as far as it has come. */
class Download {
    filled = 0;
    #offset;
    #length;
    #bytes;
    #total = 0;
    #modified = 0;
    #array;
    #moved;
    constructor(offset, length, { array = core_bytes/* newArray */.Wf, moved }) {
        this.#offset = offset;
        this.#length = length;
        this.#array = array;
        this.#moved = moved;
    }
    header() {
        const end = this.#length === undefined ? '' : this.#offset + this.#length - 1;
        return `bytes=${this.#offset + this.filled}-${end}`;
    }
    /** Makes room by what the answer holds, not by what was asked for: that may come out of a damaged object. */
    accept(headers) {
        const said = headers.get('content-range') ?? '';
        const [, from, total] = (/^bytes (\d+)-\d+\/(\d+)$/.exec(said) ?? []).map(Number);
        if (from === undefined || total === undefined)
            return `a range without its place: ${said}`;
        const end = Math.min(this.#length === undefined ? total : this.#offset + this.#length, total);
        const changed = this.#bytes !== undefined && total !== this.#total;
        if (from !== this.#offset + this.filled || changed)
            return `not the range asked for: ${said}`;
        this.#bytes ??= this.#array(end - this.#offset);
        this.#total = total;
        this.#modified = Date.parse(headers.get('last-modified') ?? '') || 0;
        return undefined;
    }
    take(piece) {
        const bytes = this.#bytes ?? new Uint8Array(0);
        if (piece.length > bytes.length - this.filled)
            throw new Broken('more came than was asked for');
        bytes.set(piece, this.filled);
        this.filled += piece.length;
        this.#moved?.(bytes, this.filled);
    }
    isWhole() {
        return this.filled === this.#bytes?.length;
    }
    /** The range begins at the end, or past it; where the end is not told it is not beyond the offset. */
    empty(headers) {
        this.#bytes = new Uint8Array(0);
        this.#total = Number(/^bytes \*\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1] ?? this.#offset);
        this.#modified = Date.parse(headers.get('last-modified') ?? '') || 0;
        return 'all';
    }
    part() {
        return { bytes: this.#bytes ?? new Uint8Array(0), total: this.#total, modified: this.#modified };
    }
}
function partId(number) {
    return Buffer.from(`part-${`${number}`.padStart(5, '0')}`).toString('base64');
}
function withQuery(url, query) {
    return `${url}${url.includes('?') ? '&' : '?'}${new URLSearchParams(query)}`;
}
function asOutcome(error) {
    if (!(error instanceof Broken))
        throw error;
    return { words: error.message, passing: true };
}
/** The storage's own words, without the signature it may quote. */
async function wordsOf(reply) {
    const text = await reply.text();
    const said = [/<Code>([^<]*)/, /<Message>([^<\n]*)/].map((part) => part.exec(text)?.[1]).filter(Boolean);
    return [`${reply.status}`, ...said].join(' ');
}
function failure(kind, name, words) {
    return new errors/* StoreError */.AD(kind, STORE_NAME, name, new Error(words));
}

;// CONCATENATED MODULE: ./js/stores/github/upload.js






/**
 * Writes one entry. Blocks are gathered to parts, which go out while the caller goes on; content of one part goes at
 * once. A name is never asked for twice: after any doubt about a reservation another one is drawn, and content that is
 * still held (one part) is written again under another name when its upload or its finalisation is in doubt.
 */
class Upload {
    #uploads;
    #prefix;
    #cancel = new AbortController();
    #signal;
    #parts = [];
    #gathered = [];
    #gatheredBytes = 0;
    #bytes = 0;
    #reserved;
    #failed;
    #finished = false;
    constructor(uploads, prefix, signal) {
        this.#uploads = uploads;
        this.#prefix = prefix;
        this.#signal = signal ? AbortSignal.any([signal, this.#cancel.signal]) : this.#cancel.signal;
    }
    async write(block) {
        if (this.#finished)
            throw new Error('the writer is finished');
        this.#signal.throwIfAborted();
        if (this.#failed)
            throw this.#failed;
        void this.#reserve();
        this.#bytes += block.length;
        let room;
        for (let at = 0; at < block.length;) {
            // Only when there is more: what fits into one part goes at once, at the end.
            if (this.#gatheredBytes === PART_BYTES)
                room = this.#cut();
            const end = Math.min(block.length, at + PART_BYTES - this.#gatheredBytes);
            this.#gathered.push(block.subarray(at, end));
            this.#gatheredBytes += end - at;
            at = end;
        }
        await room;
    }
    async commit(after) {
        if (this.#finished)
            throw new Error('the writer is finished');
        this.#finished = true;
        this.#signal.throwIfAborted();
        const name = await (this.#parts.length === 0 ? this.#commitHeld(after) : this.#commitParts(after));
        this.#uploads.wire.counts.objectsPut++;
        return { name };
    }
    async abort() {
        this.#finished = true;
        this.#cancel.abort();
        this.#gathered = [];
        await Promise.allSettled([...this.#parts, this.#reserved]);
    }
    /** Sends what is gathered as a part; resolves when that has begun. */
    #cut() {
        const { wire, slots } = this.#uploads;
        const blocks = this.#gathered;
        const bytes = this.#gatheredBytes;
        const number = this.#parts.length;
        this.#gathered = [];
        this.#gatheredBytes = 0;
        const slot = slots.take(this.#signal);
        const send = async () => {
            const giveBack = await slot;
            try {
                const { name, url } = await this.#reserve();
                await putPart(wire, name, url, number, blocks, this.#signal);
                wire.counts.uploadedBytes += bytes;
                for (const block of blocks)
                    (0,core_bytes/* releaseWhole */.jf)(block);
            }
            finally {
                giveBack();
            }
        };
        const part = send();
        part.catch((error) => {
            this.#failed ??= error;
        });
        this.#parts.push(part);
        return slot;
    }
    /** Nobody goes on until the last bytes are there: they go by several connections. */
    #cutRest() {
        const rest = Buffer.concat(this.#gathered);
        for (const block of this.#gathered)
            (0,core_bytes/* releaseWhole */.jf)(block);
        const parts = Math.max(1, Math.min(PARTS_AT_ONCE, Math.floor(rest.length / LEAST_PART_BYTES)));
        const share = Math.ceil(rest.length / parts);
        for (let at = 0; at < rest.length; at += share) {
            this.#gathered = [rest.subarray(at, at + share)];
            this.#gatheredBytes = Math.min(share, rest.length - at);
            void this.#cut();
        }
    }
    async #commitParts(after) {
        this.#cutRest();
        await Promise.all(this.#parts);
        const { name, url } = await this.#reserve();
        await putPartList(this.#uploads.wire, name, url, this.#parts.length, this.#signal);
        await after;
        await this.#finalize(name);
        return name;
    }
    async #commitHeld(after) {
        const { wire, slots } = this.#uploads;
        // Its failure is no doubt about this entry.
        let refused = false;
        after?.catch(() => {
            refused = true;
        });
        for (let start = 1;; start++) {
            const { name, url } = await this.#reserve();
            try {
                const giveBack = await slots.take(this.#signal);
                await putBlob(wire, name, url, this.#gathered, this.#signal).finally(giveBack);
                await after;
                await this.#finalize(name);
                wire.counts.uploadedBytes += this.#bytes;
                return name;
            }
            catch (error) {
                if (refused || !isDoubt(error) || start === STARTS)
                    throw error;
                this.#reserved = undefined;
                await backOff(wire, start, this.#signal);
            }
        }
    }
    #reserve() {
        if (!this.#reserved) {
            this.#reserved = this.#draw();
            this.#reserved.catch(() => undefined); // whoever needs it awaits it
        }
        return this.#reserved;
    }
    /** A name that was never asked for. One that is taken, or may be reserved without our knowing, is left alone. */
    async #draw() {
        const { wire, service } = this.#uploads;
        for (let attempt = 1;; attempt++) {
            const name = this.#prefix + randomText(wire.random);
            let error = new errors/* StoreError */.AD('unavailable', STORE_NAME, name, new Error('CreateCacheEntry: names are taken'));
            try {
                const url = await service.create(name, { signal: this.#signal });
                if (url !== undefined)
                    return { name, url };
            }
            catch (failure) {
                if (!isDoubt(failure))
                    throw failure;
                error = failure;
            }
            if (attempt === NAMES)
                throw error;
            await backOff(wire, attempt, this.#signal);
        }
    }
    /** Asking again does no harm, and tells whether a call whose answer was lost had its effect. */
    async #finalize(name) {
        const { wire, service } = this.#uploads;
        const options = { signal: this.#signal };
        const isVisible = async () => (await service.lookup(name, options))?.name === name;
        let doubt;
        for (let unseen = 0, failures = 0; unseen <= UNSEEN && failures < FAILURES;) {
            this.#signal.throwIfAborted();
            try {
                const outcome = await service.finalize(name, this.#bytes, options);
                if (outcome === 'done' || (outcome === 'done before' && doubt !== undefined))
                    return;
                if (outcome === 'done before' || (doubt !== undefined && (await isVisible())))
                    break;
                if (++unseen <= UNSEEN)
                    await wire.clock.sleep(UNSEEN_MILLIS, this.#signal);
            }
            catch (error) {
                if (!isDoubt(error))
                    throw error;
                doubt = error;
                if (++failures < FAILURES)
                    await backOff(wire, failures, this.#signal);
            }
        }
        if (await isVisible())
            return;
        throw doubt ?? new errors/* StoreError */.AD('unavailable', STORE_NAME, name, new Error('FinalizeCacheEntryUpload: not found'));
    }
}
const PART_BYTES = 8 * 1024 * 1024;
const LEAST_PART_BYTES = 1024 * 1024;
/** Of all writers together. Each holds up to 8 MiB, and each writer gathers as much again. */
const PARTS_AT_ONCE = 4;
/** Names tried for one entry, and times that content which is still held is written. */
const NAMES = 3;
const STARTS = 3;
const FAILURES = 3;
/** The service may see an upload late. */
const UNSEEN = 5;
const UNSEEN_MILLIS = 2000;
/** May it have happened? */
function isDoubt(error) {
    return error instanceof errors/* StoreError */.AD && error.kind === 'unavailable';
}
/** 80 random bits in 16 characters. */
function randomText(random) {
    return (0,core_ulid/* ulid */.Z)(0, random).slice(10);
}

;// CONCATENATED MODULE: ./js/stores/github/entries.js






/** Nothing is called yet. One for a run: it remembers signed URLs and counts. Throws `UserError` for a bad URL. */
function createEntries({ clock, random, fetch, ...access }) {
    const wire = createWire({ fetch, clock, random });
    const service = createService(access, wire);
    const uploads = { wire, service, slots: createSlots(PARTS_AT_ONCE) };
    const urls = createMemory();
    const source = (name, options) => {
        const lookUp = async () => {
            const found = await service.lookup(name, options);
            return found?.name === name ? found.url : undefined;
        };
        return async (refused) => {
            const { answer: url, asked } = await urls.get(name, lookUp, refused);
            return url === undefined ? undefined : { url, fresh: asked };
        };
    };
    return {
        counts: wire.counts,
        now: () => service.now(),
        async find(prefix, options) {
            const found = await service.lookup(prefix, options);
            if (found)
                urls.set(found.name, found.url);
            return found && { name: found.name };
        },
        upload: (prefix, options = {}) => new Upload(uploads, prefix, options.signal),
        async read({ name }, range, options = {}) {
            // No range of no bytes can be asked for.
            const asked = range && { offset: range.offset, length: Math.max(range.length, 1) };
            const part = await fetchPart(wire, name, source(name, options), asked ?? { offset: 0 }, options);
            return part && range?.length === 0 ? { ...part, bytes: new Uint8Array(0) } : part;
        },
    };
}

;// CONCATENATED MODULE: ./js/stores/github/heads.js





/**
 * Heads on GitHub's cache service. Nothing can be written twice there, so every commit is a new entry that holds head
 * and version, `<head>#<version ulid><random>`, and the one created last is the head: last write wins, whatever it
 * follows, and `conflict` is never said. A lookup may be a minute behind; this run never sees less than it saw before.
 */
function createGithubHeads({ entries, admin, events }) {
    /** The latest head of each line that this run has read or written, by what its names start with. */
    const known = new Map();
    /** `undefined`: it was evicted. */
    const open = async (entry, place, options) => {
        const remembered = known.get(entry.name.slice(0, entry.name.indexOf('#') + 1));
        if (remembered?.entry.name === entry.name)
            return remembered;
        const part = await entries.read(entry, { offset: 0, length: FIRST_BYTES }, options);
        if (!part)
            return undefined;
        const { head, versionAt } = decode(entry, part.bytes);
        const line = { ...place, key: head.key };
        if (!entry.name.startsWith(prefixOf(line))) {
            throw new errors/* StoreError */.AD('corrupt', STORE_NAME, entry.name, new Error('a head of another line'));
        }
        return { entry, line, head, start: part.bytes.subarray(versionAt), rest: part.bytes.length, total: part.total };
    };
    /** The later of what the service shows and what this run knows of the line. */
    const latestOf = (shown, remembered) => {
        if (!shown || (remembered && isLater(remembered.head, shown.head)))
            return toStored(remembered);
        known.set(prefixOf(shown.line), shown);
        return toStored(shown);
    };
    const adminFor = (key) => {
        if (admin)
            return admin;
        throw new errors/* StoreError */.AD('unsupported', STORE_NAME, key, new Error(NO_ADMIN));
    };
    return {
        versionsTravel: true,
        async version(line, ref, options) {
            const opened = known.get(prefixOf(line));
            if (opened?.head.current.ulid === ref.ulid)
                return versionOf(entries, opened, options);
            const entry = await entries.find(`${prefixOf(line)}${ref.ulid}`, options);
            const part = entry && (await entries.read(entry, undefined, options));
            // What comes before it needs no reading: the version is what the entry ends with.
            return part?.bytes.subarray(Math.max(0, part.total - ref.bytes));
        },
        async read(line, options) {
            const prefix = prefixOf(line);
            const entry = await entries.find(prefix, options);
            return latestOf(entry && (await open(entry, line, options)), known.get(prefix));
        },
        async latest(namespace, lane, volume, keyPrefix, options) {
            const place = { namespace, lane, volume };
            const all = (0,keys/* headPrefix */.j6)(namespace, lane, volume, '');
            // With names this long, heads of a volume cannot be told from what else there is.
            if (entriesPrefix(all) !== all)
                return undefined;
            const entry = await entries.find(entriesPrefix((0,keys/* headPrefix */.j6)(namespace, lane, volume, keyPrefix)), options);
            const shown = entry && (await open(entry, place, options));
            const remembered = [...known]
                .flatMap(([prefix, opened]) => prefix.startsWith(all) && opened.line.key.startsWith(keyPrefix) ? [opened] : [])
                .sort((a, b) => b.head.committedAt - a.head.committedAt)[0];
            // A prefix that had to be cut finds others, too.
            return latestOf(shown?.line.key.startsWith(keyPrefix) ? shown : undefined, remembered);
        },
        async advance(line, next, _from, { version, after, ...options } = {}) {
            if (!version)
                throw new Error('here a head and its version are one object');
            const prefix = prefixOf(line);
            const writer = entries.upload(`${prefix}${next.current.ulid}`, options);
            try {
                // The version stays the caller's, and is what this run remembers; the writer lets go of the blocks it is given.
                for (const block of encodeHeadEntry(next, version))
                    await writer.write(new Uint8Array(block));
                const entry = await writer.commit(after);
                const opened = { entry, line, head: next, start: version, rest: 0, total: 0 };
                known.set(prefix, opened);
                return toStored(opened);
            }
            catch (error) {
                await writer.abort();
                throw error;
            }
        },
        async *list(namespace, options) {
            for (const [prefix, { place, modified }] of await listed(adminFor(namespace), namespace, options)) {
                try {
                    // Only what this job's token can see can be read, whatever the listing shows.
                    const entry = await entries.find(prefix, options);
                    const opened = entry && (await open(entry, place, options));
                    if (opened)
                        yield { ...toStored(opened), modified };
                }
                catch (error) {
                    if (!(error instanceof errors/* StoreError */.AD && error.kind === 'corrupt'))
                        throw error;
                    const detail = error.message;
                    events?.emit({ type: 'store-failed', kind: 'corrupt', store: STORE_NAME, doing: 'looking up', detail });
                }
            }
        },
        async remove(line, options) {
            const prefix = prefixOf(line);
            const rest = adminFor(prefix);
            const names = [];
            for await (const entry of rest.list(prefix, options))
                names.push(entry.name);
            await rest.remove(names, options);
            known.delete(prefix);
        },
    };
}
/** The head, and with it the versions of some 40,000 files: a second request costs more than these bytes. */
const FIRST_BYTES = 512 * 1024;
const NO_ADMIN = "GitHub's cache service lists and removes nothing by itself; that takes a token with the permission actions: write";
function prefixOf(line) {
    return entryPrefix((0,keys/* headKey */.Qo)(line));
}
function toStored(opened) {
    return opened && { line: opened.line, head: opened.head, tag: opened.entry.name };
}
/** One that follows the other is later, whatever the clocks of two machines said. */
function isLater(head, than) {
    if (head.from === than.commit || than.from === head.commit)
        return head.from === than.commit;
    return head.committedAt > than.committedAt;
}
function decode(entry, bytes) {
    try {
        return decodeHeadEntry(bytes);
    }
    catch (error) {
        throw new errors/* StoreError */.AD('corrupt', STORE_NAME, entry.name, error);
    }
}
async function versionOf(entries, { entry, start, rest, total }, options) {
    if (rest >= total)
        return start;
    const part = await entries.read(entry, { offset: rest, length: total - rest }, options);
    return part && Buffer.concat([start, part.bytes]);
}
/** What the names of each line's heads start with, and when the newest of them was made. */
async function listed(admin, namespace, options) {
    const lines = new Map();
    for (const headsPrefix of (0,keys/* headPrefixes */.d3)(namespace)) {
        for await (const { name, created } of admin.list(entriesPrefix(headsPrefix), options)) {
            const place = placeOf(name);
            const prefix = name.slice(0, name.indexOf('#') + 1);
            const modified = Math.max(created, lines.get(prefix)?.modified ?? 0);
            if (place)
                lines.set(prefix, { place, modified });
        }
    }
    return lines;
}
/** Of a name that is too long for its key the rest is whole, nearly always. */
function placeOf(name) {
    const key = keyOfEntry(name) ?? '';
    const line = (0,keys/* parseHeadKey */.DZ)(key === 'cut' ? `${name.slice(0, name.lastIndexOf('/'))}/x` : key);
    return line && { namespace: line.namespace, lane: line.lane, volume: line.volume };
}

;// CONCATENATED MODULE: ./js/stores/github/rest.js



/**
 * The endpoints `GET` and `DELETE /repos/{owner}/{repo}/actions/caches`. Errors are `StoreError`; a rate limit is waited
 * for as its headers say, at most a minute in all for one call. Listings come oldest first; removals are a second apart.
 */
function createRest(wire, options) {
    const { clock } = wire;
    const url = `${options.apiUrl.replace(/\/$/, '')}/repos/${options.repository}/actions/caches`;
    const scope = options.ref === undefined ? {} : { ref: options.ref };
    let lastRemoval = Number.NEGATIVE_INFINITY;
    /** Asks until there is an answer: its JSON, `undefined` where there is nothing. */
    const ask = async (method, query, key, signal) => {
        const request = requestOf(method, `${url}?${new URLSearchParams(query)}`, options.token);
        let waited = 0;
        for (let attempt = 1;; attempt++) {
            const answer = await once(wire, request, signal);
            if ('body' in answer)
                return answer.body;
            const { kind, reason, after } = answer;
            const pause = Math.max(FIRST_PAUSE_MILLIS, after ?? FIRST_PAUSE_MILLIS * 2 ** (attempt - 1));
            waited += pause;
            const again = kind === 'throttled' || (kind === 'unavailable' && attempt < TRIES);
            if (!again || waited > rest_PATIENCE_MILLIS)
                throw new errors/* StoreError */.AD(kind, STORE_NAME, key, reason);
            await clock.sleep(pause, signal);
        }
    };
    const removeOne = async (name, { signal }) => {
        const pause = lastRemoval + REMOVAL_MILLIS - clock.now();
        if (pause > 0)
            await clock.sleep(pause, signal);
        try {
            await ask('DELETE', { ...scope, key: name }, name, signal);
        }
        finally {
            lastRemoval = clock.now();
        }
    };
    return {
        async *list(prefix, { signal } = {}) {
            // Oldest first: what is made meanwhile comes at the end and moves nothing to a page that was read already.
            const query = { ...scope, key: prefix, sort: 'created_at', direction: 'asc', per_page: `${PAGE}` };
            for (let page = 1;; page++) {
                const entries = entriesOf(await ask('GET', { ...query, page: `${page}` }, prefix, signal));
                if (!entries)
                    throw new errors/* StoreError */.AD('corrupt', STORE_NAME, prefix, new Error('an answer that is no listing'));
                for (const entry of entries)
                    if (entry.name.startsWith(prefix))
                        yield entry;
                if (entries.length < PAGE)
                    return;
            }
        },
        async remove(names, callOptions = {}) {
            for (const name of names)
                await removeOne(name, callOptions);
        },
    };
}
const PAGE = 100;
/** What GitHub asks of clients that make many requests that change something. */
const REMOVAL_MILLIS = 1000;
const ANSWER_MILLIS = 30_000;
const TRIES = 4;
const FIRST_PAUSE_MILLIS = 1000;
/** How long one call may wait for a rate limit, in all. */
const rest_PATIENCE_MILLIS = 60_000;
function requestOf(method, url, token) {
    const headers = {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'user-agent': 'warmstart',
        'x-github-api-version': '2022-11-28',
    };
    return { method, url, headers, patience: ANSWER_MILLIS };
}
async function once(wire, request, signal) {
    try {
        return await exchange(wire, request, signal, async (reply) => {
            const { status } = reply;
            const text = await reply.text(Number.POSITIVE_INFINITY);
            if (status >= 200 && status < 300)
                return { body: text === '' ? undefined : JSON.parse(text) };
            // Nothing of that name: for a removal that is as good.
            if (status === 404 && request.method === 'DELETE')
                return { body: undefined };
            return rest_failure(reply, text, wire.clock.now());
        });
    }
    catch (error) {
        if (error instanceof Broken || error instanceof SyntaxError)
            return { kind: 'unavailable', reason: error };
        throw error;
    }
}
/** Both kinds of limit answer 403 or 429; a 403 without any word of waiting is a missing permission. */
function rest_failure({ status, headers }, text, now) {
    const reason = new Error(`GitHub's REST API answered ${status}: ${messageOf(text)}`);
    const limited = status === 429 ||
        (status === 403 &&
            (headers.has('retry-after') || headers.get('x-ratelimit-remaining') === '0' || /rate limit/i.test(text)));
    if (limited)
        return { kind: 'throttled', reason, after: pauseOf(headers, now) };
    if (status >= 500)
        return { kind: 'unavailable', reason };
    // 404: the token may not even know that the repository is there.
    if (status === 401 || status === 403 || status === 404)
        return { kind: 'denied', reason };
    return { kind: 'unsupported', reason };
}
/** `retry-after` in seconds, else until the limit starts anew, else the minute that GitHub asks for. */
function pauseOf(headers, now) {
    const seconds = Number(headers.get('retry-after') ?? Number.NaN);
    if (seconds >= 0)
        return seconds * 1000;
    if (headers.get('x-ratelimit-remaining') !== '0')
        return rest_PATIENCE_MILLIS;
    const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN);
    return reset >= 0 ? Math.max(0, reset * 1000 - now) : rest_PATIENCE_MILLIS;
}
function messageOf(text) {
    try {
        const { message } = JSON.parse(text);
        if (typeof message === 'string')
            return message;
    }
    catch {
        // A proxy on the way answers in HTML.
    }
    return text.slice(0, 200);
}
/** The page's entries, `undefined` if it is no page. */
function entriesOf(body) {
    const rows = body?.actions_caches;
    if (!Array.isArray(rows))
        return undefined;
    const entries = rows.map(entryOf);
    return entries.includes(undefined) ? undefined : entries;
}
function entryOf(row) {
    const { key, size_in_bytes, created_at, last_accessed_at = created_at } = (row ?? {});
    if (typeof key !== 'string' || typeof size_in_bytes !== 'number')
        return undefined;
    return { name: key, bytes: size_in_bytes, created: timeOf(created_at), used: timeOf(last_accessed_at ?? created_at) };
}
/** `NaN` for what is no time. */
function timeOf(value) {
    return typeof value === 'string' ? Date.parse(value) : Number.NaN;
}

;// CONCATENATED MODULE: ./js/stores/github/store.js




/**
 * GitHub's cache service as a store of objects that are written once, under names that nobody else writes (packs).
 * Nothing can be written on condition; `absent` stores always. Heads, which move, are entries of their own kind.
 */
function createGithubStore({ entries, clock, admin }) {
    const located = createMemory();
    /** Who asks for an object knows of it, from a head: not found, it may only not be visible yet. */
    const search = async (key, options) => {
        const prefix = entryPrefix(key);
        let entry = await entries.find(prefix, options);
        for (const millis of LAG_MILLIS) {
            if (entry)
                break;
            await clock.sleep(millis, options.signal);
            entry = await entries.find(prefix, options);
        }
        return entry;
    };
    const read = async (key, range, options) => {
        options.signal?.throwIfAborted();
        const { answer: entry } = await located.get(key, () => search(key, options));
        const part = entry && (await entries.read(entry, range, options));
        if (entry && !part)
            located.forget(key); // evicted: the next one may find it stored again
        return entry && part && { part, info: infoOf(key, entry, part) };
    };
    return {
        name: STORE_NAME,
        traits: admin ? { ...TRAITS, listing: 'eventual' } : TRAITS,
        async get(key, { range, ...options } = {}) {
            const found = await read(key, range, options);
            if (found && range && range.offset + range.length > found.part.total) {
                throw new errors/* StoreError */.AD('range', STORE_NAME, key);
            }
            return found?.part.bytes;
        },
        async read(key, options = {}) {
            const found = await read(key, undefined, options);
            return found && { bytes: found.part.bytes, info: found.info };
        },
        async stat(key, options = {}) {
            return (await read(key, { offset: 0, length: 1 }, options))?.info;
        },
        async now({ signal } = {}) {
            signal?.throwIfAborted();
            return entries.now();
        },
        open(key, options) {
            const writer = entries.upload(entryPrefix(key), options);
            return {
                write: (block) => writer.write(block),
                async commit(when) {
                    if (typeof when === 'object')
                        throw new errors/* StoreError */.AD('unsupported', STORE_NAME, key);
                    const { name } = await writer.commit();
                    located.forget(key);
                    return { stored: true, tag: name };
                },
                abort: () => writer.abort(),
            };
        },
        async *list(prefix, options = {}) {
            options.signal?.throwIfAborted();
            const newest = new Map();
            for await (const entry of admin?.list(entriesPrefix(prefix), options) ?? []) {
                const key = keyOfEntry(entry.name);
                if (key === undefined || key === 'cut' || !key.startsWith(prefix))
                    continue;
                if (entry.created >= (newest.get(key)?.created ?? 0))
                    newest.set(key, entry);
            }
            for (const [key, { name, bytes, created }] of newest)
                yield { key, bytes, modified: created, tag: name };
        },
        async remove(keys, options = {}) {
            for (const key of keys) {
                options.signal?.throwIfAborted();
                const names = [];
                for await (const { name } of admin?.list(entryPrefix(key), options) ?? [])
                    names.push(name);
                await admin?.remove(names, options);
                located.forget(key);
            }
        },
        // A read is what the service counts from.
        renew: async (key, options = {}) => (await read(key, { offset: 0, length: 1 }, options)) !== undefined,
    };
}
const TRAITS = {
    conditionalPut: false,
    overwrite: false,
    listing: 'none',
    evicts: true,
    concurrency: 8,
    readBytes: 8 * 1024 * 1024,
    // Measured at 100 MB/s a connection on two cores: a save waits for compression, not for the network.
    zstdLevel: 1,
    // With the one that a usual volume fills and the one that a save adds, eight.
    smallPacks: 6,
    packBytes: 128 * 1024 * 1024,
    // A week without being read, and an entry goes.
    touch: { how: 'read', everyMillis: 86_400_000 },
};
/** Waits between lookups of an object that should be there. */
const LAG_MILLIS = [1000, 3000];
function infoOf(key, { name }, { total, modified }) {
    return { key, bytes: total, modified, tag: name };
}

;// CONCATENATED MODULE: ./js/stores/github/open.js






/** GitHub's cache service as store and heads that share one wire. Throws `UserError`; nothing is called yet. */
function openGithub(access, parts) {
    const { clock, random, events } = parts;
    const fetch = (0,client/* createSend */.R)(access.proxy);
    const entries = createEntries({
        clock,
        random,
        fetch,
        resultsUrl: access.resultsUrl,
        token: access.runtimeToken,
    });
    const rest = access.token === '' || access.ref === '' ? undefined : createRest({ fetch, clock }, access);
    const admin = rest && { admin: rest };
    return {
        store: createGithubStore({ entries, clock, ...admin }),
        heads: createGithubHeads({ entries, events, ...admin }),
        ...(rest && { archive: createGithubArchive(entries, rest) }),
        counts: entries.counts,
    };
}


/***/ })

};
