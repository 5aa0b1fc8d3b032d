import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
var __webpack_exports__ = {};

;// CONCATENATED MODULE: external "node:worker_threads"
const external_node_worker_threads_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");
;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");
;// CONCATENATED MODULE: ./js/core/secrets/values.js
// Readers for the few formats that hold credentials. They find a value, they do not check a file: what a tool would
// still read must be found in a file that is not quite well-formed.
/** Would a tool take this as the credential itself? Not a reference to a variable, not what stands in an example. */
function isReal(text) {
    const value = unquoted(text ?? '');
    return value.length >= SHORTEST && !REFERENCE.test(value) && !PLACEHOLDER.test(value);
}
/** As `isReal`, and it looks random: what somebody would call a token and not a word. */
function isTokenLike(text) {
    const value = unquoted(text);
    return isReal(value) && value.length >= 16 && /\d/.test(value) && /[a-z]/i.test(value) && /^[\w+/=.~:-]+$/.test(value);
}
/** Does the expression (global, one group) capture a real value anywhere? */
function captures(text, expression) {
    return [...text.matchAll(expression)].some(([, value]) => isReal(value));
}
/** Is one of the keys set to a real value? For lines `key = value`, `key: value`, `"key": "value"`. */
function hasSetting(text, key) {
    for (const line of text.split(/\r?\n/)) {
        const [, name = '', value = ''] = /^\s*(?:-\s+)?(?:export\s+)?["']?([^\s"'=:#;][^\s"'=:]*)["']?\s*[=:]\s*(.*)$/.exec(line) ?? [];
        if (key.test(name) && isReal(withoutComment(value)))
            return true;
    }
    return false;
}
/** `name = "value"` wherever it stands in a line, as in the inline tables of TOML, in HCL and JSON. */
function hasInlineSetting(text, names) {
    return captures(text, new RegExp(`\\b(?:${names})"?\\s*[=:]\\s*"([^"]*)"`, 'g'));
}
/** The settings of a file of `NAME=value` lines. */
function settingsOf(text) {
    return text.split(/\r?\n/).flatMap((line) => {
        const [, name, value] = /^\s*(?:export\s+)?([\w.]+)\s*[=:]\s*(.*)$/.exec(line) ?? [];
        return name === undefined || value === undefined ? [] : [{ name, value: withoutComment(value) }];
    });
}
/** Is there, anywhere in JSON, a property with such a name and a real text? Of something that is no JSON: no. */
function hasProperty(text, name) {
    return propertyOf(jsonOf(text), name);
}
/** As `hasProperty`, inside the properties of the outermost object that are called so. */
function hasPropertyUnder(text, outer, name) {
    const value = jsonOf(text);
    if (typeof value !== 'object' || value === null)
        return false;
    return Object.entries(value).some(([key, inner]) => outer.test(key) && propertyOf(inner, name));
}
/** A URL with a user's password in it. */
function hasUrlPassword(text) {
    return captures(text, /:\/\/[^\s/:@"']*:([^\s/@"']+)@/g);
}
/** A private key with its body, in PEM (also inside JSON) or as PuTTY writes it. */
function hasPrivateKey(text) {
    return PRIVATE_KEY.test(text) || (text.startsWith('PuTTY-User-Key-File-') && text.includes('\nPrivate-Lines:'));
}
/** The template that Maven brings has its examples in comments. */
function withoutXmlComments(text) {
    const [before = '', ...parts] = text.split('<!--');
    return before + parts.map((part) => (part.includes('-->') ? part.slice(part.indexOf('-->') + 3) : '')).join('');
}
const SHORTEST = 4;
const REFERENCE = /^\$\{?\w|\$\{|^\$\(|^%\w+%$|^\{\{|^<.*>$/;
const PLACEHOLDER = /^(?:x+|\*+|\.+|-+|change[-_ ]?(?:me|it)|your[-_ ].*|my[-_]?(?:token|password|secret)|example.*|password|secret|token|dummy|placeholder|redacted|true|false|null|none|undefined|todo|fixme)$/i;
const PRIVATE_KEY = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----[\s\S]{0,200}?[A-Za-z0-9+/]{32}/;
const DEPTH = 20;
function unquoted(text) {
    return text.trim().replace(/^(["'])(.*)\1[,;]?$/, '$2');
}
function withoutComment(value) {
    return value.replace(/\s[#;].*$/, '').replace(/,\s*$/, '');
}
function jsonOf(text) {
    try {
        return JSON.parse(text.replace(/^\ufeff/, ''));
    }
    catch {
        return undefined;
    }
}
function propertyOf(value, name, depth = 0) {
    if (typeof value !== 'object' || value === null || depth > DEPTH)
        return false;
    return Object.entries(value).some(([key, inner]) => typeof inner === 'string' ? name.test(key) && isReal(inner) : propertyOf(inner, name, depth + 1));
}

;// CONCATENATED MODULE: ./js/core/secrets/tokens.js

/** The kind of the first well-known token in a small text file; `undefined`: none, or no text. */
function tokenIn(bytes) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    // Most files end here: one pass for what every shape begins with.
    if (!BEGINNINGS.test(text) || text.includes('\0'))
        return undefined;
    return (SHAPES.find(({ shape }) => [...text.matchAll(shape)].some(([token]) => isRandom(token)))?.what ??
        (hasPrivateKey(text) ? 'private key' : undefined));
}
const SHAPES = [
    { what: 'GitHub token', shape: /\bgh[pousr]_[A-Za-z0-9]{36,}|\bgithub_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}/g },
    { what: 'GitLab token', shape: /\bglpat-[\w-]{20,}/g },
    { what: 'Slack token', shape: /\bxox[abprs]-\d{8,}-[\w-]{10,}/g },
    { what: 'npm token', shape: /\bnpm_[A-Za-z0-9]{36}\b/g },
    { what: 'Stripe key', shape: /\b[sr]k_live_[A-Za-z0-9]{20,}/g },
    { what: 'Google API key', shape: /\bAIza[\w-]{35}(?![\w-])/g },
    { what: 'PyPI token', shape: /\bpypi-AgE[\w-]{50,}/g },
    // An id alone is no secret: the key that belongs to it must be near.
    {
        what: 'AWS key',
        shape: /\bA[KS]IA[A-Z2-7]{16}\b[\s\S]{1,200}?(?<![A-Za-z0-9/+])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g,
    },
];
const BEGINNINGS = /gh[pousr]_|github_pat_|glpat-|xox[abprs]-|npm_|k_live_|AIza|pypi-AgE|A[KS]IA|PRIVATE KEY/;
/** `ghp_xxxxxxxx…` stands in every manual. */
function isRandom(token) {
    return new Set(token).size >= DISTINCT && !token.includes('EXAMPLE');
}
const DISTINCT = 12;

;// CONCATENATED MODULE: ./js/core/bytes.js
// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is meant, every byte below 0x80
const ASCII = /^[\x00-\x7f]*$/;
/** What `node:fs` takes for a byte path: the string itself where it is ASCII, else a Buffer of the bytes. */
function toFsPath(path) {
    return ASCII.test(path) ? path : Buffer.from(path, 'latin1');
}
/** An ordinary string (UTF-16) as a byte path (its UTF-8 bytes). */
function toBytePath(text) {
    return ASCII.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}
/** A byte path for people: UTF-8 decoded; bytes that are none, and control characters, become U+FFFD. */
function toDisplay(path) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must go
    return (ASCII.test(path) ? path : Buffer.from(path, 'latin1').toString('utf8')).replace(/[\x00-\x1f\x7f]/g, '\ufffd');
}
/** Joins a mount's directory and a path inside it. */
function joinBytes(base, path) {
    if (path === '')
        return base;
    return base.endsWith('/') ? base + path : `${base}/${path}`;
}
/** Lower-case hex. */
function bytes_toHex(bytes) {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}
/** Are two byte strings the same? */
function sameBytes(a, b) {
    return Buffer.compare(a, b) === 0;
}
/** An array in a buffer of its own, of whatever content: it takes memory that was given back, and does not clear it. */
function newArray(length) {
    return new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
}
/** A part of an array in an array of its own. */
function copyOf(bytes, begin, end) {
    const copy = newArray(end - begin);
    copy.set(bytes.subarray(begin, end));
    return copy;
}
/**
 * Gives an array's memory back now: large buffers otherwise pile up until a collection that their small wrappers do
 * not bring about. The array is empty afterwards. A view of the shared pool stays as it is.
 */
function release(bytes) {
    if (bytes.buffer instanceof ArrayBuffer && bytes.buffer.byteLength > Buffer.poolSize)
        bytes.buffer.transfer(0);
}
/**
 * As `release`, for an array that may be a part of a buffer in which others have theirs: those stay. One that has its
 * buffer for itself is no view of the pool, so smaller ones go, too: pieces of a connection are.
 */
function releaseWhole(bytes) {
    const { buffer, byteLength } = bytes;
    if (byteLength === buffer.byteLength && byteLength >= PAGE && buffer instanceof ArrayBuffer)
        buffer.transfer(0);
}
/** Less memory than this is not worth giving back. */
const PAGE = 4096;

;// CONCATENATED MODULE: ./js/core/tree.js
/** What an entry is. Everything else (sockets, pipes, devices) is never part of a volume. */
const tree_EntryType = { file: 0, directory: 1, symlink: 2 };
/** The frame number of an extent that is a hole: zeros that are stored nowhere. */
const tree_HOLE = 0xffff_ffff;
/** An index that means "none". */
const tree_NONE = (/* unused pure expression or super */ null && (-1));
/**
 * The entries of one mount, as columns, in walk order: an entry comes after its directory, a directory's entries
 * are sorted by the bytes of their names and each is followed by all that lies below it. Entry 0 is the mount itself
 * (name `''`, parent `NONE`). One shape serves a scan, a manifest and a state; the stat columns are zero where unknown.
 *
 * Content is a run of extents: `frame[x]` (number in the manifest's frame table, or `HOLE`), `offset[x]` in the raw
 * frame and `length[x]`, one after the other from the start of the file. Columns grow by `push…`; read them by index.
 */
class Tree {
    length = 0;
    type = new Uint8Array(64);
    /** 1: lies on the way to entries that were selected, but was not selected itself. */
    implied = new Uint8Array(64);
    parent = new Int32Array(64);
    name = [];
    /** Permission bits, `0o777`. */
    mode = new Uint16Array(64);
    mtimeNs = new BigInt64Array(64);
    size = new Float64Array(64);
    /** Hard links: the number of the first entry of the group (itself for the first of a group), `NONE` for no group. */
    link = new Int32Array(64);
    /** First extent of the entry and how many; 0 for what has no content. */
    firstExtent = new Uint32Array(64);
    extentCount = new Uint32Array(64);
    /** Symbolic links only: the target's bytes. */
    target = new Map();
    // What lstat said where the tree lies on this machine: proof that an entry has not changed since.
    ctimeNs = new BigInt64Array(64);
    ino = new BigUint64Array(64);
    dev = new BigUint64Array(64);
    extents = 0;
    frame = new Uint32Array(64);
    offset = new Uint32Array(64);
    extentLength = new Uint32Array(64);
    /** Appends an entry with everything but its name, type and parent zero or none; returns its number. */
    push(name, type, parent) {
        const entry = this.length++;
        if (entry >= this.type.length)
            this.#growEntries();
        this.name.push(name);
        this.type[entry] = type;
        this.parent[entry] = parent;
        this.link[entry] = tree_NONE;
        return entry;
    }
    /** Appends an extent to the pool; returns its number. An entry's extents must be pushed together. */
    pushExtent(frame, offset, length) {
        const extent = this.extents++;
        if (extent >= this.frame.length)
            this.#growExtents();
        this.frame[extent] = frame;
        this.offset[extent] = offset;
        this.extentLength[extent] = length;
        return extent;
    }
    /** The entry's path inside the mount; `''` for the mount itself. */
    path(entry) {
        let path = this.name[entry] ?? '';
        for (let up = this.parent[entry] ?? tree_NONE; up > 0; up = this.parent[up] ?? tree_NONE)
            path = `${this.name[up]}/${path}`;
        return path;
    }
    /** The path of every entry, in order: much cheaper than `path` for each. */
    paths() {
        const paths = new Array(this.length);
        for (let entry = 0; entry < this.length; entry++) {
            const parent = this.parent[entry];
            const name = this.name[entry];
            paths[entry] = parent > 0 ? `${paths[parent]}/${name}` : name;
        }
        return paths;
    }
    /** The entry behind a hard link: itself, or the first of its group. */
    source(entry) {
        const link = this.link[entry];
        return link === tree_NONE ? entry : link;
    }
    /** Raw bytes of the regular files; a hard-linked file counts once. */
    totalBytes() {
        let bytes = 0;
        for (let entry = 0; entry < this.length; entry++) {
            if (this.type[entry] === tree_EntryType.file && this.source(entry) === entry)
                bytes += this.size[entry];
        }
        return bytes;
    }
    /** How many entries are not directories. */
    fileCount() {
        let files = 0;
        for (let entry = 0; entry < this.length; entry++)
            if (this.type[entry] !== tree_EntryType.directory)
                files++;
        return files;
    }
    #growEntries() {
        const size = this.type.length * 2;
        this.type = grown(this.type, new Uint8Array(size));
        this.implied = grown(this.implied, new Uint8Array(size));
        this.parent = grown(this.parent, new Int32Array(size));
        this.mode = grown(this.mode, new Uint16Array(size));
        this.mtimeNs = grown(this.mtimeNs, new BigInt64Array(size));
        this.size = grown(this.size, new Float64Array(size));
        this.link = grown(this.link, new Int32Array(size));
        this.firstExtent = grown(this.firstExtent, new Uint32Array(size));
        this.extentCount = grown(this.extentCount, new Uint32Array(size));
        this.ctimeNs = grown(this.ctimeNs, new BigInt64Array(size));
        this.ino = grown(this.ino, new BigUint64Array(size));
        this.dev = grown(this.dev, new BigUint64Array(size));
    }
    #growExtents() {
        const size = this.frame.length * 2;
        this.frame = grown(this.frame, new Uint32Array(size));
        this.offset = grown(this.offset, new Uint32Array(size));
        this.extentLength = grown(this.extentLength, new Uint32Array(size));
    }
}
function grown(from, to) {
    to.set(from);
    return to;
}
/**
 * The tree without the entries whose `keep` is 0, extents and stat columns with it. The first kept member of a
 * hard-link group takes over its content. Directories of kept entries must be kept. One that loses an entry has no ctime
 * any more: it is not what lies there.
 */
function filterTree(tree, keep) {
    const result = new Tree();
    const moved = new Int32Array(tree.length).fill(tree_NONE);
    const leader = new Map();
    const members = new Map();
    for (let entry = 0; entry < tree.length; entry++) {
        if (keep[entry] && tree.link[entry] !== tree_NONE)
            members.set(tree.link[entry], (members.get(tree.link[entry]) ?? 0) + 1);
    }
    for (let entry = 0; entry < tree.length; entry++) {
        const parent = tree.parent[entry];
        if (!keep[entry]) {
            if (parent !== tree_NONE && keep[parent])
                result.ctimeNs[moved[parent]] = 0n;
            continue;
        }
        const to = result.push(tree.name[entry], tree.type[entry], parent === tree_NONE ? tree_NONE : moved[parent]);
        moved[entry] = to;
        result.implied[to] = tree.implied[entry];
        result.mode[to] = tree.mode[entry];
        result.mtimeNs[to] = tree.mtimeNs[entry];
        result.size[to] = tree.size[entry];
        result.ctimeNs[to] = tree.ctimeNs[entry];
        result.ino[to] = tree.ino[entry];
        result.dev[to] = tree.dev[entry];
        const target = tree.target.get(entry);
        if (target !== undefined)
            result.target.set(to, target);
        const group = tree.link[entry];
        if (group !== tree_NONE && members.get(group) > 1) {
            if (!leader.has(group))
                leader.set(group, to);
            result.link[to] = leader.get(group);
        }
        if (result.source(to) === to)
            copyExtents(tree, tree.source(entry), result, to);
    }
    return result;
}
/** Gives `to[y]` the extents of `from[x]`. */
function copyExtents(from, x, to, y) {
    const first = from.firstExtent[x];
    to.firstExtent[y] = to.extents;
    to.extentCount[y] = from.extentCount[x];
    for (let extent = first; extent < first + from.extentCount[x]; extent++) {
        to.pushExtent(from.frame[extent], from.offset[extent], from.extentLength[extent]);
    }
}
/**
 * Compares two paths' order in a walk: component by component, by byte. (A plain comparison is wrong: `a.b` < `a/b`.)
 */
function compareWalkOrder(a, b) {
    // The usual case, and a native comparison.
    if (a === b)
        return 0;
    const shared = Math.min(a.length, b.length);
    for (let i = 0; i < shared; i++) {
        const x = a.charCodeAt(i);
        const y = b.charCodeAt(i);
        if (x !== y)
            return x === 0x2f ? -1 : y === 0x2f ? 1 : x - y;
    }
    return a.length - b.length;
}

;// CONCATENATED MODULE: ./js/core/diff.js

/** Node sets times as doubles: what comes back is up to this much below what was asked for. */
const STAMP_TOLERANCE_NS = 1000n;
/** Are two modification times the same, as far as a file system written through Node can tell? */
function sameStamp(a, b) {
    const difference = a - b;
    return difference < STAMP_TOLERANCE_NS && -difference < STAMP_TOLERANCE_NS;
}
/**
 * Walks two trees together, in walk order: `(a, b)` for a path both have, `(a, NONE)` and `(NONE, b)` for what one has.
 * One pass that makes no paths: entries meet where their directories have met and their names are the same.
 */
function together(x, y, visit) {
    // The other tree's entry of the same path.
    const inY = new Int32Array(x.length).fill(NONE);
    const inX = new Int32Array(y.length).fill(NONE);
    let a = 0;
    let b = 0;
    while (a < x.length && b < y.length) {
        const order = a === 0 || b === 0 ? a - b : compare(a, b);
        if (order === 0) {
            inY[a] = b;
            inX[b] = a;
            visit(a++, b++);
        }
        else if (order < 0)
            visit(a++, NONE);
        else
            visit(NONE, b++);
    }
    while (a < x.length)
        visit(a++, NONE);
    while (b < y.length)
        visit(NONE, b++);
    function compare(a, b) {
        const directory = inY[x.parent[a]];
        const other = y.parent[b];
        // What lies in a directory that only one tree has comes right after it.
        if (directory === NONE)
            return -1;
        if (inX[other] === NONE)
            return 1;
        // One walk has left the directory that the other is in: the rest of what is in that comes first.
        if (directory !== other)
            return other - directory;
        const name = x.name[a];
        const its = y.name[b];
        return name === its ? 0 : name < its ? -1 : 1;
    }
}
/** For each entry of `tree` the entry of `other` with the same path, or `NONE`. */
function pairEntries(tree, other) {
    const pairs = new Int32Array(tree.length).fill(NONE);
    together(tree, other, (a, b) => {
        if (a !== NONE)
            pairs[a] = b;
    });
    return pairs;
}
/**
 * Does lstat say that the file is the one the state recorded? Only regular files; ctime cannot be forged, so this
 * proves the content. A recorded ctime of 0 proves nothing (it was racing when it was recorded). The state holds the
 * modification time the version has, not the one this file system rounded it to.
 */
function proves(state, s, scan, t) {
    return (state.ctimeNs[s] !== 0n &&
        state.ctimeNs[s] === scan.ctimeNs[t] &&
        sameStamp(state.mtimeNs[s], scan.mtimeNs[t]) &&
        state.size[s] === scan.size[t] &&
        state.ino[s] === scan.ino[t] &&
        state.dev[s] === scan.dev[t] &&
        state.type[s] === EntryType.file &&
        scan.type[t] === EntryType.file);
}
/**
 * For each frame of one table the same frame (pack, number and digest) in another, or `NONE`. The digest counts because
 * a table may come from a version that somebody forged: what it says of a place is not what lies there.
 */
function mapFrames(from, to) {
    const packOf = new Map(to.packs.map((pack, index) => [pack.ulid, index]));
    const packs = from.packs.map((pack) => packOf.get(pack.ulid) ?? NONE);
    const frameOf = new Map();
    for (let frame = 0; frame < to.frames.length; frame++)
        frameOf.set(frameName(to.frames.pack[frame], to.frames.number[frame]), frame);
    const map = new Int32Array(from.frames.length).fill(NONE);
    const digests = bufferOf(from.frames.sha256);
    const others = bufferOf(to.frames.sha256);
    for (let frame = 0; frame < from.frames.length; frame++) {
        const pack = packs[from.frames.pack[frame]];
        if (pack === NONE)
            continue;
        const other = frameOf.get(frameName(pack, from.frames.number[frame])) ?? NONE;
        const isSame = other !== NONE && digests.compare(others, other * 32, other * 32 + 32, frame * 32, frame * 32 + 32) === 0;
        if (isSame)
            map[frame] = other;
    }
    return map;
}
function bufferOf(bytes) {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
function frameName(pack, number) {
    return pack * 2 ** 32 + number;
}
/** Is the content of two entries the very same run of places? `map` takes frames of `a` to frames of `b`. */
function sameContent(a, x, map, b, y) {
    const count = a.extentCount[x];
    if (a.size[x] !== b.size[y] || count !== b.extentCount[y])
        return false;
    const first = a.firstExtent[x];
    const other = b.firstExtent[y];
    for (let i = 0; i < count; i++) {
        const frame = a.frame[first + i];
        if ((frame === HOLE ? HOLE : map[frame]) !== b.frame[other + i])
            return false;
        if (frame !== HOLE && a.offset[first + i] !== b.offset[other + i])
            return false;
        if (a.extentLength[first + i] !== b.extentLength[other + i])
            return false;
    }
    return true;
}
/**
 * Compares a version with what a scan found at its place. `same(v, t)` says whether the content of two regular files
 * is known to be equal; everything else is decided here.
 */
function diffPlace(version, scan, same) {
    const at = new Int32Array(version.length).fill(NONE);
    const inTheWay = [];
    const foreign = [];
    let blocked;
    together(version, scan, (v, t) => {
        if (v !== NONE) {
            at[v] = t;
            // Whatever lies below a directory that must become something else goes with it.
            if (t !== NONE && scan.type[t] === EntryType.directory && version.type[v] !== EntryType.directory)
                blocked = `${version.path(v)}/`;
        }
        else if (blocked !== undefined && scan.path(t).startsWith(blocked))
            inTheWay.push(scan.path(t));
        else
            foreign.push(t);
    });
    const broken = brokenGroups(version, scan, at, same);
    const write = [];
    const restamp = [];
    for (let v = 0; v < version.length; v++) {
        const t = at[v];
        if (t === NONE || !alike(version, v, scan, t, same) || broken.has(version.link[v]))
            write.push(v);
        else if (version.type[v] !== EntryType.symlink && stampDiffers(version, v, scan, t))
            restamp.push(v);
    }
    return { write, restamp, inTheWay, foreign, at };
}
function alike(version, v, scan, t, same) {
    if (version.type[v] !== scan.type[t])
        return false;
    if (version.type[v] === EntryType.directory)
        return true;
    if (version.type[v] === EntryType.symlink)
        return version.target.get(v) === scan.target.get(t);
    // A file that is linked to others here and was alone there must stand alone again.
    if (version.link[v] === NONE && scan.link[t] !== NONE)
        return false;
    return version.size[v] === scan.size[t] && (scan.size[t] === 0 || same(version.source(v), t));
}
/** Hard-link groups that are not, all of them, one inode with the right content: those are written as a whole. */
function brokenGroups(version, scan, at, same) {
    const broken = new Set();
    for (let v = 0; v < version.length; v++) {
        const group = version.link[v];
        if (group === NONE)
            continue;
        const t = at[v];
        const first = at[group];
        const whole = t !== NONE &&
            first !== NONE &&
            scan.link[t] !== NONE &&
            scan.link[t] === scan.link[first] &&
            alike(version, v, scan, t, same);
        if (!whole)
            broken.add(group);
    }
    return broken;
}
function stampDiffers(version, v, scan, t) {
    if (version.implied[v])
        return false;
    return version.mode[v] !== scan.mode[t] || !sameStamp(version.mtimeNs[v], scan.mtimeNs[t]);
}
/** Equal trees: same paths, types, modes, link targets, sizes, link groups and file times; `same` decides content. */
function equalTrees(a, b, same) {
    if (a.length !== b.length)
        return false;
    for (let i = 0; i < a.length; i++) {
        if (a.parent[i] !== b.parent[i] || a.name[i] !== b.name[i])
            return false;
        if (a.type[i] !== b.type[i] || a.implied[i] !== b.implied[i])
            return false;
        if (a.type[i] === EntryType.symlink) {
            if (a.target.get(i) !== b.target.get(i))
                return false;
            continue;
        }
        if (a.mode[i] !== b.mode[i] && !a.implied[i])
            return false;
        if (a.type[i] === EntryType.directory)
            continue;
        if (a.link[i] !== b.link[i] ||
            a.size[i] !== b.size[i] ||
            !sameStamp(a.mtimeNs[i], b.mtimeNs[i]))
            return false;
        if (a.source(i) === i && !same(i, i))
            return false;
    }
    return true;
}

;// CONCATENATED MODULE: ./js/workspace/read-file.js



// One file, synchronously: opening it without ever following or waiting for anything, and telling whether it held still.
/** A link is not followed, a pipe not waited for. Windows has neither flag, nor needs them. */
const FLAGS = external_node_fs_namespaceObject.constants.O_RDONLY | (external_node_fs_namespaceObject.constants.O_NOFOLLOW ?? 0) | (external_node_fs_namespaceObject.constants.O_NONBLOCK ?? 0);
/** Why a file cannot be read, by the system's error; anything else is a failure of the capture. */
const REASONS = {
    ENOENT: 'vanished',
    ENOTDIR: 'vanished',
    ESTALE: 'vanished',
    EACCES: 'unreadable',
    EPERM: 'unreadable',
    EROFS: 'unreadable',
    EBUSY: 'unreadable',
    EIO: 'unreadable',
    // Where the file was there is a link, a socket, a device, a directory or a pipe now.
    ELOOP: 'changing',
    EMLINK: 'changing',
    ENXIO: 'changing',
    ENODEV: 'changing',
    EISDIR: 'changing',
    EAGAIN: 'changing',
};
/** The reason behind an error of one of the calls below; throws what is none. */
function reasonOf(error) {
    const reason = REASONS[error.code ?? ''];
    if (!reason)
        throw error;
    return reason;
}
/** The coarsest clocks that stamp files move by 16 ms (Windows) or 10 ms (Linux). */
const TICK_MILLIS = 20;
/** Some file systems keep whole seconds, or even ones. */
const COARSE_TICK_MILLIS = 2000;
/**
 * Waits until a write that is yet to come gives a file another stamp than this one it has. Without that, one that comes
 * while the file is read could go unnoticed.
 */
function awaitTick(stampNs) {
    const stamp = Number(stampNs / 1000000n);
    const wait = stamp + (stampNs % 1000000000n === 0n ? COARSE_TICK_MILLIS : TICK_MILLIS) - Date.now();
    // Nothing to wait for is the rule. A clock of the future belongs to another machine.
    if (wait > 0 && wait <= COARSE_TICK_MILLIS)
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, wait);
}
/** Opens a regular file. One of ours that its mode keeps us from reading is made readable for as long as that takes. */
function openFile(path) {
    const fsPath = toFsPath(path);
    try {
        return { fd: (0,external_node_fs_namespaceObject.openSync)(fsPath, FLAGS), restamped: undefined };
    }
    catch (error) {
        if (error.code !== 'EACCES')
            throw error;
        return openClosed(fsPath, error);
    }
}
/** Reads `length` bytes into `bytes` at `at`; from `position`, or from where the last read ended. Returns how many came. */
function readBytes(fd, bytes, at, length, position) {
    let done = 0;
    while (done < length) {
        const read = (0,external_node_fs_namespaceObject.readSync)(fd, bytes, at + done, length - done, position === null ? null : position + done);
        if (read === 0)
            break;
        done += read;
    }
    return done;
}
/** What an open file is now. */
function lookAt(fd) {
    const stat = (0,external_node_fs_namespaceObject.fstatSync)(fd, { bigint: true });
    return { stat: toFileStat(stat), isFile: stat.isFile() };
}
/**
 * Is a file what it was? The expected time of modification may be the one a version recorded, which this file system
 * rounded; nothing changes a file and leaves its ctime alone.
 */
function sameLook(a, b) {
    return a.ctimeNs === b.ctimeNs && a.size === b.size && a.ino === b.ino && sameStamp(a.mtimeNs, b.mtimeNs);
}
function openClosed(path, denied) {
    // `chmod` follows links, so what stands there is looked at first.
    const before = (0,external_node_fs_namespaceObject.lstatSync)(path, { bigint: true });
    if (!before.isFile() || before.mode & 256n)
        throw denied;
    const mode = Number(before.mode) & 0o7777;
    (0,external_node_fs_namespaceObject.chmodSync)(path, mode | 0o400);
    let fd;
    try {
        fd = (0,external_node_fs_namespaceObject.openSync)(path, FLAGS);
        (0,external_node_fs_namespaceObject.fchmodSync)(fd, mode);
        return { fd, restamped: { before: toFileStat(before), after: lookAt(fd).stat } };
    }
    catch (error) {
        if (fd === undefined)
            (0,external_node_fs_namespaceObject.chmodSync)(path, mode);
        else
            (0,external_node_fs_namespaceObject.closeSync)(fd);
        throw error;
    }
}
function toFileStat(stat) {
    return {
        size: Number(stat.size),
        mode: Number(stat.mode) & 0o777,
        mtimeNs: stat.mtimeNs,
        ctimeNs: stat.ctimeNs,
        ino: stat.ino,
        dev: stat.dev,
    };
}

;// CONCATENATED MODULE: external "node:crypto"
const external_node_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");
;// CONCATENATED MODULE: ./js/core/digest.js

/** SHA-256, 32 bytes in an array of their own. */
function sha256(bytes) {
    return (0,external_node_crypto_namespaceObject.hash)('sha256', bytes, 'buffer');
}
/** SHA-256 as 64 lower-case hex digits: the fastest form to get one in. */
function sha256Hex(bytes) {
    return (0,external_node_crypto_namespaceObject.hash)('sha256', bytes);
}
/** What names a chunk, in hex: its SHA-256, or with a key its HMAC-SHA-256. */
function chunkNamer(key) {
    return key ? hmacNamer(key) : sha256Hex;
}
const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;
/**
 * HMAC (RFC 2104) by two hashes of one call each. For a chunk of a kilobyte `createHmac` takes nine times as long, nearly
 * all of it to make its object; a copy behind the padded key is cheap beside that.
 */
function hmacNamer(key) {
    const block = key.length > BLOCK_BYTES ? sha256(key) : key;
    let inner = padded(block, INNER_PAD, BLOCK_BYTES);
    const outer = padded(block, OUTER_PAD, BLOCK_BYTES + DIGEST_BYTES);
    return (bytes) => {
        const end = BLOCK_BYTES + bytes.length;
        if (end > inner.length)
            inner = padded(block, INNER_PAD, 2 * end);
        inner.set(bytes, BLOCK_BYTES);
        outer.write((0,external_node_crypto_namespaceObject.hash)('sha256', inner.subarray(0, end)), BLOCK_BYTES, 'hex');
        return (0,external_node_crypto_namespaceObject.hash)('sha256', outer);
    };
}
function padded(key, pad, length) {
    const bytes = Buffer.alloc(length);
    bytes.fill(pad, 0, BLOCK_BYTES);
    for (const [i, byte] of key.entries())
        bytes[i] = byte ^ pad;
    return bytes;
}

;// CONCATENATED MODULE: ./js/core/gear-wasm.js
// Built from gear.wat by scripts/gear.ts: do not edit.
const GEAR_WASM = 'AGFzbQEAAAABBwFgAn9/AX8CEAEEaG9zdAZtZW1vcnkCAAEDAgEABwcBA2N1dAAACvABAe0BAgN/AX4gASAAa0GAgAFNBEAgAQ8L' +
    'IABBgIAQaiEEIAQgAUsEQCABIQQLIABBgIAEaiEDIAMgBEsEQCAEIQMLIABBwP8AaiECIABBgIABaiEAA0AgBUIBhiACLQAAQQN0' +
    'KQMAfCEFIAJBAWohAiACIABJDQALAkADQCACIANPDQEgBUKAgICAgIAQVARAIAIPCyAFQgGGIAItAABBA3QpAwB8IQUgAkEBaiEC' +
    'DAALCwNAIAIgBE8EQCAEDwsgBUKAgICAgICAAlQEQCACDwsgBUIBhiACLQAAQQN0KQMAfCEFIAJBAWohAgwACwAL';

;// CONCATENATED MODULE: ./js/core/chunker.js


/** A file up to this size is one chunk. */
const WHOLE_FILE_BYTES = 64 * 1024;
/** No chunk of a larger file is shorter, except its last. */
const CHUNK_MIN_BYTES = (/* unused pure expression or super */ null && (16 * 1024));
/** Where cutting becomes easier. With it the mean over random bytes is 73 KiB. */
const CHUNK_NORMAL_BYTES = (/* unused pure expression or super */ null && (64 * 1024));
const CHUNK_MAX_BYTES = 256 * 1024;
const TABLE_BYTES = 256 * 8;
const PAGE_BYTES = 64 * 1024;
/**
 * A gear table: entry `i` is the first 8 bytes, little endian, of SHA-256(seed, one byte `i`). Where files are cut is
 * decided by the table, so volumes share chunks only if they share it.
 */
function gearTable(seed) {
    const table = new BigUint64Array(256);
    const input = Buffer.from(`${seed}\0`, 'latin1');
    for (let i = 0; i < 256; i++) {
        input[input.length - 1] = i;
        table[i] = Buffer.from(sha256(input)).readBigUInt64LE();
    }
    return table;
}
/** The table of format v1. */
const GEAR_V1 = gearTable('warmstart gear v1');
/**
 * Cuts the content of large files into chunks by what it holds, so that an insertion moves only the cuts beside it.
 *
 * The rule of format v1, for a file of more than 64 KiB. The gear hash of a place is taken over the 64 bytes before
 * it: h = 0, then for each byte b, first to last, h = (2 h + table[b]) mod 2^64. From where a chunk starts, it ends at
 * its first length L for which one of these holds:
 *
 * - the file ends there;
 * - 16 KiB ≤ L < 64 KiB and h < 2^46 (the top 18 bits are zero);
 * - 64 KiB ≤ L < 256 KiB and h < 2^50 (the top 14 bits are zero);
 * - L = 256 KiB.
 *
 * The bytes lie in the memory of a WebAssembly module (3 GB/s), so files are read straight into `bytes`.
 */
class Chunker {
    /** Where the caller puts what is to be cut. */
    bytes;
    #cut;
    constructor(capacity, table = GEAR_V1) {
        const memory = new WebAssembly.Memory({ initial: Math.ceil((TABLE_BYTES + capacity) / PAGE_BYTES) });
        const littleEndian = new DataView(memory.buffer);
        table.forEach((gear, i) => {
            littleEndian.setBigUint64(i * 8, gear, true);
        });
        this.bytes = new Uint8Array(memory.buffer, TABLE_BYTES, capacity);
        const module = new WebAssembly.Module(Buffer.from(GEAR_WASM, 'base64'));
        const { cut } = new WebAssembly.Instance(module, { host: { memory } }).exports;
        this.#cut = cut;
    }
    /**
     * Where in `bytes` the chunk ends that starts at `at`, if the file's bytes are there up to `end`. Right only if the
     * file ends at `end` or at least `CHUNK_MAX_BYTES` are there.
     */
    cut(at, end) {
        if (end > this.bytes.length)
            throw new RangeError('beyond the memory');
        return this.#cut(TABLE_BYTES + at, TABLE_BYTES + end) - TABLE_BYTES;
    }
}
const ZEROS = Buffer.alloc(CHUNK_MAX_BYTES);
/** Is it all zeros, a hole? At most `CHUNK_MAX_BYTES` and not empty. */
function isHole(chunk) {
    if (chunk[0] !== 0 || chunk[chunk.length - 1] !== 0)
        return false;
    return ZEROS.compare(chunk, 0, chunk.length, 0, chunk.length) === 0;
}

;// CONCATENATED MODULE: ./js/workspace/read-tasks.js

// What the main thread asks of a worker that reads. A worker has a few slabs of memory; the bytes of a task stay in
// its slab until their frames are made or the slab is read into again.
/** Slabs a worker has: one is read while the other waits for an answer or is compressed. A third was no faster. */
const SLABS = 2;
/** What is read into a slab at once: a batch of whole files, or a window of a larger one. Twice that was no faster. */
const WINDOW_BYTES = 2 * 1024 * 1024;
/** Before a window lies what the one before it left uncut, less than a chunk. */
const SLAB_BYTES = WINDOW_BYTES + CHUNK_MAX_BYTES;
/** A file is read at most this often until two looks at it agree. */
const READINGS = 3;
function sizeOf(pieces) {
    return pieces.reduce((sum, { length }) => sum + length, 0);
}

;// CONCATENATED MODULE: ./js/core/ports/errors.js
/** The message has the cause's own words and the object's name; `store` is for whoever shows it. */
class StoreError extends Error {
    name = 'StoreError';
    kind;
    store;
    key;
    /** How long the store asked to be left alone. */
    retryAfterMillis;
    /** By its name: an adapter is a bundle of its own, with its own copy of this class. */
    static [Symbol.hasInstance](value) {
        return value instanceof Error && value.name === 'StoreError';
    }
    constructor(kind, store, key, cause, retryAfterMillis) {
        super(wordsOf(kind, key, cause), { cause });
        this.kind = kind;
        this.store = store;
        this.key = key;
        if (retryAfterMillis !== undefined)
            this.retryAfterMillis = retryAfterMillis;
    }
}
/** Somebody's input is wrong. The message is one whole sentence for a person; faces print it without a stack. */
class errors_UserError extends Error {
    name = 'UserError';
    /** As of `StoreError`. */
    static [Symbol.hasInstance](value) {
        return value instanceof Error && value.name === 'UserError';
    }
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

;// CONCATENATED MODULE: ./js/core/encryption-key.js



const KEY_BYTES = 32;
/**
 * Keys as text, one a line, newest first; `undefined` if there is none. Each is 32 bytes in base64 (of either alphabet)
 * or hex. `UserError` for one that is not, or that nobody can have drawn at random; it never quotes the text.
 */
function parseKeys(text) {
    const lines = text.split('\n').map((line) => line.trim());
    const given = lines.filter((line) => line !== '');
    const keys = given.map((line, index) => encryptionKey(parseKey(line, given.length > 1 ? ` ${index + 1}` : '')));
    const [newest] = keys;
    return newest && { newest, byId: new Map(keys.map((key) => [key.id, key])) };
}
function encryptionKey(secret) {
    return {
        id: toHex(derive(secret, 'key id').subarray(0, 8)),
        secret,
        chunks: { ids: derive(secret, 'chunk ids'), gear: derive(secret, 'gear') },
    };
}
/** What seals the frames and the footer of one pack. */
function packKeyOf({ id, secret }, ulid) {
    return derive(secret, `pack ${id} ${ulid}`);
}
/** What seals one version. */
function versionKeyOf({ id, secret }, ulid) {
    return derive(secret, `version ${id} ${ulid}`);
}
/** The gear table of a key: entry `i` is the first 8 bytes, little endian, of HMAC-SHA-256(gear key, one byte `i`). */
function keyedGearTable(gear) {
    return BigUint64Array.from({ length: 256 }, (_, i) => (0,external_node_crypto_namespaceObject.createHmac)('sha256', gear).update(Uint8Array.of(i)).digest().readBigUInt64LE());
}
/** RFC 5869 with SHA-256: 32 bytes of the secret for one use, which `info` names. */
function derive(secret, info) {
    return new Uint8Array(hkdfSync('sha256', secret, 'warmstart v1', info, KEY_BYTES));
}
const HEX = /^[0-9a-f]{64}$/i;
const BASE64 = /^[0-9a-z+/_-]{43}=?$/i;
/** Of 32 random bytes about 30 differ; fewer than this do once in more than 10^15 keys. */
const DISTINCT_BYTES = 16;
function parseKey(line, which) {
    const format = HEX.test(line) ? 'hex' : BASE64.test(line) ? 'base64' : undefined;
    if (!format) {
        throw new UserError(`Encryption key${which} is not 32 bytes as base64 or hex; make one with “warmstart key new”. A passphrase will not do.`);
    }
    const secret = new Uint8Array(Buffer.from(line, format));
    const isText = secret.every((byte) => byte >= 0x20 && byte < 0x7f);
    if (isText || new Set(secret).size < DISTINCT_BYTES) {
        throw new UserError(`Encryption key${which} is not random, so it protects nothing; make one with “warmstart key new”.`);
    }
    return secret;
}

;// CONCATENATED MODULE: external "node:zlib"
const external_node_zlib_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");
;// CONCATENATED MODULE: ./js/core/manifest.js
/** How a frame's bytes are stored. */
const Codec = { raw: 0, zstd: 1 };
/**
 * The frames a version references, as columns. `pack[f]` is a number in the version's pack table, `number[f]` the
 * frame's own number inside its pack; together they name the frame for good.
 */
class FrameTable {
    length = 0;
    pack = new Uint32Array(16);
    number = new Uint32Array(16);
    /** Byte offset inside the pack. */
    offset = new Uint32Array(16);
    storedLength = new Uint32Array(16);
    rawLength = new Uint32Array(16);
    codec = new Uint8Array(16);
    /** SHA-256 of the stored bytes, 32 a frame. */
    sha256 = new Uint8Array(16 * 32);
    push(row) {
        const frame = this.length++;
        if (frame >= this.pack.length)
            this.#grow();
        this.pack[frame] = row.pack;
        this.number[frame] = row.number;
        this.offset[frame] = row.offset;
        this.storedLength[frame] = row.storedLength;
        this.rawLength[frame] = row.rawLength;
        this.codec[frame] = row.codec;
        this.sha256.set(row.sha256, frame * 32);
        return frame;
    }
    row(frame) {
        return {
            pack: this.pack[frame],
            number: this.number[frame],
            offset: this.offset[frame],
            storedLength: this.storedLength[frame],
            rawLength: this.rawLength[frame],
            codec: this.codec[frame],
            sha256: this.sha256.subarray(frame * 32, frame * 32 + 32),
        };
    }
    #grow() {
        const size = this.pack.length * 2;
        const more = (from) => {
            const to = new Uint32Array(size);
            to.set(from);
            return to;
        };
        this.pack = more(this.pack);
        this.number = more(this.number);
        this.offset = more(this.offset);
        this.storedLength = more(this.storedLength);
        this.rawLength = more(this.rawLength);
        const codec = new Uint8Array(size);
        codec.set(this.codec);
        this.codec = codec;
        const sha256 = new Uint8Array(size * 32);
        sha256.set(this.sha256);
        this.sha256 = sha256;
    }
}

;// CONCATENATED MODULE: ./js/core/compression.js



/** zstd's own default. Up to 19, levels keep their window within what `decompress` accepts. */
const ZSTD_LEVEL = 3;
/** Compression must save this much, or the bytes are stored as they are: restoring raw bytes costs nothing. */
const WORTH_IT = 0.97;
/** Fewer bytes than this cost more to try than they can save. */
const WORTH_TRYING = 64;
/** Of a frame of which more than this is wanted, all is decompressed. */
const WORTH_ALL = 0.8;
/** 8 MiB. A decoder allocates the window before the first byte, so what a header may ask for is bounded here. */
const WINDOW_LOG_MAX = 23;
/** zlib hands out its output in pieces and joins them: all in one piece takes a third less time than the default. */
const PIECE_MAX = 8 * 1024 * 1024;
const PIECE_MIN = 64;
/** One zstd frame, or the bytes themselves where zstd saves less than 3 %. Synchronous, on this thread alone. */
function compress(raw, level = ZSTD_LEVEL) {
    if (raw.length >= WORTH_TRYING) {
        const chunkSize = piece(zstdBound(raw.length));
        const packed = (0,external_node_zlib_namespaceObject.zstdCompressSync)(raw, { chunkSize, params: paramsOf(level) });
        const worthIt = packed.length <= raw.length * WORTH_IT;
        const stored = freed(packed, chunkSize, worthIt ? packed.length : 0);
        if (worthIt)
            return { stored, codec: Codec.zstd };
    }
    return { stored: owned(raw), codec: Codec.raw };
}
/**
 * The `rawLength` bytes that were compressed; for raw ones `stored` itself, not a copy. `FormatError` if they are not
 * exactly that many, or if `stored` is not exactly one frame. Never allocates more than `rawLength` asks for: bound
 * it before calling.
 */
function decompress(stored, codec, rawLength) {
    if (codec === Codec.raw) {
        if (stored.length !== rawLength)
            throw new FormatError(`${stored.length} raw bytes where ${rawLength} belong`);
        return stored;
    }
    if (codec !== Codec.zstd)
        throw new FormatError(`unknown codec ${codec}`);
    if (rawLength === 0)
        throw new FormatError('a compressed run of no bytes');
    const { raw, consumed } = unzstd(stored, rawLength);
    if (raw.length !== rawLength)
        throw new FormatError(`${raw.length} bytes decompressed where ${rawLength} belong`);
    // Decompression ends with the first frame and ignores whatever follows it.
    if (consumed !== stored.length)
        throw new FormatError('bytes after the compressed ones');
    return raw;
}
/**
 * The first bytes of what `decompress` gives, `end` of them or more, without the work for what comes after them where
 * that is most of it: a file in a frame needs nothing of those behind it. What is left out is not checked either.
 */
function decompressTo(end, stored, codec, rawLength) {
    if (codec === Codec.zstd && end < rawLength * WORTH_ALL) {
        const raw = unzstdStart(stored, rawLength, end);
        if (raw && raw.length >= end)
            return raw;
    }
    return decompress(stored, codec, rawLength);
}
/**
 * The default level looks for matches in smaller tables and no shorter than six bytes: measured on package trees, 12 %
 * faster for 2 % more bytes.
 */
function paramsOf(level) {
    const tuned = {
        [external_node_zlib_namespaceObject.constants.ZSTD_c_hashLog]: 16,
        [external_node_zlib_namespaceObject.constants.ZSTD_c_chainLog]: 15,
        [external_node_zlib_namespaceObject.constants.ZSTD_c_minMatch]: 6,
    };
    return { [external_node_zlib_namespaceObject.constants.ZSTD_c_compressionLevel]: level, ...(level === ZSTD_LEVEL && tuned) };
}
function unzstd(stored, rawLength) {
    const options = {
        // With room to spare, else a second piece is allocated to find that there is no more.
        chunkSize: piece(rawLength + PIECE_MIN),
        maxOutputLength: rawLength,
        params: { [external_node_zlib_namespaceObject.constants.ZSTD_d_windowLogMax]: WINDOW_LOG_MAX },
        info: true,
    };
    try {
        const { buffer, engine } = (0,external_node_zlib_namespaceObject.zstdDecompressSync)(stored, options);
        return { raw: buffer, consumed: engine.bytesWritten };
    }
    catch (error) {
        throw new FormatError(`does not decompress to ${rawLength} bytes: ${error.message}`);
    }
}
/** As many blocks as should hold `end` bytes; `undefined` if they cannot be told from the rest, or hold something else. */
function unzstdStart(stored, rawLength, end) {
    const ends = blockEnds(stored);
    const count = Math.ceil((end * ends.length) / rawLength) + 1;
    if (count >= ends.length)
        return undefined;
    try {
        return (0,external_node_zlib_namespaceObject.zstdDecompressSync)(stored.subarray(0, ends[count - 1]), {
            chunkSize: piece(Math.min(rawLength, count * BLOCK_RAW_MAX) + PIECE_MIN),
            maxOutputLength: rawLength,
            params: { [external_node_zlib_namespaceObject.constants.ZSTD_d_windowLogMax]: WINDOW_LOG_MAX },
            // There is no end to be found.
            finishFlush: external_node_zlib_namespaceObject.constants.ZSTD_e_continue,
        });
    }
    catch {
        return undefined;
    }
}
const BLOCK_RAW_MAX = 128 * 1024;
/** The largest frame has 64 of the largest; of one that is cut finer than into sixteenths of them all is decompressed. */
const BLOCKS_MAX = 1024;
const DICTIONARY_BYTES = [0, 1, 2, 4];
const SIZE_BYTES = [0, 2, 4, 8];
const RLE = 1;
/** Where each block of a frame ends, of the first thousand (RFC 8878, 3.1.1); of what is no frame, anything. */
function blockEnds(frame) {
    const descriptor = frame[4] ?? 0;
    const isSingleSegment = (descriptor >> 5) & 1;
    const sizeBytes = SIZE_BYTES[descriptor >> 6] || isSingleSegment;
    let at = 5 + (isSingleSegment ? 0 : 1) + DICTIONARY_BYTES[descriptor & 3] + sizeBytes;
    const ends = [];
    for (let isLast = false; !isLast && at + 3 <= frame.length && ends.length < BLOCKS_MAX; ends.push(at)) {
        const header = frame[at] | (frame[at + 1] << 8) | (frame[at + 2] << 16);
        isLast = (header & 1) === 1;
        at += 3 + (((header >> 1) & 3) === RLE ? 1 : header >> 3);
    }
    return ends;
}
/**
 * `ZSTD_COMPRESSBOUND` and a little. Room for the worst case lets zstd compress straight from one buffer to the other;
 * with less it copies through two of its own, and a fifth of the time goes there.
 */
function zstdBound(length) {
    return length + (length >> 8) + 1024;
}
function piece(length) {
    return Math.max(PIECE_MIN, Math.min(length, PIECE_MAX));
}
/**
 * The first bytes of what the engine put out, in an array of their own. The engine would keep its output buffer, a
 * megabyte for a frame, until the next full collection: threads that compress got a third larger by that.
 */
function freed(packed, chunkSize, length) {
    const isWholeBuffer = packed.byteOffset === 0 && packed.buffer.byteLength === chunkSize;
    if (!isWholeBuffer || chunkSize <= Buffer.poolSize)
        return owned(packed.subarray(0, length));
    return new Uint8Array(packed.buffer.transfer(length));
}
/** Small Buffers are views of a shared pool; a copy is not. */
function owned(bytes) {
    return new Uint8Array(bytes);
}

;// CONCATENATED MODULE: ./js/core/sealing.js



// AES-256-GCM as the format uses it. A key seals one pack or one version, and each nonce under it is used once.
/** What sealing adds to the length. */
const TAG_BYTES = 16;
/** Instead of a frame's number: the footer, of which a pack has one. */
const FOOTER_NUMBER = 0xffff_ffff;
/** The ciphertext and its tag, in an array of their own. `key` is the pack's. */
function sealFrame(key, place, shape, compressed) {
    return seal(key, place.number, frameData(place, shape), compressed);
}
/** Undoes `sealFrame`; `FormatError` if anything is not as it was sealed. */
function openFrame(key, place, shape, stored) {
    return sealing_open(key, place.number, frameData(place, shape), stored);
}
/** `bytes` sealed under a nonce that this key seals nothing else with, bound to `data`: ciphertext, then tag. */
function seal(key, number, data, bytes) {
    const cipher = (0,external_node_crypto_namespaceObject.createCipheriv)('aes-256-gcm', key, nonceOf(number), { authTagLength: TAG_BYTES });
    cipher.setAAD(data);
    const sealed = new Uint8Array(bytes.length + TAG_BYTES);
    const ciphertext = cipher.update(bytes);
    cipher.final();
    sealed.set(ciphertext);
    release(ciphertext);
    sealed.set(cipher.getAuthTag(), bytes.length);
    return sealed;
}
/** Undoes `seal`; `FormatError` if key, number, data or a single bit is not what it was sealed with. */
function sealing_open(key, number, data, sealed) {
    const end = sealed.length - TAG_BYTES;
    if (end < 0)
        throw new FormatError(`${sealed.length} sealed bytes; a tag alone has ${TAG_BYTES}`);
    const decipher = (0,external_node_crypto_namespaceObject.createDecipheriv)('aes-256-gcm', key, nonceOf(number), { authTagLength: TAG_BYTES });
    decipher.setAAD(data);
    decipher.setAuthTag(sealed.subarray(end));
    const bytes = decipher.update(sealed.subarray(0, end));
    try {
        decipher.final();
    }
    catch {
        throw new FormatError('is not what was sealed with this key');
    }
    return bytes;
}
/** 12 bytes: the number, little endian, and zeros. */
function nonceOf(number) {
    const nonce = new Uint8Array(12);
    new DataView(nonce.buffer).setUint32(0, number, true);
    return nonce;
}
const FORMAT = 1;
const ULID_BYTES = 26;
/** Format 2 · pack 26 · number 4 · raw length 4 · codec 1 */
function frameData({ ulid, number }, { rawLength, codec }) {
    const data = Buffer.alloc(2 + ULID_BYTES + 9);
    data.writeUInt16LE(FORMAT);
    data.write(ulid, 2, ULID_BYTES, 'latin1');
    data.writeUInt32LE(number, 2 + ULID_BYTES);
    data.writeUInt32LE(rawLength, 6 + ULID_BYTES);
    data.writeUInt8(codec, 10 + ULID_BYTES);
    return data;
}

;// CONCATENATED MODULE: ./js/core/frame.js




/** A frame is closed when its chunks reach this many raw bytes. */
const FRAME_RAW_BYTES = 1024 * 1024;
/** No frame is ever larger than this before compression; a reader refuses one that claims to be. */
const FRAME_RAW_MAX = 8 * 1024 * 1024;
/**
 * How many chunks each frame takes, of chunks with these lengths: frames of about one size, of 1 MiB raw and less than a
 * chunk more at most, rather than full ones and a small rest.
 */
function planFrames(lengths) {
    const total = lengths.reduce((sum, length) => sum + length, 0);
    const target = total / Math.ceil(total / FRAME_RAW_BYTES);
    const counts = [];
    let chunks = 0;
    let bytes = 0;
    const close = () => {
        if (chunks > 0)
            counts.push(chunks);
        chunks = 0;
        bytes = 0;
    };
    for (const length of lengths) {
        chunks++;
        bytes += length;
        if (bytes >= target)
            close();
    }
    close();
    return counts;
}
/**
 * Compresses a frame: one zstd frame, or the bytes themselves where that saves less than 3 %; then seals it, if it is to
 * be. `stored` owns its whole buffer and may be transferred. Synchronous.
 */
function encodeFrame(raw, level, seal) {
    if (raw.length > FRAME_RAW_MAX)
        throw new RangeError(`a frame of ${raw.length} bytes; ${FRAME_RAW_MAX} at most`);
    const compressed = compress(raw, level);
    if (!seal)
        return compressed;
    const { stored, codec } = compressed;
    const sealed = sealFrame(seal.key, seal, { rawLength: raw.length, codec }, stored);
    release(stored);
    return { stored: sealed, codec };
}
/**
 * The raw bytes of a frame, exactly `rawLength` of them, or `FormatError`; with `end` perhaps only so many of the first
 * ones. Of a raw frame that is not sealed it is `stored` itself, not a copy. The SHA-256 of `stored` must have been
 * checked before.
 */
function decodeFrame(stored, codec, rawLength, seal, end = rawLength) {
    if (rawLength > FRAME_RAW_MAX)
        throw new FormatError(`a frame of ${rawLength} raw bytes; ${FRAME_RAW_MAX} at most`);
    if (!seal)
        return decompressTo(end, stored, codec, rawLength);
    const opened = openFrame(seal.key, seal, { rawLength, codec }, stored);
    const raw = decompressTo(end, opened, codec, rawLength);
    if (raw !== opened)
        release(opened);
    return raw;
}

;// CONCATENATED MODULE: ./js/workspace/slabs.js





/** The memory of a worker that reads, and where in it the chunks lie that may have to be stored. */
class Slabs {
    #chunker;
    #nameOf;
    #contents = [];
    #scratch = Buffer.allocUnsafeSlow(FRAME_RAW_BYTES + CHUNK_MAX_BYTES);
    constructor(keys) {
        this.#chunker = new Chunker(SLABS * SLAB_BYTES, keys && keyedGearTable(keys.gear));
        this.#nameOf = chunkNamer(keys?.ids);
    }
    /** All slabs, one after the other. */
    get bytes() {
        return this.#chunker.bytes;
    }
    /** Forgets what a slab held; new content is cut into it. */
    begin(slab) {
        const content = { at: [], length: [] };
        this.#contents[slab] = content;
        return new Cutting(this.#chunker, this.#nameOf, content);
    }
    /** Compresses the marked chunks of a slab, in order, and seals the frames if they are to be. */
    makeFrames({ slab, pack, level, seal }) {
        const content = this.#contents[slab];
        const marked = [...pack.keys()].filter((chunk) => pack[chunk] === 1);
        let first = 0;
        return planFrames(marked.map((chunk) => content.length[chunk])).map((count, i) => {
            const chunks = marked.slice(first, first + count);
            first += count;
            return this.#frame(content, chunks, level, seal && { ...seal, number: seal.number + i });
        });
    }
    #frame(content, chunks, level, seal) {
        const rawLength = chunks.reduce((sum, chunk) => sum + content.length[chunk], 0);
        const { stored, codec } = encodeFrame(this.#joined(content, chunks, rawLength), level, seal);
        return { stored, rawLength, codec, sha256: sha256(stored), chunks: chunks.length };
    }
    /** Chunks that follow one another in memory are compressed where they lie. */
    #joined(content, chunks, length) {
        const first = content.at[chunks[0]];
        const last = chunks.at(-1);
        if (content.at[last] + content.length[last] === first + length) {
            return this.bytes.subarray(first, first + length);
        }
        let to = 0;
        for (const chunk of chunks) {
            const at = content.at[chunk];
            this.#scratch.set(this.bytes.subarray(at, at + content.length[chunk]), to);
            to += content.length[chunk];
        }
        return this.#scratch.subarray(0, length);
    }
}
/** Takes down what one task read: its chunks, hashed, and what became of its files. */
class Cutting {
    readBytes = 0;
    /** What kind of token a file seems to hold, by its number. */
    tokens = new Map();
    #chunker;
    #nameOf;
    #content;
    #outcomes = [];
    #counts = [];
    #lengths = [];
    #holes = [];
    #amended = new Map();
    /** Owns its memory, so that it can be transferred. */
    #ids = Buffer.allocUnsafeSlow(256 * 32);
    #counted = 0;
    constructor(chunker, nameOf, content) {
        this.#chunker = chunker;
        this.#nameOf = nameOf;
        this.#content = content;
    }
    /** A whole file. */
    file(at, end) {
        if (end - at > WHOLE_FILE_BYTES)
            this.part(at, end, true);
        else if (end > at)
            this.#chunk(at, end);
    }
    /** A part of a large file, from where a chunk starts; returns where its last chunk ends. */
    part(at, end, isLast) {
        while (isLast ? at < end : end - at >= CHUNK_MAX_BYTES) {
            const next = this.#chunker.cut(at, end);
            this.#chunk(at, next);
            at = next;
        }
        return at;
    }
    /** A chunk as it was cut before. Never a hole: those are not stored. */
    piece(at, end) {
        this.#store(at, end);
        this.#holes.push(0);
    }
    /** What became of the file whose chunks were given last. */
    close(outcome, amended) {
        if (amended)
            this.#amended.set(this.#outcomes.length, amended);
        this.#outcomes.push(outcome);
        this.#counts.push(this.#lengths.length - this.#counted);
        this.#counted = this.#lengths.length;
    }
    reading() {
        return {
            outcomes: this.#outcomes,
            counts: Uint32Array.from(this.#counts),
            lengths: Uint32Array.from(this.#lengths),
            holes: Uint8Array.from(this.#holes),
            ids: this.#ids.subarray(0, this.#content.at.length * 32),
            amended: this.#amended,
            tokens: this.tokens,
            readBytes: this.readBytes,
        };
    }
    #chunk(at, end) {
        const hole = isHole(this.#chunker.bytes.subarray(at, end));
        if (hole)
            this.#lengths.push(end - at);
        else
            this.#store(at, end);
        this.#holes.push(hole ? 1 : 0);
    }
    #store(at, end) {
        const chunk = this.#content.at.length;
        if (chunk * 32 === this.#ids.length)
            this.#growIds();
        this.#ids.write(this.#nameOf(this.#chunker.bytes.subarray(at, end)), chunk * 32, 'hex');
        this.#content.at.push(at);
        this.#content.length.push(end - at);
        this.#lengths.push(end - at);
    }
    #growIds() {
        const ids = Buffer.allocUnsafeSlow(this.#ids.length * 2);
        ids.set(this.#ids);
        this.#ids = ids;
    }
}

;// CONCATENATED MODULE: ./js/workspace/read-worker.js





// The half of a capture that runs in worker threads: reading, cutting, hashing and compression, nothing decided.
let slabs;
let stream;
/** Throws the system's errors, but for those that say what became of a file. */
function handleRead(task) {
    if (task.kind === 'release') {
        closeStream();
        slabs = undefined;
        return { reply: undefined, transfer: [] };
    }
    if (task.kind === 'frames') {
        if (!slabs)
            throw new Error('frames of nothing');
        const frames = slabs.makeFrames(task);
        return { reply: frames, transfer: frames.map(({ stored }) => stored.buffer) };
    }
    slabs ??= new Slabs(task.keys);
    const reading = task.kind === 'files' ? readFiles(slabs, task) : readWindow(slabs, task);
    return { reply: reading, transfer: [reading.ids.buffer] };
}
function readFiles(slabs, task) {
    const { expected } = task;
    const cutting = slabs.begin(task.slab);
    let at = task.slab * SLAB_BYTES;
    const end = at + SLAB_BYTES;
    task.paths.split('\0').forEach((path, file) => {
        const look = {
            size: expected.size[file],
            mtimeNs: expected.mtimeNs[file],
            ctimeNs: expected.ctimeNs[file],
            ino: expected.ino[file],
        };
        const pieces = task.pieces.get(file);
        const read = readFile(slabs.bytes, { path, look, pieces, readings: task.readings }, at, end);
        cutting.readBytes += read.readBytes;
        const token = task.suspect[file] && tokenIn(slabs.bytes.subarray(at, at + read.length));
        if (token)
            cutting.tokens.set(file, token);
        if (read.outcome === 'read')
            at = pieces ? cutPieces(cutting, pieces, at) : cutFile(cutting, at, read.length);
        cutting.close(read.outcome, read.amended);
    });
    return cutting.reading();
}
/** Reads a file to `at` until two looks at it agree. It is opened each time: its name may stand for another by then. */
function readFile(bytes, file, at, end) {
    let stat;
    let done = 0;
    for (let readings = file.readings;; readings++) {
        const result = (outcome, length = 0) => ({
            outcome,
            amended: stat && { stat, readings },
            length,
            readBytes: done,
        });
        const length = file.pieces ? sizeOf(file.pieces) : (stat ?? file.look).size;
        if (length > end - at)
            return result('again');
        let after;
        try {
            const { fd, restamped } = openFile(file.path);
            try {
                if (restamped && sameLook(restamped.before, stat ?? file.look))
                    stat = restamped.after;
                awaitTick(tellingStamp(stat ?? file.look, restamped !== undefined));
                const got = file.pieces ? readPieces(fd, bytes, at, file.pieces) : readBytes(fd, bytes, at, length, null);
                done += got;
                after = lookAt(fd);
                if (got === length && sameLook(after.stat, stat ?? file.look))
                    return result('read', length);
            }
            finally {
                (0,external_node_fs_namespaceObject.closeSync)(fd);
            }
        }
        catch (error) {
            return result(reasonOf(error));
        }
        if (!mayBeReadAgain(after, file.pieces, readings + 1))
            return result('changing');
        stat = after.stat;
    }
}
function readWindow(slabs, task) {
    const cutting = slabs.begin(task.slab);
    if (!task.first && stream?.number !== task.stream) {
        cutting.close('ended', undefined);
        return cutting.reading();
    }
    let outcome = 'read';
    let amended;
    try {
        if (task.first)
            openStream(task);
        const now = fillWindow(slabs, cutting, task, stream);
        if (now) {
            const readings = task.readings + 1;
            outcome = mayBeReadAgain(now, task.pieces, readings) ? 'again' : 'changing';
            amended = { stat: now.stat, readings };
        }
        else if (stream?.restamped)
            amended = { stat: stream.restamped, readings: task.readings };
    }
    catch (error) {
        outcome = reasonOf(error);
    }
    if (task.last || outcome !== 'read')
        closeStream();
    cutting.close(outcome, amended);
    return cutting.reading();
}
function openStream(task) {
    closeStream();
    const { fd, restamped } = openFile(task.path);
    const after = restamped && sameLook(restamped.before, task.expected) ? restamped.after : undefined;
    awaitTick(tellingStamp(task.expected, after !== undefined));
    stream = { number: task.stream, fd, expected: after ?? task.expected, restamped: after, tailAt: 0, tailLength: 0 };
}
/** Reads on and cuts what can be cut; returns what the file is now if that is not what it was. */
function fillWindow(slabs, cutting, task, stream) {
    const { bytes } = slabs;
    const at = task.slab * SLAB_BYTES;
    let end = at;
    let got;
    if (task.pieces) {
        got = readPieces(stream.fd, bytes, at, task.pieces);
    }
    else {
        bytes.copyWithin(at, stream.tailAt, stream.tailAt + stream.tailLength);
        end += stream.tailLength;
        got = readBytes(stream.fd, bytes, end, task.length, null);
    }
    cutting.readBytes += got;
    const now = lookAt(stream.fd);
    if (got !== task.length || !sameLook(now.stat, stream.expected))
        return now;
    if (task.pieces) {
        cutPieces(cutting, task.pieces, at);
    }
    else {
        end += got;
        stream.tailAt = cutting.part(at, end, task.last);
        stream.tailLength = end - stream.tailAt;
    }
    return undefined;
}
/** A file that was made readable has a ctime of this moment, but a write would still change its mtime. */
function tellingStamp(look, restamped) {
    return restamped ? look.mtimeNs : look.ctimeNs;
}
/** The pieces of a file that changed are pieces of nothing. */
function mayBeReadAgain(now, pieces, readings) {
    return now.isFile && !pieces && readings < READINGS;
}
function readPieces(fd, bytes, at, pieces) {
    let done = 0;
    for (const { offset, length } of pieces)
        done += readBytes(fd, bytes, at + done, length, offset);
    return done;
}
function cutFile(cutting, at, length) {
    cutting.file(at, at + length);
    return at + length;
}
function cutPieces(cutting, pieces, at) {
    for (const { length } of pieces) {
        cutting.piece(at, at + length);
        at += length;
    }
    return at;
}
function closeStream() {
    if (stream)
        (0,external_node_fs_namespaceObject.closeSync)(stream.fd);
    stream = undefined;
}

;// CONCATENATED MODULE: ./js/workspace/stat-files.js


const Seen = { file: 0, vanished: 1, unreadable: 2 };
function statFiles({ directories, names, ends }) {
    const rows = names.split('\0');
    const stats = statRows(rows.length);
    let row = 0;
    for (const [number, directory] of directories.split('\0').entries()) {
        for (; row < ends[number]; row++)
            look(joinBytes(directory, rows[row]), stats, row);
    }
    return stats;
}
/** What was listed as a file and is something else by now has vanished. */
function look(path, to, row) {
    let stat;
    try {
        stat = (0,external_node_fs_namespaceObject.lstatSync)(toFsPath(path), { bigint: true, throwIfNoEntry: false });
    }
    catch (error) {
        to.seen[row] = isAbsence(error) ? Seen.vanished : Seen.unreadable;
        return;
    }
    const mode = Number(stat?.mode ?? 0n);
    if (!stat || (mode & external_node_fs_namespaceObject.constants.S_IFMT) !== external_node_fs_namespaceObject.constants.S_IFREG) {
        to.seen[row] = Seen.vanished;
        return;
    }
    to.mode[row] = mode & 0o777;
    to.size[row] = Number(stat.size);
    to.mtimeNs[row] = stat.mtimeNs;
    to.ctimeNs[row] = stat.ctimeNs;
    to.ino[row] = stat.ino;
    to.dev[row] = stat.dev;
    to.linked[row] = stat.nlink > 1n && stat.ino !== 0n ? 1 : 0;
}
/** Rethrows what is no system error. */
function isAbsence(error) {
    const { code } = error;
    if (code === undefined)
        throw error;
    return code === 'ENOENT' || code === 'ENOTDIR';
}
function statRows(length) {
    return {
        seen: new Uint8Array(length),
        mode: new Uint16Array(length),
        size: new Float64Array(length),
        mtimeNs: new BigInt64Array(length),
        ctimeNs: new BigInt64Array(length),
        ino: new BigUint64Array(length),
        dev: new BigUint64Array(length),
        linked: new Uint8Array(length),
    };
}

;// CONCATENATED MODULE: external "node:process"
const external_node_process_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:process");
;// CONCATENATED MODULE: ./js/workspace/reach.js



// Between looking at a directory and using a name in it, another process may put a link in its place. On Linux that
// gains nothing: directories are held open, each opened in the one above it and never through a link, and a name is
// used in the directory held: `/proc/self/fd/<directory>/<name>`, which is what openat(2) and its kin are to other
// languages. Elsewhere Node has no such way, and paths are used as they are.
/** Where `O_PATH` is: a handle that only names its file, for which no permission on it is needed. */
const O_PATH = external_node_process_namespaceObject.platform === 'linux' && ['x64', 'arm64'].includes(external_node_process_namespaceObject.arch) ? 0o10000000 : 0;
const HELD = '/proc/self/fd';
/**
 * The way to the files below one directory, for calls that come roughly in walk order: the directories on the way to
 * the last file stay open for the next. Close it in the end.
 */
class Reach {
    #root;
    #holds;
    #steps = [];
    /** The directory that `#steps` lead to. */
    #directory = '';
    /** Links in the path of `root` itself are followed: what lies above a mount is the machine's affair. */
    constructor(root, holds = CAN_HOLD) {
        this.#root = root;
        this.#holds = holds;
    }
    /**
     * Does something with the file at an absolute path below the root, last links not followed by anything but the call
     * itself. Throws `ENOTDIR` where a directory on the way is a link. Errors name the path that was given.
     */
    use(path, call) {
        const place = this.#placeOf(path);
        try {
            return call(place);
        }
        catch (error) {
            throw this.#holds ? named(error, String(place), path) : error;
        }
    }
    /** `lstat`; `undefined`: it is not there, or what is on the way to it is no directory. */
    stat(path) {
        try {
            return this.use(path, (place) => (0,external_node_fs_namespaceObject.lstatSync)(place, { throwIfNoEntry: false }));
        }
        catch (error) {
            if (['ENOENT', 'ENOTDIR'].includes(error.code ?? ''))
                return undefined;
            throw error;
        }
    }
    /**
     * Does something with the very file or directory that stands there now, whatever takes its place meanwhile. `place`
     * may be given to calls that follow links: it leads to no other. Throws for a link.
     */
    hold(path, call) {
        return this.use(path, (place) => {
            if (!this.#holds)
                return call(place, unlinked((0,external_node_fs_namespaceObject.lstatSync)(place), path));
            const fd = (0,external_node_fs_namespaceObject.openSync)(place, O_PATH | external_node_fs_namespaceObject.constants.O_NOFOLLOW);
            try {
                return call(`${HELD}/${fd}`, unlinked((0,external_node_fs_namespaceObject.fstatSync)(fd), path));
            }
            finally {
                (0,external_node_fs_namespaceObject.closeSync)(fd);
            }
        });
    }
    close() {
        for (const { fd } of this.#steps.splice(0))
            (0,external_node_fs_namespaceObject.closeSync)(fd);
        this.#directory = '';
    }
    #placeOf(path) {
        if (!this.#holds || path === this.#root)
            return toFsPath(path);
        const slash = path.lastIndexOf('/');
        const directory = slash === 0 ? '/' : path.slice(0, slash);
        if (directory !== this.#directory || this.#steps.length === 0)
            this.#walk(directory);
        const { fd } = this.#steps.at(-1);
        return toFsPath(`${HELD}/${fd}/${path.slice(slash + 1)}`);
    }
    /** What fails here names the directory. */
    #walk(directory) {
        const within = this.#root === '/' ? '/' : `${this.#root}/`;
        if (directory !== this.#root && !directory.startsWith(within))
            throw new Error(`${directory} is out of reach`);
        while (this.#steps.length > 0 && !this.#leadsTo(directory))
            (0,external_node_fs_namespaceObject.closeSync)(this.#steps.pop().fd);
        if (this.#steps.length === 0)
            this.#push(this.#root, toFsPath(this.#root), 0);
        while (this.#directory.length < directory.length) {
            const from = this.#directory === '/' ? 1 : this.#directory.length + 1;
            const slash = directory.indexOf('/', from);
            const next = slash === -1 ? directory : directory.slice(0, slash);
            const { fd } = this.#steps.at(-1);
            this.#push(next, toFsPath(`${HELD}/${fd}/${next.slice(from)}`), external_node_fs_namespaceObject.constants.O_NOFOLLOW);
        }
    }
    #push(path, place, flags) {
        try {
            this.#steps.push({ length: path.length, fd: (0,external_node_fs_namespaceObject.openSync)(place, O_PATH | external_node_fs_namespaceObject.constants.O_DIRECTORY | flags) });
        }
        catch (error) {
            throw named(error, String(place), path);
        }
        this.#directory = path;
    }
    /** Is the last step the directory, or on the way to it? */
    #leadsTo(directory) {
        const { length } = this.#steps.at(-1);
        this.#directory = this.#directory.slice(0, length);
        if (!directory.startsWith(this.#directory))
            return false;
        return directory.length === length || this.#directory === '/' || directory[length] === '/';
    }
}
const CAN_HOLD = O_PATH !== 0 && canHold();
/** Some sandboxes have no /proc, or one that cannot do this. */
function canHold() {
    try {
        const fd = (0,external_node_fs_namespaceObject.openSync)('/', O_PATH | external_node_fs_namespaceObject.constants.O_DIRECTORY);
        try {
            return (0,external_node_fs_namespaceObject.lstatSync)(`${HELD}/${fd}/.`).isDirectory();
        }
        finally {
            (0,external_node_fs_namespaceObject.closeSync)(fd);
        }
    }
    catch {
        return false;
    }
}
function unlinked(stat, path) {
    if (!stat.isSymbolicLink())
        return stat;
    throw Object.assign(new Error(`${toDisplay(path)} was replaced by a link`), { code: 'ELOOP' });
}
/** A system error with the path that a person knows. */
function named(error, place, path) {
    if (!(error instanceof Error) || !('path' in error))
        return error;
    const known = toDisplay(path);
    error.message = error.message.replace(place, known);
    if (String(error.path) === place)
        error.path = known;
    return error;
}

;// CONCATENATED MODULE: ./js/workspace/stamps.js
const SECOND = 1000000000n;
const MILLISECOND = 1000000n;
const stamps_double = new Float64Array(1);
const bits = new BigUint64Array(stamps_double.buffer);
/**
 * What `futimes` and `lutimes` must be given so that the file gets the time `ns`, or the nearest one before it that
 * Node can express. Node takes seconds as a double, and libuv cuts that to nanoseconds: today the result is up to
 * 240 ns early, never late, so an order of times is never turned round. Times before 1970 only work as a `Date`
 * (a negative number means "now" to Node) and are cut to milliseconds.
 */
function stampOf(ns) {
    if (ns < 0n)
        return new Date(Number((ns - (MILLISECOND - 1n)) / MILLISECOND));
    const seconds = Number(ns / SECOND);
    const rest = Number(ns % SECOND);
    stamps_double[0] = seconds + rest / 1e9;
    while (isLater(stamps_double[0], seconds, rest))
        bits[0] = bits[0] - 1n;
    return stamps_double[0];
}
/** Repeats what libuv does with the double. */
function isLater(stamp, seconds, rest) {
    const whole = Math.trunc(stamp);
    return whole > seconds || (whole === seconds && Math.trunc((stamp - whole) * 1e9) > rest);
}

;// CONCATENATED MODULE: ./js/workspace/write-worker.js








const NO_MODE = 0xffff;
const NO_TIME = -(2n ** 63n);
function rootColumns(rows) {
    const numbers = new Map();
    const root = new Uint16Array(rows.length);
    for (const [row, path] of rows.entries()) {
        const number = numbers.get(path) ?? numbers.size;
        if (number === numbers.size)
            numbers.set(path, number);
        root[row] = number;
    }
    return { roots: [...numbers.keys()].join('\0'), root };
}
/** Throws `FormatError` if a frame is not what was stored, and the system's errors. */
function handleWrite(task) {
    // `from`: of what is moved or linked, which lies elsewhere than what it becomes.
    const ways = () => task.roots.split('\0').map((root) => new Reach(root));
    const reaches = { to: ways(), from: ways() };
    try {
        return replyTo(task, reaches);
    }
    finally {
        for (const reach of [...reaches.to, ...reaches.from])
            reach.close();
    }
}
function replyTo(task, reaches) {
    const reply = task.kind === 'frames' ? writeFrames(task, reaches) : doEntries(task, reaches);
    return { reply, transfer: [reply.ctimeNs.buffer, reply.ino.buffer, reply.dev.buffer] };
}
// Windows has no O_NOFOLLOW.
const NEW_FILE = external_node_fs_namespaceObject.constants.O_CREAT | external_node_fs_namespaceObject.constants.O_EXCL | external_node_fs_namespaceObject.constants.O_WRONLY | (external_node_fs_namespaceObject.constants.O_NOFOLLOW ?? 0);
const OLD_FILE = external_node_fs_namespaceObject.constants.O_WRONLY | (external_node_fs_namespaceObject.constants.O_NOFOLLOW ?? 0);
function writeFrames(task, reaches) {
    const paths = task.paths.split('\0');
    const stats = statColumns(task.whole.length);
    const now = Date.now() / 1000;
    let file = 0;
    let run = 0;
    for (let frame = 0; frame < task.at.length; frame++) {
        const raw = write_worker_openFrame(task, frame, wantedOf(task, frame, run));
        for (; file < task.filesEnd[frame]; file++) {
            const whole = task.whole[file] === 1;
            const mode = task.mode[file];
            const reach = reaches.to[task.root[file]];
            const fd = reach.use(paths[file], (place) => (0,external_node_fs_namespaceObject.openSync)(place, whole ? NEW_FILE : OLD_FILE, mode));
            try {
                for (; run < task.runsEnd[file]; run++) {
                    writeAll(fd, raw, task.from[run], task.length[run], task.to[run]);
                }
                if (!whole)
                    continue;
                if (mode & task.umask)
                    (0,external_node_fs_namespaceObject.fchmodSync)(fd, mode);
                (0,external_node_fs_namespaceObject.futimesSync)(fd, now, stampOf(task.mtimeNs[file]));
                let stat = (0,external_node_fs_namespaceObject.fstatSync)(fd, { bigint: true });
                // An inherited access list may have changed what the umask did not.
                if ((Number(stat.mode) & 0o777) !== mode) {
                    (0,external_node_fs_namespaceObject.fchmodSync)(fd, mode);
                    stat = (0,external_node_fs_namespaceObject.fstatSync)(fd, { bigint: true });
                }
                setStat(stats, file, stat);
            }
            finally {
                (0,external_node_fs_namespaceObject.closeSync)(fd);
            }
        }
        // Of a raw frame it is the batch itself.
        if (raw.buffer !== task.bytes.buffer)
            release(raw);
    }
    release(task.bytes);
    return stats;
}
/** How far a frame is wanted; `run` is the first of it. */
function wantedOf(task, frame, run) {
    const files = task.filesEnd[frame];
    const end = files === 0 ? 0 : task.runsEnd[files - 1];
    let wanted = 0;
    for (let at = run; at < end; at++) {
        wanted = Math.max(wanted, task.from[at] + task.length[at]);
    }
    return wanted;
}
function write_worker_openFrame(task, frame, end) {
    const at = task.at[frame];
    const stored = task.bytes.subarray(at, at + task.storedLength[frame]);
    if (!sameBytes(sha256(stored), task.sha256.subarray(frame * 32, frame * 32 + 32))) {
        throw new FormatError('a frame is not what was stored');
    }
    const seal = task.seal && { ...task.seal, number: task.number[frame] };
    return decodeFrame(stored, task.codec[frame], task.rawLength[frame], seal, end);
}
/** A full disk shows as a short write first and as an error at the next. */
function writeAll(fd, bytes, from, length, to) {
    for (let done = 0; done < length;)
        done += (0,external_node_fs_namespaceObject.writeSync)(fd, bytes, from + done, length - done, to + done);
}
function doEntries(task, reaches) {
    const paths = task.paths.split('\0');
    const others = task.others.split('\0');
    const stats = statColumns(task.type.length);
    const now = Date.now() / 1000;
    for (let row = 0; row < task.type.length; row++) {
        const path = paths[row];
        const other = others[row] ?? '';
        const to = reaches.to[task.root[row]];
        const from = reaches.from[task.root[row]];
        const mode = task.mode[row];
        const mtimeNs = task.mtimeNs[row];
        switch (task.kind) {
            case 'mkdir':
                to.use(path, (place) => (0,external_node_fs_namespaceObject.mkdirSync)(place, mode | 0o700));
                break;
            case 'create':
                to.use(path, (place) => createFile(place, mode, task.size[row]));
                break;
            case 'link':
                from.use(other, (source) => to.use(path, (place) => (0,external_node_fs_namespaceObject.linkSync)(source, place)));
                break;
            case 'symlink':
                to.use(path, (place) => {
                    (0,external_node_fs_namespaceObject.symlinkSync)(toFsPath(other), place);
                    (0,external_node_fs_namespaceObject.lutimesSync)(place, now, stampOf(mtimeNs));
                    setStat(stats, row, (0,external_node_fs_namespaceObject.lstatSync)(place, { bigint: true }));
                });
                break;
            case 'move':
                from.use(path, (source) => to.use(other, (place) => (0,external_node_fs_namespaceObject.renameSync)(source, place)));
                write_worker_look(to, other, stats, row);
                break;
            case 'stamp':
                stamp(to, path, task.type[row], mode, mtimeNs, now);
                write_worker_look(to, path, stats, row);
                break;
            case 'look':
                write_worker_look(to, path, stats, row);
        }
    }
    return stats;
}
/** Room for the whole file at once; what is never written stays a hole. */
function createFile(path, mode, size) {
    const fd = (0,external_node_fs_namespaceObject.openSync)(path, NEW_FILE, mode | 0o600);
    try {
        if (size > 0)
            (0,external_node_fs_namespaceObject.ftruncateSync)(fd, size);
    }
    finally {
        (0,external_node_fs_namespaceObject.closeSync)(fd);
    }
}
/** `chmod` and `utimes` follow links, so they are given what was looked at, not what stands there. */
function stamp(reach, path, type, mode, mtimeNs, now) {
    reach.hold(path, (place, stat) => {
        if (type === tree_EntryType.directory ? !stat.isDirectory() : !stat.isFile()) {
            throw Object.assign(new Error(`${toDisplay(path)} was replaced while it was restored`), { path: toDisplay(path) });
        }
        if (mode !== NO_MODE && (stat.mode & 0o777) !== (mode & 0o777))
            (0,external_node_fs_namespaceObject.chmodSync)(place, mode);
        if (mtimeNs !== NO_TIME)
            (0,external_node_fs_namespaceObject.utimesSync)(place, now, stampOf(mtimeNs));
    });
}
function write_worker_look(reach, path, stats, row) {
    setStat(stats, row, reach.use(path, (place) => (0,external_node_fs_namespaceObject.lstatSync)(place, { bigint: true })));
}
function statColumns(length) {
    return { ctimeNs: new BigInt64Array(length), ino: new BigUint64Array(length), dev: new BigUint64Array(length) };
}
function setStat(to, row, stat) {
    to.ctimeNs[row] = stat.ctimeNs;
    to.ino[row] = stat.ino;
    to.dev[row] = stat.dev;
}

;// CONCATENATED MODULE: ./js/workspace/worker.js
// The entry of a worker thread. A bundle of its own: `faces/compose.ts` hands its URL to the pool.




external_node_worker_threads_namespaceObject.parentPort?.on('message', ({ id, task }) => {
    try {
        const { reply, transfer } = handle(task);
        external_node_worker_threads_namespaceObject.parentPort?.postMessage({ id, reply }, transfer);
    }
    catch (error) {
        external_node_worker_threads_namespaceObject.parentPort?.postMessage({ id, error: toWire(error) });
    }
});
function handle(task) {
    switch (task.for) {
        case 'read':
            return handleRead(task);
        case 'write':
            return handleWrite(task);
        case 'stat':
            return { reply: statFiles(task), transfer: [] };
    }
}
function toWire(error) {
    if (!(error instanceof Error))
        return { name: 'Error', message: String(error) };
    const { code, path } = error;
    return {
        name: error.name,
        message: error.message,
        ...(typeof code === 'string' && { code }),
        ...(path !== undefined && { path: String(path) }),
    };
}

