import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 2613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 181:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("buffer");

/***/ }),

/***/ 5317:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("child_process");

/***/ }),

/***/ 6982:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");

/***/ }),

/***/ 4434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 9896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 8611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 5692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 9278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

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

/***/ 7067:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 2467:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http2");

/***/ }),

/***/ 4708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:https");

/***/ }),

/***/ 8995:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:module");

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

/***/ 857:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");

/***/ }),

/***/ 6928:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");

/***/ }),

/***/ 2203:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("stream");

/***/ }),

/***/ 5574:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");

/***/ }),

/***/ 3557:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("timers");

/***/ }),

/***/ 4756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 2018:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tty");

/***/ }),

/***/ 7016:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("url");

/***/ }),

/***/ 9023:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 5547:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Wf: () => (/* binding */ newArray),
/* harmony export */   Wn: () => (/* binding */ toDisplay),
/* harmony export */   Yb: () => (/* binding */ toFsPath),
/* harmony export */   _r: () => (/* binding */ release),
/* harmony export */   er: () => (/* binding */ sameBytes),
/* harmony export */   jf: () => (/* binding */ releaseWhole),
/* harmony export */   mE: () => (/* binding */ joinBytes),
/* harmony export */   nj: () => (/* binding */ toHex),
/* harmony export */   xe: () => (/* binding */ toBytePath),
/* harmony export */   zP: () => (/* binding */ copyOf)
/* harmony export */ });
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
function toHex(bytes) {
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


/***/ }),

/***/ 2731:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   RB: () => (/* binding */ toPlanes),
/* harmony export */   Sx: () => (/* binding */ unzigzag),
/* harmony export */   X5: () => (/* binding */ total),
/* harmony export */   Y2: () => (/* binding */ fromPlanes),
/* harmony export */   Yd: () => (/* binding */ undoDeltas),
/* harmony export */   cz: () => (/* binding */ sum),
/* harmony export */   dH: () => (/* binding */ toDeltas),
/* harmony export */   zj: () => (/* binding */ zigzag)
/* harmony export */ });
/*
 * Columns of numbers as bytes. A column of `n` numbers of `width` bytes is stored as `width` planes of `n` bytes: first
 * the lowest byte of every number, then the next. High bytes are mostly zero and end up side by side, where zstd makes
 * nothing of them, and a column's length follows from its count, so nothing has to be parsed. Numbers are
 * little-endian, as every platform Node runs these days has them in memory: a column is a typed array's own bytes, turned.
 */
/** The planes of a typed array. */
function toPlanes(values, width) {
    const from = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const count = from.length / width;
    const to = new Uint8Array(from.length);
    for (let plane = 0; plane < width; plane++) {
        for (let i = 0, at = plane, out = plane * count; i < count; i++, at += width)
            to[out + i] = from[at];
    }
    return to;
}
/** The bytes of the typed array that `toPlanes` was given; a multiple of `width` long, at offset 0 of their buffer. */
function fromPlanes(planes, width) {
    const count = planes.length / width;
    const to = new Uint8Array(planes.length);
    for (let plane = 0; plane < width; plane++) {
        for (let i = 0, at = plane * count, out = plane; i < count; i++, out += width)
            to[out] = planes[at + i];
    }
    return to.buffer;
}
/** Signed as unsigned, small stays small: 0, -1, 1, -2, … become 0, 1, 2, 3, …; any 32 bits. */
function zigzag(value) {
    return ((value << 1) ^ (value >> 31)) >>> 0;
}
function unzigzag(value) {
    return (value >>> 1) ^ -(value & 1);
}
/**
 * Turns 64-bit numbers into zigzag differences from the one before (the first from 0), modulo 2^64. On pairs of words,
 * because a BigInt for each number costs more than everything else that is done to a column.
 */
function toDeltas(values) {
    const from = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
    const deltas = new BigUint64Array(values.length);
    const to = new Uint32Array(deltas.buffer);
    let beforeLow = 0;
    let beforeHigh = 0;
    for (let i = 0; i < from.length; i += 2) {
        const low = from[i];
        const high = from[i + 1];
        const down = (low - beforeLow) >>> 0;
        const up = high - beforeHigh - (low < beforeLow ? 1 : 0);
        const sign = up >> 31;
        to[i] = (down << 1) ^ sign;
        to[i + 1] = ((up << 1) | (down >>> 31)) ^ sign;
        beforeLow = low;
        beforeHigh = high;
    }
    return deltas;
}
/** Undoes `toDeltas`, in place. */
function undoDeltas(deltas) {
    const words = new Uint32Array(deltas.buffer, deltas.byteOffset, deltas.length * 2);
    let low = 0;
    let high = 0;
    for (let i = 0; i < words.length; i += 2) {
        const down = words[i];
        const up = words[i + 1];
        const sign = -(down & 1);
        const sum = low + ((((down >>> 1) | (up << 31)) ^ sign) >>> 0);
        high = (high + ((up >>> 1) ^ sign) + (sum > 0xffff_ffff ? 1 : 0)) >>> 0;
        low = sum >>> 0;
        words[i] = low;
        words[i + 1] = high;
    }
}
function sum(values) {
    let sum = 0;
    for (let i = 0; i < values.length; i++)
        sum += values[i];
    return sum;
}
function total(items, count) {
    let sum = 0;
    for (const item of items)
        sum += count(item);
    return sum;
}


/***/ }),

/***/ 4094:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Bc: () => (/* binding */ compress),
/* harmony export */   mF: () => (/* binding */ decompress)
/* harmony export */ });
/* unused harmony exports ZSTD_LEVEL, decompressTo */
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8522);
/* harmony import */ var _manifest_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5243);
/* harmony import */ var _ports_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(3820);



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
        const packed = (0,node_zlib__WEBPACK_IMPORTED_MODULE_0__.zstdCompressSync)(raw, { chunkSize, params: paramsOf(level) });
        const worthIt = packed.length <= raw.length * WORTH_IT;
        const stored = freed(packed, chunkSize, worthIt ? packed.length : 0);
        if (worthIt)
            return { stored, codec: _manifest_js__WEBPACK_IMPORTED_MODULE_1__/* .Codec */ .N.zstd };
    }
    return { stored: owned(raw), codec: _manifest_js__WEBPACK_IMPORTED_MODULE_1__/* .Codec */ .N.raw };
}
/**
 * The `rawLength` bytes that were compressed; for raw ones `stored` itself, not a copy. `FormatError` if they are not
 * exactly that many, or if `stored` is not exactly one frame. Never allocates more than `rawLength` asks for: bound
 * it before calling.
 */
function decompress(stored, codec, rawLength) {
    if (codec === _manifest_js__WEBPACK_IMPORTED_MODULE_1__/* .Codec */ .N.raw) {
        if (stored.length !== rawLength)
            throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .FormatError */ .IF(`${stored.length} raw bytes where ${rawLength} belong`);
        return stored;
    }
    if (codec !== _manifest_js__WEBPACK_IMPORTED_MODULE_1__/* .Codec */ .N.zstd)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .FormatError */ .IF(`unknown codec ${codec}`);
    if (rawLength === 0)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .FormatError */ .IF('a compressed run of no bytes');
    const { raw, consumed } = unzstd(stored, rawLength);
    if (raw.length !== rawLength)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .FormatError */ .IF(`${raw.length} bytes decompressed where ${rawLength} belong`);
    // Decompression ends with the first frame and ignores whatever follows it.
    if (consumed !== stored.length)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .FormatError */ .IF('bytes after the compressed ones');
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
        [node_zlib__WEBPACK_IMPORTED_MODULE_0__.constants.ZSTD_c_hashLog]: 16,
        [node_zlib__WEBPACK_IMPORTED_MODULE_0__.constants.ZSTD_c_chainLog]: 15,
        [node_zlib__WEBPACK_IMPORTED_MODULE_0__.constants.ZSTD_c_minMatch]: 6,
    };
    return { [node_zlib__WEBPACK_IMPORTED_MODULE_0__.constants.ZSTD_c_compressionLevel]: level, ...(level === ZSTD_LEVEL && tuned) };
}
function unzstd(stored, rawLength) {
    const options = {
        // With room to spare, else a second piece is allocated to find that there is no more.
        chunkSize: piece(rawLength + PIECE_MIN),
        maxOutputLength: rawLength,
        params: { [node_zlib__WEBPACK_IMPORTED_MODULE_0__.constants.ZSTD_d_windowLogMax]: WINDOW_LOG_MAX },
        info: true,
    };
    try {
        const { buffer, engine } = (0,node_zlib__WEBPACK_IMPORTED_MODULE_0__.zstdDecompressSync)(stored, options);
        return { raw: buffer, consumed: engine.bytesWritten };
    }
    catch (error) {
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .FormatError */ .IF(`does not decompress to ${rawLength} bytes: ${error.message}`);
    }
}
/** As many blocks as should hold `end` bytes; `undefined` if they cannot be told from the rest, or hold something else. */
function unzstdStart(stored, rawLength, end) {
    const ends = blockEnds(stored);
    const count = Math.ceil((end * ends.length) / rawLength) + 1;
    if (count >= ends.length)
        return undefined;
    try {
        return zstdDecompressSync(stored.subarray(0, ends[count - 1]), {
            chunkSize: piece(Math.min(rawLength, count * BLOCK_RAW_MAX) + PIECE_MIN),
            maxOutputLength: rawLength,
            params: { [constants.ZSTD_d_windowLogMax]: WINDOW_LOG_MAX },
            // There is no end to be found.
            finishFlush: constants.ZSTD_e_continue,
        });
    }
    catch {
        return undefined;
    }
}
const BLOCK_RAW_MAX = (/* unused pure expression or super */ null && (128 * 1024));
/** The largest frame has 64 of the largest; of one that is cut finer than into sixteenths of them all is decompressed. */
const BLOCKS_MAX = 1024;
const DICTIONARY_BYTES = (/* unused pure expression or super */ null && ([0, 1, 2, 4]));
const SIZE_BYTES = (/* unused pure expression or super */ null && ([0, 2, 4, 8]));
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


/***/ }),

/***/ 4406:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   fg: () => (/* binding */ sha256Hex),
/* harmony export */   sc: () => (/* binding */ sha256)
/* harmony export */ });
/* unused harmony export chunkNamer */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7598);

/** SHA-256, 32 bytes in an array of their own. */
function sha256(bytes) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.hash)('sha256', bytes, 'buffer');
}
/** SHA-256 as 64 lower-case hex digits: the fastest form to get one in. */
function sha256Hex(bytes) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.hash)('sha256', bytes);
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
        outer.write(hash('sha256', inner.subarray(0, end)), BLOCK_BYTES, 'hex');
        return hash('sha256', outer);
    };
}
function padded(key, pad, length) {
    const bytes = Buffer.alloc(length);
    bytes.fill(pad, 0, BLOCK_BYTES);
    for (const [i, byte] of key.entries())
        bytes[i] = byte ^ pad;
    return bytes;
}


/***/ }),

/***/ 7949:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   J$: () => (/* binding */ versionKeyOf),
/* harmony export */   KB: () => (/* binding */ packKeyOf),
/* harmony export */   Ss: () => (/* binding */ parseKeys)
/* harmony export */ });
/* unused harmony exports KEY_BYTES, encryptionKey, keyedGearTable */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7598);
/* harmony import */ var _bytes_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(5547);
/* harmony import */ var _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3820);



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
        id: (0,_bytes_js__WEBPACK_IMPORTED_MODULE_2__/* .toHex */ .nj)(derive(secret, 'key id').subarray(0, 8)),
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
    return BigUint64Array.from({ length: 256 }, (_, i) => createHmac('sha256', gear).update(Uint8Array.of(i)).digest().readBigUInt64LE());
}
/** RFC 5869 with SHA-256: 32 bytes of the secret for one use, which `info` names. */
function derive(secret, info) {
    return new Uint8Array((0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.hkdfSync)('sha256', secret, 'warmstart v1', info, KEY_BYTES));
}
const HEX = /^[0-9a-f]{64}$/i;
const BASE64 = /^[0-9a-z+/_-]{43}=?$/i;
/** Of 32 random bytes about 30 differ; fewer than this do once in more than 10^15 keys. */
const DISTINCT_BYTES = 16;
function parseKey(line, which) {
    const format = HEX.test(line) ? 'hex' : BASE64.test(line) ? 'base64' : undefined;
    if (!format) {
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo(`Encryption key${which} is not 32 bytes as base64 or hex; make one with “warmstart key new”. A passphrase will not do.`);
    }
    const secret = new Uint8Array(Buffer.from(line, format));
    const isText = secret.every((byte) => byte >= 0x20 && byte < 0x7f);
    if (isText || new Set(secret).size < DISTINCT_BYTES) {
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo(`Encryption key${which} is not random, so it protects nothing; make one with “warmstart key new”.`);
    }
    return secret;
}


/***/ }),

/***/ 986:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Un: () => (/* binding */ decodeExtents),
/* harmony export */   aJ: () => (/* binding */ ownFiles),
/* harmony export */   me: () => (/* binding */ encodeExtents)
/* harmony export */ });
/* harmony import */ var _columns_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(2731);
/* harmony import */ var _frame_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5817);
/* harmony import */ var _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3820);
/* harmony import */ var _section_ids_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(2660);
/* harmony import */ var _sections_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(4566);
/* harmony import */ var _tree_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(8726);
/* harmony import */ var _tree_rules_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(7148);







/** Entries that are regular files and not a further link to another: what has a size and extents of its own. */
function ownFiles(tree) {
    const entries = new Uint32Array(tree.length);
    let files = 0;
    for (let entry = 0; entry < tree.length; entry++) {
        if (tree.type[entry] === _tree_js__WEBPACK_IMPORTED_MODULE_4__/* .EntryType */ .$Y.file && tree.source(entry) === entry)
            entries[files++] = entry;
    }
    return entries.subarray(0, files);
}
/** Where the content of every file lies, in the order of `ownFiles`. */
function encodeExtents(trees) {
    const files = trees.map(ownFiles);
    const count = (0,_columns_js__WEBPACK_IMPORTED_MODULE_6__/* .total */ .X5)(trees, (tree) => (0,_columns_js__WEBPACK_IMPORTED_MODULE_6__/* .sum */ .cz)(tree.extentCount.subarray(0, tree.length)));
    const frames = new Uint32Array(count);
    const offsets = new Uint32Array(count);
    const lengths = new Uint32Array(count);
    const expected = new Expected();
    let at = 0;
    let kept = 0;
    for (const [i, tree] of trees.entries()) {
        for (const entry of files[i]) {
            const first = tree.firstExtent[entry];
            const end = first + tree.extentCount[entry];
            for (let extent = first; extent < end; extent++, at++) {
                const frame = tree.frame[extent];
                const length = tree.extentLength[extent];
                // The last one reaches to the end of the file.
                if (extent + 1 < end)
                    lengths[kept++] = length;
                if (frame === _tree_js__WEBPACK_IMPORTED_MODULE_4__/* .HOLE */ .vs)
                    continue;
                const offset = tree.offset[extent];
                frames[at] = (0,_columns_js__WEBPACK_IMPORTED_MODULE_6__/* .zigzag */ .zj)(frame - expected.frame) + 1;
                offsets[at] = (0,_columns_js__WEBPACK_IMPORTED_MODULE_6__/* .zigzag */ .zj)(offset - expected.offsetIn(frame));
                expected.after(frame, offset + length);
            }
        }
    }
    return [
        (0,_sections_js__WEBPACK_IMPORTED_MODULE_3__/* .column */ .fi)(_section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.extentFrame, frames),
        (0,_sections_js__WEBPACK_IMPORTED_MODULE_3__/* .column */ .fi)(_section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.extentOffset, offsets),
        (0,_sections_js__WEBPACK_IMPORTED_MODULE_3__/* .column */ .fi)(_section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.extentLength, lengths.subarray(0, kept)),
    ];
}
/** Fills the extents of trees whose `size`, `firstExtent`, `extentCount` and `extents` are known already. */
function decodeExtents(sections, trees) {
    const count = (0,_columns_js__WEBPACK_IMPORTED_MODULE_6__/* .total */ .X5)(trees, (tree) => tree.extents);
    if (count > _tree_rules_js__WEBPACK_IMPORTED_MODULE_5__/* .EXTENTS_MAX */ .Rz)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .FormatError */ .IF(`${count} extents; ${_tree_rules_js__WEBPACK_IMPORTED_MODULE_5__/* .EXTENTS_MAX */ .Rz} at most`);
    const frames = sections.u32(_section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.extentFrame, count);
    const offsets = sections.u32(_section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.extentOffset, count);
    const files = trees.map(ownFiles);
    const filled = (0,_columns_js__WEBPACK_IMPORTED_MODULE_6__/* .total */ .X5)(trees, filledEntries);
    const lengths = sections.u32(_section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.extentLength, count - filled);
    const expected = new Expected();
    let at = 0;
    let kept = 0;
    for (const [i, tree] of trees.entries()) {
        if (tree.extents > 0)
            reserveExtents(tree);
        for (const entry of files[i]) {
            let left = tree.size[entry];
            const first = tree.firstExtent[entry];
            const end = first + tree.extentCount[entry];
            for (let extent = first; extent < end; extent++, at++) {
                const length = extent + 1 < end ? lengths[kept++] : left;
                left -= length;
                if (length > 0xffff_ffff || left < 0)
                    throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .FormatError */ .IF(`entry ${entry}: extents that are not its size`);
                tree.extentLength[extent] = length;
                tree.frame[extent] = _tree_js__WEBPACK_IMPORTED_MODULE_4__/* .HOLE */ .vs;
                if (frames[at] === 0) {
                    if (offsets[at] !== 0)
                        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .FormatError */ .IF(`entry ${entry}: a hole with a place`);
                    continue;
                }
                const frame = expected.frame + (0,_columns_js__WEBPACK_IMPORTED_MODULE_6__/* .unzigzag */ .Sx)(frames[at] - 1);
                const offset = expected.offsetIn(frame) + (0,_columns_js__WEBPACK_IMPORTED_MODULE_6__/* .unzigzag */ .Sx)(offsets[at]);
                if (frame < 0 || frame >= _tree_js__WEBPACK_IMPORTED_MODULE_4__/* .HOLE */ .vs || offset < 0 || offset > _frame_js__WEBPACK_IMPORTED_MODULE_0__/* .FRAME_RAW_MAX */ .kE) {
                    throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .FormatError */ .IF(`entry ${entry}: an extent out of every frame`);
                }
                tree.frame[extent] = frame;
                tree.offset[extent] = offset;
                expected.after(frame, offset + length);
            }
        }
    }
}
function filledEntries({ extentCount }) {
    let filled = 0;
    for (let entry = 0; entry < extentCount.length; entry++)
        if (extentCount[entry] !== 0)
            filled++;
    return filled;
}
/** Where the next extent most likely lies: behind the one before, or at the start of a frame. */
class Expected {
    frame = 0;
    #end = 0;
    offsetIn(frame) {
        return frame === this.frame ? this.#end : 0;
    }
    after(frame, end) {
        this.frame = frame;
        this.#end = end;
    }
}
function reserveExtents(tree) {
    tree.frame = new Uint32Array(tree.extents);
    tree.offset = new Uint32Array(tree.extents);
    tree.extentLength = new Uint32Array(tree.extents);
}


/***/ }),

/***/ 7371:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   CB: () => (/* binding */ textsOf),
/* harmony export */   Pf: () => (/* binding */ fieldsOf),
/* harmony export */   Rf: () => (/* binding */ fromJson),
/* harmony export */   aB: () => (/* binding */ toJson),
/* harmony export */   b6: () => (/* binding */ textOf),
/* harmony export */   c3: () => (/* binding */ listOf),
/* harmony export */   eV: () => (/* binding */ millisOf),
/* harmony export */   gf: () => (/* binding */ ulidOf),
/* harmony export */   kk: () => (/* binding */ laneOf),
/* harmony export */   l2: () => (/* binding */ wholeOf),
/* harmony export */   qQ: () => (/* binding */ hashOf)
/* harmony export */ });
/* harmony import */ var _lane_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(9756);
/* harmony import */ var _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3820);
/* harmony import */ var _ulid_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(6962);



const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const TEXTS_MAX = 1_000_000;
const HEX_256 = /^[0-9a-f]{64}$/;
function toJson(value) {
    return Buffer.from(JSON.stringify(value));
}
function fromJson(bytes, what) {
    try {
        return JSON.parse(UTF8.decode(bytes));
    }
    catch {
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .FormatError */ .IF(`${what}: not JSON`);
    }
}
function fieldsOf(value, what) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .FormatError */ .IF(`${what}: not an object`);
    return value;
}
function listOf(value, what, most) {
    if (!Array.isArray(value) || value.length > most)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .FormatError */ .IF(`${what}: not a list of at most ${most}`);
    return value;
}
function textOf(value, what) {
    if (typeof value !== 'string')
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .FormatError */ .IF(`${what}: not a text`);
    return value;
}
function textsOf(value, what) {
    return listOf(value, what, TEXTS_MAX).map((text) => textOf(text, what));
}
/** A whole number from 0 to `most`. */
function wholeOf(value, what, most = Number.MAX_SAFE_INTEGER) {
    if (!Number.isSafeInteger(value) || value < 0 || value > most) {
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .FormatError */ .IF(`${what}: not a whole number from 0 to ${most}`);
    }
    return value;
}
/** A time; some clocks have fractions of a millisecond. */
function millisOf(value, what) {
    if (typeof value !== 'number' || !Number.isFinite(value))
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .FormatError */ .IF(`${what}: not a time`);
    return value;
}
function ulidOf(value, what) {
    if (typeof value !== 'string' || !(0,_ulid_js__WEBPACK_IMPORTED_MODULE_2__/* .isUlid */ .h)(value))
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .FormatError */ .IF(`${what}: not a ULID`);
    return value;
}
function laneOf(value, what) {
    if (typeof value !== 'string' || !(0,_lane_js__WEBPACK_IMPORTED_MODULE_0__/* .isLane */ .Jx)(value))
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .FormatError */ .IF(`${what}: not a lane`);
    return value;
}
/** 64 lower-case hex digits. */
function hashOf(value, what) {
    if (typeof value !== 'string' || !HEX_256.test(value))
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .FormatError */ .IF(`${what}: not a SHA-256`);
    return value;
}


/***/ }),

/***/ 4607:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   FS: () => (/* binding */ checkFrames),
/* harmony export */   H5: () => (/* binding */ encodeFrames),
/* harmony export */   r2: () => (/* binding */ FRAME_SECTIONS),
/* harmony export */   vx: () => (/* binding */ decodeFrames)
/* harmony export */ });
/* harmony import */ var _frame_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5817);
/* harmony import */ var _manifest_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5243);
/* harmony import */ var _ports_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(3820);
/* harmony import */ var _sealing_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(3191);
/* harmony import */ var _section_ids_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(2660);
/* harmony import */ var _sections_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(4566);






/** Of the frame table, what a pack's footer has too: the rest follows there from the order of the frames. */
const FRAME_SECTIONS = [_section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.frameStored, _section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.frameRaw, _section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.frameCodec, _section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.frameSha256];
const FRAMES_MAX = 4 * 1024 * 1024;
/** The columns that a pack's footer has of its own frames. */
function encodeFrames(frames) {
    const count = frames.length;
    return [
        (0,_sections_js__WEBPACK_IMPORTED_MODULE_5__/* .column */ .fi)(_section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.frameStored, frames.storedLength.subarray(0, count)),
        (0,_sections_js__WEBPACK_IMPORTED_MODULE_5__/* .column */ .fi)(_section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.frameRaw, frames.rawLength.subarray(0, count)),
        { id: _section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.frameCodec, bytes: frames.codec.subarray(0, count) },
        { id: _section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.frameSha256, bytes: frames.sha256.subarray(0, count * 32), incompressible: true },
    ];
}
/** Undoes `encodeFrames`; pack, number and offset are zero, and the rows are still to be checked. */
function decodeFrames(sections) {
    const frames = new _manifest_js__WEBPACK_IMPORTED_MODULE_1__/* .FrameTable */ .S();
    const count = sections.rawLength(_section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.frameCodec);
    if (count > FRAMES_MAX)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .FormatError */ .IF(`${count} frames; ${FRAMES_MAX} at most`);
    frames.length = count;
    if (count === 0)
        return frames;
    frames.pack = new Uint32Array(count);
    frames.number = new Uint32Array(count);
    frames.offset = new Uint32Array(count);
    frames.storedLength = sections.u32(_section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.frameStored, count);
    frames.rawLength = sections.u32(_section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.frameRaw, count);
    frames.codec = new Uint8Array(sections.read(_section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.frameCodec, count));
    frames.sha256 = new Uint8Array(sections.read(_section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.frameSha256, count * 32));
    return frames;
}
/** Lengths and codecs of every row. `keyOf`: the id of the key that a frame is sealed with, `''` for none. */
function checkFrames(frames, keyOf) {
    for (let frame = 0; frame < frames.length; frame++) {
        const raw = frames.rawLength[frame];
        const stored = frames.storedLength[frame] - (keyOf(frame) === '' ? 0 : _sealing_js__WEBPACK_IMPORTED_MODULE_3__/* .TAG_BYTES */ .R$);
        const codec = frames.codec[frame];
        if (raw === 0 || raw > _frame_js__WEBPACK_IMPORTED_MODULE_0__/* .FRAME_RAW_MAX */ .kE)
            throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .FormatError */ .IF(`frame ${frame}: ${raw} raw bytes`);
        if (codec !== _manifest_js__WEBPACK_IMPORTED_MODULE_1__/* .Codec */ .N.raw && codec !== _manifest_js__WEBPACK_IMPORTED_MODULE_1__/* .Codec */ .N.zstd)
            throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .FormatError */ .IF(`frame ${frame}: unknown codec ${codec}`);
        if (stored <= 0 || (codec === _manifest_js__WEBPACK_IMPORTED_MODULE_1__/* .Codec */ .N.raw ? stored !== raw : stored >= raw)) {
            throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .FormatError */ .IF(`frame ${frame}: ${stored} stored bytes for ${raw}`);
        }
    }
}


/***/ }),

/***/ 5817:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Zp: () => (/* binding */ FRAME_RAW_BYTES),
/* harmony export */   cn: () => (/* binding */ planFrames),
/* harmony export */   kE: () => (/* binding */ FRAME_RAW_MAX)
/* harmony export */ });
/* unused harmony exports encodeFrame, decodeFrame */
/* harmony import */ var _compression_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4094);
/* harmony import */ var _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3820);
/* harmony import */ var _sealing_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(3191);




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


/***/ }),

/***/ 7531:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Jk: () => (/* binding */ decodeHead),
/* harmony export */   Mo: () => (/* binding */ signedText),
/* harmony export */   bX: () => (/* binding */ encodeHead)
/* harmony export */ });
/* harmony import */ var _digest_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4406);
/* harmony import */ var _fields_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(7371);
/* harmony import */ var _head_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(4352);
/* harmony import */ var _ports_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(3820);




const FORMAT = 1;
const COMMIT = /^[0-9A-Za-z_-]{1,64}$/;
/** The last field but one: over the JSON text without it and without the sum. */
const SIGNATURE = /,"signature":"[\w.-]*"$/;
/** The last field of every head: the SHA-256 of the JSON text without it. */
const SUM = /,"sum":"([0-9a-f]{64})"\}$/;
const SUM_LENGTH = ',"sum":"'.length + 64 + '"}'.length;
const FIELDS = new Set([
    'warmstart',
    'required',
    'optional',
    'commit',
    'from',
    'key',
    'lanes',
    'current',
    'history',
    'startedAt',
    'committedAt',
    'touchedAt',
    'writer',
    'signature',
    'sum',
]);
/**
 * A head as JSON, lanes named once. Throws `FormatError` if it is longer than `HEAD_BYTES`, or is one that
 * `decodeHead` would refuse.
 */
function encodeHead(head) {
    const text = `${signedText(head).slice(0, -1)},"signature":${JSON.stringify(head.signature)}}`;
    const bytes = new Uint8Array(Buffer.from(`${text.slice(0, -1)},"sum":"${(0,_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .sha256Hex */ .fg)(Buffer.from(text))}"}`));
    decodeHead(bytes);
    return bytes;
}
/** The JSON text of a head that its signature covers: all of it but signature and sum. */
function signedText(head) {
    const { commit, from, key, current, history, startedAt, committedAt, touchedAt, writer } = head;
    const lanes = [...new Set([current, ...history].map(({ lane }) => lane))];
    const short = ({ lane, ulid, bytes, sha256 }) => [lanes.indexOf(lane), ulid, bytes, sha256];
    return JSON.stringify({
        warmstart: FORMAT,
        required: 0,
        optional: [],
        commit,
        from,
        key,
        lanes,
        current: short(current),
        history: history.map((ref) => [...short(ref), ref.committedAt]),
        startedAt,
        committedAt,
        touchedAt,
        writer: { repository: writer.repository, run: writer.run, actor: writer.actor },
    });
}
/** The head; `FormatError` if a field is missing, unknown (and not listed as optional) or not what it should be. */
function decodeHead(bytes) {
    if (bytes.length > _head_js__WEBPACK_IMPORTED_MODULE_3__/* .HEAD_BYTES */ .L)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .FormatError */ .IF(`a head of ${bytes.length} bytes; ${_head_js__WEBPACK_IMPORTED_MODULE_3__/* .HEAD_BYTES */ .L} at most`);
    checkSum(bytes);
    const fields = (0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .fieldsOf */ .Pf)((0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .fromJson */ .Rf)(bytes, 'head'), 'head');
    checkFeatures(fields);
    const lanes = (0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .listOf */ .c3)(fields['lanes'], 'lanes', _head_js__WEBPACK_IMPORTED_MODULE_3__/* .HISTORY_LENGTH */ .S + 1).map((lane) => (0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .laneOf */ .kk)(lane, 'head'));
    const writer = (0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .fieldsOf */ .Pf)(fields['writer'], 'writer');
    return {
        commit: commitOf(fields['commit']),
        from: fields['from'] === '' ? '' : commitOf(fields['from']),
        key: (0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .textOf */ .b6)(fields['key'], 'key'),
        current: refOf((0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .listOf */ .c3)(fields['current'], 'current', 4), lanes),
        history: (0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .listOf */ .c3)(fields['history'], 'history', _head_js__WEBPACK_IMPORTED_MODULE_3__/* .HISTORY_LENGTH */ .S).map((value) => {
            const row = (0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .listOf */ .c3)(value, 'history', 5);
            return { ...refOf(row, lanes), committedAt: (0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .millisOf */ .eV)(row[4], 'history') };
        }),
        startedAt: (0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .millisOf */ .eV)(fields['startedAt'], 'startedAt'),
        committedAt: (0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .millisOf */ .eV)(fields['committedAt'], 'committedAt'),
        touchedAt: (0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .millisOf */ .eV)(fields['touchedAt'], 'touchedAt'),
        writer: {
            repository: (0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .textOf */ .b6)(writer['repository'], 'repository'),
            run: (0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .textOf */ .b6)(writer['run'], 'run'),
            actor: (0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .textOf */ .b6)(writer['actor'], 'actor'),
        },
        ...signatureOf(bytes, fields['signature']),
    };
}
function signatureOf(bytes, field) {
    const signature = (0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .textOf */ .b6)(field, 'signature');
    if (signature === '')
        return { signature };
    const text = Buffer.from(bytes.subarray(0, bytes.length - SUM_LENGTH)).toString();
    const found = SIGNATURE.exec(text);
    if (!found)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .FormatError */ .IF('a signature that is not at the end');
    return { signature, signed: `${text.slice(0, found.index)}}` };
}
function checkSum(bytes) {
    const end = bytes.length - SUM_LENGTH;
    const tail = Buffer.from(bytes.subarray(Math.max(0, end))).toString('latin1');
    const sum = SUM.exec(tail)?.[1];
    if (sum === undefined)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .FormatError */ .IF('a head that does not end with its sum');
    if ((0,_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .sha256Hex */ .fg)(Buffer.concat([bytes.subarray(0, end), Buffer.from('}')])) !== sum)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .FormatError */ .IF('a damaged head');
}
/** A field that is not in the table may be left out of account only where the head itself says so. */
function checkFeatures(fields) {
    const format = (0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .wholeOf */ .l2)(fields['warmstart'], 'warmstart');
    if (format !== FORMAT)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .FormatError */ .IF(`head of format ${format}; this release reads ${FORMAT}`);
    const required = (0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .wholeOf */ .l2)(fields['required'], 'required', 0xffff_ffff);
    if (required !== 0)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .FormatError */ .IF(`needs features 0x${required.toString(16)}, which this release lacks`, required);
    const optional = (0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .textsOf */ .CB)(fields['optional'], 'optional');
    const unknown = Object.keys(fields).find((name) => !FIELDS.has(name) && !optional.includes(name));
    if (unknown !== undefined)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .FormatError */ .IF(`unknown field ${JSON.stringify(unknown)}`);
}
function commitOf(value) {
    if (typeof value !== 'string' || !COMMIT.test(value))
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .FormatError */ .IF('not a commit id');
    return value;
}
function refOf(row, lanes) {
    const lane = lanes[(0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .wholeOf */ .l2)(row[0], 'lane', lanes.length - 1)];
    return {
        lane,
        ulid: (0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .ulidOf */ .gf)(row[1], 'version'),
        bytes: (0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .wholeOf */ .l2)(row[2], 'bytes of a version'),
        sha256: (0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .hashOf */ .qQ)(row[3], 'version'),
    };
}


/***/ }),

/***/ 4352:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ HEAD_BYTES),
/* harmony export */   S: () => (/* binding */ HISTORY_LENGTH)
/* harmony export */ });
const HISTORY_LENGTH = 16;
const HEAD_BYTES = 8 * 1024;


/***/ }),

/***/ 4414:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   AT: () => (/* binding */ collectionKey),
/* harmony export */   DZ: () => (/* binding */ parseHeadKey),
/* harmony export */   HZ: () => (/* binding */ seenKey),
/* harmony export */   Qo: () => (/* binding */ headKey),
/* harmony export */   _5: () => (/* binding */ versionKey),
/* harmony export */   az: () => (/* binding */ isContent),
/* harmony export */   d3: () => (/* binding */ headPrefixes),
/* harmony export */   dR: () => (/* binding */ journalKey),
/* harmony export */   j6: () => (/* binding */ headPrefix),
/* harmony export */   l7: () => (/* binding */ packKey),
/* harmony export */   p8: () => (/* binding */ latestKey),
/* harmony export */   tZ: () => (/* binding */ shareKey),
/* harmony export */   u4: () => (/* binding */ isRecord),
/* harmony export */   w2: () => (/* binding */ seenPrefix),
/* harmony export */   zi: () => (/* binding */ lanePrefix)
/* harmony export */ });
/* unused harmony exports probeKey, journalPrefix, sharesPrefix, parseShareKey, namespacePrefix, parseJournalKey */
/* harmony import */ var _lane_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(9756);
/* harmony import */ var _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3820);
/* harmony import */ var _ulid_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(6962);



/*
 * Names of objects, on stores that have names:
 *
 *   warmstart/v1/<namespace>/<lane>/heads/<volume>/<key>   latest/<volume>   versions/<ulid>   packs/<ulid>   collection
 *   journal/<day>/<ulid>           shares/<namespace>       (in `trusted` alone)
 *                                  seen/<store>/<volume>/<key>
 *
 * Every text is escaped by itself and only then joined, so no text can pass for structure. Escaping works byte by byte
 * (UTF-8) and keeps only what every disk and bucket keeps apart: `a-z 0-9 - _`. All else is `~` and two hex digits:
 * upper case too, because disks of macOS and Windows fold it, and dots, because of `.`, `..` and names Windows trims.
 * Texts are expected to be well-formed Unicode.
 */
/** The head of a line. */
function headKey(line) {
    return `${headsOf(line.namespace, line.lane, line.volume)}/${component(line.key)}`;
}
/**
 * What the names of all heads whose key starts with `keyPrefix` start with. No other head's name does, and a longer
 * prefix gives a longer name.
 */
function headPrefix(namespace, lane, volume, keyPrefix) {
    return `${headsOf(namespace, lane, volume)}/${cut(encode(keyPrefix))}`;
}
/** What the names of all heads of a namespace start with: one of these. (Other objects' names may, too.) */
function headPrefixes(namespace) {
    const base = `${ROOT}/${namespaceName(namespace)}`;
    return [`${base}/trusted/heads/`, `${base}/local/heads/`, `${base}/ref/`, `${base}/pr/`];
}
/** The copy of a volume's newest head, whatever its key. */
function latestKey(namespace, lane, volume) {
    return `${laneRoot(namespace, lane)}/latest/${component(volume)}`;
}
/** A version object. Throws `FormatError` for an id that is no ULID: ids come out of stored objects. */
function versionKey(namespace, lane, ulid) {
    return `${laneRoot(namespace, lane)}/versions/${checkedUlid(ulid)}`;
}
/** A pack. Throws as `versionKey` does. */
function packKey(namespace, lane, ulid) {
    return `${laneRoot(namespace, lane)}/packs/${checkedUlid(ulid)}`;
}
/** In a nearer tier, the copy of a head that lives in `home` (any text that tells that store from others). */
function seenKey(home, line) {
    return `${seenOf(home, line.namespace, line.lane, line.volume)}/${component(line.key)}`;
}
/** As `headPrefix`, of those copies. */
function seenPrefix(home, namespace, lane, volume, keyPrefix) {
    return `${seenOf(home, namespace, lane, volume)}/${cut(encode(keyPrefix))}`;
}
/** What the names of everything in a lane start with. */
function lanePrefix(namespace, lane) {
    return `${laneRoot(namespace, lane)}/`;
}
/** What a lane's collection remembers. */
function collectionKey(namespace, lane) {
    return `${laneRoot(namespace, lane)}/collection`;
}
/**
 * Where it is remembered that a store honours conditions: in the lane of an object, or in another one of its namespace.
 * `undefined` for a name that is in no lane. No other object's name begins so.
 */
function probeKey(name, lane) {
    const reader = openName(name);
    const own = reader?.lane();
    return reader && own && `${laneRoot(reader.namespace, lane ?? own)}/~probe`;
}
/** Throws as `versionKey` does. */
function journalKey({ namespace, lane, day, ulid }) {
    return `${journalPrefix(namespace, lane)}${component(day)}/${checkedUlid(ulid)}`;
}
/** What the names of a lane's journal start with. */
function journalPrefix(namespace, lane) {
    return `${laneRoot(namespace, lane)}/journal/`;
}
/** What says that another namespace may read what is trusted in this one: only who may write there can have put it. */
function shareKey(namespace, reader) {
    return `${sharesPrefix(namespace)}${component(reader)}`;
}
/** What the names of all that a namespace shares start with. */
function sharesPrefix(namespace) {
    return `${laneRoot(namespace, 'trusted')}/shares/`;
}
/** The reader of a `shareKey`; `undefined` for every name that it does not make. */
function parseShareKey(name) {
    const reader = openName(name);
    if (!reader?.lane() || reader.structure() !== 'shares')
        return undefined;
    const parsed = reader.text();
    return shareKey(reader.namespace, parsed) === name ? parsed : undefined;
}
/** What the names of everything in a namespace start with, and those of namespaces below it. */
function namespacePrefix(namespace) {
    return `${ROOT}/${namespaceName(namespace)}/`;
}
/** The inverse of `journalKey`; `undefined` for every name that it does not make. */
function parseJournalKey(name) {
    const reader = openName(name);
    const lane = reader?.lane();
    if (!reader || !lane || reader.structure() !== 'journal')
        return undefined;
    const parsed = { namespace: reader.namespace, lane, day: reader.text(), ulid: reader.structure() };
    return DAY.test(parsed.day) && isUlid(parsed.ulid) && journalKey(parsed) === name ? parsed : undefined;
}
/** The inverse of `headKey`; `undefined` for every name that `headKey` does not make. */
function parseHeadKey(name) {
    const reader = openName(name);
    const lane = reader?.lane();
    if (!reader || !lane || reader.structure() !== 'heads')
        return undefined;
    const line = { namespace: reader.namespace, lane, volume: reader.text(), key: reader.text() };
    return headKey(line) === name ? line : undefined;
}
/** Is it replaced by condition (heads, latest, leases)? Everything else is written once. */
function isRecord(name) {
    const reader = openName(name);
    return reader?.lane() !== undefined && RECORD_KINDS.has(reader.structure());
}
/** Is it a pack or a version? They never change, and who reads them knows their digests: a copy is as good. */
function isContent(name) {
    const reader = openName(name);
    return reader?.lane() !== undefined && CONTENT_KINDS.has(reader.structure());
}
const ROOT = 'warmstart/v1';
const LANE_CLASSES = new Set(['trusted', 'local', 'pr', 'ref']);
const DAY = /^\d{4}-\d\d-\d\d$/;
const RECORD_KINDS = new Set(['heads', 'latest', 'leases']);
const CONTENT_KINDS = new Set(['packs', 'versions']);
/** Names that Windows gives to devices, in whatever directory. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;
/** A component has at most 200 bytes; one that the next continues ends in `~+`. */
const CONTINUES = '~+';
const PIECE = 200 - CONTINUES.length;
function headsOf(namespace, lane, volume) {
    return `${laneRoot(namespace, lane)}/heads/${component(volume)}`;
}
function seenOf(home, namespace, lane, volume) {
    return `${laneRoot(namespace, lane)}/seen/${component(home)}/${component(volume)}`;
}
function laneRoot(namespace, lane) {
    if (!(0,_lane_js__WEBPACK_IMPORTED_MODULE_0__/* .isLane */ .Jx)(lane))
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .FormatError */ .IF(`not a lane: ${JSON.stringify(lane)}`);
    const name = lane.startsWith('ref/') ? `ref/${component(lane.slice('ref/'.length))}` : lane;
    return `${ROOT}/${namespaceName(namespace)}/${name}`;
}
/**
 * A part that reads like a lane's class is escaped, so that a namespace ends where the first class stands, and a
 * store's own policy on `<namespace>/trusted/` cannot be met by a longer namespace.
 */
function namespaceName(namespace) {
    return namespace
        .split('/')
        .map((part) => (LANE_CLASSES.has(part) ? `${hex(part.charCodeAt(0))}${part.slice(1)}` : component(part)))
        .join('/');
}
function checkedUlid(ulid) {
    if (!(0,_ulid_js__WEBPACK_IMPORTED_MODULE_2__/* .isUlid */ .h)(ulid))
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .FormatError */ .IF(`not a ULID: ${JSON.stringify(ulid.slice(0, 64))}`);
    return ulid;
}
/** A whole text. A lone `~` closes what would be empty or a device: at the end, so that prefixes stay prefixes. */
function component(text) {
    const escaped = encode(text);
    return escaped === '' || DEVICE.test(escaped) ? `${escaped}~` : cut(escaped);
}
function encode(text) {
    return text.replace(/[^a-z0-9_-]+/gu, (run) => Array.from(Buffer.from(run, 'utf8'), hex).join(''));
}
function hex(byte) {
    return `~${byte.toString(16).padStart(2, '0')}`;
}
function cut(escaped) {
    const pieces = [];
    for (let at = 0; at < escaped.length; at += PIECE)
        pieces.push(escaped.slice(at, at + PIECE));
    return pieces.join(`${CONTINUES}/`);
}
function decode(escaped) {
    const bytes = [];
    for (let at = 0; at < escaped.length; at++) {
        if (escaped[at] !== '~')
            bytes.push(escaped.charCodeAt(at));
        else if (at < escaped.length - 1) {
            bytes.push(Number.parseInt(escaped.slice(at + 1, at + 3), 16));
            at += 2;
        }
    }
    return Buffer.from(bytes).toString('utf8');
}
/** Walks a name from its start; past its end every answer is `''`, which no name contains. */
function openName(name) {
    if (!name.startsWith(`${ROOT}/`))
        return undefined;
    const components = name.slice(ROOT.length + 1).split('/');
    let at = 0;
    const structure = () => components[at++] ?? '';
    const text = () => {
        let whole = '';
        while (components[at]?.endsWith(CONTINUES))
            whole += structure().slice(0, -CONTINUES.length);
        return decode(whole + structure());
    };
    const parts = [];
    while (at < components.length && !LANE_CLASSES.has(components[at]))
        parts.push(text());
    const lane = () => {
        const kind = structure();
        const lane = kind === 'ref' || kind === 'pr' ? `${kind}/${text()}` : kind;
        return (0,_lane_js__WEBPACK_IMPORTED_MODULE_0__/* .isLane */ .Jx)(lane) ? lane : undefined;
    };
    return { namespace: parts.join('/'), lane, structure, text };
}


/***/ }),

/***/ 9756:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Jx: () => (/* binding */ isLane)
/* harmony export */ });
/* unused harmony exports lanesOf, lowerLane */
/* harmony import */ var _ports_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(3820);

/** Is the text a lane? Lanes come out of stored objects, so this is asked before a name is made of one. */
function isLane(text) {
    return /^(?:trusted|local|pr\/[1-9]\d{0,14}|ref\/heads\/.+)$/su.test(text);
}
/** The table of `docs/lanes.md`. What is not in it writes nothing and reads `trusted`. */
function lanesOf(job) {
    if (job.ci === 'none')
        return writing('local', [], 'outside CI the lane is local');
    return job.ci === 'github' ? github(job) : gitlab(job);
}
/**
 * The lanes of a job that asked for one by name. In CI it may only go down (from `trusted` to a branch or a pull
 * request, from a branch to a pull request); outside CI a person chooses freely. Throws `UserError` otherwise.
 */
function lowerLane(lanes, requested) {
    if (!isLane(requested)) {
        throw new UserError(`${JSON.stringify(requested)} is not a lane; lanes are trusted, local, pr/NUMBER and ref/heads/BRANCH.`);
    }
    if (requested === lanes.writes)
        return lanes;
    const outsideCi = lanes.writes === 'local';
    if (!outsideCi && (lanes.writes === undefined || rank(requested) >= rank(lanes.writes))) {
        const own = lanes.writes === undefined ? 'may write no lane' : `writes the lane ${lanes.writes}`;
        throw new UserError(`This job ${own} (${lanes.why}); asking for the lane ${requested} cannot give it more.`);
    }
    const others = outsideCi ? ['trusted'] : lanes.reads;
    return writing(requested, others, `the lane ${requested} was asked for`);
}
function github(job) {
    switch (job.event) {
        case 'schedule': // runs on the default branch by definition, and its payload does not name it
            return writing('trusted', [], 'a schedule runs on the default branch');
        case 'push':
        case 'workflow_dispatch':
        case 'repository_dispatch':
            return branchOrTag(job);
        case 'pull_request':
            return request(job, 'a pull request');
        case 'merge_group':
            return readingOnly(baseLanes(job, job.baseRef), 'a merge group writes nothing');
        case 'release':
        case 'deployment':
        case 'deployment_status':
            return onlyOnRequest(`${job.event} reads only when asked to, and writes nothing`);
        default:
            return readingOnly(['trusted'], `the event ${job.event || '(none)'} writes nothing`);
    }
}
/** Sources of pipelines that run on a branch or tag of the project itself. */
const GITLAB_SOURCES = new Set([
    'push',
    'web',
    'webide',
    'schedule',
    'api',
    'trigger',
    'pipeline',
    'parent_pipeline',
    'chat',
]);
function gitlab(job) {
    // First, because child pipelines of a merge request name another source.
    if (job.pullRequest || job.event === 'merge_request_event')
        return request(job, 'a merge request');
    if (GITLAB_SOURCES.has(job.event))
        return branchOrTag(job);
    return readingOnly(['trusted'], `a pipeline by ${job.event || '(nothing known)'} writes nothing`);
}
function branchOrTag(job) {
    if (job.ref.startsWith('refs/tags/'))
        return onlyOnRequest('a tag reads only when asked to, and writes nothing');
    const branch = job.ref.startsWith(HEADS) ? job.ref.slice(HEADS.length) : '';
    if (branch === '')
        return readingOnly(['trusted'], `the ref ${job.ref || '(none)'} is no branch and writes nothing`);
    const lane = branchLane(job, branch);
    return lane === 'trusted'
        ? writing('trusted', [], 'the default branch writes the trusted lane')
        : writing(lane, ['trusted'], 'a branch writes its own lane');
}
function request(job, what) {
    const { pullRequest } = job;
    if (!pullRequest || !isLane(`pr/${pullRequest.number}`)) {
        return readingOnly(['trusted'], `${what} without a number writes nothing`);
    }
    if (pullRequest.fromFork)
        return readingOnly(['trusted'], `${what} from a fork writes nothing`);
    return writing(`pr/${pullRequest.number}`, baseLanes(job, pullRequest.baseRef), `${what} writes its own lane`);
}
const HEADS = 'refs/heads/';
function baseLanes(job, baseRef = '') {
    const base = baseRef.startsWith(HEADS) ? baseRef.slice(HEADS.length) : baseRef;
    return base === '' ? ['trusted'] : unique([branchLane(job, base), 'trusted']);
}
function branchLane(job, branch) {
    return job.defaultBranch !== '' && branch === job.defaultBranch ? 'trusted' : `ref/heads/${branch}`;
}
function writing(lane, others, why) {
    return { writes: lane, reads: unique([lane, ...others]), onRequest: [], why };
}
function readingOnly(reads, why) {
    return { writes: undefined, reads, onRequest: [], why };
}
function onlyOnRequest(why) {
    return { writes: undefined, reads: [], onRequest: ['trusted'], why };
}
function unique(lanes) {
    return [...new Set(lanes)];
}
/** `local` stands above all: nothing in CI is allowed to become it. */
function rank(lane) {
    return ['pr', 'ref', 'trusted', 'local'].indexOf(lane.split('/')[0]);
}


/***/ }),

/***/ 5243:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ Codec),
/* harmony export */   S: () => (/* binding */ FrameTable)
/* harmony export */ });
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


/***/ }),

/***/ 1831:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ce: () => (/* binding */ decodeFooter),
/* harmony export */   WY: () => (/* binding */ encodeFooter),
/* harmony export */   nF: () => (/* binding */ PACK_BYTES_MAX)
/* harmony export */ });
/* harmony import */ var _fields_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7371);
/* harmony import */ var _frame_columns_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4607);
/* harmony import */ var _manifest_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(5243);
/* harmony import */ var _ports_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(3820);
/* harmony import */ var _section_ids_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(2660);
/* harmony import */ var _sections_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(4566);






/** No pack is larger: well above what any store's traits ask for, well below what 32 bits of offset can name. */
const PACK_BYTES_MAX = 512 * 1024 * 1024;
const CHUNKS_MAX = 8 * 1024 * 1024;
const KNOWN = new Set([_section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.about, ..._frame_columns_js__WEBPACK_IMPORTED_MODULE_1__/* .FRAME_SECTIONS */ .r2, _section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.chunkCount, _section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.chunkLength, _section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.chunkId]);
/** A pack is its frames and then these bytes. `FormatError` if frames or chunks are not laid as `Footer` says. */
function encodeFooter(footer) {
    const frames = new _manifest_js__WEBPACK_IMPORTED_MODULE_2__/* .FrameTable */ .S();
    for (const [number, row] of footer.frames.entries())
        frames.push({ ...row, pack: 0, number });
    const counts = new Uint32Array(frames.length);
    for (const frame of footer.frame)
        counts[frame] = (counts[frame] ?? 0) + 1;
    const laid = lay(frames, counts, footer.lengths, footer.keyId, footer.ids);
    const same = footer.frames.every(({ offset }, frame) => offset === frames.offset[frame]) &&
        laid.frame.every((frame, chunk) => frame === footer.frame[chunk]) &&
        laid.offset.every((offset, chunk) => offset === footer.offset[chunk]);
    if (!same)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .FormatError */ .IF('frames or chunks of a pack are not laid one after the other');
    return (0,_sections_js__WEBPACK_IMPORTED_MODULE_5__/* .encodeSections */ .H8)('F', [
        { id: _section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.about, bytes: (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .toJson */ .aB)({ keyId: footer.keyId }) },
        ...(0,_frame_columns_js__WEBPACK_IMPORTED_MODULE_1__/* .encodeFrames */ .H5)(frames),
        (0,_sections_js__WEBPACK_IMPORTED_MODULE_5__/* .column */ .fi)(_section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.chunkCount, counts),
        (0,_sections_js__WEBPACK_IMPORTED_MODULE_5__/* .column */ .fi)(_section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.chunkLength, footer.lengths),
        { id: _section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.chunkId, bytes: footer.ids, incompressible: true },
    ]);
}
/** `FormatError` for anything that `encodeFooter` would not have written. */
function decodeFooter(bytes) {
    const sections = new _sections_js__WEBPACK_IMPORTED_MODULE_5__/* .Sections */ .Z_('F', bytes, KNOWN);
    const keyId = (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .textOf */ .b6)((0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .fieldsOf */ .Pf)(sections.json(_section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.about), 'footer')['keyId'], 'key id');
    const chunks = sections.rawLength(_section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.chunkLength) / 4;
    if (!Number.isInteger(chunks) || chunks > CHUNKS_MAX)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .FormatError */ .IF(`${chunks} chunks; ${CHUNKS_MAX} at most`);
    const frames = (0,_frame_columns_js__WEBPACK_IMPORTED_MODULE_1__/* .decodeFrames */ .vx)(sections);
    const counts = sections.u32(_section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.chunkCount, frames.length);
    const lengths = sections.u32(_section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.chunkLength, chunks);
    const ids = new Uint8Array(sections.read(_section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.chunkId, chunks * 32));
    return lay(frames, counts, lengths, keyId, ids);
}
/** The one way frames and chunks can lie, from their lengths: fills `frames.offset`. */
function lay(frames, counts, lengths, keyId, ids) {
    (0,_frame_columns_js__WEBPACK_IMPORTED_MODULE_1__/* .checkFrames */ .FS)(frames, () => keyId);
    if (ids.length !== lengths.length * 32)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .FormatError */ .IF(`${ids.length} bytes of ids for ${lengths.length} chunks`);
    const frame = new Uint32Array(lengths.length);
    const offset = new Uint32Array(lengths.length);
    let chunk = 0;
    let at = 0;
    for (let number = 0; number < frames.length; number++) {
        frames.offset[number] = at;
        at += frames.storedLength[number];
        if (at > PACK_BYTES_MAX)
            throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .FormatError */ .IF(`frames of ${at} bytes; a pack has ${PACK_BYTES_MAX} at most`);
        const end = chunk + counts[number];
        if (end > lengths.length)
            throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .FormatError */ .IF(`frame ${number}: chunks that are not there`);
        let filled = 0;
        for (; chunk < end; chunk++) {
            if (lengths[chunk] === 0)
                throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .FormatError */ .IF(`chunk ${chunk} is empty`);
            frame[chunk] = number;
            offset[chunk] = filled;
            filled += lengths[chunk];
        }
        if (filled !== frames.rawLength[number])
            throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .FormatError */ .IF(`frame ${number}: its chunks do not fill it`);
    }
    if (chunk !== lengths.length)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .FormatError */ .IF('chunks without a frame');
    const rows = Array.from({ length: frames.length }, (_, number) => footerFrame(frames.row(number)));
    return { keyId, frames: rows, ids, lengths, frame, offset };
}
function footerFrame({ offset, storedLength, rawLength, codec, sha256 }) {
    return { offset, storedLength, rawLength, codec, sha256 };
}


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
class UserError extends Error {
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


/***/ }),

/***/ 4301:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ identityOf)
/* harmony export */ });
/* unused harmony export CLAIMS */
/** The claims of a CI's identity token that are kept: GitHub's, and GitLab's. None says who a person is beyond a login. */
const CLAIMS = [
    'iss',
    'sub',
    'repository',
    'repository_id',
    'repository_owner_id',
    'repository_visibility',
    'workflow_ref',
    'workflow_sha',
    'job_workflow_ref',
    'job_workflow_sha',
    'event_name',
    'run_id',
    'run_attempt',
    'actor',
    'actor_id',
    'project_path',
    'project_id',
    'ci_config_ref_uri',
    'ci_config_sha',
    'pipeline_id',
    'pipeline_source',
    'job_id',
    'user_login',
    'ref',
    'ref_type',
    'ref_protected',
    'sha',
    'environment',
    'environment_protected',
    'runner_environment',
];
/** The claims that are kept, of whatever an identity provider said. */
function identityOf(claims) {
    return Object.fromEntries(CLAIMS.flatMap((name) => {
        const value = claims[name];
        const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
        return isPlain ? [[name, String(value).slice(0, CLAIM_LENGTH)]] : [];
    }));
}
const CLAIM_LENGTH = 1000;


/***/ }),

/***/ 7720:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   MU: () => (/* binding */ openFooter),
/* harmony export */   Ru: () => (/* binding */ sealOf),
/* harmony export */   TY: () => (/* binding */ sealFooter),
/* harmony export */   pp: () => (/* binding */ openVersion),
/* harmony export */   qw: () => (/* binding */ sealVersion)
/* harmony export */ });
/* harmony import */ var _encryption_key_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7949);
/* harmony import */ var _fields_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(7371);
/* harmony import */ var _ports_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(3820);
/* harmony import */ var _sealing_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(3191);
/* harmony import */ var _section_ids_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(2660);
/* harmony import */ var _sections_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(4566);






const KNOWN = new Set([_section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.seal, _section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.sealed]);
const PACKS_MAX = 100_000;
function sealVersion(key, ulid, version, packs) {
    const names = packs.map(({ lane, ulid }) => ({ lane, ulid }));
    return sealObject('V', (0,_encryption_key_js__WEBPACK_IMPORTED_MODULE_0__/* .versionKeyOf */ .J$)(key, ulid), 0, { keyId: key.id, packs: names }, version);
}
function sealFooter(keyId, { key }, footer) {
    return sealObject('F', key, _sealing_js__WEBPACK_IMPORTED_MODULE_3__/* .FOOTER_NUMBER */ .Eo, { keyId, packs: [] }, footer);
}
/** Undoes `sealVersion`; `FormatError` if it is not this version, or not what was sealed with this key. */
function openVersion(key, ulid, bytes) {
    return openObject('V', (0,_encryption_key_js__WEBPACK_IMPORTED_MODULE_0__/* .versionKeyOf */ .J$)(key, ulid), 0, bytes);
}
function openFooter({ key }, bytes) {
    return openObject('F', key, _sealing_js__WEBPACK_IMPORTED_MODULE_3__/* .FOOTER_NUMBER */ .Eo, bytes);
}
/** `undefined` for an object that is not sealed; `FormatError` for one that is damaged. */
function sealOf(kind, bytes) {
    if (!(0,_sections_js__WEBPACK_IMPORTED_MODULE_5__/* .isSealed */ .dy)(bytes))
        return undefined;
    return decodeSeal(new _sections_js__WEBPACK_IMPORTED_MODULE_5__/* .Sections */ .Z_(kind, bytes, KNOWN, _sections_js__WEBPACK_IMPORTED_MODULE_5__/* .SEALED */ .pU));
}
function sealObject(kind, key, number, clear, bytes) {
    const json = (0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .toJson */ .aB)(clear);
    const sealed = (0,_sealing_js__WEBPACK_IMPORTED_MODULE_3__/* .seal */ .od)(key, number, boundTo(kind, json), bytes);
    return (0,_sections_js__WEBPACK_IMPORTED_MODULE_5__/* .encodeSections */ .H8)(kind, [
        { id: _section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.seal, bytes: json },
        { id: _section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.sealed, bytes: sealed, incompressible: true },
    ], _sections_js__WEBPACK_IMPORTED_MODULE_5__/* .SEALED */ .pU);
}
function openObject(kind, key, number, bytes) {
    const sections = new _sections_js__WEBPACK_IMPORTED_MODULE_5__/* .Sections */ .Z_(kind, bytes, KNOWN, _sections_js__WEBPACK_IMPORTED_MODULE_5__/* .SEALED */ .pU);
    const json = sections.read(_section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.seal, sections.rawLength(_section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.seal));
    const sealed = sections.read(_section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.sealed, sections.rawLength(_section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.sealed));
    return (0,_sealing_js__WEBPACK_IMPORTED_MODULE_3__/* .open */ .ho)(key, number, boundTo(kind, json), sealed);
}
/** What is readable cannot be changed either. */
function boundTo(kind, json) {
    return Buffer.concat([Buffer.from(`wstart:${kind}`, 'latin1'), json]);
}
function decodeSeal(sections) {
    const { keyId, packs } = (0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .fieldsOf */ .Pf)(sections.json(_section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.seal), 'seal');
    return { keyId: keyIdOf(keyId), packs: (0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .listOf */ .c3)(packs, 'packs', PACKS_MAX).map(packName) };
}
function keyIdOf(value) {
    const keyId = (0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .textOf */ .b6)(value, 'key id');
    if (!/^[0-9a-f]{16}$/.test(keyId))
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .FormatError */ .IF('not the id of a key');
    return keyId;
}
function packName(value, index) {
    const what = `pack ${index}`;
    const { lane, ulid } = (0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .fieldsOf */ .Pf)(value, what);
    return { lane: (0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .laneOf */ .kk)(lane, what), ulid: (0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .ulidOf */ .gf)(ulid, what) };
}


/***/ }),

/***/ 3191:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Eo: () => (/* binding */ FOOTER_NUMBER),
/* harmony export */   R$: () => (/* binding */ TAG_BYTES),
/* harmony export */   ho: () => (/* binding */ open),
/* harmony export */   od: () => (/* binding */ seal)
/* harmony export */ });
/* unused harmony exports sealFrame, openFrame */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7598);
/* harmony import */ var _bytes_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(5547);
/* harmony import */ var _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3820);



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
    return open(key, place.number, frameData(place, shape), stored);
}
/** `bytes` sealed under a nonce that this key seals nothing else with, bound to `data`: ciphertext, then tag. */
function seal(key, number, data, bytes) {
    const cipher = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createCipheriv)('aes-256-gcm', key, nonceOf(number), { authTagLength: TAG_BYTES });
    cipher.setAAD(data);
    const sealed = new Uint8Array(bytes.length + TAG_BYTES);
    const ciphertext = cipher.update(bytes);
    cipher.final();
    sealed.set(ciphertext);
    (0,_bytes_js__WEBPACK_IMPORTED_MODULE_2__/* .release */ ._r)(ciphertext);
    sealed.set(cipher.getAuthTag(), bytes.length);
    return sealed;
}
/** Undoes `seal`; `FormatError` if key, number, data or a single bit is not what it was sealed with. */
function open(key, number, data, sealed) {
    const end = sealed.length - TAG_BYTES;
    if (end < 0)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .FormatError */ .IF(`${sealed.length} sealed bytes; a tag alone has ${TAG_BYTES}`);
    const decipher = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createDecipheriv)('aes-256-gcm', key, nonceOf(number), { authTagLength: TAG_BYTES });
    decipher.setAAD(data);
    decipher.setAuthTag(sealed.subarray(end));
    const bytes = decipher.update(sealed.subarray(0, end));
    try {
        decipher.final();
    }
    catch {
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .FormatError */ .IF('is not what was sealed with this key');
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


/***/ }),

/***/ 2660:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ SectionId)
/* harmony export */ });
/** The numbers of sections, for all kinds of objects; `docs/format.md` says what each holds. Never given out again. */
const SectionId = {
    about: 1,
    mounts: 2,
    packs: 3,
    seal: 8,
    sealed: 9,
    framePack: 16,
    frameNumber: 17,
    frameOffset: 18,
    frameStored: 19,
    frameRaw: 20,
    frameCodec: 21,
    frameSha256: 22,
    entryKind: 32,
    entryDepth: 33,
    nameLength: 34,
    names: 35,
    mtime: 36,
    link: 37,
    size: 38,
    extentCount: 39,
    targetLength: 40,
    targets: 41,
    extentFrame: 48,
    extentOffset: 49,
    extentLength: 50,
    chunkCount: 56,
    chunkLength: 57,
    chunkId: 58,
    ctime: 64,
    inode: 65,
    device: 66,
    /** Behind all others, also those to come. */
    signature: 0xffff,
};


/***/ }),

/***/ 4566:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   H8: () => (/* binding */ encodeSections),
/* harmony export */   Z_: () => (/* binding */ Sections),
/* harmony export */   dy: () => (/* binding */ isSealed),
/* harmony export */   fi: () => (/* binding */ column),
/* harmony export */   pU: () => (/* binding */ SEALED)
/* harmony export */ });
/* unused harmony exports SECTION_RAW_MAX, OBJECT_RAW_MAX */
/* harmony import */ var _columns_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(2731);
/* harmony import */ var _compression_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4094);
/* harmony import */ var _digest_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4406);
/* harmony import */ var _fields_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(7371);
/* harmony import */ var _manifest_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(5243);
/* harmony import */ var _ports_errors_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(3820);






/** A section that is one column: a typed array, as planes. */
function column(id, values) {
    return { id, bytes: (0,_columns_js__WEBPACK_IMPORTED_MODULE_5__/* .toPlanes */ .RB)(values, values.BYTES_PER_ELEMENT) };
}
const FORMAT = 1;
/** No section is larger before compression. The largest that a legal object can have are names and chunk ids. */
const SECTION_RAW_MAX = 256 * 1024 * 1024;
/** Nor all of an object's together: twice what a version of the most entries and extents can have. */
const OBJECT_RAW_MAX = 1024 * 1024 * 1024;
const JSON_MAX = 64 * 1024 * 1024;
/** The one required feature so far: what is in the object is sealed with a key. */
const SEALED = 1;
const HEADER = 20;
const ROW = 12;
const SUM = 32;
const SECTIONS_MAX = 256;
/** A section that a reader who does not know it may leave out. */
const SKIPPABLE = 1;
/** One object of sections, in the order given: ids must rise. `required`: the features a reader must have. */
function encodeSections(kind, sections, required = 0) {
    const rawBytes = sections.reduce((sum, { bytes }) => sum + bytes.length, 0);
    if (rawBytes > OBJECT_RAW_MAX)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .FormatError */ .IF(`sections of ${rawBytes} bytes`);
    const packed = sections.map((section) => pack(kind, section));
    let at = HEADER + ROW * sections.length;
    const bytes = new Uint8Array(packed.reduce((sum, { stored }) => sum + stored.length, at + SUM));
    const view = new DataView(bytes.buffer);
    bytes.set(magic(kind));
    view.setUint16(8, FORMAT, true);
    view.setUint16(10, sections.length, true);
    view.setUint32(12, required, true);
    for (const [i, { stored, codec }] of packed.entries()) {
        const section = sections[i];
        const row = HEADER + ROW * i;
        view.setUint16(row, section.id, true);
        view.setUint8(row + 3, codec);
        view.setUint32(row + 4, stored.length, true);
        view.setUint32(row + 8, section.bytes.length, true);
        bytes.set(stored, at);
        at += stored.length;
    }
    bytes.set((0,_digest_js__WEBPACK_IMPORTED_MODULE_1__/* .sha256 */ .sc)(bytes.subarray(0, at)), at);
    return bytes;
}
/** Does the header say so? Anything else about the object is still to be checked. */
function isSealed(bytes) {
    return bytes.length >= HEADER && (bytes[12] & SEALED) !== 0;
}
/** An object whose header, lengths and sum are right. Sections are decompressed when they are read. */
class Sections {
    #sections = new Map();
    /**
     * `FormatError` for anything but a whole object of this kind that needs these features, no others, and whose every
     * indispensable section is `known`.
     */
    constructor(kind, bytes, known, required = 0) {
        const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        const count = header(kind, bytes, view, required);
        let at = HEADER + ROW * count;
        let rawBytes = 0;
        let idBefore = -1;
        for (let row = HEADER; row < HEADER + ROW * count; row += ROW) {
            const id = view.getUint16(row, true);
            const flags = view.getUint8(row + 2);
            const storedLength = view.getUint32(row + 4, true);
            const rawLength = view.getUint32(row + 8, true);
            if (id <= idBefore)
                throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .FormatError */ .IF(`section ${id} comes after section ${idBefore}`);
            if (flags & ~SKIPPABLE)
                throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .FormatError */ .IF(`section ${id}: unknown flags ${flags}`);
            if (storedLength > bytes.length - SUM - at)
                throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .FormatError */ .IF(`section ${id} ends behind the object`);
            if (rawLength > SECTION_RAW_MAX)
                throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .FormatError */ .IF(`section ${id}: ${rawLength} bytes`);
            rawBytes += rawLength;
            if (rawBytes > OBJECT_RAW_MAX)
                throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .FormatError */ .IF(`sections of more than ${OBJECT_RAW_MAX} bytes`);
            if (known.has(id)) {
                const stored = bytes.subarray(at, at + storedLength);
                this.#sections.set(id, { stored, codec: view.getUint8(row + 3), rawLength });
            }
            else if (!(flags & SKIPPABLE))
                throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .FormatError */ .IF(`unknown section ${id}`);
            at += storedLength;
            idBefore = id;
        }
        if (at !== bytes.length - SUM)
            throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .FormatError */ .IF('bytes after the last section');
    }
    /** For sections that not every object has. */
    has(id) {
        return this.#sections.has(id);
    }
    /** The length a section has once read, without reading it. */
    rawLength(id) {
        return this.#get(id).rawLength;
    }
    /** The section's bytes, which must be `length` long. For a section stored raw they are a view of the object. */
    read(id, length) {
        const { stored, codec, rawLength } = this.#get(id);
        if (rawLength !== length)
            throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .FormatError */ .IF(`section ${id}: ${rawLength} bytes where ${length} belong`);
        return (0,_compression_js__WEBPACK_IMPORTED_MODULE_0__/* .decompress */ .mF)(stored, codec, rawLength);
    }
    /** A section of JSON. */
    json(id) {
        const length = this.rawLength(id);
        if (length > JSON_MAX)
            throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .FormatError */ .IF(`section ${id}: ${length} bytes of JSON`);
        return (0,_fields_js__WEBPACK_IMPORTED_MODULE_2__/* .fromJson */ .Rf)(this.read(id, length), `section ${id}`);
    }
    /** Columns of `count` numbers, in arrays of their own. */
    u16(id, count) {
        return new Uint16Array((0,_columns_js__WEBPACK_IMPORTED_MODULE_5__/* .fromPlanes */ .Y2)(this.read(id, count * 2), 2));
    }
    u32(id, count) {
        return new Uint32Array((0,_columns_js__WEBPACK_IMPORTED_MODULE_5__/* .fromPlanes */ .Y2)(this.read(id, count * 4), 4));
    }
    u64(id, count) {
        return new BigUint64Array((0,_columns_js__WEBPACK_IMPORTED_MODULE_5__/* .fromPlanes */ .Y2)(this.read(id, count * 8), 8));
    }
    #get(id) {
        const section = this.#sections.get(id);
        if (!section)
            throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .FormatError */ .IF(`section ${id} is missing`);
        return section;
    }
}
/** A state stays on its machine and is written at the end of every job: there, time counts for more than bytes. */
function pack(kind, { bytes, incompressible }) {
    if (bytes.length > SECTION_RAW_MAX)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .FormatError */ .IF(`a section of ${bytes.length} bytes`);
    return incompressible || kind === 'S' ? { stored: bytes, codec: _manifest_js__WEBPACK_IMPORTED_MODULE_3__/* .Codec */ .N.raw } : (0,_compression_js__WEBPACK_IMPORTED_MODULE_0__/* .compress */ .Bc)(bytes);
}
function magic(kind) {
    return Buffer.from(`wstart:${kind}`, 'latin1');
}
/** Checks everything before the section table, and the sum; returns the count of sections. */
function header(kind, bytes, view, known) {
    if (bytes.length < HEADER + SUM)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .FormatError */ .IF(`only ${bytes.length} bytes`);
    if (Buffer.compare(bytes.subarray(0, 8), magic(kind)) !== 0)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .FormatError */ .IF(`not an object of kind ${kind}`);
    const format = view.getUint16(8, true);
    if (format !== FORMAT)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .FormatError */ .IF(`format ${format}; this release reads ${FORMAT}`);
    const end = bytes.length - SUM;
    if (Buffer.compare((0,_digest_js__WEBPACK_IMPORTED_MODULE_1__/* .sha256 */ .sc)(bytes.subarray(0, end)), bytes.subarray(end)) !== 0)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .FormatError */ .IF('damaged');
    const lacking = view.getUint32(12, true) & ~known;
    if (lacking !== 0)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .FormatError */ .IF(`needs features ${hex(lacking)}, which this release lacks`, lacking >>> 0);
    const count = view.getUint16(10, true);
    if (count > SECTIONS_MAX || HEADER + ROW * count > end)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .FormatError */ .IF(`${count} sections`);
    return count;
}
function hex(bits) {
    return `0x${(bits >>> 0).toString(16)}`;
}


/***/ }),

/***/ 8470:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ee: () => (/* binding */ SIGNATURE_LENGTH),
/* harmony export */   Kv: () => (/* binding */ signerOf),
/* harmony export */   Qm: () => (/* binding */ versionMessage),
/* harmony export */   UG: () => (/* binding */ parseSigningKey),
/* harmony export */   j3: () => (/* binding */ parseVerifyKeys),
/* harmony export */   kg: () => (/* binding */ headMessage),
/* harmony export */   p7: () => (/* binding */ distrust)
/* harmony export */ });
/* unused harmony export signingPair */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7598);
/* harmony import */ var _digest_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4406);
/* harmony import */ var _ports_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(3820);



const SIGNATURE_LENGTH = 16 + 1 + 86;
/** The key that a signature says it was made with; `''` if it says none. */
function signerOf(signature) {
    return PARTS.exec(signature)?.[1] ?? '';
}
/** `undefined`: one of the keys made this signature of this message. */
function distrust(keys, signature, message) {
    if (signature === '')
        return 'unsigned';
    const [, id = '', encoded = ''] = PARTS.exec(signature) ?? [];
    const key = keys.get(id);
    if (!key)
        return id === '' ? 'wrong-signature' : 'unknown-signer';
    const bytes = Buffer.from(encoded, 'base64url');
    // The last character has bits that mean nothing: only one of its spellings is a signature.
    const isTrue = bytes.toString('base64url') === encoded && (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.verify)(null, message, key, bytes);
    return isTrue ? undefined : 'wrong-signature';
}
/** What the signature of a head covers: the line it is the head of, and its text (`signedTextOf`). */
function headMessage({ namespace, lane, volume, key }, text) {
    return Buffer.from(`warmstart head 1\n${JSON.stringify([namespace, lane, volume, key])}\n${text}`);
}
/**
 * What the signature of a version covers: where it lies, and all bytes of its object before the signature, of which
 * `digest` is the SHA-256 in hex.
 */
function versionMessage({ namespace, lane, volume }, digest) {
    return Buffer.from(`warmstart version 1\n${JSON.stringify([namespace, lane, volume])}\n${digest}`);
}
/** A pair of keys as people keep them, from 32 random bytes. */
function signingPair(seed) {
    const publicKey = createPublicKey(privateKey(seed));
    return {
        secret: SECRET + Buffer.from(seed).toString('base64url'),
        verify: PUBLIC + publicBytes(publicKey).toString('base64url'),
        id: nameOf(publicKey),
    };
}
/** Reads what `signingPair` calls `secret`. Throws `UserError`, which never has the key's text in it. */
function parseSigningKey(text) {
    const seed = bytesBehind(SECRET, text.trim());
    if (!seed)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .UserError */ .yo(`The signing key is none; “warmstart key signing” makes one, which begins ${SECRET}.`);
    const key = privateKey(seed);
    const publicKey = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createPublicKey)(key);
    const id = nameOf(publicKey);
    return { id, publicKey, sign: (message) => `${id}.${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.sign)(null, message, key).toString('base64url')}` };
}
/** Reads what `signingPair` calls `verify`, a key each. Throws `UserError`. */
function parseVerifyKeys(texts) {
    return new Map(texts.map((text, i) => {
        // Not quoted: somebody may have taken the wrong half of a pair.
        const what = `Key ${i + 1} of verify-keys`;
        if (text.startsWith(SECRET))
            throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .UserError */ .yo(`${what} is a signing key, which is a secret: give the public half, which begins ${PUBLIC}.`);
        const bytes = bytesBehind(PUBLIC, text);
        if (!bytes)
            throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .UserError */ .yo(`${what} is none; “warmstart key signing” prints the one to give, which begins ${PUBLIC}.`);
        const key = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createPublicKey)({
            key: { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') },
            format: 'jwk',
        });
        return [nameOf(key), key];
    }));
}
const PARTS = /^([0-9a-f]{16})\.([\w-]{86})$/;
const SECRET = 'warmstart-sign-';
const PUBLIC = 'warmstart-verify-';
/** PKCS #8 around a seed of Ed25519 (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
function privateKey(seed) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createPrivateKey)({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
}
function publicBytes(key) {
    return Buffer.from(key.export({ format: 'jwk' }).x, 'base64url');
}
function nameOf(key) {
    return (0,_digest_js__WEBPACK_IMPORTED_MODULE_1__/* .sha256Hex */ .fg)(publicBytes(key)).slice(0, 16);
}
/** The 32 bytes that stand behind a prefix in their one spelling; `undefined`: anything else. */
function bytesBehind(prefix, text) {
    if (!text.startsWith(prefix))
        return undefined;
    const bytes = Buffer.from(text.slice(prefix.length), 'base64url');
    return bytes.length === 32 && prefix + bytes.toString('base64url') === text ? bytes : undefined;
}


/***/ }),

/***/ 6716:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   No: () => (/* binding */ coveredDigest),
/* harmony export */   Sb: () => (/* binding */ signatureIn),
/* harmony export */   Xm: () => (/* binding */ signObject)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7598);
/* harmony import */ var _digest_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4406);
/* harmony import */ var _ports_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(3820);
/* harmony import */ var _section_ids_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(2660);




// A signature is the last section of an object, and covers every byte before it: header, table and all other sections.
/**
 * An object of sections that has no signature, with `length` ASCII characters of one; `sign` makes it of the SHA-256, in
 * hex, of what it covers.
 */
function signObject(object, length, sign) {
    const count = new DataView(object.buffer, object.byteOffset).getUint16(10, true);
    const table = HEADER + ROW * count;
    const body = object.length - SUM;
    const signed = new Uint8Array(object.length + ROW + length);
    signed.set(object.subarray(0, table));
    signed.set(object.subarray(table, body), table + ROW);
    const view = new DataView(signed.buffer);
    view.setUint16(10, count + 1, true);
    view.setUint16(table, _section_ids_js__WEBPACK_IMPORTED_MODULE_3__/* .SectionId */ .P.signature, true);
    view.setUint8(table + 2, SKIPPABLE);
    view.setUint32(table + 4, length, true);
    view.setUint32(table + 8, length, true);
    const at = body + ROW;
    // One pass for both: what is signed, and the sum of that and the signature.
    const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(signed.subarray(0, at));
    const signature = Buffer.from(sign(hash.copy().digest('hex')), 'latin1');
    signed.set(signature, at);
    signed.set(hash.update(signature).digest(), at + length);
    return signed;
}
/** The signature that a section holds. `FormatError` if the section is not how this object ends. */
function signatureIn(object, section) {
    const text = Buffer.from(section).toString('latin1');
    const end = Buffer.from(object.subarray(coveredLength(object, text), object.length - SUM)).toString('latin1');
    if (end !== text || !LIKE_A_SIGNATURE.test(text))
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .FormatError */ .IF('a signature that is not at the end');
    return text;
}
/** SHA-256, in hex, of what an object's signature covers. */
function coveredDigest(object, signature) {
    return (0,_digest_js__WEBPACK_IMPORTED_MODULE_1__/* .sha256Hex */ .fg)(object.subarray(0, coveredLength(object, signature)));
}
/** Longer than any so far: what a decoder lets pass. */
const LIKE_A_SIGNATURE = /^[\w.-]{0,200}$/;
const HEADER = 20;
const ROW = 12;
const SUM = 32;
const SKIPPABLE = 1;
function coveredLength(object, signature) {
    return Math.max(0, object.length - SUM - signature.length);
}


/***/ }),

/***/ 1400:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Sn: () => (/* binding */ encodeTables),
/* harmony export */   _n: () => (/* binding */ decodeTables),
/* harmony export */   aE: () => (/* binding */ TABLE_SECTIONS)
/* harmony export */ });
/* harmony import */ var _bytes_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(5547);
/* harmony import */ var _fields_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7371);
/* harmony import */ var _frame_columns_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4607);
/* harmony import */ var _pack_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(1831);
/* harmony import */ var _ports_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(3820);
/* harmony import */ var _section_ids_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(2660);
/* harmony import */ var _sections_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(4566);







/** The tables of packs and frames of a version or a state. */
const TABLE_SECTIONS = [
    _section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.packs,
    _section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.framePack,
    _section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.frameNumber,
    _section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.frameOffset,
    ..._frame_columns_js__WEBPACK_IMPORTED_MODULE_1__/* .FRAME_SECTIONS */ .r2,
];
const PACKS_MAX = 100_000;
const KEY_ID_MAX = 256;
/** `FormatError` if they are not what `decodeTables` would take. */
function encodeTables(packs, frames) {
    const count = frames.length;
    const rows = packs.map(packFields);
    checkTables(rows.map(packRow), frames);
    return [
        { id: _section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.packs, bytes: (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .toJson */ .aB)(rows) },
        (0,_sections_js__WEBPACK_IMPORTED_MODULE_5__/* .column */ .fi)(_section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.framePack, frames.pack.subarray(0, count)),
        (0,_sections_js__WEBPACK_IMPORTED_MODULE_5__/* .column */ .fi)(_section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.frameNumber, frames.number.subarray(0, count)),
        (0,_sections_js__WEBPACK_IMPORTED_MODULE_5__/* .column */ .fi)(_section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.frameOffset, frames.offset.subarray(0, count)),
        ...(0,_frame_columns_js__WEBPACK_IMPORTED_MODULE_1__/* .encodeFrames */ .H5)(frames),
    ];
}
function decodeTables(sections) {
    const packs = (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .listOf */ .c3)(sections.json(_section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.packs), 'packs', PACKS_MAX).map(packRow);
    const frames = (0,_frame_columns_js__WEBPACK_IMPORTED_MODULE_1__/* .decodeFrames */ .vx)(sections);
    const count = frames.length;
    if (count > 0) {
        frames.pack = sections.u32(_section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.framePack, count);
        frames.number = sections.u32(_section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.frameNumber, count);
        frames.offset = sections.u32(_section_ids_js__WEBPACK_IMPORTED_MODULE_4__/* .SectionId */ .P.frameOffset, count);
    }
    checkTables(packs, frames);
    return { packs, frames };
}
function checkTables(packs, frames) {
    if (packs.length > PACKS_MAX)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .FormatError */ .IF(`${packs.length} packs; ${PACKS_MAX} at most`);
    const packOf = (frame) => {
        const pack = packs[frames.pack[frame]];
        if (!pack)
            throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .FormatError */ .IF(`frame ${frame} lies in pack ${frames.pack[frame]} of ${packs.length}`);
        return pack;
    };
    (0,_frame_columns_js__WEBPACK_IMPORTED_MODULE_1__/* .checkFrames */ .FS)(frames, (frame) => packOf(frame).keyId);
    for (let frame = 0; frame < frames.length; frame++) {
        const pack = packOf(frame);
        const end = frames.offset[frame] + frames.storedLength[frame];
        if (end > pack.footerOffset)
            throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .FormatError */ .IF(`frame ${frame} ends behind the frames of its pack`);
    }
}
function packFields(pack) {
    const { lane, ulid, keyId, footerOffset, footerLength, footerSha256 } = pack;
    return { lane, ulid, keyId, footerOffset, footerLength, footerSha256: (0,_bytes_js__WEBPACK_IMPORTED_MODULE_6__/* .toHex */ .nj)(footerSha256) };
}
function packRow(value, index) {
    const what = `pack ${index}`;
    const fields = (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .fieldsOf */ .Pf)(value, what);
    const footerOffset = (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .wholeOf */ .l2)(fields['footerOffset'], what, _pack_js__WEBPACK_IMPORTED_MODULE_2__/* .PACK_BYTES_MAX */ .nF);
    const keyId = (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .textOf */ .b6)(fields['keyId'], what);
    if (keyId.length > KEY_ID_MAX)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .FormatError */ .IF(`${what}: a key id of ${keyId.length} characters`);
    return {
        lane: (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .laneOf */ .kk)(fields['lane'], what),
        ulid: (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .ulidOf */ .gf)(fields['ulid'], what),
        keyId,
        footerOffset,
        footerLength: (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .wholeOf */ .l2)(fields['footerLength'], what, _pack_js__WEBPACK_IMPORTED_MODULE_2__/* .PACK_BYTES_MAX */ .nF - footerOffset),
        footerSha256: new Uint8Array(Buffer.from((0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .hashOf */ .qQ)(fields['footerSha256'], what), 'hex')),
    };
}


/***/ }),

/***/ 2109:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ab: () => (/* binding */ decodeTrees),
/* harmony export */   Ae: () => (/* binding */ TREE_SECTIONS),
/* harmony export */   sX: () => (/* binding */ encodeTrees)
/* harmony export */ });
/* harmony import */ var _columns_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(2731);
/* harmony import */ var _extents_codec_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(986);
/* harmony import */ var _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3820);
/* harmony import */ var _section_ids_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(2660);
/* harmony import */ var _sections_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(4566);
/* harmony import */ var _tree_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(8726);
/* harmony import */ var _tree_rules_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(7148);







const TREE_SECTIONS = [
    _section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.entryKind,
    _section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.entryDepth,
    _section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.nameLength,
    _section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.names,
    _section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.mtime,
    _section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.link,
    _section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.size,
    _section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.extentCount,
    _section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.targetLength,
    _section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.targets,
    _section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.extentFrame,
    _section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.extentOffset,
    _section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.extentLength,
];
// An entry's kind: mode in the lowest nine bits, then these.
const IMPLIED = 1 << 9;
const TYPE_SHIFT = 10;
const KIND_BITS = 12;
/**
 * The columns of trees, one tree after the other: all of them share a column. Of sizes only those of regular files are
 * kept, and of extents only those that an entry refers to, in the order of entries. `FormatError` if a tree breaks a
 * rule of `checkTree`.
 */
function encodeTrees(trees, frames, content) {
    return [
        ...encodeEntries(trees, frames, content),
        ...encodeFiles(trees),
        ...encodeTargets(trees),
        ...(0,_extents_codec_js__WEBPACK_IMPORTED_MODULE_0__/* .encodeExtents */ .me)(trees),
    ];
}
/** So many trees, checked. Extents stand in the order of their entries; a hard link has its file's size. */
function decodeTrees(sections, count, frames, content) {
    const trees = decodeEntries(sections, count);
    decodeFiles(sections, trees);
    decodeTargets(sections, trees);
    (0,_extents_codec_js__WEBPACK_IMPORTED_MODULE_0__/* .decodeExtents */ .Un)(sections, trees);
    for (const tree of trees) {
        (0,_tree_rules_js__WEBPACK_IMPORTED_MODULE_5__/* .checkTree */ .RX)(tree, frames, content);
        for (let entry = 0; entry < tree.length; entry++)
            tree.size[entry] = tree.size[tree.source(entry)];
    }
    return trees;
}
function encodeEntries(trees, frames, content) {
    const count = (0,_columns_js__WEBPACK_IMPORTED_MODULE_6__/* .total */ .X5)(trees, (tree) => tree.length);
    const kind = new Uint16Array(count);
    const depth = new Uint16Array(count);
    const nameLength = new Uint8Array(count);
    const mtime = new BigInt64Array(count);
    const link = new Uint32Array(count);
    let at = 0;
    for (const tree of trees) {
        depth.set((0,_tree_rules_js__WEBPACK_IMPORTED_MODULE_5__/* .checkTree */ .RX)(tree, frames, content), at);
        mtime.set(tree.mtimeNs.subarray(0, tree.length), at);
        for (let entry = 0; entry < tree.length; entry++, at++) {
            const to = tree.link[entry];
            const type = tree.type[entry] << TYPE_SHIFT;
            kind[at] = type | (tree.implied[entry] ? IMPLIED : 0) | tree.mode[entry];
            nameLength[at] = tree.name[entry].length;
            link[at] = to === _tree_js__WEBPACK_IMPORTED_MODULE_4__/* .NONE */ .x3 ? 0 : entry - to + 1;
        }
    }
    return [
        (0,_sections_js__WEBPACK_IMPORTED_MODULE_3__/* .column */ .fi)(_section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.entryKind, kind),
        (0,_sections_js__WEBPACK_IMPORTED_MODULE_3__/* .column */ .fi)(_section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.entryDepth, depth),
        { id: _section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.nameLength, bytes: nameLength },
        { id: _section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.names, bytes: latin1(trees.map((tree) => tree.name.join('')).join('')) },
        (0,_sections_js__WEBPACK_IMPORTED_MODULE_3__/* .column */ .fi)(_section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.mtime, (0,_columns_js__WEBPACK_IMPORTED_MODULE_6__/* .toDeltas */ .dH)(mtime)),
        (0,_sections_js__WEBPACK_IMPORTED_MODULE_3__/* .column */ .fi)(_section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.link, link),
    ];
}
function decodeEntries(sections, treeCount) {
    const count = sections.rawLength(_section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.entryKind) / 2;
    if (!Number.isInteger(count) || count > _tree_rules_js__WEBPACK_IMPORTED_MODULE_5__/* .ENTRIES_MAX */ .so)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .FormatError */ .IF(`${count} entries; ${_tree_rules_js__WEBPACK_IMPORTED_MODULE_5__/* .ENTRIES_MAX */ .so} at most`);
    const kind = sections.u16(_section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.entryKind, count);
    const depth = sections.u16(_section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.entryDepth, count);
    const mounts = depth.reduce((found, level) => (level === 0 ? found + 1 : found), 0);
    if (mounts !== treeCount)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .FormatError */ .IF(`${mounts} trees where ${treeCount} belong`);
    if (count > 0 && depth[0] !== 0)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .FormatError */ .IF('the first entry is not a mount');
    const link = sections.u32(_section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.link, count);
    const mtime = new BigInt64Array(sections.u64(_section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.mtime, count).buffer);
    (0,_columns_js__WEBPACK_IMPORTED_MODULE_6__/* .undoDeltas */ .Yd)(mtime);
    const nameLength = sections.read(_section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.nameLength, count);
    const names = text(sections.read(_section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.names, (0,_columns_js__WEBPACK_IMPORTED_MODULE_6__/* .sum */ .cz)(nameLength)));
    const trees = [];
    let nameAt = 0;
    for (let from = 0, to = 0; from < count; from = to) {
        for (to = from + 1; to < count && depth[to] !== 0;)
            to++;
        const tree = blank(to - from);
        tree.mtimeNs = mtime.slice(from, to);
        placeEntries(tree, depth.subarray(from, to));
        for (let entry = 0, at = from; at < to; entry++, at++) {
            const bits = kind[at];
            if (bits >> KIND_BITS)
                throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .FormatError */ .IF(`entry ${entry}: unknown kind ${bits}`);
            tree.type[entry] = bits >> TYPE_SHIFT;
            tree.implied[entry] = bits & IMPLIED ? 1 : 0;
            tree.mode[entry] = bits & 0o777;
            const back = link[at];
            if (back > entry + 1)
                throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .FormatError */ .IF(`entry ${entry}: a hard link out of its tree`);
            tree.link[entry] = back === 0 ? _tree_js__WEBPACK_IMPORTED_MODULE_4__/* .NONE */ .x3 : entry - back + 1;
            const end = nameAt + nameLength[at];
            tree.name.push(names.slice(nameAt, end));
            nameAt = end;
        }
        trees.push(tree);
    }
    return trees;
}
/** Parents from depths: an entry lies in the newest entry one level up. */
function placeEntries(tree, depth) {
    const newest = new Int32Array(_tree_rules_js__WEBPACK_IMPORTED_MODULE_5__/* .DEPTH_MAX */ .tZ + 1);
    tree.parent[0] = _tree_js__WEBPACK_IMPORTED_MODULE_4__/* .NONE */ .x3;
    for (let entry = 1, levelBefore = 0; entry < depth.length; entry++) {
        const level = depth[entry];
        if (level > levelBefore + 1 || level > _tree_rules_js__WEBPACK_IMPORTED_MODULE_5__/* .DEPTH_MAX */ .tZ)
            throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .FormatError */ .IF(`entry ${entry} lies in nothing`);
        tree.parent[entry] = newest[level - 1];
        newest[level] = entry;
        levelBefore = level;
    }
}
function encodeFiles(trees) {
    const files = trees.map(_extents_codec_js__WEBPACK_IMPORTED_MODULE_0__/* .ownFiles */ .aJ);
    const count = (0,_columns_js__WEBPACK_IMPORTED_MODULE_6__/* .total */ .X5)(files, (own) => own.length);
    const size = new BigUint64Array(count);
    const words = new Uint32Array(size.buffer);
    const extentCount = new Uint32Array(count);
    let at = 0;
    for (const [i, tree] of trees.entries()) {
        for (const entry of files[i]) {
            words[at * 2] = tree.size[entry];
            words[at * 2 + 1] = Math.floor(tree.size[entry] / 2 ** 32);
            extentCount[at++] = tree.extentCount[entry];
        }
    }
    return [(0,_sections_js__WEBPACK_IMPORTED_MODULE_3__/* .column */ .fi)(_section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.size, size), (0,_sections_js__WEBPACK_IMPORTED_MODULE_3__/* .column */ .fi)(_section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.extentCount, extentCount)];
}
function decodeFiles(sections, trees) {
    const files = trees.map(_extents_codec_js__WEBPACK_IMPORTED_MODULE_0__/* .ownFiles */ .aJ);
    const count = (0,_columns_js__WEBPACK_IMPORTED_MODULE_6__/* .total */ .X5)(files, (own) => own.length);
    const words = new Uint32Array(sections.u64(_section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.size, count).buffer);
    const extentCount = sections.u32(_section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.extentCount, count);
    let at = 0;
    for (const [i, tree] of trees.entries()) {
        for (const entry of files[i]) {
            tree.size[entry] = words[at * 2 + 1] * 2 ** 32 + words[at * 2];
            tree.firstExtent[entry] = tree.extents;
            tree.extentCount[entry] = extentCount[at];
            tree.extents += extentCount[at++];
        }
    }
}
function encodeTargets(trees) {
    const targets = trees.flatMap((tree) => symlinks(tree).map((entry) => tree.target.get(entry)));
    return [
        (0,_sections_js__WEBPACK_IMPORTED_MODULE_3__/* .column */ .fi)(_section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.targetLength, Uint16Array.from(targets, (target) => target.length)),
        { id: _section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.targets, bytes: latin1(targets.join('')) },
    ];
}
function decodeTargets(sections, trees) {
    const links = trees.map(symlinks);
    const lengths = sections.u16(_section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.targetLength, (0,_columns_js__WEBPACK_IMPORTED_MODULE_6__/* .total */ .X5)(links, (entries) => entries.length));
    const targets = text(sections.read(_section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.targets, (0,_columns_js__WEBPACK_IMPORTED_MODULE_6__/* .sum */ .cz)(lengths)));
    let link = 0;
    let at = 0;
    for (const [i, tree] of trees.entries()) {
        for (const entry of links[i]) {
            const end = at + lengths[link++];
            tree.target.set(entry, targets.slice(at, end));
            at = end;
        }
    }
}
/** A tree with room for exactly `length` entries. */
function blank(length) {
    const tree = new _tree_js__WEBPACK_IMPORTED_MODULE_4__/* .Tree */ .PH();
    tree.length = length;
    tree.type = new Uint8Array(length);
    tree.implied = new Uint8Array(length);
    tree.parent = new Int32Array(length);
    tree.mode = new Uint16Array(length);
    tree.size = new Float64Array(length);
    tree.link = new Int32Array(length);
    tree.firstExtent = new Uint32Array(length);
    tree.extentCount = new Uint32Array(length);
    tree.ctimeNs = new BigInt64Array(length);
    tree.ino = new BigUint64Array(length);
    tree.dev = new BigUint64Array(length);
    return tree;
}
function symlinks(tree) {
    const entries = [];
    for (let entry = 0; entry < tree.length; entry++)
        if (tree.type[entry] === _tree_js__WEBPACK_IMPORTED_MODULE_4__/* .EntryType */ .$Y.symlink)
            entries.push(entry);
    return entries;
}
function latin1(bytes) {
    if (/[^\0-\xff]/.test(bytes))
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .FormatError */ .IF('a name that is no byte path');
    return Buffer.from(bytes, 'latin1');
}
function text(bytes) {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}


/***/ }),

/***/ 7148:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   RX: () => (/* binding */ checkTree),
/* harmony export */   Rz: () => (/* binding */ EXTENTS_MAX),
/* harmony export */   fo: () => (/* binding */ NAME_MAX),
/* harmony export */   n6: () => (/* binding */ PATH_MAX),
/* harmony export */   so: () => (/* binding */ ENTRIES_MAX),
/* harmony export */   tZ: () => (/* binding */ DEPTH_MAX)
/* harmony export */ });
/* unused harmony export TARGET_MAX */
/* harmony import */ var _bytes_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(5547);
/* harmony import */ var _ports_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(3820);
/* harmony import */ var _tree_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(8726);



const ENTRIES_MAX = 5_000_000;
const EXTENTS_MAX = 32 * 1024 * 1024;
/** Bytes of one name, of a path inside a mount, and of a symbolic link's target. */
const NAME_MAX = 255;
const PATH_MAX = 4096;
const TARGET_MAX = 4096;
/** Directories on the way from the mount to an entry, the entry itself counted. */
const DEPTH_MAX = 256;
/**
 * Checks that a tree is one this release would write: everything a restore takes for granted about names, order,
 * links and extents. `FormatError` names the first entry that breaks a rule. Returns the depth of every entry.
 */
function checkTree(tree, frames, content) {
    if (tree.length === 0)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .FormatError */ .IF('a tree without entries');
    if (tree.length > ENTRIES_MAX)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .FormatError */ .IF(`${tree.length} entries; ${ENTRIES_MAX} at most`);
    if (tree.extents > EXTENTS_MAX)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .FormatError */ .IF(`${tree.extents} extents; ${EXTENTS_MAX} at most`);
    const depths = checkPlaces(tree);
    let symlinks = 0;
    for (let entry = 0; entry < tree.length; entry++) {
        const fault = whatIsWrong(tree, entry) ?? wrongContent(tree, entry, frames, content);
        if (fault !== undefined)
            throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .FormatError */ .IF(`entry ${entry} (${(0,_bytes_js__WEBPACK_IMPORTED_MODULE_2__/* .toDisplay */ .Wn)(tree.path(entry))}): ${fault}`);
        if (tree.type[entry] === _tree_js__WEBPACK_IMPORTED_MODULE_1__/* .EntryType */ .$Y.symlink)
            symlinks++;
    }
    if (tree.target.size !== symlinks)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .FormatError */ .IF('a link target, but no symbolic link');
    return depths;
}
/** Names, parents and order: what makes the entries a tree in walk order. */
function checkPlaces(tree) {
    const depths = new Uint16Array(tree.length);
    // The newest entry at each depth, and the length of its path: the way down to where the walk is.
    const newest = new Int32Array(DEPTH_MAX + 1);
    const pathLength = new Int32Array(DEPTH_MAX + 1);
    if (tree.name[0] !== '' || tree.parent[0] !== _tree_js__WEBPACK_IMPORTED_MODULE_1__/* .NONE */ .x3)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .FormatError */ .IF('the first entry is not the mount');
    for (let entry = 1, depthBefore = 0; entry < tree.length; entry++) {
        const parent = tree.parent[entry];
        if (parent < 0 || parent >= entry)
            throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .FormatError */ .IF(`entry ${entry}: parent ${parent} does not come before it`);
        const depth = depths[parent] + 1;
        const name = tree.name[entry];
        if (depth > DEPTH_MAX)
            throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .FormatError */ .IF(`${(0,_bytes_js__WEBPACK_IMPORTED_MODULE_2__/* .toDisplay */ .Wn)(name)} lies more than ${DEPTH_MAX} directories deep`);
        if (newest[depth - 1] !== parent || depth > depthBefore + 1)
            throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .FormatError */ .IF(`entry ${entry}: out of walk order`);
        if (tree.type[parent] !== _tree_js__WEBPACK_IMPORTED_MODULE_1__/* .EntryType */ .$Y.directory)
            throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .FormatError */ .IF(`entry ${entry}: below what is no directory`);
        if (!validName(name))
            throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .FormatError */ .IF(`entry ${entry}: ${JSON.stringify((0,_bytes_js__WEBPACK_IMPORTED_MODULE_2__/* .toDisplay */ .Wn)(name))} is no name`);
        if (depth <= depthBefore && tree.name[newest[depth]] >= name) {
            throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .FormatError */ .IF(`entry ${entry}: names are out of order`);
        }
        const length = name.length + (depth > 1 ? pathLength[depth - 1] + 1 : 0);
        if (length > PATH_MAX)
            throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .FormatError */ .IF(`entry ${entry}: a path of ${length} bytes; ${PATH_MAX} at most`);
        pathLength[depth] = length;
        newest[depth] = entry;
        depths[entry] = depth;
        depthBefore = depth;
    }
    return depths;
}
function validName(name) {
    return (name.length > 0 &&
        name.length <= NAME_MAX &&
        name !== '.' &&
        name !== '..' &&
        !name.includes('/') &&
        !name.includes('\0'));
}
/** Type, mode, size, links. */
function whatIsWrong(tree, entry) {
    const type = tree.type[entry];
    if (type > _tree_js__WEBPACK_IMPORTED_MODULE_1__/* .EntryType */ .$Y.symlink)
        return `unknown type ${type}`;
    if (tree.mode[entry] > 0o777)
        return `mode ${tree.mode[entry].toString(8)}`;
    if (tree.implied[entry] !== 0 && type !== _tree_js__WEBPACK_IMPORTED_MODULE_1__/* .EntryType */ .$Y.directory)
        return 'implied, but no directory';
    if (type === _tree_js__WEBPACK_IMPORTED_MODULE_1__/* .EntryType */ .$Y.symlink) {
        const target = tree.target.get(entry);
        if (target === undefined || target.length === 0 || target.length > TARGET_MAX)
            return 'a symbolic link without a sane target';
        if (target.includes('\0'))
            return 'a link target with a NUL';
    }
    const link = tree.link[entry];
    if (link === _tree_js__WEBPACK_IMPORTED_MODULE_1__/* .NONE */ .x3)
        return;
    if (type !== _tree_js__WEBPACK_IMPORTED_MODULE_1__/* .EntryType */ .$Y.file)
        return 'hard-linked, but no file';
    if (link < 0 || link > entry || tree.link[link] !== link)
        return `a hard link to ${link}, which is no earlier file of its own`;
    return;
}
/** The extents of an entry. */
function wrongContent(tree, entry, frames, content) {
    const count = tree.extentCount[entry];
    if (tree.type[entry] !== _tree_js__WEBPACK_IMPORTED_MODULE_1__/* .EntryType */ .$Y.file || tree.source(entry) !== entry) {
        return count === 0 ? undefined : 'content, but no file of its own';
    }
    const size = tree.size[entry];
    if (!Number.isSafeInteger(size) || size < 0)
        return `size ${size}`;
    if (count === 0)
        return size === 0 || content === 'known' ? undefined : `${size} bytes, but no extents`;
    const first = tree.firstExtent[entry];
    if (first + count > tree.extents)
        return 'extents that are not there';
    let sum = 0;
    for (let extent = first; extent < first + count; extent++) {
        const frame = tree.frame[extent];
        const length = tree.extentLength[extent];
        if (length === 0)
            return 'an empty extent';
        if (frame !== _tree_js__WEBPACK_IMPORTED_MODULE_1__/* .HOLE */ .vs) {
            if (frame >= frames.length)
                return `an extent in frame ${frame} of ${frames.length}`;
            if (tree.offset[extent] + length > frames.rawLength[frame])
                return 'an extent behind its frame';
        }
        sum += length;
    }
    return sum === size ? undefined : `extents of ${sum} bytes, but a size of ${size}`;
}


/***/ }),

/***/ 8726:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $Y: () => (/* binding */ EntryType),
/* harmony export */   PH: () => (/* binding */ Tree),
/* harmony export */   hV: () => (/* binding */ filterTree),
/* harmony export */   nK: () => (/* binding */ compareWalkOrder),
/* harmony export */   vs: () => (/* binding */ HOLE),
/* harmony export */   x3: () => (/* binding */ NONE)
/* harmony export */ });
/* unused harmony export copyExtents */
/** What an entry is. Everything else (sockets, pipes, devices) is never part of a volume. */
const EntryType = { file: 0, directory: 1, symlink: 2 };
/** The frame number of an extent that is a hole: zeros that are stored nowhere. */
const HOLE = 0xffff_ffff;
/** An index that means "none". */
const NONE = -1;
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
        this.link[entry] = NONE;
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
        for (let up = this.parent[entry] ?? NONE; up > 0; up = this.parent[up] ?? NONE)
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
        return link === NONE ? entry : link;
    }
    /** Raw bytes of the regular files; a hard-linked file counts once. */
    totalBytes() {
        let bytes = 0;
        for (let entry = 0; entry < this.length; entry++) {
            if (this.type[entry] === EntryType.file && this.source(entry) === entry)
                bytes += this.size[entry];
        }
        return bytes;
    }
    /** How many entries are not directories. */
    fileCount() {
        let files = 0;
        for (let entry = 0; entry < this.length; entry++)
            if (this.type[entry] !== EntryType.directory)
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
    const moved = new Int32Array(tree.length).fill(NONE);
    const leader = new Map();
    const members = new Map();
    for (let entry = 0; entry < tree.length; entry++) {
        if (keep[entry] && tree.link[entry] !== NONE)
            members.set(tree.link[entry], (members.get(tree.link[entry]) ?? 0) + 1);
    }
    for (let entry = 0; entry < tree.length; entry++) {
        const parent = tree.parent[entry];
        if (!keep[entry]) {
            if (parent !== NONE && keep[parent])
                result.ctimeNs[moved[parent]] = 0n;
            continue;
        }
        const to = result.push(tree.name[entry], tree.type[entry], parent === NONE ? NONE : moved[parent]);
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
        if (group !== NONE && members.get(group) > 1) {
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


/***/ }),

/***/ 6962:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ ulid),
/* harmony export */   h: () => (/* binding */ isUlid)
/* harmony export */ });
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
/**
 * A ULID: 26 characters of Crockford's base 32, 10 of time and 16 of randomness. Sorts by time; two of the same
 * millisecond come in no order.
 */
function ulid(now, random) {
    let time = Math.floor(now);
    let text = '';
    for (let i = 0; i < 10; i++) {
        text = ALPHABET.charAt(time % 32) + text;
        time = Math.floor(time / 32);
    }
    // 80 bits are 16 characters of 5 bits: five bytes make eight characters.
    let pending = 0;
    let bits = 0;
    for (const byte of random(10)) {
        pending = (pending << 8) | byte;
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            text += ALPHABET.charAt((pending >>> bits) & 31);
        }
        pending &= (1 << bits) - 1;
    }
    return text;
}
/** Is it a ULID, in the one spelling `ulid` writes? */
function isUlid(text) {
    return ULID.test(text);
}


/***/ }),

/***/ 3087:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ decodeVersionTrees),
/* harmony export */   Db: () => (/* binding */ decodeVersion),
/* harmony export */   GS: () => (/* binding */ decodeVersionTables),
/* harmony export */   Hh: () => (/* binding */ encodeVersion)
/* harmony export */ });
/* unused harmony export decodeVersionSummary */
/* harmony import */ var _fields_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7371);
/* harmony import */ var _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3820);
/* harmony import */ var _provenance_js__WEBPACK_IMPORTED_MODULE_8__ = __nccwpck_require__(4301);
/* harmony import */ var _section_ids_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(2660);
/* harmony import */ var _sections_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(4566);
/* harmony import */ var _signature_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(8470);
/* harmony import */ var _signed_object_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(6716);
/* harmony import */ var _tables_codec_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(1400);
/* harmony import */ var _tree_codec_js__WEBPACK_IMPORTED_MODULE_7__ = __nccwpck_require__(2109);









const MOUNTS_MAX = 1000;
const ANCHORS = ['workspace', 'home', 'absolute'];
const KNOWN = new Set([_section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.about, _section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.mounts, ..._tables_codec_js__WEBPACK_IMPORTED_MODULE_6__/* .TABLE_SECTIONS */ .aE, ..._tree_codec_js__WEBPACK_IMPORTED_MODULE_7__/* .TREE_SECTIONS */ .Ae, _section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.signature]);
/**
 * A version object, with the signature (`SIGNATURE_LENGTH` characters) that `sign` makes of the SHA-256, in hex, of all
 * bytes before it, or else the one it has. `FormatError` if it is one that `decodeVersion` would refuse.
 */
function encodeVersion(version, sign) {
    const { mounts, packs, frames } = version.manifest;
    const places = mounts.map(({ label, anchor, base }) => ({ label, anchor, base }));
    checkPlaces(places);
    checkCounts(version, mounts);
    const trees = mounts.map(({ tree }) => tree);
    const bytes = (0,_sections_js__WEBPACK_IMPORTED_MODULE_3__/* .encodeSections */ .H8)('V', [
        { id: _section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.about, bytes: (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .toJson */ .aB)({ ...aboutOf(version), ...vettedOf(version) }) },
        { id: _section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.mounts, bytes: (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .toJson */ .aB)(places) },
        ...(0,_tables_codec_js__WEBPACK_IMPORTED_MODULE_6__/* .encodeTables */ .Sn)(packs, frames),
        ...(0,_tree_codec_js__WEBPACK_IMPORTED_MODULE_7__/* .encodeTrees */ .sX)(trees, frames, 'whole'),
    ]);
    if (sign)
        return (0,_signed_object_js__WEBPACK_IMPORTED_MODULE_5__/* .signObject */ .Xm)(bytes, _signature_js__WEBPACK_IMPORTED_MODULE_4__/* .SIGNATURE_LENGTH */ .Ee, sign);
    const { signature } = version;
    return signature === '' ? bytes : (0,_signed_object_js__WEBPACK_IMPORTED_MODULE_5__/* .signObject */ .Xm)(bytes, signature.length, () => signature);
}
/**
 * The version, every rule of the format checked; `FormatError` if one is broken. The stat columns of its trees are
 * zero, a size stands only where there is a regular file.
 */
function decodeVersion(bytes) {
    const version = decodeVersionTables(bytes);
    decodeVersionTrees(version);
    return version;
}
/**
 * As `decodeVersion`, but its trees are decoded, and checked, when one of them is looked at first: that throws
 * `FormatError`. Most saves never do, and they are most of the work.
 */
function decodeVersionTables(bytes) {
    const { summary, places, packs, frames, decode } = tablesOf(bytes);
    // Without a mount nobody would look.
    let trees = places.length === 0 ? decode() : undefined;
    const mounts = places.map((place, mount) => ({
        ...place,
        get tree() {
            trees ??= decode();
            return trees[mount];
        },
    }));
    return { ...summary, manifest: { mounts, packs, frames } };
}
/** Makes of what `decodeVersionTables` gave what `decodeVersion` would have given; `FormatError` as that. */
function decodeVersionTrees(version) {
    checkCounts(version, version.manifest.mounts);
}
function tablesOf(bytes) {
    const sections = new _sections_js__WEBPACK_IMPORTED_MODULE_3__/* .Sections */ .Z_('V', bytes, KNOWN);
    const summary = summaryOf(sections, bytes);
    const { packs, frames } = (0,_tables_codec_js__WEBPACK_IMPORTED_MODULE_6__/* .decodeTables */ ._n)(sections);
    const places = (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .listOf */ .c3)(sections.json(_section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.mounts), 'mounts', MOUNTS_MAX).map(placeOf);
    checkPlaces(places);
    return { summary, places, packs, frames, decode: () => (0,_tree_codec_js__WEBPACK_IMPORTED_MODULE_7__/* .decodeTrees */ .Ab)(sections, places.length, frames, 'whole') };
}
/** What a listing shows of a version, without decoding its manifest. */
function decodeVersionSummary(bytes) {
    return summaryOf(new Sections('V', bytes, KNOWN), bytes);
}
function aboutOf(version) {
    const { ulid, parent, tags, omitted, files, totalBytes } = version;
    const provenance = provenanceOf({ ...version.provenance });
    return { ulid, parent, provenance, tags, expiresAt: version.expiresAt ?? null, omitted, files, totalBytes };
}
function vettedOf({ vetted }) {
    return vetted === undefined ? {} : { vetted };
}
function summaryOf(sections, bytes) {
    const about = (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .fieldsOf */ .Pf)(sections.json(_section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.about), 'version');
    const { parent, expiresAt } = about;
    return {
        ulid: (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .ulidOf */ .gf)(about['ulid'], 'version'),
        parent: parent === '' ? '' : (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .ulidOf */ .gf)(parent, 'parent'),
        provenance: provenanceOf((0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .fieldsOf */ .Pf)(about['provenance'], 'provenance')),
        tags: (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .textsOf */ .CB)(about['tags'], 'tags'),
        expiresAt: expiresAt === null ? undefined : (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .millisOf */ .eV)(expiresAt, 'expiry'),
        omitted: (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .textsOf */ .CB)(about['omitted'], 'omitted files'),
        ...(about['vetted'] !== undefined && { vetted: (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .wholeOf */ .l2)(about['vetted'], 'rules for credentials') }),
        signature: sections.has(_section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.signature)
            ? (0,_signed_object_js__WEBPACK_IMPORTED_MODULE_5__/* .signatureIn */ .Sb)(bytes, sections.read(_section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.signature, sections.rawLength(_section_ids_js__WEBPACK_IMPORTED_MODULE_2__/* .SectionId */ .P.signature)))
            : '',
        files: (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .wholeOf */ .l2)(about['files'], 'count of files'),
        totalBytes: (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .wholeOf */ .l2)(about['totalBytes'], 'bytes of files'),
    };
}
/** Field by field in both directions, so that nothing else of a job's environment can slip in. */
function provenanceOf(from) {
    const text = (name) => (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .textOf */ .b6)(from[name], name);
    // Not in versions of the first days.
    const later = (name) => (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .textOf */ .b6)(from[name] ?? '', name);
    return {
        createdAt: (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .millisOf */ .eV)(from['createdAt'], 'createdAt'),
        engine: text('engine'),
        os: text('os'),
        arch: text('arch'),
        repository: text('repository'),
        commit: text('commit'),
        ref: text('ref'),
        workflow: text('workflow'),
        workflowRef: later('workflowRef'),
        run: text('run'),
        job: text('job'),
        actor: text('actor'),
        runner: text('runner'),
        runnerImage: later('runnerImage'),
        toolchain: later('toolchain'),
        inputHash: text('inputHash'),
        identity: (0,_provenance_js__WEBPACK_IMPORTED_MODULE_8__/* .identityOf */ .c)((0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .fieldsOf */ .Pf)(from['identity'] ?? {}, 'identity')),
    };
}
function placeOf(value, index) {
    const what = `mount ${index}`;
    const fields = (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .fieldsOf */ .Pf)(value, what);
    const anchor = (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .textOf */ .b6)(fields['anchor'], what);
    if (!ANCHORS.includes(anchor))
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .FormatError */ .IF(`${what}: unknown anchor ${JSON.stringify(anchor)}`);
    return { label: (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .textOf */ .b6)(fields['label'], what), anchor: anchor, base: (0,_fields_js__WEBPACK_IMPORTED_MODULE_0__/* .textOf */ .b6)(fields['base'], what) };
}
/** Mounts of two machines are paired by label. */
function checkPlaces(places) {
    if (places.length > MOUNTS_MAX)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .FormatError */ .IF(`${places.length} mounts; ${MOUNTS_MAX} at most`);
    const labels = new Set(places.map(({ label }) => label));
    if (labels.size !== places.length)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .FormatError */ .IF('two mounts with one label');
}
function checkCounts({ files, totalBytes }, mounts) {
    const count = mounts.reduce((sum, { tree }) => sum + tree.fileCount(), 0);
    const bytes = mounts.reduce((sum, { tree }) => sum + tree.totalBytes(), 0);
    if (files !== count)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .FormatError */ .IF(`${count} files, but ${files} are declared`);
    if (totalBytes !== bytes)
        throw new _ports_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .FormatError */ .IF(`files of ${bytes} bytes, but ${totalBytes} are declared`);
}


/***/ }),

/***/ 8545:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _short_lived_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(1454);
/* harmony import */ var _save_step_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(9107);


(0,_short_lived_js__WEBPACK_IMPORTED_MODULE_0__/* .compileSparingly */ .R)();
await (0,_save_step_js__WEBPACK_IMPORTED_MODULE_1__/* .postStep */ .F)();

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 9107:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  F: () => (/* binding */ postStep)
});

// UNUSED EXPORTS: saveStep

// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 2 modules
var lib_core = __nccwpck_require__(7166);
// EXTERNAL MODULE: ./js/core/ports/errors.js
var errors = __nccwpck_require__(3820);
;// CONCATENATED MODULE: ./js/core/access.js
/** What a job may do: what its lanes give, less what mode, policy and the CI's cache mode each take away. */
function access_access({ mode, policy, cacheMode, lanes, shares = [] }) {
    const reading = policy === 'pull' ? [...lanes.reads, ...lanes.onRequest] : lanes.reads;
    const limits = [
        ...(mode === 'on' ? [] : [{ ...MODES[mode], why: `mode is ${mode}` }]),
        ...(policy === 'pull-push' ? [] : [{ ...POLICIES[policy], why: `policy is ${policy}` }]),
        ...(cacheMode === undefined || cacheMode === 'write'
            ? []
            : [{ ...CACHE_MODES[cacheMode], why: `this CI's cache mode is ${cacheMode}` }]),
    ];
    const reads = limits.every((limit) => limit.reads) ? reading : [];
    return {
        reads,
        ...(reads.length > 0 && shares.length > 0 && { shares }),
        writes: limits.every(({ writes }) => writes) ? lanes.writes : undefined,
        dry: mode === 'shadow',
        why: [lanes.why, ...limits.map(({ why }) => why)].join('; '),
    };
}
const MODES = {
    off: { reads: false, writes: false },
    'read-only': { reads: true, writes: false },
    shadow: { reads: true, writes: true },
};
const POLICIES = {
    pull: { reads: true, writes: false },
    push: { reads: false, writes: true },
};
const CACHE_MODES = {
    none: { reads: false, writes: false },
    read: { reads: true, writes: false },
    'write-only': { reads: false, writes: true },
};

// EXTERNAL MODULE: ./js/core/encryption-key.js
var encryption_key = __nccwpck_require__(7949);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
;// CONCATENATED MODULE: ./js/core/identity.js

/**
 * The volume of a step without a name: 64 hex digits from its path patterns as written, in their order, and the family
 * of the system (`undefined`: any system may share it). Two steps with one key and other paths never meet.
 */
function identity_volumeOf(patterns, os) {
    return createHash('sha256')
        .update(JSON.stringify(['volume', patterns, os ?? null]))
        .digest('hex');
}

// EXTERNAL MODULE: ./js/core/lane.js
var lane = __nccwpck_require__(9756);
// EXTERNAL MODULE: ./js/core/bytes.js
var core_bytes = __nccwpck_require__(5547);
// EXTERNAL MODULE: ../../node_modules/minimatch/dist/esm/index.js + 7 modules
var esm = __nccwpck_require__(2545);
;// CONCATENATED MODULE: ./js/core/patterns.js


/**
 * Reads one pattern with the meaning it has in `@actions/glob` 0.7: `~`, relative to the workspace, `**`, `*`, `?`,
 * `[…]`, `\` to escape (not on Windows), and what it matches includes everything below.
 * Throws `UserError` where that package would refuse the pattern.
 */
function parsePattern(line, place) {
    const windows = place.platform === 'win32';
    let text = line.trim();
    let negated = false;
    while (text.startsWith('!')) {
        negated = !negated;
        text = text.slice(1).trim();
    }
    if (text === '')
        throw new errors/* UserError */.yo(`The path "${line.trim()}" names nothing after the exclamation mark.`);
    if (text.length > LENGTH_MAX) {
        throw new errors/* UserError */.yo(`The path "${text.slice(0, 40)}…" has ${text.length} characters; ${LENGTH_MAX} at most.`);
    }
    const slashed = slashes(text, windows);
    refuseDots(slashed, text, windows);
    const absolute = slashes(rooted(slashed, text, place), windows);
    const { root, segments } = split(absolute, windows);
    if (windows && /[*?]/.test(root))
        throw new errors/* UserError */.yo(`The path "${text}" has a wildcard in its root.`);
    const literals = segments.map((segment) => literal(segment, windows));
    const firstGlob = literals.indexOf('');
    const directoriesOnly = absolute.endsWith('/');
    const globstar = segments.at(-1) === '**';
    const rules = [rule([root, ...segments], directoriesOnly, globstar, place.platform)];
    if (directoriesOnly || !globstar)
        rules.push(rule([root, ...segments, '**'], false, false, place.platform));
    return {
        negated,
        fromHome: slashed === '~' || slashed.startsWith('~/'),
        base: joinRoot(root, firstGlob === -1 ? literals : literals.slice(0, firstGlob)),
        rules,
    };
}
/** What matches patterns takes a time that grows with the square of their length and more. */
const LENGTH_MAX = 1024;
function createPatternSet(patterns) {
    return {
        selects(path, isDirectory) {
            const parts = partsOf(path);
            let selected = false;
            for (const pattern of patterns) {
                if (pattern.negated === selected && matches(pattern, parts, isDirectory))
                    selected = !pattern.negated;
            }
            return selected;
        },
        couldSelectBelow(path) {
            const parts = partsOf(path);
            let could = false;
            for (const pattern of patterns) {
                if (pattern.negated)
                    could &&= !matches(pattern, parts, true);
                else
                    could ||= reaches(pattern, parts);
            }
            return could;
        },
        selectsAllBelow(path) {
            const parts = partsOf(path);
            let all = false;
            for (const pattern of patterns) {
                if (pattern.negated)
                    all &&= !reaches(pattern, parts);
                else
                    all ||= matches(pattern, parts, true);
            }
            return all;
        },
    };
}
/** Forward slashes on Windows, none doubled (but two at the start of a Windows share stay). */
function slashes(path, windows) {
    if (!windows)
        return path.replace(/\/{2,}/g, '/');
    const forward = path.replaceAll('\\', '/');
    return (/^\/\/+[^/]/.test(forward) ? '/' : '') + forward.replace(/\/{2,}/g, '/');
}
/** A directory that matches is matched with everything below it: one of the rules says so. */
function matches(pattern, parts, isDirectory) {
    return pattern.rules.some((rule) => (isDirectory || !rule.directoriesOnly) &&
        rule.minimatch.matchOne(rule.orItself ? [...parts, ''] : parts, rule.parts, false));
}
/** Could the pattern match something below this directory? The last rule is the one that goes deepest. */
function reaches(pattern, parts) {
    const rule = pattern.rules.at(-1);
    return rule.minimatch.matchOne(parts, rule.parts, true);
}
function partsOf(path) {
    const parts = path.split('/');
    if (parts.at(-1) === '')
        parts.pop();
    return parts;
}
function rule(segments, directoriesOnly, orItself, platform) {
    const text = joinRoot(segments[0], segments.slice(1));
    const minimatch = new esm/* Minimatch */.VR(text, {
        dot: true,
        nobrace: true,
        nocase: platform === 'win32',
        nocomment: true,
        noext: true,
        nonegate: true,
        platform: platform === 'win32' ? 'win32' : 'linux',
    });
    const parts = minimatch.set[0];
    if (!parts)
        throw new errors/* UserError */.yo(`The path "${text}" cannot be read as a pattern.`);
    return { minimatch, parts, directoriesOnly, orItself };
}
/** `.` may begin a pattern and stand nowhere else; `..` nowhere: a pattern must say where it looks without a disk. */
function refuseDots(slashed, text, windows) {
    const literals = slashed.split('/').map((segment) => literal(segment, windows));
    if (literals.some((segment, at) => segment === '..' || (segment === '.' && at > 0))) {
        throw new errors/* UserError */.yo(`The path "${text}" contains "." or ".."; write the path without them, or an absolute one.`);
    }
}
/** The pattern with an absolute root. What stands in for `~`, `.` or nothing is escaped: it is no pattern. */
function rooted(slashed, text, place) {
    const windows = place.platform === 'win32';
    const here = slashes(place.workspace, windows);
    if (slashed === '.' || slashed.startsWith('./'))
        return escaped(here, windows) + slashed.slice(1);
    if (slashed === '~' || slashed.startsWith('~/')) {
        if (place.home === '')
            throw new errors/* UserError */.yo(`The path "${text}" needs a home directory, and none is known.`);
        return escaped(slashes(place.home, windows), windows) + slashed.slice(1);
    }
    if (windows) {
        if (/^(\/\/|[a-z]:\/)/i.test(slashed))
            return slashed;
        const drive = slashed.slice(0, 2);
        // `C:foo` is relative to the current directory of that drive; only the workspace's is known.
        if (/^[a-z]:$/i.test(drive)) {
            const rest = slashed.slice(2);
            if (drive.toUpperCase() !== here.slice(0, 2).toUpperCase())
                return `${drive}/${rest}`;
            return rest === '' ? escaped(here, windows) : `${escaped(here, windows)}/${rest}`;
        }
        if (slashed.startsWith('/'))
            return here.slice(0, 2) + slashed;
    }
    else if (slashed.startsWith('/')) {
        return slashed;
    }
    return `${escaped(here, windows)}/${slashed}`;
}
function escaped(path, windows) {
    return (windows ? path : path.replaceAll('\\', '\\\\')).replace(/\[(?=[^/]+\])|[?*]/g, '[$&]');
}
/** The root without a slash at its end (`''`, `C:`, `//server/share`) and the components after it. */
function split(absolute, windows) {
    const root = windows ? (/^(\/\/[^/]+(\/[^/]+)?|[a-z]:)/i.exec(absolute)?.[0] ?? '') : '';
    return { root, segments: absolute.slice(root.length).split('/').filter(Boolean) };
}
function joinRoot(root, segments) {
    return segments.length === 0 ? `${root}/` : [root, ...segments].join('/');
}
/** The one name a pattern's component can match, `''` if there may be several. `[x]` stands for `x`. */
function literal(segment, windows) {
    let name = '';
    for (let at = 0; at < segment.length; at++) {
        const char = segment[at];
        if (char === '\\' && !windows && at + 1 < segment.length) {
            name += segment[++at];
        }
        else if (char === '*' || char === '?') {
            return '';
        }
        else if (char === '[') {
            const set = characterSet(segment, at, windows);
            if (set && set.characters.length > 1)
                return '';
            name += set?.characters || char;
            if (set?.characters)
                at = set.end;
        }
        else {
            name += char;
        }
    }
    return name;
}
/** The characters between `[` at `start` and the next `]`; `undefined` if it is never closed. */
function characterSet(segment, start, windows) {
    let characters = '';
    for (let at = start + 1; at < segment.length; at++) {
        const char = segment[at];
        if (char === '\\' && !windows && at + 1 < segment.length)
            characters += segment[++at];
        else if (char === ']')
            return { characters, end: at };
        else
            characters += char;
    }
    return undefined;
}

;// CONCATENATED MODULE: ./js/core/mount.js



/**
 * The mounts that a list of paths declares, in the order they are first named. One pattern a line, with the meaning it
 * has in `@actions/glob` (blank lines and `#` comments are skipped). Patterns whose literal bases are equal or lie in
 * one another share a mount; all exclusions apply to every mount. With a name for the volume, `label=path` sets the
 * label. Throws `UserError` with one sentence for a list that cannot be meant.
 */
function mount_parsePaths(lines, place) {
    const declared = lines
        .map((line) => line.trim())
        .filter((line) => line !== '' && !line.startsWith('#'))
        .map((line) => declare(line, place));
    const included = declared.filter(({ pattern }) => !pattern.negated);
    if (declared.length === 0)
        throw new errors/* UserError */.yo('No path is given.');
    if (included.length === 0)
        throw new errors/* UserError */.yo('Every path begins with "!", so nothing is selected.');
    const below = relativeIn(place);
    const outermost = included.filter(({ pattern }) => !included.some((other) => (below(pattern.base, other.pattern.base) ?? '') !== ''));
    const mounts = outermost
        .filter((one) => outermost.find((other) => below(one.pattern.base, other.pattern.base) === '') === one)
        .map(({ label, pattern }) => {
        const inside = declared.filter((other) => other.pattern.negated || below(other.pattern.base, pattern.base) !== undefined);
        const selection = mount_select(createPatternSet(inside.map((other) => other.pattern)), pattern.base);
        return { label, ...mount_anchor(pattern, place), path: (0,core_bytes/* toBytePath */.xe)(pattern.base), selection };
    });
    refuseLabels(included, mounts);
    return { mounts };
}
/** A line of a named volume's paths without the label that may stand before it. */
function withoutLabel(line) {
    return labelled(line)?.path ?? line;
}
function declare(line, place) {
    const { label, path } = labelled(line) ?? {};
    if (label === undefined || path === undefined) {
        return { label: line, labelled: false, pattern: parsePattern(line, place) };
    }
    if (!place.named) {
        throw new errors/* UserError */.yo(`The label in "${line}" needs a name for the volume; for a path of that name write "./${line}".`);
    }
    if (path.trim() === '')
        throw new errors/* UserError */.yo(`The label in "${line}" is followed by no path.`);
    const pattern = parsePattern(path, place);
    if (pattern.negated)
        throw new errors/* UserError */.yo(`The label in "${line}" stands before an exclusion, which cannot have one.`);
    return { label, labelled: true, pattern };
}
function labelled(line) {
    const [, label, path] = /^([A-Za-z0-9._-]+)=(.*)$/s.exec(line) ?? [];
    return label === undefined || path === undefined || label === '.' || label === '..' ? undefined : { label, path };
}
/** A label is a promise: what another machine pairs by must be there, once. */
function refuseLabels(included, mounts) {
    const labels = new Set();
    for (const { label } of mounts) {
        if (labels.has(label))
            throw new errors/* UserError */.yo(`Two paths that lie apart have the label "${label}".`);
        labels.add(label);
    }
    const lost = included.find(({ label, labelled }) => labelled && !labels.has(label));
    if (lost)
        throw new errors/* UserError */.yo(`The path labelled "${lost.label}" lies in another of the paths, so its label is lost.`);
}
/** Where a path lies in another: `''` for the same, `undefined` for outside. */
function relativeIn({ platform }) {
    const fold = (path) => (platform === 'win32' ? path.toLowerCase() : path);
    return (inner, outer) => {
        const prefix = outer.replace(/\/$/, '');
        if (fold(inner.replace(/\/$/, '')) === fold(prefix))
            return '';
        return fold(inner).startsWith(fold(`${prefix}/`)) ? inner.slice(prefix.length + 1) : undefined;
    };
}
function mount_anchor(pattern, place) {
    const below = relativeIn(place);
    const root = (path) => slashes(path, place.platform === 'win32');
    const inHome = pattern.fromHome ? below(pattern.base, root(place.home)) : undefined;
    if (inHome !== undefined)
        return { anchor: 'home', base: inHome };
    const inWorkspace = below(pattern.base, root(place.workspace));
    if (inWorkspace !== undefined)
        return { anchor: 'workspace', base: inWorkspace };
    return { anchor: 'absolute', base: pattern.base };
}
/**
 * A selection below `base`. It remembers the last directory found to be selected with everything below it, so that a
 * walk through it asks no pattern again.
 */
function mount_select(patterns, base) {
    // Patterns are text: a name that is no UTF-8 is matched with U+FFFD for the bytes that are none.
    const absolute = (path) => (0,core_bytes/* joinBytes */.mE)(base, Buffer.from(path, 'latin1').toString());
    let whole;
    const inWhole = (path) => whole !== undefined && (whole === '' ? path !== '' : path.startsWith(whole) && path[whole.length] === '/');
    return {
        everything: patterns.selectsAllBelow(base) && patterns.selects(base, true) && patterns.selects(base, false),
        selects: (path, isDirectory) => inWhole(path) || patterns.selects(absolute(path), isDirectory),
        descends(path) {
            if (inWhole(path))
                return true;
            const could = patterns.couldSelectBelow(absolute(path));
            if (could && patterns.selectsAllBelow(absolute(path)))
                whole = path;
            return could;
        },
    };
}

;// CONCATENATED MODULE: ./js/core/namespace.js

/*
 * A namespace names whose volumes they are: `organisation/project`, or `organisation/project/@environment`. No CI lets a
 * project's name have a part that begins with `@`, so an environment is never taken for a project of that name.
 */
/** The namespace of a project's environment; `''` for the environment: of the project itself. Throws `UserError`. */
function namespace_namespaceOf(project, environment) {
    checkNamespace(project);
    if (environment === '')
        return project;
    if (environment.length > NAME_LENGTH)
        throw new UserError(`The environment “${environment.slice(0, 40)}…” is longer than ${NAME_LENGTH} characters.`);
    return `${project}/@${environment}`;
}
/** The namespace as it was given, if that can be one. Throws `UserError`. */
function checkNamespace(text) {
    if (text.length > 2 * NAME_LENGTH || text.split('/').includes('')) {
        throw new UserError(`“${text.slice(0, 40)}” is no namespace; one is written acme/web or acme/web/@production.`);
    }
    return text;
}
/** What a job lists to read from besides its own namespace, each once. Throws `UserError`. */
function namespace_sharesOf(own, asked) {
    const shares = [...new Set(asked.map(checkNamespace))];
    if (shares.includes(own))
        throw new UserError(`share-from names ${own}, which is this job's own namespace.`);
    if (shares.length > MOST)
        throw new UserError(`share-from names ${shares.length} namespaces; ${MOST} are the most.`);
    return shares;
}
/** As long as the name of an environment may be on GitHub. */
const NAME_LENGTH = 255;
/** Each is asked for a key by requests of its own. */
const MOST = 10;

;// CONCATENATED MODULE: ./js/core/name-folding.js
/** Characters that HFS+ leaves out of account in a name. */
const IGNORED = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;
/**
 * Two names that fold to one are one name to a file system of the platform; on Linux every name stands for itself.
 * macOS and Windows do not tell case, macOS not composed characters from decomposed ones, and APFS not `ß` from `ss`.
 * Where their rules differ, this folds what either does: rather too much than too little.
 */
function foldName(name, platform) {
    if (platform !== 'darwin' && platform !== 'win32')
        return name;
    const text = Buffer.from(name, 'latin1').toString().replace(IGNORED, '').normalize('NFC');
    return text.toLowerCase().toUpperCase().normalize('NFC');
}

;// CONCATENATED MODULE: ./js/core/protected-paths.js



/**
 * Mounts that fill no protected place: throws `UserError` for one that is such a place, lies in one, or takes one in
 * that is protected as a whole; the others go without what they would take in. `resolve` follows this machine's links
 * as far as a path exists: a mount is judged by where it seems to be and by where it is.
 */
function protected_paths_guardMounts(mounts, protectedPaths, platform, resolve = (path) => path) {
    const waysTo = (path) => [...new Set([path, resolve(path)])].map((way) => wayOf(way, platform));
    const places = protectedPaths.flatMap((place) => waysTo((0,core_bytes/* toBytePath */.xe)(place.path)).map((way) => ({ place, way })));
    const withheld = new Map();
    const guarded = mounts.map((mount) => {
        const { label, selection } = mount;
        const out = [];
        for (const base of waysTo(mount.path)) {
            for (const { place, way } of places) {
                const within = after(way, base);
                if (within && place.reach !== 'whole' && !isExcept(place, within, platform)) {
                    throw refusal(label, within.names.length === 0 ? 'is' : 'lies in', place.what);
                }
                const inner = after(base, way);
                if (!inner || place.reach === 'declared')
                    continue;
                const isTaken = selection.selects(inner.names.join('/'), true);
                if (place.reach === 'whole') {
                    if (isTaken)
                        throw refusal(label, inner.names.length === 0 ? 'is' : 'takes in', place.what);
                    continue;
                }
                out.push(inner);
                if (isTaken)
                    withheld.set(place.path, { label, path: place.path });
            }
        }
        return out.length === 0 ? mount : { ...mount, selection: without(selection, out, platform) };
    });
    return { mounts: guarded, withheld: [...withheld.values()] };
}
/** The short name that Windows gives to `.git`. */
const SHORT_GIT = /^GIT~\d+$/;
function wayOf(path, platform) {
    const names = path.split('/').filter((name) => name !== '');
    return { names, folded: names.map((name) => folded(name, platform)) };
}
function folded(name, platform) {
    const fold = foldName(name, platform);
    return platform === 'win32' && SHORT_GIT.test(fold) ? '.GIT' : fold;
}
/** The way from one place to another in it, `undefined` if it is in none. */
function after(outer, inner) {
    if (!outer.folded.every((name, i) => name === inner.folded[i]))
        return undefined;
    const length = outer.names.length;
    return { names: inner.names.slice(length), folded: inner.folded.slice(length) };
}
function isExcept({ except = [] }, within, platform) {
    return except.some((name) => folded((0,core_bytes/* toBytePath */.xe)(name), platform) === within.folded[0]);
}
function refusal(label, how, what) {
    return new errors/* UserError */.yo(`The path “${label}” ${how} ${what}, which no cache should fill; name only what you mean, or set allow-dangerous-paths.`);
}
function without(selection, out, platform) {
    const isOut = (path) => {
        const way = wayOf(path, platform);
        return out.some((place) => after(place, way));
    };
    return {
        everything: false,
        selects: (path, isDirectory) => !isOut(path) && selection.selects(path, isDirectory),
        descends: (path) => !isOut(path) && selection.descends(path),
    };
}

;// CONCATENATED MODULE: ./js/core/size.js

/**
 * A size in bytes: a number, or one with `k`, `m`, `g` or `t` behind it (units of 1024; `kb` and `KiB` mean the same).
 * `''` is no limit. `what` names the input. Throws `UserError`.
 */
function size_parseSize(text, what) {
    if (text === '')
        return undefined;
    const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?$/i.exec(text) ?? [];
    const size = Math.floor(Number(number) * 1024 ** ' kmgt'.indexOf((unit || ' ').toLowerCase()));
    if (number === undefined || !Number.isSafeInteger(size) || size <= 0) {
        throw new errors/* UserError */.yo(`${what} “${text}” is not a size; write bytes, or a number with k, m, g or t, like 500m or 20g.`);
    }
    return size;
}

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(6760);
// EXTERNAL MODULE: external "node:url"
var external_node_url_ = __nccwpck_require__(3136);
;// CONCATENATED MODULE: ./js/faces/environment.js


/** The URL of GitHub's cache service as a store. */
const GITHUB_STORE = 'github:';
/** Stands where a store's URL does when versions are archives of GitHub's old cache service; no store has it. */
const environment_V1_STORE = 'github-v1:';
/** The operating system's family, in the Actions runner's words. */
function environment_osFamily(platform) {
    return platform === 'win32' ? 'Windows' : platform === 'darwin' ? 'macOS' : 'Linux';
}
/**
 * Where a machine remembers its mounts: `$WARMSTART_STATE`, else the user's state directory (XDG base directories,
 * or the platform's place). Never a job's temporary directory: the next job has to find it.
 */
function environment_stateDirectory({ env, platform, home, directory }) {
    const own = env['WARMSTART_STATE'];
    if (own)
        return isAbsolute(own) ? own : join(directory, own);
    if (platform === 'win32')
        return join(env['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'warmstart', 'state');
    if (platform === 'darwin')
        return join(home, 'Library', 'Application Support', 'warmstart');
    return join(absolute(env['XDG_STATE_HOME']) ?? join(home, '.local', 'state'), 'warmstart');
}
/**
 * The store's URL: what was asked, else `$WARMSTART_STORE`, else GitHub's cache service where this process can reach
 * it, else a directory in the user's cache directory.
 */
function environment_storeUrl(asked, machine) {
    const { env, platform, home } = machine;
    const named = asked || env['WARMSTART_STORE'];
    if (named)
        return named;
    if (environment_cacheService(machine) === 'v2')
        return GITHUB_STORE;
    const cache = platform === 'win32'
        ? join(env['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'warmstart', 'store')
        : platform === 'darwin'
            ? join(home, 'Library', 'Caches', 'warmstart')
            : join(absolute(env['XDG_CACHE_HOME']) ?? join(home, '.cache'), 'warmstart');
    return pathToFileURL(cache).href;
}
/** The encryption keys as text: what was asked, else `$WARMSTART_ENCRYPTION_KEY`. */
function environment_encryptionKeyText(asked, { env }) {
    return asked || (env['WARMSTART_ENCRYPTION_KEY'] ?? '');
}
/** The signing key as text: what was asked, else `$WARMSTART_SIGNING_KEY`. */
function environment_signingKeyText(asked, { env }) {
    return asked || (env['WARMSTART_SIGNING_KEY'] ?? '');
}
/**
 * Which of GitHub's cache services this process can use; `undefined`: none. The runner tells actions where the service
 * is and nobody else, so a command in a `run:` step has none. Which of the two it is goes by the rule of
 * `@actions/cache` (its `getCacheServiceVersion` and `isFeatureAvailable`): the old one on GitHub Enterprise Server and
 * wherever the runner does not announce the new one.
 */
function environment_cacheService({ env }) {
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
        proxy: proxySetting(env),
    };
}
/** The proxies that this machine's variables name. */
function proxySetting(env) {
    return {
        http: env['http_proxy'] || env['HTTP_PROXY'],
        https: env['https_proxy'] || env['HTTPS_PROXY'],
        except: env['no_proxy'] || env['NO_PROXY'],
    };
}
function isEnterpriseServer(env) {
    const host = URL.parse(env['GITHUB_SERVER_URL'] || 'https://github.com')?.hostname ?? '';
    return host !== 'github.com' && !host.endsWith('.ghe.com') && !host.endsWith('.localhost');
}
/** The XDG rule: a relative path in one of its variables is ignored. */
function absolute(path) {
    return path && isAbsolute(path) ? path : undefined;
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(3024);
;// CONCATENATED MODULE: ./js/faces/job.js







/**
 * The job this process runs in. Only `GITHUB_ACTIONS` and `GITLAB_CI` identify a CI, whatever `CI` says; anywhere
 * else it is a desk with the lane `local`.
 */
function job_currentJob({ env }) {
    if (env['GITHUB_ACTIONS'] === 'true')
        return githubJob(env, readPayload(env['GITHUB_EVENT_PATH']));
    if (env['GITLAB_CI'] === 'true')
        return gitlabJob(env);
    return desk();
}
function job_provenanceOf(job, machine, inputHash) {
    const { platform, arch } = machine;
    return { engine: ENGINE, os: osFamily(platform), arch, ...job.origin, toolchain: toolchainOf(machine), inputHash };
}
function job_writerOf({ origin }) {
    return { repository: origin.repository, run: origin.run, actor: origin.actor };
}
function desk() {
    return {
        identity: { ci: 'none', event: '', ref: '', defaultBranch: '' },
        namespace: 'default',
        id: `desk/${randomBytes(8).toString('hex')}`,
        origin: {
            repository: '',
            commit: '',
            ref: '',
            workflow: '',
            workflowRef: '',
            run: '',
            job: '',
            actor: '',
            runner: '',
            runnerImage: '',
        },
        persistent: false,
    };
}
/** The event's payload; `undefined` when there is none to read: the identity then has the fewest rights. */
function readPayload(path) {
    if (!path)
        return undefined;
    try {
        return JSON.parse(readFileSync(path, 'utf8'));
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./js/faces/parse.js

/** The longest key, in UTF-16 units: the limit of GitHub's cache service, held everywhere so that keys can move. */
const KEY_LENGTH = 512;
/** Refuses what no store could name: throws `UserError`. `what` begins the sentence (`The key`, `The restore key`). */
function parse_checkKey(key, what) {
    if (key.length > KEY_LENGTH) {
        throw new UserError(`${what} “${key.slice(0, 40)}…” has ${key.length} characters; at most ${KEY_LENGTH} are allowed.`);
    }
    if (key.includes(','))
        throw new UserError(`${what} “${key}” contains a comma, which is not allowed.`);
    return key;
}
/** One of a few words; the first is the default for `''`. */
function parse_oneOf(text, words, what) {
    if (text === '')
        return words[0];
    const word = words.find((known) => known === text);
    if (word === undefined)
        throw new UserError(`${what} “${text}” is unknown; it is one of ${words.join(', ')}.`);
    return word;
}
/** `true` or `false` as YAML 1.2 writes them (`True`, `TRUE`); `''` is false. */
function parse_parseBoolean(text, what) {
    if (/^(?:true|True|TRUE)$/.test(text))
        return true;
    if (/^(?:false|False|FALSE)?$/.test(text))
        return false;
    throw new UserError(`${what} “${text}” is neither true nor false.`);
}
/** When a listing begins: an age (`90m`, `12h`, `7d`) before `now`, or a day (`2026-11-21`, UTC). Throws `UserError`. */
function parseSince(text, now) {
    const [, number = '', unit = ''] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
    const minutes = { m: 1, h: 60, d: 24 * 60 }[unit];
    if (minutes !== undefined)
        return now - Number(number) * minutes * 60_000;
    const day = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
    if (Number.isNaN(day))
        throw new UserError(`“${text}” is no time to begin at; write an age like 7d, or 2026-11-21.`);
    return day;
}
/** The lines of a list as its author meant them: trimmed, without empty ones. */
function parse_lines(text) {
    return text
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '');
}

;// CONCATENATED MODULE: ./js/faces/protected-paths.js


/**
 * The places that no version may fill on this machine: those from which programs start by themselves, those that decide
 * what a later step runs, those that hold far more than a volume, and our own. `docs/security/restore.md` lists them.
 */
function protected_paths_protectedPathsOf(machine, own) {
    const { platform, home } = machine;
    const windows = platform === 'win32';
    const places = [
        ...roots(windows),
        ...(home === '' ? [] : homeOf(home, windows)),
        whole(dirname(own.workspace), 'the directory that the workspace lies in'),
        ...(windows ? [] : SYSTEM.map((path) => inside(path, 'the system’s own files'))),
        // Memory that anybody may keep files in.
        ...(windows ? [] : [{ ...inside('/dev', 'the system’s own files'), except: ['shm'] }]),
        ...(windows ? [] : SYSTEM_WHOLE.map((path) => whole(path, 'the system’s own files'))),
        ...repository(own.workspace),
        ...runner(machine),
        // GitLab puts the job's file variables there.
        ...(machine.env['GITLAB_CI'] ? [inside(`${own.workspace}.tmp`, 'the runner’s own files')] : []),
        inside(own.stateDir, 'what Warmstart remembers of this machine'),
        ...storesIn(own.store).map((path) => inside(path, 'the store')),
    ];
    return places.map((place) => ({ ...place, path: windows ? place.path.replaceAll('\\', '/') : place.path }));
}
const SYSTEM = (/* unused pure expression or super */ null && ([
    '/bin',
    '/boot',
    '/etc',
    '/proc',
    '/run',
    '/sbin',
    '/sys',
    '/usr/bin',
    '/usr/sbin',
    '/var/spool/cron',
    '/System',
    '/Library/LaunchAgents',
    '/Library/LaunchDaemons',
]));
/** Packages are installed in them, which some cache. */
const SYSTEM_WHOLE = (/* unused pure expression or super */ null && (['/lib', '/lib32', '/lib64', '/usr', '/usr/lib', '/var']));
/** Read by shells, git, ssh and desktops without being asked. */
const IN_HOME = (/* unused pure expression or super */ null && ([
    '.ssh',
    '.gnupg',
    '.bash_login',
    '.bash_logout',
    '.bash_profile',
    '.bashrc',
    '.profile',
    '.zlogin',
    '.zlogout',
    '.zprofile',
    '.zshenv',
    '.zshrc',
    '.gitconfig',
    '.config/autostart',
    '.config/fish',
    '.config/git',
    '.config/systemd',
    'Library/LaunchAgents',
]));
const IN_WINDOWS_HOME = (/* unused pure expression or super */ null && ([
    'Documents/PowerShell',
    'Documents/WindowsPowerShell',
    'AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Startup',
]));
/** Of the Actions runner's own directory, where it is installed on a machine of one's own. */
const IN_RUNNER = (/* unused pure expression or super */ null && (['bin', 'externals', '.credentials', '.credentials_rsaparams', '.env', '.path', '.runner']));
/** Files by which a step tells the runner what later steps get. */
const COMMAND_FILES = (/* unused pure expression or super */ null && (['GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY']));
const COMMANDS = '_runner_file_commands';
function roots(windows) {
    const what = 'the root of a disk';
    if (!windows)
        return [whole('/', what)];
    const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(0x41 + i));
    return letters.flatMap((letter) => [
        whole(`${letter}:/`, what),
        inside(`${letter}:/Windows`, 'the system’s own files'),
    ]);
}
function homeOf(home, windows) {
    const names = windows ? [...IN_HOME, ...IN_WINDOWS_HOME] : IN_HOME;
    const what = 'a place that programs read when they start';
    return [whole(home, 'the home directory'), ...names.map((name) => inside(join(home, name), what))];
}
/** A repository's hooks and settings run programs; objects do not. */
function repository(workspace) {
    const git = inside(join(workspace, '.git'), 'the repository’s .git, of which only objects, lfs and annex are mere data');
    return [
        { ...git, except: ['objects', 'lfs', 'annex'] },
        { path: join(workspace, '.github'), reach: 'declared', what: 'the repository’s workflows and actions' },
    ];
}
function runner({ env, home }) {
    const what = 'the runner’s own files';
    const places = [];
    const given = (name) => {
        const path = env[name] ?? '';
        return isAbsolute(path) ? [path] : [];
    };
    for (const path of given('RUNNER_TEMP'))
        places.push(whole(path, what), inside(join(path, COMMANDS), what));
    for (const path of COMMAND_FILES.flatMap(given)) {
        places.push(inside(basename(dirname(path)) === COMMANDS ? dirname(path) : path, what));
    }
    for (const path of given('GITHUB_EVENT_PATH'))
        places.push(inside(path, what));
    for (const workspace of given('RUNNER_WORKSPACE')) {
        const work = dirname(workspace);
        places.push(inside(join(work, '_actions'), what));
        const root = dirname(work);
        // In a container, and on hosted Windows, there is nothing of the runner's above its work.
        if (root !== home && root !== dirname(root))
            places.push(...IN_RUNNER.map((name) => inside(join(root, name), what)));
    }
    return places;
}
function storesIn(text) {
    return (text.match(/file:\/\/[^\s,;|]+/g) ?? []).flatMap((url) => {
        try {
            const { pathname } = new URL(url);
            return [fileURLToPath(`file://${pathname}`)];
        }
        catch {
            return [];
        }
    });
}
function whole(path, what) {
    return { path, reach: 'whole', what };
}
function inside(path, what) {
    return { path, reach: 'inside', what };
}

// EXTERNAL MODULE: ./js/core/provenance.js
var provenance = __nccwpck_require__(4301);
// EXTERNAL MODULE: ./js/core/signature.js
var core_signature = __nccwpck_require__(8470);
;// CONCATENATED MODULE: ./js/core/writer-rule.js

const NAMES = ['lane', 'signer', 'repository', 'workflow', 'ref', 'actor', 'environment', 'issuer', 'subject'];
/**
 * `lane=trusted workflow=.github/workflows/main.yml`, one rule a line: of a line everything must fit, and any line will
 * do. Throws `UserError`.
 */
function parseWriterRules(lines) {
    return lines.map((line) => {
        const rule = {};
        for (const part of line.trim().split(/\s+/)) {
            const at = part.indexOf('=');
            const name = NAMES.find((known) => known === part.slice(0, Math.max(0, at)));
            const value = part.slice(at + 1);
            if (!name || value === '') {
                throw new errors/* UserError */.yo(`require-writer: “${part}” is no condition; one is written NAME=VALUE, and names are ${NAMES.join(', ')}.`);
            }
            if (rule[name] !== undefined) {
                throw new errors/* UserError */.yo(`require-writer: “${line}” has ${name} twice; write two lines where either will do.`);
            }
            rule[name] = value;
        }
        return rule;
    });
}
/** No rules fit everybody. */
function fitsWriter(rules, facts) {
    return rules.length === 0 || rules.some((rule) => NAMES.every((name) => (rule[name] ?? facts[name]) === facts[name]));
}
/** What a rule can ask of a version: where it lies, who signed it, and what its provenance says. */
function writerFacts(lane, signer, provenance) {
    const { repository, workflowRef, ref, actor, identity } = provenance;
    return {
        lane,
        signer,
        repository,
        workflow: workflowFile(workflowRef, repository),
        ref,
        actor,
        environment: identity['environment'] ?? '',
        issuer: identity['iss'] ?? '',
        subject: identity['sub'] ?? '',
    };
}
/** Those of the facts that there are, as a rule would be written. */
function writerText(facts) {
    return NAMES.flatMap((name) => (facts[name] === '' ? [] : [`${name}=${facts[name]}`])).join(' ');
}
/** `owner/name/.github/workflows/main.yml@refs/heads/main`: the file alone, whose name may have an `@`, too. */
function workflowFile(workflowRef, repository) {
    const path = workflowRef.replace(/@refs\/.*$/s, '');
    return path.startsWith(`${repository}/`) ? path.slice(repository.length + 1) : path;
}

;// CONCATENATED MODULE: ./js/faces/trust.js




/**
 * Whose versions the job goes by; `undefined`: anybody's. Who signs trusts that key, too: otherwise a job could not read
 * what it wrote. Throws `UserError`.
 */
function trust_trustOf(setting) {
    const signer = setting.signingKey === '' ? undefined : (0,core_signature/* parseSigningKey */.UG)(setting.signingKey);
    const keys = (0,core_signature/* parseVerifyKeys */.j3)(setting.verifyKeys);
    const writers = parseWriterRules(setting.requireWriter);
    if (signer)
        keys.set(signer.id, signer.publicKey);
    if (keys.size > 0)
        return { signer, keys, writers };
    if (writers.length > 0) {
        throw new errors/* UserError */.yo('require-writer needs verify-keys: a version that nobody signed can say of its writer whatever it likes.');
    }
    return undefined;
}
/** For whom the CI's identity token is made, where the job can say. */
const AUDIENCE = 'warmstart';
/** Asks the CI who this job is. The token itself is a secret and goes no further than here. */
function identitySource(token) {
    return token ? { identity: async () => (0,provenance/* identityOf */.c)(claimsOf(await token(AUDIENCE))) } : {};
}
/** What a JSON Web Token says (RFC 7519). Its own signature is not checked: it comes from who made it. */
function claimsOf(token) {
    try {
        const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
        if (typeof claims === 'object' && claims !== null)
            return claims;
    }
    catch {
        // Said without a word of it.
    }
    throw new Error('what it gave is no identity token');
}

;// CONCATENATED MODULE: ./js/faces/config.js














const config_MODES = (/* unused pure expression or super */ null && (['on', 'off', 'read-only', 'shadow']));
const config_POLICIES = (/* unused pure expression or super */ null && (['pull-push', 'pull', 'push']));
const SAVE_ON = (/* unused pure expression or super */ null && (['success', 'always', 'failure']));
const SAVE_IF = (/* unused pure expression or super */ null && (['changed', 'missing']));
const CONFLICTS = (/* unused pure expression or super */ null && (['last-write', 'newest-start-wins']));
const SECRETS = (/* unused pure expression or super */ null && (['omit', 'refuse', 'allow']));
const AUDIT = (/* unused pure expression or super */ null && (['auto', 'on', 'off']));
/** What stands for the hash when `hash-files` matches no file. */
const NO_FILES = 'nofiles';
/** What a listing needs. Throws `UserError` for a lane the job may not have, and for a key that would not protect. */
function settingOf(asked, job, machine) {
    const own = lanesOf(job.identity);
    const store = storeUrl(asked.store, machine);
    const encryptionKey = encryptionKeyText(asked.encryptionKey, machine);
    const { verifyKeys, requireWriter } = asked;
    const signatures = { signingKey: signingKeyText(asked.signingKey, machine), verifyKeys, requireWriter };
    const trust = trustOf(signatures);
    const namespace = namespaceOf(asked.namespace || job.namespace, asked.environment);
    const given = access({
        mode: oneOf(asked.mode, config_MODES, 'The mode'),
        policy: oneOf(asked.policy, config_POLICIES, 'The policy'),
        cacheMode: cacheModeOf(machine),
        lanes: asked.lane ? lowerLane(own, asked.lane) : own,
        shares: sharesOf(namespace, asked.shareFrom),
    });
    return {
        store,
        stateDir: stateDirectory(machine),
        namespace,
        access: store === V1_STORE ? onArchives(given, asked, parseKeys(encryptionKey) !== undefined || !!trust) : given,
        token: asked.token,
        encryptionKey,
        ...signatures,
    };
}
/**
 * Everything a run goes by. All that can be said about what was asked is said before any file is hashed. Throws
 * `UserError` with one sentence for the first thing that is wrong.
 */
async function config_configure(asked, job, machine, hash) {
    const setting = settingOf(asked, job, machine);
    const options = {
        mode: oneOf(asked.mode, config_MODES, 'The mode'),
        policy: oneOf(asked.policy, config_POLICIES, 'The policy'),
        saveOn: oneOf(asked.saveOn, SAVE_ON, 'save-on'),
        saveIf: oneOf(asked.saveIf, SAVE_IF, 'save-if'),
        conflict: oneOf(asked.conflict, CONFLICTS, 'conflict'),
        sizeLimit: parseSize(asked.sizeLimit, 'size-limit'),
        secrets: oneOf(asked.secrets, SECRETS, 'secrets'),
        audit: oneOf(asked.audit, AUDIT, 'audit'),
    };
    if (asked.adopt && trustOf(setting)) {
        throw new UserError('adopt cannot be used with signatures: nobody signed what actions/cache has saved.');
    }
    if (asked.adopt && asked.environment !== '') {
        throw new UserError('adopt cannot be used with an environment: what actions/cache has saved belongs to none.');
    }
    if (asked.paths.length === 0)
        throw new UserError('No path is given: say which files and directories to keep.');
    for (const key of asked.restoreKeys)
        checkKey(key, 'The restore key');
    checkKey(asked.key, 'The key');
    const volume = volumeName(asked, machine);
    const protectedPaths = checkPaths(asked, machine, setting);
    const { key, inputHash, nothingHashed } = await primaryKey(asked, hash);
    return {
        ...setting,
        ...options,
        paths: asked.paths,
        named: asked.name !== '',
        crossOs: asked.crossOs,
        volume,
        key,
        restoreKeys: asked.restoreKeys,
        newestAsLastResort: asked.hashFiles.length > 0,
        nothingHashed,
        workspace: asked.workspace,
        home: machine.home,
        platform: machine.platform,
        foreign: asked.clean ? 'exact' : job.persistent ? 'owned' : 'overlay',
        protectedPaths,
        lookupOnly: asked.lookupOnly,
        // A job that was told to restore nothing cannot miss.
        failOnCacheMiss: asked.failOnCacheMiss && options.mode !== 'off' && options.policy !== 'push',
        adopt: asked.adopt,
        job: job.id,
        provenance: provenanceOf(job, machine, inputHash),
        writer: writerOf(job),
    };
}
/** The places that the paths may not fill. Throws `UserError` for paths that would, or that cannot be meant. */
function checkPaths(asked, machine, { stateDir, store }) {
    const { workspace } = asked;
    const { home, platform } = machine;
    const { mounts } = parsePaths(asked.paths, { workspace, home, platform, named: asked.name !== '' });
    const places = asked.allowDangerousPaths ? [] : protectedPathsOf(machine, { workspace, stateDir, store });
    guardMounts(mounts, places, platform);
    return places;
}
/** The volume that paths or a name stand for. Throws `UserError` for a name that cannot be one. */
function volumeName(asked, { platform }) {
    if (asked.name === '')
        return volumeOf(asked.paths, asked.crossOs ? undefined : osFamily(platform));
    if (asked.name.length > config_NAME_LENGTH) {
        throw new UserError(`The name “${asked.name.slice(0, 40)}…” is longer than ${config_NAME_LENGTH} characters.`);
    }
    if (/^[0-9a-f]{64}$/.test(asked.name)) {
        throw new UserError(`The name “${asked.name}” looks like a volume that has no name; choose words.`);
    }
    return asked.name;
}
const config_CACHE_MODES = (/* unused pure expression or super */ null && (['none', 'read', 'write', 'write-only']));
const config_NAME_LENGTH = 100;
/** Nobody encrypts or signs the archives of the old cache service, and they lie in no namespace. */
function onArchives(given, { environment }, isSealed) {
    if (!isSealed && environment === '')
        return given;
    const what = isSealed ? 'can neither encrypt nor sign' : 'knows no environments';
    const why = `${given.why}; this server's cache service has only its first version, which ${what}`;
    return { reads: [], writes: undefined, dry: given.dry, why };
}
/** What the CI lets its caches do. A word this release does not know allows nothing. */
function cacheModeOf({ env }) {
    const text = env['ACTIONS_CACHE_MODE'];
    return text ? (config_CACHE_MODES.find((known) => known === text) ?? 'none') : undefined;
}
/** `key`; `<key>-<hash>` with hashed files too; `<hash>` with those alone, which then need a name. */
async function primaryKey(asked, hash) {
    if (asked.key === '' && asked.hashFiles.length === 0) {
        throw new UserError('No key is given: give a key, or hash-files with a name.');
    }
    if (asked.hashFiles.length === 0)
        return { key: asked.key, inputHash: '', nothingHashed: false };
    if (asked.key === '' && asked.name === '') {
        throw new UserError('hash-files without a key needs a name for the volume.');
    }
    const inputHash = await hash(asked.hashFiles, asked.workspace);
    const end = inputHash || NO_FILES;
    const key = checkKey(asked.key === '' ? end : `${asked.key}-${end}`, 'The key');
    return { key, inputHash, nothingHashed: inputHash === '' };
}

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __nccwpck_require__(8161);
;// CONCATENATED MODULE: ./js/faces/interrupt.js

/**
 * Turns the signals that ask a program to stop into an `AbortSignal`; asked a second time, it stops at once. While a
 * command runs, `forward` takes them instead.
 */
class Interrupt {
    #controller = new AbortController();
    #received;
    /** Set while a child has the say: gets each signal, and nothing is aborted. */
    forward;
    constructor() {
        for (const name of STOPPING)
            process.on(name, this.#onSignal);
    }
    get signal() {
        return this.#controller.signal;
    }
    /** The first signal that came. */
    get received() {
        return this.#received;
    }
    close() {
        for (const name of STOPPING)
            process.off(name, this.#onSignal);
    }
    #onSignal = (name) => {
        const again = this.#received !== undefined;
        this.#received ??= name;
        if (this.forward)
            this.forward(name);
        else if (again)
            process.exit(signalStatus(name));
        else
            this.#controller.abort();
    };
}
/** The exit status a shell gives for a signal. */
function signalStatus(name) {
    return 128 + external_node_os_.constants.signals[name];
}
const STOPPING = ['SIGINT', 'SIGTERM', 'SIGHUP'];

;// CONCATENATED MODULE: ./js/faces/text.js
/**
 * One line that a terminal, a log viewer or a CI runner takes as text and as nothing else, whoever wrote the parts:
 * control and direction characters become visible escapes, `::command` at the start and `##[command]` anywhere (what
 * the Actions runner, Azure Pipelines and TeamCity act on) get a backslash that stops them.
 */
function text_logSafe(text) {
    return visible(text)
        .replace(/##(\w*)\[/g, '##$1\\[')
        .replace(/^(\s*)::/, '$1\\::');
}
/** A value as one line of JSON that shows nothing but ASCII, whatever a terminal would make of the rest. */
function jsonSafe(value) {
    const escaped = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
    return JSON.stringify(value).replace(/[\x7f-\uffff]/g, escaped);
}
/** Text for inside an HTML element of a step summary. Keep it inside HTML: Markdown is left as it is. */
function htmlSafe(text) {
    const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
    return visible(text).replace(/[&<>"']/g, (character) => escapes[character]);
}
/** `1,234`. */
function text_count(number) {
    // Not `toLocaleString`: loading its tables takes longer than looking a version up.
    return `${Math.round(number)}`.replace(/\B(?=(?:\d{3})+$)/g, ',');
}
/** `1,234 files`, `1 file`. */
function text_counted(number, noun, plural = `${noun}s`) {
    return `${text_count(number)} ${number === 1 ? noun : plural}`;
}
/** `512 B`, `1.5 MiB`: units of 1024. */
function text_bytes(number) {
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
function text_duration(millis) {
    const seconds = Math.max(0, millis) / 1000;
    if (seconds < 9.995)
        return `${seconds.toFixed(2)} s`;
    if (seconds < 99.95)
        return `${seconds.toFixed(1)} s`;
    const whole = Math.round(seconds);
    return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}
/** Bytes a second as `95.2 MiB/s`; `undefined` for times too short to say. */
function text_rate(number, millis) {
    return millis < 1 ? undefined : `${text_bytes((number * 1000) / millis)}/s`;
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

;// CONCATENATED MODULE: ./js/faces/messages/message.js


function message_info(text) {
    return { level: 'info', text: text_logSafe(text) };
}
function notice(text) {
    return { level: 'notice', text: text_logSafe(text) };
}
function warning(text) {
    return { level: 'warning', text: text_logSafe(text) };
}
/** An error as one line, without its stack. */
function message_errorText(error) {
    if (error instanceof errors/* StoreError */.AD)
        return `${error.store}: ${error.message}`;
    return error instanceof Error ? error.message || error.name : String(error);
}
/** A lane, and whose it is where that is another namespace than the job's. */
function message_placeOf({ lane, namespace, }) {
    return namespace === undefined ? lane : `${lane} of ${namespace}`;
}

;// CONCATENATED MODULE: ./js/faces/messages/sentences.js


/** What only a face knows. */
const sentences_sentences = {
    nothingHashed: (config) => warning(`hash-files matches no file, so the key is “${config.key}”: every such job shares it.`),
    chunkSize: () => notice('upload-chunk-size has no effect: Warmstart chooses the size of what it uploads.'),
    saveAlways: () => notice('save-always is deprecated; write “save-on: always” instead.'),
    unexpected: (doing, error) => warning(`${doing} failed and the job goes on without the cache: ${message_errorText(error)}`),
    off: () => message_info('Warmstart is off (mode: off): nothing is restored and nothing saved.'),
    abandoned: (status) => message_info(`Nothing was saved: the job's status is “${status}”.`),
    lookedUp: () => message_info('Nothing was saved: the key has a version, and it was only looked up.'),
    oldService: () => notice('This server has only the first version of the cache service: each version is an archive of its own, stored whole and never overwritten, as with actions/cache. A store of your own lifts that.'),
    adopted: (config, key) => notice(`Adopted “${key}”, which actions/cache had saved: its archive is trusted as actions/cache trusts it, and what this job saves under “${config.key}” is a version.`),
    nothingToAdopt: (config) => message_info(`actions/cache has nothing for “${config.key}” that could be adopted.`),
    halfRestored: (path, files) => warning(`The archive could not be restored whole; removed what it left in ${path} (${text_counted(files, 'file')}).`),
    withheld: (label, path) => notice(`“${label}” goes without ${path}, which no cache should fill; allow-dangerous-paths takes it in.`),
    missFails: (config) => text_logSafe(`No version was found for “${config.key}”, and fail-on-cache-miss is set.`),
    commandFailed: (code) => message_info(`Nothing was saved: the command ended with exit code ${code}.`),
    interrupted: () => message_info('Nothing was saved: the run was interrupted.'),
    noJournal: (why) => warning(why === undefined
        ? 'Nothing was recorded in the journal: this store keeps none (audit: on).'
        : `Nothing was recorded in the journal: this job may write no lane (${why}).`),
    notRecorded: (error) => warning(`What was done could not be recorded in the journal: ${message_errorText(error)}`),
    omitted: (number) => message_info(`… and ${text_counted(number, 'more message')} of that kind.`),
    needsNode: (version) => `Warmstart needs Node 24 or later (with zstd built in); this is Node ${version.replace(/^v/, '')}.`,
};

;// CONCATENATED MODULE: ./js/faces/messages/store-failures.js

/** What a store failed to do, in the store's own words, and where the store is one that we know, what can be done about it. */
function storeFailed({ store, kind, doing, detail }) {
    const github = store === GITHUB_STORE;
    const name = github ? 'GitHub’s cache service' : `The store ${store}`;
    const advice = github ? ` ${ON_GITHUB[kind]}` : '';
    return `${name} ${STORE_FAILED[kind]} while ${doing}: ${detail.replace(/\.$/, '')}.${advice}`;
}
/** A clause for what is the matter with a store. */
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

;// CONCATENATED MODULE: ./js/faces/messages/events.js



/** The sentence for an event; `undefined` for those that the outcome's sentence tells. */
function describeEvent(event) {
    switch (event.type) {
        case 'found':
            return message_info(event.match === 'exact'
                ? `Found “${event.key}” in lane ${message_placeOf(event)}, version ${event.version}.`
                : `Found no version of this key; the nearest is “${event.key}” in lane ${message_placeOf(event)}, version ${event.version}.`);
        case 'not-shared':
            return warning(`Nothing is read from ${event.namespace}: ${NOT_SHARED[event.reason](event.namespace, event.reader)}.`);
        case 'missed':
            return event.why === 'no-lane' ? undefined : message_info(MISSED[event.why](event.key));
        case 'listing-cut':
            return notice(`There are too many keys that start with “${event.keyPrefix}” in lane ${event.lane}; only the first were compared.`);
        case 'head-refused':
            return warning(`What is stored for “${event.key}” in lane ${event.lane} is not used: its head ${DISTRUSTED[event.reason](event.signer)}.`);
        case 'rolled-back':
            return warning(rolledBack(event));
        case 'no-identity':
            return notice(`The CI did not say who this job is, so the version does not either: ${event.detail.replace(/\.$/, '')}.`);
        case 'store-failed':
            return warning(storeFailed(event));
        case 'store-down':
            return warning(`The store ${event.store} is down or cannot be reached, and this step goes on without it: ${event.detail.replace(/\.$/, '')}.`);
        case 'version-unusable':
            return warning(`Version ${event.version} cannot be used, it ${UNUSABLE[event.reason]}: ${event.detail}`);
        case 'tier-skipped':
            return warning(`The store ${event.store} ${STORE_FAILED[event.kind]}, so ${event.isRead ? 'it gets no copies' : 'it is left out'} for the rest of this step: ${event.detail}`);
        case 'home-down':
            return notice(`What a nearer store has seen of ${event.store} stands in for it: that may be out of date, and nothing can be saved.`);
        case 'copy-damaged':
            return notice(`A copy in the store ${event.store} was damaged and is fetched again from farther away: ${event.key}`);
        case 'target-failed':
            return warning(`${event.path} could not be written: ${event.detail}`);
        case 'recovered':
            return notice(`A run before this one was killed while it restored ${event.path}: removed ${text_counted(event.files, 'half-written file')} and ${text_counted(event.siblings, 'abandoned directory', 'abandoned directories')}.`);
        case 'purged':
            return message_info(`Removed ${text_counted(event.files, 'file')} that a job of lane ${event.lane} left in ${event.path}.`);
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
            return (event.reason === 'unreadable' ? warning : message_info)(`${event.label}: ${event.path} ${LEFT_OUT[event.reason]} and is left out.`);
        case 'changing':
            return warning(`${event.path} kept changing while it was read; stop what writes it, or exclude it with the path “!${event.path}”.`);
        case 'secrets':
            return events_SECRETS[event.doing](some(event));
        case 'tokens':
            return warning(`${some(event)} ${event.total === 1 ? 'holds' : 'hold'} what looks like a token and ${event.total === 1 ? 'is' : 'are'} saved; exclude with “!path” what must not be shared.`);
        case 'too-large':
            return warning(`The volume holds ${text_bytes(event.bytes)}, more than its limit of ${text_bytes(event.limit)}. Largest directories: ${event.largest
                .map(({ path, bytes: size }) => `${path || '.'} (${text_bytes(size)})`)
                .join(', ')}.`);
        case 'not-collected':
            return notice(`What is superseded on ${event.store} could not be removed${event.isDenied ? ' (the input token needs the permission actions: write)' : ''} and stays for now: ${event.detail}`);
        case 'nothing-declared-exists':
        case 'not-saved':
            return undefined;
    }
}
function rolledBack({ key, lane, committedAt, seenAt, isRefused }) {
    const [from, to] = [seenAt, committedAt].map((millis) => new Date(millis).toISOString());
    return `“${key}” in lane ${lane} was set back: this machine has seen it as of ${from}, and the store has it as of ${to}, from before that. ${isRefused ? 'It is not used' : 'It is used all the same'}; if nobody restored the store from a copy, find out who can write to it.`;
}
/** A few names out of many; long ones are cut, since whoever wrote the version chose them. */
function some({ files, total }) {
    const names = files.map((name) => (name.length > events_NAME_LENGTH ? `${name.slice(0, events_NAME_LENGTH)}…` : name)).join(', ');
    return total > files.length ? `${names} and ${text_count(total - files.length)} more` : names;
}
const events_NAME_LENGTH = 200;
const MISSED = {
    'nothing-stored': (key) => `No version is stored for “${key}”, nor one to fall back on.`,
    unusable: (key) => `No usable version is left for “${key}”.`,
};
const NOT_SHARED = {
    'not-declared': (namespace, reader) => `it does not share with ${reader}; somebody who may write its lane trusted runs “warmstart share ${reader} --namespace ${namespace} --lane trusted”`,
    denied: () => 'the store does not let this job look there',
    unsupported: () => 'GitHub’s cache service shows each repository its own entries only; sharing needs another store',
};
const UNUSABLE = {
    missing: 'is incomplete',
    damaged: 'is damaged',
    'needs-newer': 'was written by a newer Warmstart',
    'no-key': 'is encrypted',
    'other-key': 'is encrypted with another key',
    'not-encrypted': 'is not encrypted',
    untrusted: 'is not trusted',
};
const DISTRUSTED = {
    unsigned: () => 'is not signed',
    'unknown-signer': (signer) => `is signed with the key ${signer}, which is none of verify-keys`,
    'wrong-signature': () => 'has a wrong signature, so it was altered or belongs elsewhere',
};
const LEFT_OUT = {
    vanished: 'vanished while it was read',
    unreadable: 'cannot be read',
    special: 'is no file, directory or link',
};
const events_SECRETS = {
    omitted: (files) => notice(`Left out, because they hold a credential: ${files}.`),
    refused: (files) => warning(`These files hold a credential: ${files}. Nothing is saved (secrets: refuse).`),
    kept: (files) => warning(`These files hold a credential: ${files}. The archive has them, because nothing can be left out of it; exclude them with “!path”.`),
    lacking: (files) => notice(`The version was saved without files that held a credential: ${files}.`),
};

;// CONCATENATED MODULE: ./js/faces/messages/progress.js

/** `fetching: 45.0 MiB of 114.0 MiB (39 %), 9,120 files, 95.2 MiB/s`. `millis`: since the phase began. */
function describeProgress(event, millis) {
    const { phase, done, total, files, totalFiles } = event;
    const parts = [];
    if (total > 0)
        parts.push(`${text_bytes(done)} of ${text_bytes(total)} (${Math.floor((100 * done) / total)} %)`);
    else if (done > 0)
        parts.push(text_bytes(done));
    if (totalFiles > 0)
        parts.push(`${text_count(files)} of ${text_counted(totalFiles, 'file')}`);
    else if (files > 0)
        parts.push(text_counted(files, 'file'));
    const speed = done > 0 ? text_rate(done, millis) : undefined;
    if (speed)
        parts.push(speed);
    return text_logSafe(`${PHASES[phase]}: ${parts.join(', ')}`);
}
const PHASES = { scan: 'scanning', read: 'reading', fetch: 'fetching', finish: 'finishing' };

;// CONCATENATED MODULE: ./js/faces/reporter.js



/** Turns events into sentences: none twice, at most ten of a kind, the rest as a number. */
class reporter_Reporter {
    /** Every warning said so far, in order. */
    warnings = [];
    #outlet;
    #now;
    #said = new Map();
    #sentences = new Set();
    /** Stores that are down in this step, and those of which was said in any that they are, or could not be reached. */
    #down = new Set();
    #saidDown = new Set();
    #secrets = new Set();
    #phase;
    constructor(outlet, now = () => performance.now()) {
        this.#outlet = outlet;
        this.#now = now;
    }
    emit(event) {
        if (event.type === 'progress') {
            if (this.#phase?.name !== event.phase)
                this.#phase = { name: event.phase, since: this.#now() };
            this.#outlet.progress(event, this.#now() - this.#phase.since);
            return;
        }
        if (event.type === 'store-down') {
            this.#down.add(event.store);
            if (this.#saidDown.has(event.store))
                return;
            this.#saidDown.add(event.store);
        }
        const isOfStore = event.type === 'store-failed' || event.type === 'tier-skipped';
        if (isOfStore && this.#down.has(event.store))
            return;
        if (event.type === 'store-failed' && event.kind === 'unavailable')
            this.#saidDown.add(event.store);
        // Its failure is said; what follows from it is not said again.
        if (event.type === 'home-down')
            this.#down.add(event.store);
        const message = describeEvent(event);
        if (!message || this.#sentences.has(message.text))
            return;
        this.#sentences.add(message.text);
        const kind = 'reason' in event ? `${event.type} ${event.reason}` : event.type;
        const said = (this.#said.get(kind) ?? 0) + 1;
        this.#said.set(kind, said);
        if (said <= SAID_AT_MOST)
            this.say(message);
    }
    say(message) {
        const text = [...this.#secrets].reduce((shown, secret) => shown.replaceAll(secret, '***'), message.text);
        if (message.level === 'warning')
            this.warnings.push(text);
        this.#outlet.say({ ...message, text });
    }
    /** What was made for this run and is nobody's to read. */
    hide(secret) {
        this.#secrets.add(secret);
        this.#outlet.hide?.(secret);
    }
    /** Ends a step: says how much was left unsaid, and the next step's progress begins anew. */
    finish() {
        const omitted = [...this.#said.values()].reduce((sum, said) => sum + Math.max(0, said - SAID_AT_MOST), 0);
        this.#said.clear();
        this.#sentences.clear();
        this.#down.clear();
        this.#phase = undefined;
        if (omitted > 0)
            this.#outlet.say(sentences_sentences.omitted(omitted));
    }
}
const SAID_AT_MOST = 10;
/**
 * Progress for a log that cannot be redrawn: nothing in a phase's first two seconds, then at most one line each five.
 */
function progressLines(write, now = () => performance.now()) {
    let last = Number.NEGATIVE_INFINITY;
    return (event, millis) => {
        if (millis < 2_000 || now() - last < 5_000)
            return;
        last = now();
        write(describeProgress(event, millis));
    };
}

// EXTERNAL MODULE: external "node:process"
var external_node_process_ = __nccwpck_require__(1708);
;// CONCATENATED MODULE: ./js/workspace/reach.js



// Between looking at a directory and using a name in it, another process may put a link in its place. On Linux that
// gains nothing: directories are held open, each opened in the one above it and never through a link, and a name is
// used in the directory held: `/proc/self/fd/<directory>/<name>`, which is what openat(2) and its kin are to other
// languages. Elsewhere Node has no such way, and paths are used as they are.
/** Where `O_PATH` is: a handle that only names its file, for which no permission on it is needed. */
const O_PATH = external_node_process_.platform === 'linux' && ['x64', 'arm64'].includes(external_node_process_.arch) ? 0o10000000 : 0;
const HELD = '/proc/self/fd';
/**
 * The way to the files below one directory, for calls that come roughly in walk order: the directories on the way to
 * the last file stay open for the next. Close it in the end.
 */
class reach_Reach {
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
            return this.use(path, (place) => (0,external_node_fs_.lstatSync)(place, { throwIfNoEntry: false }));
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
                return call(place, unlinked((0,external_node_fs_.lstatSync)(place), path));
            const fd = (0,external_node_fs_.openSync)(place, O_PATH | external_node_fs_.constants.O_NOFOLLOW);
            try {
                return call(`${HELD}/${fd}`, unlinked((0,external_node_fs_.fstatSync)(fd), path));
            }
            finally {
                (0,external_node_fs_.closeSync)(fd);
            }
        });
    }
    close() {
        for (const { fd } of this.#steps.splice(0))
            (0,external_node_fs_.closeSync)(fd);
        this.#directory = '';
    }
    #placeOf(path) {
        if (!this.#holds || path === this.#root)
            return (0,core_bytes/* toFsPath */.Yb)(path);
        const slash = path.lastIndexOf('/');
        const directory = slash === 0 ? '/' : path.slice(0, slash);
        if (directory !== this.#directory || this.#steps.length === 0)
            this.#walk(directory);
        const { fd } = this.#steps.at(-1);
        return (0,core_bytes/* toFsPath */.Yb)(`${HELD}/${fd}/${path.slice(slash + 1)}`);
    }
    /** What fails here names the directory. */
    #walk(directory) {
        const within = this.#root === '/' ? '/' : `${this.#root}/`;
        if (directory !== this.#root && !directory.startsWith(within))
            throw new Error(`${directory} is out of reach`);
        while (this.#steps.length > 0 && !this.#leadsTo(directory))
            (0,external_node_fs_.closeSync)(this.#steps.pop().fd);
        if (this.#steps.length === 0)
            this.#push(this.#root, (0,core_bytes/* toFsPath */.Yb)(this.#root), 0);
        while (this.#directory.length < directory.length) {
            const from = this.#directory === '/' ? 1 : this.#directory.length + 1;
            const slash = directory.indexOf('/', from);
            const next = slash === -1 ? directory : directory.slice(0, slash);
            const { fd } = this.#steps.at(-1);
            this.#push(next, (0,core_bytes/* toFsPath */.Yb)(`${HELD}/${fd}/${next.slice(from)}`), external_node_fs_.constants.O_NOFOLLOW);
        }
    }
    #push(path, place, flags) {
        try {
            this.#steps.push({ length: path.length, fd: (0,external_node_fs_.openSync)(place, O_PATH | external_node_fs_.constants.O_DIRECTORY | flags) });
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
        const fd = (0,external_node_fs_.openSync)('/', O_PATH | external_node_fs_.constants.O_DIRECTORY);
        try {
            return (0,external_node_fs_.lstatSync)(`${HELD}/${fd}/.`).isDirectory();
        }
        finally {
            (0,external_node_fs_.closeSync)(fd);
        }
    }
    catch {
        return false;
    }
}
function unlinked(stat, path) {
    if (!stat.isSymbolicLink())
        return stat;
    throw Object.assign(new Error(`${(0,core_bytes/* toDisplay */.Wn)(path)} was replaced by a link`), { code: 'ELOOP' });
}
/** A system error with the path that a person knows. */
function named(error, place, path) {
    if (!(error instanceof Error) || !('path' in error))
        return error;
    const known = (0,core_bytes/* toDisplay */.Wn)(path);
    error.message = error.message.replace(place, known);
    if (String(error.path) === place)
        error.path = known;
    return error;
}

;// CONCATENATED MODULE: ./js/workspace/safe-path.js





// The one place that keeps restores inside their mounts: nothing is written, linked, stamped or removed below a
// directory that `Ground` has not found to be a real one, and no name leads out of its directory.
// biome-ignore lint/suspicious/noControlCharactersInRegex: Windows refuses control characters too
const WINDOWS_CHARACTERS = /[\x00-\x1f<>:"|?*\\]/;
const WINDOWS_DEVICES = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3]) *(\.|$)/i;
/**
 * Refuses a name that is none (`FormatError`: no decoder should have let it through), or that Windows gives another
 * meaning: devices, alternate streams, separators, endings it drops.
 */
function checkName(name, platform = process.platform) {
    if (name === '' || name === '.' || name === '..' || name.includes('/') || name.includes('\0')) {
        throw new errors/* FormatError */.IF(`"${(0,core_bytes/* toDisplay */.Wn)(name)}" is no file name`);
    }
    if (platform !== 'win32')
        return;
    const text = Buffer.from(name, 'latin1').toString();
    if (WINDOWS_CHARACTERS.test(text) || WINDOWS_DEVICES.test(text) || text.endsWith('.') || text.endsWith(' ')) {
        throw new Error(`"${(0,core_bytes/* toDisplay */.Wn)(name)}" cannot be a file name on Windows`);
    }
}
/** `checkName` for each component of a path inside a mount; `''`, the mount itself, is fine. */
function checkPath(path, platform) {
    if (path !== '')
        for (const name of path.split('/'))
            checkName(name, platform);
}
/** The directory that holds a path: `''` for what lies directly in the mount. */
function safe_path_parentOf(path) {
    return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
/**
 * Where a mount really is. A base that is a symbolic link to a directory is followed, so that work is done in the
 * directory and the link stays; any other base is taken as it stands. What lies above a base is the machine's affair.
 */
function resolveBase(path) {
    const link = (0,external_node_fs_.lstatSync)((0,core_bytes/* toFsPath */.Yb)(path), { throwIfNoEntry: false });
    if (!link?.isSymbolicLink() || !(0,external_node_fs_.statSync)((0,core_bytes/* toFsPath */.Yb)(path), { throwIfNoEntry: false })?.isDirectory())
        return path;
    return external_node_fs_.realpathSync.native((0,core_bytes/* toFsPath */.Yb)(path), 'latin1').replaceAll(external_node_path_.sep, '/');
}
/** Where everything of a mount is reached from: the directory that holds its base, and the temporary place beside it. */
function rootOf(base) {
    return safe_path_parentOf(base) || '/';
}
/**
 * The directories of one mount as they are on the disk. Each is looked at once and remembered. One that this process
 * may not use (read-only, or not even searchable) is made usable for as long as the ground is open.
 */
class Ground {
    base;
    #needs;
    #reach;
    #standing = new Map();
    #opened = new Map();
    /** `look`: directories need only be read and searched; `change`: written too. */
    constructor(base, needs) {
        this.base = base;
        this.#reach = new reach_Reach(rootOf(base));
        this.#needs = external_node_fs_.constants.R_OK | external_node_fs_.constants.X_OK | (needs === 'change' ? external_node_fs_.constants.W_OK : 0);
    }
    /** Directories that were made usable, and the permission bits they had. */
    get opened() {
        return this.#opened;
    }
    /** `directory` only if the path and everything on the way to it, from the mount down, are real directories. */
    at(path) {
        const known = this.#standing.get(path);
        if (known)
            return known;
        const above = path === '' ? 'directory' : this.at(safe_path_parentOf(path));
        const standing = above === 'directory' ? this.#look(path) : above;
        this.#standing.set(path, standing);
        return standing;
    }
    /** Throws if the directory that holds a path, which is to be written or stamped, is no real one. */
    hold(path) {
        if (path === '' || this.at(safe_path_parentOf(path)) === 'directory')
            return;
        throw targetError((0,core_bytes/* joinBytes */.mE)(this.base, path), 'would lie below something that is no directory');
    }
    /** `Reach.use` for a path inside the mount. */
    use(path, call) {
        return this.#reach.use((0,core_bytes/* joinBytes */.mE)(this.base, path), call);
    }
    /** `Reach.stat` for a path inside the mount. */
    stat(path) {
        return this.#reach.stat((0,core_bytes/* joinBytes */.mE)(this.base, path));
    }
    /** The directory is gone: whatever comes in its place has nothing to do with it. */
    forget(path) {
        this.#standing.delete(path);
        this.#opened.delete(path);
    }
    /**
     * Gives opened directories their bits back, deepest first, except those that `stays` names, and lets go of what it
     * holds.
     */
    close(stays = () => false) {
        try {
            for (const [path, mode] of [...this.#opened].reverse()) {
                if (stays(path))
                    continue;
                this.#opened.delete(path);
                this.#reach.hold((0,core_bytes/* joinBytes */.mE)(this.base, path), (place) => (0,external_node_fs_.chmodSync)(place, mode));
            }
        }
        finally {
            this.#reach.close();
        }
    }
    #look(path) {
        const stat = this.stat(path);
        if (!stat)
            return 'absent';
        if (!stat.isDirectory())
            return 'other';
        this.#reach.hold((0,core_bytes/* joinBytes */.mE)(this.base, path), (place, { mode }) => {
            if (isAllowed(place, this.#needs))
                return;
            (0,external_node_fs_.chmodSync)(place, mode | 0o700);
            this.#opened.set(path, mode & 0o7777);
        });
        return 'directory';
    }
}
/** An error of the target, in the shape of a system error, so that it can be told which path it was. */
function targetError(path, what) {
    return Object.assign(new Error(`${(0,core_bytes/* toDisplay */.Wn)(path)} ${what}`), { path: (0,core_bytes/* toDisplay */.Wn)(path) });
}
/** May this process use the directory so? */
function isAllowed(place, needs) {
    try {
        (0,external_node_fs_.accessSync)(place, needs);
        return true;
    }
    catch {
        return false;
    }
}

;// CONCATENATED MODULE: ./js/workspace/real-place.js




/** Where a path leads once all links on the way are followed; the part that does not exist is kept as it is. */
function realPlace(path) {
    try {
        return external_node_fs_.realpathSync.native((0,core_bytes/* toFsPath */.Yb)(path), 'latin1').replaceAll(external_node_path_.sep, '/');
    }
    catch {
        const above = safe_path_parentOf(path);
        return above === '' ? path : (0,core_bytes/* joinBytes */.mE)(realPlace(above), path.slice(above.length + 1));
    }
}

;// CONCATENATED MODULE: ./js/faces/requests.js



/** The question a configuration puts to `restore`. Throws `UserError` for paths that cannot be meant. */
function requests_restoreRequest(config, dryRun = false) {
    return {
        ...volumeRequest(config),
        restoreKeys: config.restoreKeys,
        newestAsLastResort: config.newestAsLastResort,
        how: config.lookupOnly ? 'look-up' : dryRun || config.access.dry ? 'shadow' : 'restore',
        foreign: config.foreign,
    };
}
/** No restore is known: the save looks at what this machine remembers, then into the store. */
const requests_NO_FORK = { parent: undefined, startedAt: undefined };
/** What a restore of the same job hands over. */
function forkOf({ parent, startedAt }) {
    return { parent: parent ?? 'none', startedAt };
}
/** The question a configuration puts to `save`. Patterns are expanded anew, hashes are not. */
function saveRequest(config, fork, dryRun = false) {
    return {
        ...volumeRequest(config),
        saveIf: config.saveIf,
        conflict: config.conflict,
        sizeLimit: config.sizeLimit,
        secrets: config.secrets,
        dryRun: dryRun || config.access.dry,
        parent: fork.parent,
        startedAt: fork.startedAt,
        foreign: config.foreign,
        provenance: config.provenance,
        writer: config.writer,
    };
}
/** The volume's mounts, kept out of protected places as this machine's links lead, and what they go without. */
function guardedMounts({ paths, workspace, home, platform, named, protectedPaths }) {
    return protected_paths_guardMounts(mount_parsePaths(paths, { workspace, home, platform, named }).mounts, protectedPaths, platform, realPlace);
}
function rightsOf({ namespace, access }) {
    const { reads, shares, writes } = access;
    return { namespace, reads, ...(shares && { shares }), writes };
}
function volumeRequest(config) {
    return {
        rights: rightsOf(config),
        volume: config.volume,
        key: config.key,
        mounts: guardedMounts(config).mounts,
        job: config.job,
    };
}

// EXTERNAL MODULE: ./js/core/fields.js
var core_fields = __nccwpck_require__(7371);
;// CONCATENATED MODULE: ./js/core/journal.js


/** What a journal tells of. `denied`: somebody or something was refused; `failed`: it should have worked. */
const HAPPENINGS = (/* unused pure expression or super */ null && (['hit', 'miss', 'save', 'link', 'denied', 'failed', 'deletion']));
/** The day that records are kept under: `2026-11-21`, UTC. (Years are counted from March, so that leap days come last.) */
function dayOf(time) {
    const days = Math.floor(time / 86_400_000) + DAYS_BEFORE_1970;
    const era = Math.floor(days / DAYS_IN_400_YEARS);
    const inEra = days - era * DAYS_IN_400_YEARS;
    const year = Math.floor((inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36_524) - Math.floor(inEra / 146_096)) / 365);
    const inYear = inEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
    const month = Math.floor((5 * inYear + 2) / 153);
    const day = inYear - Math.floor((153 * month + 2) / 5) + 1;
    const padded = (number, length) => String(number).padStart(length, '0');
    const civil = month < 10 ? { year, month: month + 3 } : { year: year + 1, month: month - 9 };
    return `${padded(civil.year + era * 400, 4)}-${padded(civil.month, 2)}-${padded(day, 2)}`;
}
const DAYS_IN_400_YEARS = 146_097;
/** Since the first of March of the year 0. */
const DAYS_BEFORE_1970 = 719_468;
/** The object of one step: a line of JSON a record. Texts are cut so that it can be read again. */
function encodeJournal(records) {
    const lines = records.slice(0, RECORDS_MAX).map((record) => {
        const cut = Object.entries(record).map(([name, value]) => [
            name,
            typeof value === 'string' ? clipped(value) : value,
        ]);
        return `${JSON.stringify(Object.fromEntries(cut))}\n`;
    });
    return Buffer.from(lines.join(''));
}
/**
 * The records of an object, which whoever may write its lane may have made up: every field checked, unknown ones left
 * out. `FormatError` for anything else.
 */
function decodeJournal(bytes) {
    if (bytes.length > JOURNAL_BYTES)
        throw new FormatError(`${bytes.length} bytes; ${JOURNAL_BYTES} at most`);
    const lines = Buffer.from(bytes).toString('latin1').split('\n');
    if (lines.pop() !== '' || lines.length === 0)
        throw new FormatError('no whole lines');
    if (lines.length > RECORDS_MAX)
        throw new FormatError(`${lines.length} records; ${RECORDS_MAX} at most`);
    return lines.map((line) => recordOf(fieldsOf(fromJson(Buffer.from(line, 'latin1'), 'record'), 'record')));
}
/** The largest object that is read. */
const JOURNAL_BYTES = (/* unused pure expression or super */ null && (64 * 1024));
const RECORDS_MAX = 20;
const TEXT_MAX = 1024;
/** What a `Date` can hold. */
const LATEST = 8.64e15;
function recordOf(fields) {
    const text = (name) => {
        const value = textOf(fields[name], name);
        if (value.length > TEXT_MAX)
            throw new FormatError(`${name}: ${value.length} characters; ${TEXT_MAX} at most`);
        return value;
    };
    const time = millisOf(fields['time'], 'time');
    if (Math.abs(time) > LATEST)
        throw new FormatError('time: not a time');
    const event = HAPPENINGS.find((known) => known === fields['event']);
    if (!event)
        throw new FormatError('event: unknown');
    return {
        time,
        event,
        why: text('why'),
        volume: text('volume'),
        key: text('key'),
        matchedKey: text('matchedKey'),
        version: text('version'),
        digest: text('digest'),
        from: text('from'),
        bytes: wholeOf(fields['bytes'], 'bytes'),
        store: text('store'),
        repository: text('repository'),
        run: text('run'),
        job: text('job'),
        actor: text('actor'),
        runner: text('runner'),
        engine: text('engine'),
    };
}
function clipped(text) {
    return text.slice(0, TEXT_MAX).toWellFormed();
}

// EXTERNAL MODULE: ./js/core/keys.js
var core_keys = __nccwpck_require__(4414);
;// CONCATENATED MODULE: ./js/core/ports/store.js
/**
 * The port to a place where objects live. Contract, checked by `__tests__/contract/store.ts` on every adapter:
 *
 * - An object is visible whole or not at all; what `commit` stored is seen by the next `get` of any process.
 * - A miss is `undefined`, never an error. Errors are `StoreError`.
 * - Keys are `/`-joined components made by `core/keys.ts`; a store never interprets them beyond `isRecord`.
 * - Blobs (packs, versions) are written once; records (heads, latest, leases) are replaced by condition.
 * - An aborted signal writes nothing.
 */
/** Writes an object of one block. `bytes` stay the caller's. */
async function store_put(store, key, bytes, when, options) {
    const writer = store.open(key, options);
    try {
        await writer.write(new Uint8Array(bytes));
        return await writer.commit(when);
    }
    catch (error) {
        await writer.abort();
        throw error;
    }
}

// EXTERNAL MODULE: ./js/core/ulid.js
var ulid = __nccwpck_require__(6962);
;// CONCATENATED MODULE: ./js/volume/journal.js




/** May this job leave a record? Only in the lane it writes, and only where objects have names. */
function mayAppend({ heads }, { writes }) {
    return writes !== undefined && !heads.versionsTravel;
}
/**
 * Leaves one object in the journal of the lane the job writes, under a name that nobody else will ever have: it takes
 * the right to write there and none to read. Rejects as the store does.
 */
async function append(context, rights, author, told, signal) {
    const { clock, random, store } = context;
    if (told.length === 0 || rights.writes === undefined)
        return;
    const time = clock.now();
    const records = told.map((one) => ({ ...BLANK, ...one, time, store: store.name, ...author }));
    const name = { namespace: rights.namespace, lane: rights.writes, day: dayOf(time), ulid: (0,ulid/* ulid */.Z)(time, random) };
    await store_put(store, (0,core_keys/* journalKey */.dR)(name), encodeJournal(records), 'none', { signal, upkeep: true });
}
/** A context whose events are noted for the journal on their way. */
function witnessed(context) {
    const seen = new Seen(context.events);
    return { context: { ...context, events: seen }, seen };
}
/** Why things were as they were: what outcomes do not say. */
class Seen {
    why = '';
    denials = [];
    #sink;
    constructor(sink) {
        this.#sink = sink;
    }
    emit(event) {
        if (event.type === 'missed')
            this.why ||= event.why;
        if (event.type === 'store-failed')
            this.why = event.kind;
        const denial = denialIn(event);
        if (denial !== undefined && !this.denials.includes(denial))
            this.denials.push(denial);
        this.#sink.emit(event);
    }
}
/** What a restore has to tell. */
function journal_toldByRestore({ volume, key }, outcome, seen) {
    const line = { volume, key };
    const denied = seen.denials.map((why) => ({ event: 'denied', why, ...line }));
    if (outcome.hit === 'miss') {
        const failed = seen.why !== '' && seen.why !== 'nothing-stored' && seen.why !== 'unusable';
        return [...denied, { event: failed ? 'failed' : 'miss', why: seen.why, ...line }];
    }
    const { hit, matchedKey = '', matchedLane: lane = '', version = '', digest = '', fetchedBytes: bytes } = outcome;
    const from = outcome.matchedNamespace === undefined ? lane : `${outcome.matchedNamespace}/${lane}`;
    const found = { matchedKey: matchedKey === key ? '' : matchedKey, from, version, digest, bytes };
    return [...denied, { event: 'hit', why: hit, ...line, ...found }];
}
/** What a save has to tell: nothing of one that found nothing to do. */
function toldBySave({ volume, key }, outcome, seen) {
    const { reason, version = '', digest = '', uploadedBytes: bytes } = outcome;
    const line = { volume, key };
    const denied = seen.denials.map((why) => ({ event: 'denied', why, ...line }));
    if (reason === 'saved' || reason === 'linked')
        return [...denied, { event: reason === 'saved' ? 'save' : 'link', ...line, version, digest, bytes }];
    if (DENIED.has(reason))
        return [...denied, { event: 'denied', why: reason, ...line }];
    return FAILED.has(reason) ? [...denied, { event: 'failed', why: seen.why || reason, ...line }] : denied;
}
const DENIED = new Set(['other-lane', 'superseded', 'secrets', 'encrypted']);
const FAILED = new Set(['changing', 'too-large', 'store-failed']);
const REFUSED = new Set(['untrusted', 'not-encrypted']);
const BLANK = { why: '', volume: '', key: '', matchedKey: '', version: '', digest: '', from: '', bytes: 0 };
function denialIn(event) {
    switch (event.type) {
        case 'store-failed':
            return event.kind === 'denied' ? `the store denied ${event.doing}` : undefined;
        case 'head-refused':
            return `head ${event.reason}`;
        case 'rolled-back':
            return event.isRefused ? 'head rolled back' : undefined;
        case 'not-shared':
            return event.reason === 'unsupported' ? undefined : `${event.namespace} ${event.reason}`;
        case 'version-unusable':
            return REFUSED.has(event.reason) ? `version ${event.version} ${event.reason}` : undefined;
        default:
            return undefined;
    }
}

;// CONCATENATED MODULE: ./js/volume/outcomes.js
/** A restore that found nothing, or nothing that could be used. */
const outcomes_MISS = {
    hit: 'miss',
    matchedKey: undefined,
    matchedLane: undefined,
    version: undefined,
    digest: undefined,
    committedAt: undefined,
    parent: undefined,
    startedAt: undefined,
    files: 0,
    totalBytes: 0,
    fetchedBytes: 0,
    writtenFiles: 0,
    writtenBytes: 0,
    millis: { find: 0, fetchAndWrite: 0, finish: 0 },
};
/** A save that has stored nothing, so far or for good. */
const NOTHING_SAVED = {
    saved: false,
    reason: 'store-failed',
    version: undefined,
    digest: undefined,
    files: 0,
    totalBytes: 0,
    newBytes: 0,
    uploadedBytes: 0,
    objectsPut: 0,
    objectsRemoved: 0,
    readFiles: 0,
    millis: { scan: 0, read: 0, commit: 0 },
};

;// CONCATENATED MODULE: external "node:timers/promises"
const promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");
// EXTERNAL MODULE: ./js/core/tree.js
var core_tree = __nccwpck_require__(8726);
;// CONCATENATED MODULE: ./js/core/restore-plan.js

/** Frames further apart than this are fetched by two reads. */
const GAP_BYTES = (/* unused pure expression or super */ null && (1024 * 1024));
/** What is read between wanted frames is at most this share of the version's stored bytes. */
const GAP_SHARE = (/* unused pure expression or super */ null && (1 / 16));
/** A piece of a read ends with the first frame from here on. */
const PIECE_BYTES = (/* unused pure expression or super */ null && (1024 * 1024));
/**
 * All reads of a restore, planned before the first: every needed frame once, packs front to back, no read longer than
 * `readBytes` unless a frame is. Gaps of up to 1 MiB are read as well, the smallest first, while they are little in all.
 * Holes need no read.
 */
function restore_plan_planRanges(mounts, frames, readBytes) {
    const writesOf = new Map();
    mounts.forEach(({ tree, entries }, mount) => {
        for (const entry of entries) {
            if (tree.type[entry] === EntryType.file && tree.source(entry) === entry)
                collectWrites(tree, mount, entry, writesOf);
        }
    });
    return rangesOf([...writesOf.keys()], frames, readBytes).map((range) => ({
        ...range,
        writes: range.parts.flatMap(({ frame }) => writesOf.get(frame)),
    }));
}
/** The reads that fetch every frame: those of a restore to where nothing lies. */
function restore_plan_planWhole(frames, readBytes) {
    return rangesOf(Array.from({ length: frames.length }, (_, frame) => frame), frames, readBytes);
}
/** A read in pieces of about a mebibyte, one after the other without gaps: each can be written while the next comes. */
function restore_plan_piecesOf({ pack, offset, length, parts, writes }, frames) {
    const pieces = [];
    let write = 0;
    for (let part = 0; part < parts.length;) {
        const start = part === 0 ? 0 : parts[part].at;
        const own = [];
        const its = [];
        let end = start;
        while (part < parts.length && end - start < PIECE_BYTES) {
            const { frame, at } = parts[part++];
            own.push({ frame, at: at - start });
            for (; writes[write]?.frame === frame; write++)
                its.push(writes[write]);
            end = at + frames.storedLength[frame];
        }
        const next = parts[part]?.at ?? length;
        pieces.push({ pack, offset: offset + start, length: next - start, parts: own, writes: its });
    }
    return pieces;
}
function rangesOf(wanted, frames, readBytes) {
    const ranges = [];
    let open;
    const close = () => {
        if (open)
            ranges.push({ pack: open.pack, offset: open.offset, length: open.end - open.offset, parts: open.parts });
    };
    wanted.sort((a, b) => byPlace(frames, a, b));
    const bridged = bridgedGaps(wanted, frames);
    for (const [index, frame] of wanted.entries()) {
        const pack = frames.pack[frame];
        const offset = frames.offset[frame];
        const end = offset + frames.storedLength[frame];
        const follows = open?.pack === pack && (offset === open.end || bridged.has(index));
        if (!open || !follows || end - open.offset > readBytes) {
            close();
            open = { pack, offset, end, parts: [] };
        }
        open.parts.push({ frame, at: offset - open.offset });
        open.end = end;
    }
    close();
    return ranges;
}
/** The wanted frames, by index, before which a gap is read: after many saves there are more of them than are worth it. */
function bridgedGaps(wanted, frames) {
    const gaps = [];
    for (let index = 1; index < wanted.length; index++) {
        const [before, frame] = [wanted[index - 1], wanted[index]];
        const end = frames.offset[before] + frames.storedLength[before];
        const bytes = frames.offset[frame] - end;
        if (frames.pack[before] === frames.pack[frame] && bytes > 0 && bytes <= GAP_BYTES)
            gaps.push({ index, bytes });
    }
    let left = 0;
    for (let frame = 0; frame < frames.length; frame++)
        left += frames.storedLength[frame] * GAP_SHARE;
    const bridged = new Set();
    for (const { index, bytes } of gaps.sort((a, b) => a.bytes - b.bytes)) {
        left -= bytes;
        if (left < 0)
            break;
        bridged.add(index);
    }
    return bridged;
}
/** Splits an entry's content into writes, joining extents that lie together both in the frame and in the file. */
function collectWrites(tree, mount, entry, writesOf) {
    const first = tree.firstExtent[entry];
    const end = first + tree.extentCount[entry];
    let fileOffset = 0;
    for (let extent = first; extent < end;) {
        const frame = tree.frame[extent];
        const frameOffset = tree.offset[extent];
        let length = tree.extentLength[extent];
        extent++;
        if (frame !== HOLE) {
            while (extent < end && tree.frame[extent] === frame && tree.offset[extent] === frameOffset + length) {
                length += tree.extentLength[extent++];
            }
            const write = { mount, entry, frame, frameOffset, length, fileOffset };
            const known = writesOf.get(frame);
            if (known)
                known.push(write);
            else
                writesOf.set(frame, [write]);
        }
        fileOffset += length;
    }
}
function byPlace(frames, a, b) {
    return (frames.pack[a] - frames.pack[b] ||
        frames.offset[a] - frames.offset[b]);
}

;// CONCATENATED MODULE: ./js/volume/keys.js


const KEY_FAULTS = ['no-key', 'other-key', 'not-encrypted'];
function keys_isKeyFault({ reason }) {
    return KEY_FAULTS.includes(reason);
}
/** The id of the key that everything stored now is sealed with; `''`: nothing is. */
function writingKeyId({ keys }) {
    return keys?.newest.id ?? '';
}
/** The key that opens a version, `undefined` if none is needed; or why it may not be used. */
function keyFor({ keys }, seal) {
    if (!seal) {
        // Whoever can write to the store could have put it there, which a key is given to rule out.
        return keys ? { reason: 'not-encrypted', detail: 'sealed with no key, and one is given' } : { key: undefined };
    }
    const key = keys?.byId.get(seal.keyId);
    if (key)
        return { key };
    return keys
        ? { reason: 'other-key', detail: `sealed with key ${seal.keyId}, which is not among those given` }
        : { reason: 'no-key', detail: `sealed with key ${seal.keyId}, and no key is given` };
}
/** What a pack's frames and footer are sealed with, `undefined` for none. `FormatError` if the key is not there. */
function keys_sealOfPack({ keys }, { keyId, ulid }) {
    if (keyId === '')
        return undefined;
    const key = keys?.byId.get(keyId);
    if (!key)
        throw new errors/* FormatError */.IF(`it is sealed with a key that is not given, ${keyId}`);
    return { key: (0,encryption_key/* packKeyOf */.KB)(key, ulid), ulid };
}

;// CONCATENATED MODULE: ./js/volume/read.js


/** A pack that is not there, or not what was stored. The restore is over; the pack must not be referenced again. */
class read_PackFault extends Error {
    name = 'PackFault';
    pack;
    reason;
    /** It was a nearer tier's copy, which is gone now: the same is worth trying again. */
    isCopy;
    constructor(pack, reason, detail, isCopy = false) {
        super(detail);
        this.pack = pack;
        this.reason = reason;
        this.isCopy = isCopy;
    }
}
const read_unhedged = (signal, ask) => ask(signal);
/** Begins a read; nobody may ever want its bytes. */
function read_beginRead(context, namespace, packs, range, signal, hedge, array) {
    let there;
    let tell;
    const moved = (...now) => {
        there = now;
        tell?.(...now);
    };
    const how = { moved, array };
    const bytes = readPack(context, namespace, packs[range.pack], range, signal, hedge, how);
    bytes.catch(() => undefined);
    return {
        bytes,
        watch(moved) {
            tell = moved;
            if (there)
                moved(...there);
        },
    };
}
async function readPack(context, namespace, { lane, ulid, footerOffset, footerLength }, { offset, length }, signal, hedge, how) {
    const options = { range: { offset, length }, copy: { bytes: footerOffset + footerLength }, ...how };
    try {
        const bytes = await hedge(signal, (either) => context.store.get(packKey(namespace, lane, ulid), { ...options, signal: either }));
        if (!bytes)
            throw new read_PackFault(ulid, 'missing', 'a pack is not there');
        return bytes;
    }
    catch (error) {
        if (error instanceof StoreError && (error.kind === 'range' || error.kind === 'corrupt')) {
            throw new read_PackFault(ulid, 'damaged', 'a pack is shorter than it was stored');
        }
        if (error instanceof FormatError)
            throw new read_PackFault(ulid, 'damaged', error.message);
        throw error;
    }
}

;// CONCATENATED MODULE: ./js/volume/fetch.js







/** Stored bytes fetched and not yet written: bounds memory whatever the volume's size. */
const fetch_BUDGET_BYTES = (/* unused pure expression or super */ null && (24 * 1024 * 1024));
/**
 * Fetches planned ranges and hands each to the staging area piece by piece as it comes: reads, verification,
 * decompression and writes overlap, within a read, too. Resolves with the stored bytes fetched.
 */
async function fetch_fetchRanges(context, namespace, manifest, ranges, staging, totalFiles, begun) {
    const abort = new AbortController();
    const signal = context.signal ? AbortSignal.any([context.signal, abort.signal]) : abort.signal;
    const hedge = context.store.traits.hedged ? createHedge(context.clock, ranges.length) : unhedged;
    const total = ranges.reduce((sum, range) => sum + range.length, 0);
    let next = 0;
    const arrays = begun?.arrays ?? new SpareArrays();
    let inFlight = 0;
    let done = 0;
    let files = 0;
    let wake = [];
    const wakeAll = () => {
        for (const resolve of wake)
            resolve();
        wake = [];
    };
    const fail = (error) => {
        abort.abort(error);
        begun?.drop();
        wakeAll();
    };
    const write = async (piece, bytes) => {
        const pack = manifest.packs[piece.pack];
        const { parts, writes, length } = piece;
        try {
            await staging.write({ bytes, parts, frames: manifest.frames, seal: sealOfPack(context, pack), writes });
        }
        catch (error) {
            if (error.name !== 'FormatError')
                throw error;
            const isCopy = await context.store.distrust?.(packKey(namespace, pack.lane, pack.ulid));
            throw new PackFault(pack.ulid, 'damaged', error.message, isCopy);
        }
        done += length;
        files += writes.length;
        inFlight -= length;
        wakeAll();
        context.events.emit({
            type: 'progress',
            phase: 'fetch',
            done,
            total,
            files: Math.min(files, totalFiles),
            totalFiles,
        });
    };
    const one = async (range) => {
        const read = begun?.take(range) ?? beginRead(context, namespace, manifest.packs, range, signal, hedge, arrays.take);
        const written = [];
        const hand = (piece, bytes) => {
            const writing = write(piece, bytes);
            // The read may go on for long, and is for nothing then.
            writing.catch(fail);
            written.push(writing);
        };
        const pieces = piecesOf(range, manifest.frames);
        let handed = 0;
        const handUpTo = (filling, received) => {
            for (let piece = pieces[handed]; piece && !signal.aborted; piece = pieces[++handed]) {
                const begin = piece.offset - range.offset;
                if (begin + piece.length > received)
                    return;
                hand(piece, copyOf(filling, begin, begin + piece.length));
            }
        };
        read.watch((filling, received) => {
            if (received < range.length)
                handUpTo(filling, received);
        });
        const bytes = await read.bytes;
        // What came at once needs no copies.
        if (handed === 0)
            hand(range, bytes);
        else {
            handUpTo(bytes, bytes.length);
            arrays.give(bytes);
        }
        await Promise.all(written);
    };
    const lane = async () => {
        for (;;) {
            signal.throwIfAborted();
            const range = ranges[next];
            if (!range)
                return;
            if (inFlight > 0 && inFlight + range.length > fetch_BUDGET_BYTES) {
                await new Promise((resolve) => wake.push(resolve));
                continue;
            }
            next++;
            inFlight += range.length;
            await one(range);
        }
    };
    const width = Math.min(ranges.length, context.store.traits.concurrency);
    const lanes = Array.from({ length: width }, () => lane().catch((error) => {
        fail(error);
        throw error;
    }));
    const results = await Promise.allSettled(lanes);
    arrays.drop();
    const failed = results.find((result) => result.status === 'rejected');
    // The first failure is the reason; those after it are its echo.
    if (failed)
        throw abort.signal.aborted ? abort.signal.reason : failed.reason;
    return total;
}

// EXTERNAL MODULE: ./js/core/manifest.js
var manifest = __nccwpck_require__(5243);
;// CONCATENATED MODULE: ./js/volume/memory.js


/** The lane name of a job that may write nowhere: its states are trusted by nobody, itself included. */
const NO_LANE = 'none';
/**
 * May this state's proofs be used? Only what was recorded for the same store, namespace and lane; what another lane's
 * job left on a persistent machine proves nothing.
 */
function memory_trusts(context, rights, state) {
    return (rights.writes !== undefined &&
        state.lane === rights.writes &&
        state.namespace === rights.namespace &&
        state.store === context.store.name);
}
/** What this machine proves about the volume. Its mounts are remembered together, so the first one stands for all. */
function memory_remembered(context, { rights, volume, mounts }) {
    return mounts
        .map((mount) => context.workspace.loadState(mount))
        .find((state) => state && state.volume === volume && memory_trusts(context, rights, state));
}
/** Do the job's steps share this state, so that nothing in it counts as somebody else's? */
function memory_sameJob(state, job) {
    return state.fork?.job === job;
}
/** The state of a mount after a restore, a miss included. */
function memory_forkState(context, request, fork, content) {
    const { rights } = request;
    // A version of another namespace is none that a save could build on; what lies here is proved all the same.
    const parent = fork.parent?.namespace === undefined ? fork.parent : undefined;
    const record = {
        job: request.job,
        key: request.key,
        parent: parent && { lane: parent.lane, key: parent.key, version: parent.version },
        startedAt: fork.startedAt,
    };
    return {
        store: context.store.name,
        namespace: rights.namespace,
        lane: rights.writes ?? NO_LANE,
        volume: request.volume,
        key: request.key,
        version: parent && content.version && { lane: content.lane, ulid: content.version.ulid },
        fork: record,
        stampNs: content.stampNs,
        broken: content.broken,
        ...(content.touchedAt !== undefined && { touchedAt: content.touchedAt }),
        ...(content.omitted.length > 0 && { omitted: content.omitted }),
        // What another namespace says that it has looked for, it may not have.
        ...(parent && content.version?.vetted !== undefined && { vetted: content.version.vetted }),
        tree: content.tree,
        packs: content.version?.manifest.packs ?? [],
        frames: content.version?.manifest.frames ?? new FrameTable(),
        ids: content.ids,
    };
}
/** A tree of the mount alone: what a state holds after a miss. */
function memory_emptyTree() {
    const tree = new core_tree/* Tree */.PH();
    tree.push('', core_tree/* EntryType */.$Y.directory, core_tree/* NONE */.x3);
    // Not selected by anybody: an empty directory that a pattern selects is something else.
    tree.implied[0] = 1;
    tree.mode[0] = 0o755;
    return tree;
}
/** The newest change time in a tree, for `settle`. */
function memory_newestCtime(tree) {
    let newest = 0n;
    for (let entry = 0; entry < tree.length; entry++) {
        const ctime = tree.ctimeNs[entry];
        if (ctime > newest)
            newest = ctime;
    }
    return newest;
}
/**
 * 1 for each entry that came or changed after a state was recorded: by its own ctime, or by that of a directory it lies
 * in, because a directory can be moved to a place with all that is in it and no ctime below tells. The mount's own
 * ctime counts only if the state does not know which directory it was.
 */
function memory_touchedSince(tree, state) {
    const touched = new Uint8Array(tree.length);
    const known = state.tree.ino[0] !== 0n;
    const replaced = state.tree.ino[0] !== tree.ino[0] || state.tree.dev[0] !== tree.dev[0];
    for (let entry = 0; entry < tree.length; entry++) {
        const parent = tree.parent[entry];
        const late = tree.ctimeNs[entry] >= state.stampNs;
        const own = entry === 0 && known && tree.type[0] === EntryType.directory ? replaced : late;
        touched[entry] = own || (parent !== NONE && touched[parent] === 1) ? 1 : 0;
    }
    return touched;
}
/** Places of other steps' mounts inside this one: theirs to save and to clean. */
function memory_othersInside(context, request, mount) {
    return context.workspace
        .nestedMounts(mount)
        .filter((nested) => nested.state.fork?.job === request.job && nested.state.volume !== request.volume)
        .map((nested) => nested.path);
}

;// CONCATENATED MODULE: ./js/core/diff.js

/** Node sets times as doubles: what comes back is up to this much below what was asked for. */
const STAMP_TOLERANCE_NS = 1000n;
/** Are two modification times the same, as far as a file system written through Node can tell? */
function diff_sameStamp(a, b) {
    const difference = a - b;
    return difference < STAMP_TOLERANCE_NS && -difference < STAMP_TOLERANCE_NS;
}
/**
 * Walks two trees together, in walk order: `(a, b)` for a path both have, `(a, NONE)` and `(NONE, b)` for what one has.
 * One pass that makes no paths: entries meet where their directories have met and their names are the same.
 */
function together(x, y, visit) {
    // The other tree's entry of the same path.
    const inY = new Int32Array(x.length).fill(core_tree/* NONE */.x3);
    const inX = new Int32Array(y.length).fill(core_tree/* NONE */.x3);
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
            visit(a++, core_tree/* NONE */.x3);
        else
            visit(core_tree/* NONE */.x3, b++);
    }
    while (a < x.length)
        visit(a++, core_tree/* NONE */.x3);
    while (b < y.length)
        visit(core_tree/* NONE */.x3, b++);
    function compare(a, b) {
        const directory = inY[x.parent[a]];
        const other = y.parent[b];
        // What lies in a directory that only one tree has comes right after it.
        if (directory === core_tree/* NONE */.x3)
            return -1;
        if (inX[other] === core_tree/* NONE */.x3)
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
function diff_pairEntries(tree, other) {
    const pairs = new Int32Array(tree.length).fill(core_tree/* NONE */.x3);
    together(tree, other, (a, b) => {
        if (a !== core_tree/* NONE */.x3)
            pairs[a] = b;
    });
    return pairs;
}
/**
 * Does lstat say that the file is the one the state recorded? Only regular files; ctime cannot be forged, so this
 * proves the content. A recorded ctime of 0 proves nothing (it was racing when it was recorded). The state holds the
 * modification time the version has, not the one this file system rounded it to.
 */
function diff_proves(state, s, scan, t) {
    return (state.ctimeNs[s] !== 0n &&
        state.ctimeNs[s] === scan.ctimeNs[t] &&
        diff_sameStamp(state.mtimeNs[s], scan.mtimeNs[t]) &&
        state.size[s] === scan.size[t] &&
        state.ino[s] === scan.ino[t] &&
        state.dev[s] === scan.dev[t] &&
        state.type[s] === core_tree/* EntryType */.$Y.file &&
        scan.type[t] === core_tree/* EntryType */.$Y.file);
}
/**
 * For each frame of one table the same frame (pack, number and digest) in another, or `NONE`. The digest counts because
 * a table may come from a version that somebody forged: what it says of a place is not what lies there.
 */
function diff_mapFrames(from, to) {
    const packOf = new Map(to.packs.map((pack, index) => [pack.ulid, index]));
    const packs = from.packs.map((pack) => packOf.get(pack.ulid) ?? core_tree/* NONE */.x3);
    const frameOf = new Map();
    for (let frame = 0; frame < to.frames.length; frame++)
        frameOf.set(frameName(to.frames.pack[frame], to.frames.number[frame]), frame);
    const map = new Int32Array(from.frames.length).fill(core_tree/* NONE */.x3);
    const digests = bufferOf(from.frames.sha256);
    const others = bufferOf(to.frames.sha256);
    for (let frame = 0; frame < from.frames.length; frame++) {
        const pack = packs[from.frames.pack[frame]];
        if (pack === core_tree/* NONE */.x3)
            continue;
        const other = frameOf.get(frameName(pack, from.frames.number[frame])) ?? core_tree/* NONE */.x3;
        const isSame = other !== core_tree/* NONE */.x3 && digests.compare(others, other * 32, other * 32 + 32, frame * 32, frame * 32 + 32) === 0;
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
function diff_sameContent(a, x, map, b, y) {
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
function diff_diffPlace(version, scan, same) {
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
    return version.mode[v] !== scan.mode[t] || !diff_sameStamp(version.mtimeNs[v], scan.mtimeNs[t]);
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
        if (a.type[i] === core_tree/* EntryType */.$Y.symlink) {
            if (a.target.get(i) !== b.target.get(i))
                return false;
            continue;
        }
        if (a.mode[i] !== b.mode[i] && !a.implied[i])
            return false;
        if (a.type[i] === core_tree/* EntryType */.$Y.directory)
            continue;
        if (a.link[i] !== b.link[i] ||
            a.size[i] !== b.size[i] ||
            !diff_sameStamp(a.mtimeNs[i], b.mtimeNs[i]))
            return false;
        if (a.source(i) === i && !same(i, i))
            return false;
    }
    return true;
}

;// CONCATENATED MODULE: ./js/core/chunk-places.js

/**
 * Which chunk lies where: place → number of a chunk, a place being a frame and an offset in it. The chunks of a frame
 * lie one after the other, so a frame is a run of rows in order, and a place is found by halving. (A map of places took
 * ten times as long to make, and a save of little makes one of everything there is.)
 */
class chunk_places_ChunkPlaces {
    /** By row, in the order they were added. */
    length = 0;
    chunk = new Uint32Array(1024);
    offset = new Uint32Array(1024);
    /** By frame: its first row, and the one after its last. */
    #first = new Uint32Array(256);
    #end = new Uint32Array(256);
    #hint = 0;
    /** Adds the chunk that follows the one added last, or the first of a frame. */
    push(frame, offset, chunk) {
        const row = this.length++;
        if (row >= this.chunk.length)
            this.#growRows();
        if (frame >= this.#first.length)
            this.#growFrames(frame);
        if (offset === 0)
            this.#first[frame] = row;
        this.#end[frame] = row + 1;
        this.chunk[row] = chunk;
        this.offset[row] = offset;
    }
    /** The row of a place, or `NONE`. */
    find(frame, offset) {
        let low = this.#first[frame] ?? 0;
        let high = this.#end[frame] ?? 0;
        // What is asked for in the order of a walk lies in that order, mostly.
        const next = this.#hint + 1;
        if (next >= low && next < high && this.offset[next] === offset) {
            this.#hint = next;
            return next;
        }
        while (low < high) {
            const middle = (low + high) >>> 1;
            const at = this.offset[middle];
            if (at === offset) {
                this.#hint = middle;
                return middle;
            }
            if (at < offset)
                low = middle + 1;
            else
                high = middle;
        }
        return core_tree/* NONE */.x3;
    }
    #growRows() {
        const size = this.chunk.length * 2;
        this.chunk = grown(this.chunk, size);
        this.offset = grown(this.offset, size);
    }
    #growFrames(frame) {
        const size = Math.max(frame + 1, this.#first.length * 2);
        this.#first = grown(this.#first, size);
        this.#end = grown(this.#end, size);
    }
}
function grown(column, size) {
    const larger = new Uint32Array(size);
    larger.set(column);
    return larger;
}

// EXTERNAL MODULE: ./js/core/digest.js
var digest = __nccwpck_require__(4406);
// EXTERNAL MODULE: ./js/core/pack.js
var core_pack = __nccwpck_require__(1831);
// EXTERNAL MODULE: ./js/core/sealed-object.js
var sealed_object = __nccwpck_require__(7720);
;// CONCATENATED MODULE: ./js/volume/types.js
/** The context's signal as call options. */
function types_signalOf({ signal }) {
    return signal ? { signal } : {};
}

;// CONCATENATED MODULE: ./js/volume/footer.js








/** A pack's footer, checked against the version that names it; `undefined` if the pack is missing or damaged. */
async function footer_readFooter(context, namespace, pack) {
    const range = { offset: pack.footerOffset, length: pack.footerLength };
    try {
        const bytes = await context.store.get((0,core_keys/* packKey */.l7)(namespace, pack.lane, pack.ulid), {
            range,
            ...types_signalOf(context),
        });
        if (!bytes || !(0,core_bytes/* sameBytes */.er)((0,digest/* sha256 */.sc)(bytes), pack.footerSha256))
            return undefined;
        const seal = keys_sealOfPack(context, pack);
        return (0,core_pack/* decodeFooter */.Ce)(seal ? (0,sealed_object/* openFooter */.MU)(seal, bytes) : bytes);
    }
    catch (error) {
        const unreadable = error instanceof errors/* FormatError */.IF ||
            (error instanceof errors/* StoreError */.AD && (error.kind === 'range' || error.kind === 'corrupt'));
        if (!unreadable)
            throw error;
        return undefined;
    }
}

;// CONCATENATED MODULE: ./js/volume/moved.js



const ID_BYTES = 32;
/**
 * Of the given entries of a version (each with the state's entry that lies there), those whose chunks are the same by
 * id: a repack moved them, so there is nothing to fetch. Reads the footers of the packs they lie in, in one round.
 */
async function moved_equalByIds(context, namespace, manifest, tree, state, pairs) {
    const { frames, packs } = manifest;
    const needed = new Set();
    for (const v of pairs.keys()) {
        for (const extent of extentsOf(tree, v)) {
            const frame = tree.frame[extent];
            if (frame !== HOLE)
                needed.add(frames.pack[frame]);
        }
    }
    const footers = new Map(await Promise.all([...needed].map(async (pack) => [pack, await readFooter(context, namespace, packs[pack])])));
    const places = new ChunkPlaces();
    const ids = [];
    for (let frame = 0; frame < frames.length; frame++) {
        const footer = footers.get(frames.pack[frame]);
        if (!footer)
            continue;
        const number = frames.number[frame];
        for (let chunk = footer.frame.indexOf(number); footer.frame[chunk] === number && chunk !== NONE; chunk++) {
            places.push(frame, footer.offset[chunk], ids.length);
            ids.push(footer.ids.subarray(chunk * ID_BYTES, (chunk + 1) * ID_BYTES));
        }
    }
    const idAt = (frame, offset) => ids[places.find(frame, offset)];
    const same = new Set();
    for (const [v, s] of pairs)
        if (sameIds(tree, v, idAt, state, s))
            same.add(v);
    return same;
}
function sameIds(tree, v, idAt, state, s) {
    const here = extentsOf(state.tree, s);
    const there = extentsOf(tree, v);
    return (here.length === there.length &&
        there.every((extent, i) => {
            const other = here[i];
            if (tree.extentLength[extent] !== state.tree.extentLength[other])
                return false;
            const frame = tree.frame[extent];
            if (frame === HOLE || state.tree.frame[other] === HOLE)
                return frame === state.tree.frame[other];
            const id = idAt(frame, tree.offset[extent]);
            const known = state.ids.subarray(other * ID_BYTES, (other + 1) * ID_BYTES);
            // An id of zeros is one that this machine does not know.
            return id !== undefined && known.some((byte) => byte !== 0) && Buffer.compare(id, known) === 0;
        }));
}
function extentsOf(tree, entry) {
    const first = tree.firstExtent[entry];
    return Array.from({ length: tree.extentCount[entry] }, (_, i) => first + i);
}

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

;// CONCATENATED MODULE: ./js/core/secrets/files.js


/** Changes with what the rules below find: a version that older rules passed is looked at again. */
const SECRET_RULES = 1;
/** A credential further back in a file is not found. */
const LOOKED_AT_BYTES = 256 * 1024;
/** May a file of this name hold a credential? Only such files are opened before they are read for the save. */
function mayHoldCredential(name, directory) {
    const rules = rulesFor(name);
    return rules?.some(({ where }) => !where || where.test(`${directory()}/`)) ?? false;
}
/** What kind of credential the file really holds; `undefined`: none. `bytes`: its beginning. */
function credentialIn(name, directory, bytes) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
    const rules = rulesFor(name)?.filter(({ where }) => !where || where.test(`${directory}/`));
    return rules?.find(({ find }) => find(text, bytes))?.what;
}
const TOKEN_NAME = /^(?:access_?token|refresh_?token|id_?token|client_?secret|private_?key|secret|secretaccesskey)$/i;
const SECRET_NAME = /passw(?:or)?d|passphrase|token|secret|api_?key|access_?key|credential/i;
/** Settings that say where a secret lies, or whose it is. */
const NOT_ITSELF = /(?:file|path|dir|url|uri|id|name|user|ring|type|expiry|ttl|enabled)$/i;
const AWS = /^aws_(?:secret_access_key|session_token)$/i;
const DOCKER = /^(?:auth|identitytoken|registrytoken|password)$/;
const COMPOSER = /^(?:github-oauth|gitlab-oauth|gitlab-token|bitbucket-oauth|http-basic|bearer)$/;
const NPM = {
    what: 'npm token',
    names: ['.npmrc', 'npmrc', '.yarnrc', 'auth.ini'],
    find: (text) => text
        .split(/\r?\n/)
        .some((line) => isReal(/^\s*"?[^#;\s"]*_(?:authToken|auth|password)"?\s*[=\s]\s*(.+)$/.exec(line)?.[1])),
};
const RULES = [
    NPM,
    { ...NPM, names: ['rc'], where: /(?:^|\/)pnpm\/$/ },
    { what: 'npm token', names: ['.yarnrc.yml'], find: (text) => hasSetting(text, /^npmAuth(?:Token|Ident)$/) },
    {
        what: 'npm token',
        names: ['.bunfig.toml', 'bunfig.toml'],
        find: (text) => hasInlineSetting(text, 'token|password'),
    },
    {
        what: 'registry login',
        names: ['config.json', '.dockercfg', 'auth.json'],
        find: (text) => hasPropertyUnder(text, /^auths$/, DOCKER),
    },
    { what: 'registry login', names: ['.dockercfg'], find: (text) => hasProperty(text, DOCKER) },
    { what: 'Composer login', names: ['auth.json'], find: (text) => hasPropertyUnder(text, COMPOSER, /^(?!username$)/) },
    {
        what: 'netrc password',
        names: ['.netrc', '_netrc'],
        find: (text) => captures(text, /\bpassword\s+(\S+)/g),
    },
    { what: 'AWS key', names: ['credentials'], find: (text) => hasSetting(text, AWS) },
    { what: 'AWS key', names: ['config'], where: /(?:^|\/)\.aws\/$/, find: (text) => hasSetting(text, AWS) },
    {
        what: 'Google Cloud credential',
        names: ['application_default_credentials.json', 'key.json', 'keyfile.json', 'sa.json', 'gcloud.json'],
        find: isGoogle,
    },
    {
        what: 'Google Cloud credential',
        names: ['credentials.db', 'access_tokens.db'],
        where: /(?:^|\/)gcloud\/$/,
        find: (text) => /refresh_token|ya29\./.test(text),
    },
    {
        what: 'Azure credential',
        names: ['msal_token_cache.json', 'accesstokens.json', 'service_principal_entries.json'],
        find: (text) => hasProperty(text, TOKEN_NAME),
    },
    {
        what: 'Cargo token',
        names: ['credentials.toml', 'credentials'],
        find: (text) => hasSetting(text, /^(?:token|secret-key|password)$/),
    },
    {
        what: 'gem key',
        names: ['credentials'],
        find: (text) => captures(text, /^:?\w*api_key:\s*(.+)$/gm),
    },
    {
        what: 'Bundler login',
        names: ['config'],
        where: /(?:^|\/)\.bundle\/$/,
        find: (text) => captures(text, /^BUNDLE_(?=\w*__)\w+:\s*"?[^\s":/]+:([^\s"]+)"?\s*$/gm),
    },
    { what: 'PyPI password', names: ['.pypirc'], find: (text) => hasSetting(text, /^password$/) },
    { what: 'index password', names: ['pip.conf', 'pip.ini', '.condarc', 'uv.toml'], find: hasUrlPassword },
    {
        what: 'Poetry password',
        names: ['auth.toml'],
        where: /(?:^|\/)pypoetry\/$/,
        find: (text) => hasSetting(text, /^(?:password|.*pypi-token.*)$/),
    },
    {
        what: 'Gradle secret',
        names: ['gradle.properties'],
        find: (text) => settingsOf(text).some(({ name, value }) => SECRET_NAME.test(name) && !NOT_ITSELF.test(name) && isReal(value)),
    },
    {
        what: 'Maven password',
        names: ['settings.xml', 'settings-security.xml'],
        find: (text) => captures(withoutXmlComments(text), /<(?:password|passphrase|master)>([^<]*)</g),
    },
    {
        what: 'NuGet password',
        names: ['nuget.config'],
        find: (text) => captures(withoutXmlComments(text), /key="(?:ClearText)?Password"\s+value="([^"]*)"/gi),
    },
    { what: 'sbt password', names: ['.credentials'], find: (text) => hasSetting(text, /^password$/) },
    { what: 'git password', names: ['.git-credentials'], find: hasUrlPassword },
    { what: 'git password', names: ['credentials'], where: /(?:^|\/)git\/$/, find: hasUrlPassword },
    { what: 'git credential', names: ['.gitconfig'], find: isGitCredential },
    {
        what: 'git credential',
        names: ['config'],
        where: /(?:^|\/)(?:git|\.git(?:\/modules\/.+)?)\/$/,
        find: isGitCredential,
    },
    {
        what: 'Kubernetes credential',
        names: ['kubeconfig', '.kubeconfig', 'kubeconfig.yml', 'kubeconfig.yaml'],
        find: isKube,
    },
    { what: 'Kubernetes credential', names: ['config'], where: /(?:^|\/)\.kube\/$/, find: isKube },
    {
        what: 'Terraform token',
        names: ['.terraformrc', 'terraform.rc', 'credentials.tfrc.json'],
        find: (text) => hasInlineSetting(text, 'token'),
    },
    {
        what: 'GitHub token',
        names: ['hosts.yml'],
        where: /(?:^|\/)gh\/$/,
        find: (text) => hasSetting(text, /^oauth_token$/),
    },
    {
        what: 'GitLab token',
        names: ['config.yml'],
        where: /(?:^|\/)glab-cli\/$/,
        find: (text) => hasSetting(text, /^(?:token|oauth2_refresh_token)$/),
    },
    { what: 'Vault token', names: ['.vault-token'], find: isTokenLike },
    {
        what: 'Hugging Face token',
        names: ['token', 'stored_tokens'],
        where: /(?:^|\/)huggingface\/$/,
        find: (text) => /\bhf_\w{30}/.test(text),
    },
    {
        what: 'private key',
        names: ['id_rsa', 'id_dsa', 'id_ecdsa', 'id_ed25519'],
        find: hasPrivateKey,
    },
];
const KEY_FILES = [{ what: 'private key', names: [], find: hasPrivateKey }];
const ENV_FILES = [
    {
        what: 'token',
        names: [],
        find: (text, bytes) => tokenIn(bytes) !== undefined ||
            settingsOf(text).some(({ name, value }) => SECRET_NAME.test(name) && !NOT_ITSELF.test(name) && isTokenLike(value)),
    },
];
const JSON_FILES = [
    { what: 'Google Cloud credential', names: [], find: isGoogle },
    {
        what: 'AWS key',
        names: [],
        where: /(?:^|\/)\.aws\/(?:sso|cli)\/cache\/$/,
        find: (text) => hasProperty(text, TOKEN_NAME),
    },
];
const KEY_ENDS = ['.pem', '.key', '.p8', '.ppk'];
const ENV_NAME = /^\.env(?:\.(?!example|sample|template|dist|defaults?|schema)[\w.-]+)?$/;
/** `gha-creds-….json` is what google-github-actions/auth leaves in the workspace. */
const JSON_NAME = /(?:credential|service[-_]?account|^gha-creds-).*\.json$|^[0-9a-f]{40}\.json$/;
const BY_NAME = byName();
function byName() {
    const rules = new Map();
    for (const rule of RULES)
        for (const name of rule.names)
            rules.set(name, [...(rules.get(name) ?? []), rule]);
    return rules;
}
function rulesFor(name) {
    const lower = name.toLowerCase();
    const exact = BY_NAME.get(lower);
    if (exact)
        return exact;
    if (lower.startsWith('.env'))
        return ENV_NAME.test(lower) ? ENV_FILES : undefined;
    if (lower.endsWith('.json'))
        return JSON_NAME.test(lower) ? JSON_FILES : undefined;
    return KEY_ENDS.some((end) => lower.endsWith(end)) ? KEY_FILES : undefined;
}
/** A key of its own, a user's refresh token, or the header by which a job asks for an identity. */
function isGoogle(text) {
    return (/"type"\s*:\s*"(?:service_account|authorized_user|external_account|impersonated_service_account)"/.test(text) &&
        (hasProperty(text, TOKEN_NAME) || hasPropertyUnder(text, /^credential_source$/, /^authorization$/i)));
}
/** In a URL, or in the header that actions/checkout leaves in a clone. */
function isGitCredential(text, bytes) {
    return hasUrlPassword(text) || /authorization:\s*(?:basic|bearer)\s+\S{8}/i.test(text) || tokenIn(bytes) !== undefined;
}
function isKube(text) {
    return (/\bclusters\b/.test(text) &&
        hasSetting(text, /^(?:token|password|client-key-data|id-token|refresh-token|access-token)$/));
}

;// CONCATENATED MODULE: ./js/core/secrets/package-tree.js


/**
 * 1 for each directory of a tree that lies in the own tree of a package somebody published: what is there came out of a
 * registry and is no secret of this job, whatever a test fixture looks like. `base` is the mount's, below its anchor.
 */
function packageTrees(tree, base) {
    const inside = new Uint8Array(tree.length);
    const path = new Array(tree.length);
    for (let entry = 0; entry < tree.length; entry++) {
        if (tree.type[entry] !== core_tree/* EntryType */.$Y.directory)
            continue;
        const parent = tree.parent[entry];
        path[entry] = parent === core_tree/* NONE */.x3 ? base : (0,core_bytes/* joinBytes */.mE)(path[parent], tree.name[entry]);
        inside[entry] = (parent !== core_tree/* NONE */.x3 && inside[parent] === 1) || isPackageTree(path[entry]) ? 1 : 0;
    }
    return inside;
}
/** Is the directory a published package's, or does it lie in one? `/` between components, whatever comes first. */
function isPackageTree(directory) {
    return PACKAGE.test(`${directory}/`);
}
// A name with a dot in front is a tool's own place beside the packages (`.cache`, `.bin`), not one of them.
const PACKAGE = new RegExp(`(?:^|/)(?:${[
    'node_modules/(?:@[^/]+/)?[^/.@][^/]*',
    'registry/src/[^/]+/[^/]+', // Cargo
    'git/checkouts/[^/]+/[^/]+',
    '(?:site|dist)-packages/[^/.][^/]*',
    'pkg/mod/(?:[^/]+/)*[^/]+@v\\d[^/]*', // Go
    'gems/[^/]+-\\d[^/]*',
    'vendor/(?!bundle/|ruby/)[^/.][^/]*/[^/.][^/]*', // Composer, Go
    '_cacache/content-v2', // npm's and pnpm's stores name files by what is in them
    'store/v\\d+/files',
].join('|')})/`);

;// CONCATENATED MODULE: ./js/volume/secrets.js





/** Longer files are not looked through for tokens. */
const SMALL_BYTES = 64 * 1024;
const NAMED = 5;
/** What a version lists; beyond it files are left out all the same. */
const LISTED = 10_000;
/** How a version names a file of a mount that it leaves out. */
function secrets_omittedName(label, path) {
    return path === '' ? label : `${label}: ${(0,core_bytes/* toDisplay */.Wn)(path)}`;
}
/**
 * The tree without files that hold a credential, and without directories that hold nothing else. Only files that may by
 * their name are opened; not those that a state proves to be in a version which these rules passed.
 */
function withoutSecrets({ workspace }, mount, tree, state) {
    const entries = secrets_candidates(mount, tree, state);
    const beginnings = workspace.peek(mount, tree, entries, LOOKED_AT_BYTES);
    const found = new Map();
    entries.forEach((entry, i) => {
        const bytes = beginnings[i];
        const what = bytes && credentialIn(nameOf(mount, tree, entry), directoryOf(mount, tree, entry), bytes);
        if (what)
            found.set(tree.source(entry), what);
    });
    if (found.size === 0)
        return { tree, omitted: [] };
    const keep = new Uint8Array(tree.length).fill(1);
    for (let entry = 0; entry < tree.length; entry++) {
        if (tree.type[entry] === core_tree/* EntryType */.$Y.file && found.has(tree.source(entry)))
            keep[entry] = 0;
    }
    dropEmptied(tree, keep);
    const gone = [...keep.keys()].filter((entry) => !keep[entry]);
    const omitted = gone.map((entry) => ({ path: tree.path(entry), what: found.get(tree.source(entry)) }));
    return { tree: keep[0] ? (0,core_tree/* filterTree */.hV)(tree, keep) : undefined, omitted };
}
/** What a version lists as left out. */
function listOmitted(mounts) {
    const names = mounts.flatMap(({ mount: { label }, omitted }) => omitted.flatMap(({ path, what }) => (what ? secrets_omittedName(label, path) : [])));
    return names.slice(0, LISTED);
}
/** Names what a save leaves out, is refused for, or stores all the same: a few files, and how many there are. */
function tellOmitted(events, mounts, doing) {
    const files = mounts.flatMap(({ mount: { label }, omitted }) => omitted.flatMap(({ path, what }) => (what ? `${secrets_omittedName(label, path)} (${what})` : [])));
    if (files.length > 0)
        events.emit({ type: 'secrets', doing, files: files.slice(0, NAMED), total: files.length });
}
/** Names what a version that was restored lacks. */
function secrets_tellLacking(events, omitted) {
    if (omitted.length > 0)
        events.emit({ type: 'secrets', doing: 'lacking', files: omitted.slice(0, NAMED), total: omitted.length });
}
/** Marks the new small files whose content is to be looked through for tokens while it is read. */
function markSuspects(mounts, tasks) {
    if (tasks.length === 0)
        return tasks;
    const published = mounts.map(({ mount, tree }) => packageTrees(tree, mount.base));
    return tasks.map((task) => {
        const { tree } = mounts[task.mount];
        const isSmall = tree.size[task.entry] <= SMALL_BYTES;
        return isSmall && !published[task.mount]?.[tree.parent[task.entry]] ? { ...task, suspect: true } : task;
    });
}
/** Warns of files with what looks like a token; they are saved. */
function tellTokens(events, mounts, tasks, read) {
    const files = read.flatMap((file, i) => {
        if (file.kind !== 'read' || !file.token)
            return [];
        const { mount, entry } = tasks[i];
        const { mount: { label }, tree, } = mounts[mount];
        return [`${secrets_omittedName(label, tree.path(entry))} (${file.token})`];
    });
    if (files.length > 0)
        events.emit({ type: 'tokens', files: files.slice(0, NAMED), total: files.length });
}
/** Entries that have to be opened. */
function secrets_candidates(mount, tree, state) {
    // First, because that is what most files are of.
    const published = packageTrees(tree, mount.base);
    const own = [];
    for (let entry = 0; entry < tree.length; entry++) {
        if (tree.type[entry] !== core_tree/* EntryType */.$Y.file || tree.size[entry] === 0)
            continue;
        if (entry > 0 && published[tree.parent[entry]])
            continue;
        if (mayHoldCredential(nameOf(mount, tree, entry), () => directoryOf(mount, tree, entry)))
            own.push(entry);
    }
    if (own.length === 0 || state?.vetted !== SECRET_RULES)
        return own;
    const recorded = diff_pairEntries(tree, state.tree);
    return own.filter((entry) => {
        const s = recorded[entry];
        return s === core_tree/* NONE */.x3 || !diff_proves(state.tree, s, tree, entry);
    });
}
/** The mount itself has no name in its tree. */
function nameOf({ path }, tree, entry) {
    return entry === 0 ? path.slice(path.lastIndexOf('/') + 1) : tree.name[entry];
}
/** Below the mount's anchor. */
function directoryOf({ base }, tree, entry) {
    if (entry === 0)
        return base.slice(0, Math.max(0, base.lastIndexOf('/')));
    const inside = tree.path(tree.parent[entry]);
    return inside === '' ? base : `${base}/${inside}`;
}
/** A directory that came only with what is left out must not make a new version either. */
function dropEmptied(tree, keep) {
    const kept = new Uint32Array(tree.length);
    const lost = new Uint32Array(tree.length);
    for (let entry = tree.length - 1; entry > 0; entry--) {
        if (keep[entry] && lost[entry] && !kept[entry])
            keep[entry] = 0;
        const counts = keep[entry] ? kept : lost;
        const parent = tree.parent[entry];
        counts[parent] = counts[parent] + 1;
    }
}

;// CONCATENATED MODULE: ./js/volume/place.js







/** Content that may only have moved to other packs: from here on, reading their footers is cheaper than fetching it. */
const WORTH_FOOTERS_BYTES = (/* unused pure expression or super */ null && (1024 * 1024));
const place_ID_BYTES = 32;
/** Begins to look at what lies at the mounts. Whoever begins it waits for it to end. */
function place_beginScans(context, request) {
    const { workspace } = context;
    return new Map(request.mounts.map((mount) => {
        const without = othersInside(context, request, mount);
        const scan = workspace.occupied(mount) ? look(context, request, mount, without) : undefined;
        // Until somebody needs it, its failure is nobody's.
        scan?.catch(() => undefined);
        return [mount, { without, scan }];
    }));
}
function look(context, request, mount, without) {
    const known = knownState(context, request, mount)?.tree;
    return context.workspace.scan(mount, { without, ...(known && { known }), ...signalOf(context) });
}
/** Waits until nothing is looked at any more, whatever came of it. */
async function place_endScans(scans) {
    await Promise.allSettled([...scans.values()].flatMap(({ scan }) => scan ?? []));
}
/** The mounts of a version of a namespace paired with this machine's, and what has to be done at each place. */
async function place_planPlaces(context, request, namespace, version, scans) {
    const staged = [];
    for (const mount of request.mounts) {
        const recorded = version.manifest.mounts.find(({ label }) => label === mount.label);
        if (recorded)
            staged.push(await planPlace(context, request, namespace, version, mount, selected(recorded.tree, mount), scans));
    }
    for (const { label } of version.manifest.mounts) {
        if (!request.mounts.some((mount) => mount.label === label))
            context.events.emit({ type: 'mount-unpaired', label });
    }
    return staged;
}
async function planPlace(context, request, namespace, version, mount, recordedTree, scans) {
    const { without = [], scan: scanning } = scans.get(mount) ?? {};
    const tree = outside(recordedTree, mount, without);
    const write = Array.from({ length: tree.length }, (_, entry) => entry);
    const ids = new Uint8Array(tree.extents * place_ID_BYTES);
    const whole = { mount, tree, ids, write, restamp: [], remove: [], omitted: [] };
    if (!scanning)
        return { ...whole, how: mount.selection.everything ? 'sibling' : 'in-place' };
    const { tree: scan, incomplete } = await scanning;
    if (!scan)
        return { ...whole, how: 'in-place' };
    const state = knownState(context, request, mount);
    const recorded = state && pairEntries(scan, state.tree);
    const diff = state && recorded
        ? await diffKnown(context, namespace, version, tree, scan, state, recorded)
        : diffPlace(tree, scan, () => false);
    const knowsIds = state && recorded && sameKey(state, version);
    copyKnown(tree, ids, scan, incomplete, diff, knowsIds ? { state, recorded } : undefined);
    const touched = state && !sameJob(state, request.job) ? touchedSince(scan, state) : new Uint8Array(scan.length);
    const { paths: omitted, stays } = leftOut(version, mount, scan, diff);
    const goes = (entry) => {
        if (stays[entry])
            return false;
        if (request.foreign !== 'owned')
            return request.foreign === 'exact';
        // What the version before had and this one lacks, and what a job that was not committed left behind.
        return (recorded !== undefined && recorded[entry] !== NONE) || touched[entry] === 1;
    };
    const remove = [...diff.inTheWay, ...diff.foreign.filter(goes).map((entry) => scan.path(entry))];
    return { mount, tree, ids, how: 'in-place', write: diff.write, restamp: diff.restamp, remove, omitted };
}
/** What lies there and the version leaves out, with the directories it lies in: nobody could bring it back. */
function leftOut({ omitted }, { label }, scan, { foreign }) {
    const stays = new Uint8Array(scan.length);
    const names = new Set(omitted);
    for (const entry of names.size > 0 ? foreign : []) {
        if (!names.has(omittedName(label, scan.path(entry))))
            continue;
        for (let up = entry; up !== NONE; up = scan.parent[up])
            stays[up] = 1;
    }
    return { paths: foreign.filter((entry) => stays[entry]).map((entry) => scan.path(entry)), stays };
}
/** What this machine proves about a mount of this volume. */
function knownState(context, { volume, rights }, mount) {
    const state = context.workspace.loadState(mount);
    return state && state.volume === volume && trusts(context, rights, state) ? state : undefined;
}
/** The difference at a place whose files this machine can prove by stat. */
async function diffKnown(context, namespace, version, tree, scan, state, recorded) {
    const frames = mapFrames(state, version.manifest);
    const moved = new Map();
    const diff = diffPlace(tree, scan, (v, t) => {
        const s = recorded[t];
        if (s === NONE || !proves(state.tree, s, scan, t))
            return false;
        const source = state.tree.source(s);
        if (sameContent(state.tree, source, frames, tree, v))
            return true;
        moved.set(v, source);
        return false;
    });
    const bytes = [...moved.keys()].reduce((sum, v) => sum + tree.size[v], 0);
    if (bytes < WORTH_FOOTERS_BYTES || !sameKey(state, version))
        return diff;
    const same = await equalByIds(context, namespace, version.manifest, tree, state, moved);
    if (same.size === 0)
        return diff;
    return diffPlace(tree, scan, (v, t) => {
        const s = recorded[t];
        if (s === NONE || !proves(state.tree, s, scan, t))
            return false;
        const source = state.tree.source(s);
        return sameContent(state.tree, source, frames, tree, v) || (same.has(v) && moved.get(v) === source);
    });
}
/** Chunk ids of two keys, or of one and none, say nothing of each other. */
function sameKey(state, { manifest }) {
    return state.packs[0]?.keyId === manifest.packs[0]?.keyId;
}
/** The entries of a version that the patterns given now select, with the directories on the way to them. */
function selected(tree, mount) {
    if (mount.selection.everything)
        return tree;
    const keep = new Uint8Array(tree.length);
    const paths = tree.paths();
    for (let entry = tree.length - 1; entry >= 0; entry--) {
        const chosen = mount.selection.selects(paths[entry], tree.type[entry] === EntryType.directory);
        if (!chosen && !keep[entry])
            continue;
        if (!chosen)
            tree.implied[entry] = 1;
        keep[entry] = 1;
        const parent = tree.parent[entry];
        if (parent !== NONE)
            keep[parent] = 1;
    }
    keep[0] = 1;
    return filterTree(tree, keep);
}
/** The tree without what lies at other steps' mounts: a version saved before those were declared may hold it. */
function outside(tree, mount, others) {
    if (others.length === 0)
        return tree;
    const without = new Set(others);
    const keep = new Uint8Array(tree.length);
    const paths = tree.paths();
    for (let entry = 0; entry < tree.length; entry++) {
        const parent = tree.parent[entry];
        keep[entry] =
            (parent === NONE || keep[parent]) && !without.has(joinBytes(mount.path, paths[entry])) ? 1 : 0;
    }
    return filterTree(tree, keep);
}
/**
 * Entries that stay as they are have the stamps the scan found, and the ids the state knows. Directories in which more
 * lies than the version has do not: who goes by them would not list them.
 */
function copyKnown(tree, ids, scan, incomplete, { write, foreign, at }, known) {
    const writes = new Uint8Array(tree.length);
    for (const entry of write)
        writes[entry] = 1;
    const holdsMore = new Set([...incomplete, ...foreign.map((entry) => scan.parent[entry])]);
    for (let entry = 0; entry < tree.length; entry++) {
        const t = at[entry];
        if (t === NONE || writes[entry])
            continue;
        tree.ctimeNs[entry] = holdsMore.has(t) ? 0n : scan.ctimeNs[t];
        tree.ino[entry] = scan.ino[t];
        tree.dev[entry] = scan.dev[t];
        const s = known?.recorded[t] ?? NONE;
        if (!known || s === NONE)
            continue;
        const from = known.state.tree;
        const first = from.firstExtent[from.source(s)] * place_ID_BYTES;
        const bytes = tree.extentCount[entry] * place_ID_BYTES;
        ids.set(known.state.ids.subarray(first, first + bytes), tree.firstExtent[entry] * place_ID_BYTES);
    }
}

;// CONCATENATED MODULE: ./js/volume/purge.js





// What a persistent runner clears away besides what a version's own restore replaces. Excluded paths, git-tracked files
// and other steps' mounts stay.
/**
 * Before anything is restored: removes what a job of another lane left in a mount, and what lies where another
 * volume's state stands for this one's. Without this, files of a pull request would be saved by the next trusted job.
 * Throws where another lane's files cannot be told from git's.
 */
async function purge_purgeForeign(context, request, mount) {
    const state = context.workspace.loadState(mount);
    if (!state)
        return;
    const same = sameJob(state, request.job);
    const trusted = trusts(context, request.rights, state);
    if (state.volume === request.volume && (same || trusted))
        return;
    const removed = await clear(context, request, mount, state.lane, (tree) => state.volume === request.volume ? leftBy(state, tree) : unknownTo(state, tree, same));
    // It still is what the earlier step goes by.
    if (same)
        return;
    if (removed === undefined && !trusted) {
        const message = `what lane ${state.lane} left cannot be removed without knowing what git tracks`;
        throw Object.assign(new Error(message), { path: mount.path });
    }
    context.workspace.saveState(mount, undefined);
}
/**
 * After a miss, or where the version lacks a mount: no earlier job's files are part of what this job starts from, least
 * of all those of a job that failed. `exact`: nothing is.
 */
async function purge_purgeOwn(context, request, mount, how) {
    const state = context.workspace.loadState(mount);
    if (how === 'exact')
        await clear(context, request, mount, request.rights.writes ?? '', () => () => true);
    else if (state && !sameJob(state, request.job))
        await clear(context, request, mount, state.lane, (tree) => leftBy(state, tree));
}
/** Removes the entries that go; `undefined`: git could not be asked, and nothing was removed. */
async function clear(context, request, mount, lane, choose) {
    const without = othersInside(context, request, mount);
    const { tree } = await context.workspace.scan(mount, { without, ...signalOf(context) });
    if (!tree)
        return 0;
    const goes = choose(tree);
    // The mount itself goes only if it is no directory.
    const going = tree.paths().filter((_, entry) => (entry > 0 || tree.type[0] !== EntryType.directory) && goes(entry));
    const files = await context.workspace.remove(mount, going);
    if (files)
        context.events.emit({ type: 'purged', path: toDisplay(mount.path), files, lane });
    return files;
}
/** What the state lists, what the job left out of its save for its credentials, and what has changed since. */
function leftBy(state, tree) {
    const listed = pairEntries(tree, state.tree);
    const touched = touchedSince(tree, state);
    const omitted = new Set(state.omitted);
    return (entry) => listed[entry] !== NONE || touched[entry] === 1 || (omitted.size > 0 && omitted.has(tree.path(entry)));
}
/**
 * A place has one state, and that of another volume (patterns with the same base) replaced this one's, so nobody knows
 * who left what this volume selects. Only what an earlier step of the job restored, and what came after it, is known.
 */
function unknownTo(state, tree, sameJob) {
    if (!sameJob)
        return () => true;
    const listed = pairEntries(tree, state.tree);
    const omitted = new Set(state.omitted);
    return (entry) => listed[entry] === NONE &&
        !(omitted.size > 0 && omitted.has(tree.path(entry))) &&
        tree.ctimeNs[entry] < state.stampNs;
}

;// CONCATENATED MODULE: ./js/volume/remember-restore.js



/** Records what lies at each mount now. Afterwards no write of the job can hide behind a recorded stamp. */
async function remember_restore_rememberRestore(run, parent, version, mounts, touchedAt) {
    const { context, request } = run;
    const fork = { parent, startedAt: run.startedAt ?? context.clock.now() };
    for (const mount of request.mounts) {
        const { tree, ids, omitted } = mounts.find((staged) => staged.mount === mount) ?? {
            tree: emptyTree(),
            ids: new Uint8Array(),
            omitted: version?.omitted.includes(omittedName(mount.label, '')) ? [''] : [],
        };
        // Directories were touched after the newest file was, so one tick of the clock more.
        const now = await context.workspace.settle(mount, newestCtime(tree));
        const stampNs = await context.workspace.settle(mount, now);
        const content = {
            tree,
            ids,
            version,
            lane: parent?.lane ?? '',
            stampNs,
            broken: [...run.broken],
            touchedAt,
            omitted,
        };
        context.workspace.saveState(mount, forkState(context, request, fork, content));
    }
}
/** A miss is remembered too: what the job creates from now on is the job's. */
async function remember_restore_rememberMiss(run) {
    const { context, request } = run;
    if (request.foreign !== 'overlay') {
        for (const mount of request.mounts)
            await purgeOwn(context, request, mount, 'owned');
    }
    await remember_restore_rememberRestore(run, undefined, undefined, []);
}

;// CONCATENATED MODULE: ./js/core/at-once.js
/**
 * Does something with each of them, so many at a time, begun in their order. Rejects with the first failure; the others
 * go on.
 */
async function eachAtOnce(all, most, work) {
    // Shared, and an array's: it goes on after a worker has failed.
    const rest = [...all].values();
    const worker = async () => {
        for (const one of rest)
            await work(one);
    };
    await Promise.all(Array.from({ length: most }, worker));
}

// EXTERNAL MODULE: ./js/core/head-codec.js
var head_codec = __nccwpck_require__(7531);
// EXTERNAL MODULE: ./js/core/signed-object.js
var signed_object = __nccwpck_require__(6716);
;// CONCATENATED MODULE: ./js/core/trust.js




/** The head with its signature. */
function signHead(signer, line, head) {
    const signed = (0,head_codec/* signedText */.Mo)(head);
    return { ...head, signed, signature: signer.sign((0,core_signature/* headMessage */.kg)(line, signed)) };
}
/** `undefined`: the head was signed for this line by somebody who is trusted. */
function headDistrust(trust, line, { signature, signed = '' }) {
    return (0,core_signature/* distrust */.p7)(trust.keys, signature, (0,core_signature/* headMessage */.kg)(line, signed));
}
/** Why a version, whose object this is, is not to be used; `undefined`: it may be. The end of a sentence. */
function versionDistrust(trust, place, { signature, provenance }, object) {
    const signer = (0,core_signature/* signerOf */.Kv)(signature);
    const reason = (0,core_signature/* distrust */.p7)(trust.keys, signature, (0,core_signature/* versionMessage */.Qm)(place, (0,signed_object/* coveredDigest */.No)(object, signature)));
    if (reason)
        return whyNot(reason, signer);
    const facts = writerFacts(place.lane, signer, provenance);
    return fitsWriter(trust.writers, facts) ? undefined : `no line of require-writer fits ${writerText(facts)}`;
}
/** A clause. */
function whyNot(reason, signer) {
    switch (reason) {
        case 'unsigned':
            return 'it is not signed';
        case 'unknown-signer':
            return `it is signed with the key ${signer}, which is none of verify-keys`;
        case 'wrong-signature':
            return 'its signature is wrong, so it was altered or belongs elsewhere';
    }
}

;// CONCATENATED MODULE: ./js/core/expansion.js

/** Below this nobody is harmed, whatever it is made of. */
const HARMLESS_BYTES = 1024 * 1024 * 1024;
/** A thousand copies of a text that shrinks to a tenth of its size. */
const RATIO_MAX = 10_000;
/**
 * Why a version is taken for a bomb: files that are more than a gibibyte and more than ten thousand times what is
 * stored of them, holes not counted. `undefined`: it is none.
 */
function bombIn({ mounts, frames }) {
    let storedBytes = 0;
    for (let frame = 0; frame < frames.length; frame++)
        storedBytes += frames.storedLength[frame];
    let bytes = 0;
    for (const { tree } of mounts) {
        for (let extent = 0; extent < tree.extents; extent++) {
            if (tree.frame[extent] !== core_tree/* HOLE */.vs)
                bytes += tree.extentLength[extent];
        }
    }
    if (bytes <= HARMLESS_BYTES || bytes <= RATIO_MAX * storedBytes)
        return undefined;
    return `${bytes} bytes of files are made of ${storedBytes} stored ones, more than ${RATIO_MAX} to one`;
}

// EXTERNAL MODULE: ./js/core/version-codec.js
var version_codec = __nccwpck_require__(3087);
;// CONCATENATED MODULE: ./js/volume/load-version.js








/**
 * Fetches and checks a version object against what its line's head says of it. Rejects only with `StoreError`. With
 * `tables` its trees are neither decoded nor checked before they are looked at, which may then throw `FormatError`.
 */
async function load_version_loadVersion(context, line, ref, what = 'whole', options = types_signalOf(context)) {
    const bytes = await context.heads.version(line, ref, options);
    if (!bytes)
        return { reason: 'missing', detail: 'its object is not there' };
    if (bytes.length !== ref.bytes)
        return { reason: 'damaged', detail: `its object has ${bytes.length} bytes, not ${ref.bytes}` };
    if ((0,digest/* sha256Hex */.fg)(bytes) !== ref.sha256)
        return { reason: 'damaged', detail: 'its object is not what was stored' };
    try {
        const seal = (0,sealed_object/* sealOf */.Ru)('V', bytes);
        const opener = keyFor(context, seal);
        if ('reason' in opener)
            return opener;
        const object = opener.key ? (0,sealed_object/* openVersion */.pp)(opener.key, ref.ulid, bytes) : bytes;
        const version = (0,version_codec/* decodeVersionTables */.GS)(object);
        if (version.ulid !== ref.ulid)
            return { reason: 'damaged', detail: 'its object belongs to another version' };
        if (version.manifest.packs.some(({ keyId }) => keyId !== (seal?.keyId ?? '')))
            return { reason: 'damaged', detail: 'it refers to packs that its key does not open' };
        const place = { namespace: line.namespace, lane: ref.lane, volume: line.volume };
        const untrusted = context.trust && versionDistrust(context.trust, place, version, object);
        if (untrusted)
            return { reason: 'untrusted', detail: untrusted };
        const loaded = { version, bytes, keyId: seal?.keyId ?? '' };
        return what === 'whole' ? load_version_withTrees(loaded) : loaded;
    }
    catch (error) {
        return faultOf(error);
    }
}
/** A version loaded with its `tables`, as if it had been loaded `whole`. */
function load_version_withTrees(loaded) {
    try {
        (0,version_codec/* decodeVersionTrees */.A)(loaded.version);
        const bomb = bombIn(loaded.version.manifest);
        return bomb === undefined ? loaded : { reason: 'damaged', detail: bomb };
    }
    catch (error) {
        return faultOf(error);
    }
}
function faultOf(error) {
    if (!(error instanceof errors/* FormatError */.IF))
        throw error;
    return { reason: error.required === undefined ? 'damaged' : 'needs-newer', detail: error.message };
}

;// CONCATENATED MODULE: ./js/volume/touch.js







/**
 * Keeps what a restore may want from expiring, on stores where things do, at most once a period, by jobs that may write.
 * Where a read keeps things, each pack of the version that this run has not used is asked for a byte. Elsewhere
 * everything of the line that lies in the lane this job writes is made as young as new: the packs of the version, of
 * the current one and of the one before, those versions, and last the head, which says when. Killed before that, it is
 * done again. Best effort: what the store fails to do now, the next job does. Rejects only when the signal aborts.
 */
async function touch_touch(context, touching) {
    const { store, signal } = context;
    const { rights, head, line, ref, packs, used, state } = touching;
    const { touch: trait } = store.traits;
    if (!trait)
        return { touchedAt: undefined, missing: [] };
    const byHead = ref.ulid === head.current.ulid ? head.touchedAt : 0;
    const byState = (state?.version?.ulid === ref.ulid && state.touchedAt) || 0;
    const before = Math.max(byHead, byState);
    const isOwn = rewrites(store.traits) && line.namespace === rights.namespace && line.lane === rights.writes;
    // A head written again without a signature would be refused by those who ask for one.
    const isSealed = isOwn && head.signature !== '' && !context.trust?.signer;
    if (rights.writes === undefined || isSealed)
        return { touchedAt: before, missing: [] };
    try {
        const now = await store.now(upkeepOf(context));
        if (now - before < trait.everyMillis)
            return { touchedAt: before, missing: [] };
        const due = packs.filter(({ ulid }) => trait.how === 'renew' || !used.has(ulid));
        const missing = await renewPacks(context, touching, due);
        if (isOwn) {
            await renewLinked(context, touching);
            const isDue = now - head.touchedAt >= trait.everyMillis;
            if (isDue && missing.length === 0 && !touching.advancing)
                await renewHead(context, line, head, now);
        }
        return { touchedAt: now, missing };
    }
    catch (error) {
        signal?.throwIfAborted();
        if (!(error instanceof errors/* StoreError */.AD))
            throw error;
        return { touchedAt: before, missing: [] };
    }
}
/**
 * As `touch`, for a save that would leave an equal tree at the version it forked; `undefined`: packs of that are gone.
 * `isNew`: the state does not say so yet, and no head.
 */
async function touchParent(context, { rights, dryRun }, { head, line, ref }, states, packs, used) {
    if (dryRun)
        return { touchedAt: undefined, isNew: false };
    const state = states.find((remembered) => remembered);
    const read = new Set(used.map(({ ulid }) => ulid));
    const { touchedAt, missing } = await touch_touch(context, { rights, head, line, ref, packs, used: read, state });
    if (missing.length > 0)
        return undefined;
    return { touchedAt, isNew: (touchedAt ?? 0) > Math.max(head.touchedAt, state?.touchedAt ?? 0) };
}
/**
 * As `touch`, for a save whose new version builds on packs of its parent, where reading their footers has not kept them:
 * what the next head may say. `undefined`: it may say that everything is new.
 */
async function touchBase(context, { rights }, parent, { manifest }) {
    if (!parent || !manifest || !rewrites(context.store.traits))
        return undefined;
    const { head, line, ref } = parent;
    const { packs } = manifest;
    const none = { used: new Set(), state: undefined };
    const { touchedAt = 0 } = await touch_touch(context, { rights, head, line, ref, packs, ...none, advancing: true });
    return { commit: head.commit, touchedAt };
}
/** When the objects of a head that replaces another were last kept: of the one before, too, which becomes its history. */
function touchedAfter(traits, touched, replaced, committedAt) {
    const touchedAt = touched?.touchedAt ?? committedAt;
    const isKnown = !replaced || replaced.commit === touched?.commit || !rewrites(traits);
    return isKnown ? touchedAt : Math.min(touchedAt, replaced.touchedAt);
}
/** Are things kept by being written again? Where a name is written once, renewing one reads it. */
function rewrites({ touch: trait, overwrite }) {
    return trait?.how === 'renew' && overwrite;
}
/** Those of other lanes, where this job writes nothing, are only looked for. Resolves with those that are gone. */
async function renewPacks(context, { rights, line: { namespace } }, packs) {
    const { store } = context;
    const missing = [];
    await eachAtOnce(packs, store.traits.concurrency, async ({ lane, ulid }) => {
        const key = (0,core_keys/* packKey */.l7)(namespace, lane, ulid);
        const isOwn = namespace === rights.namespace && lane === rights.writes;
        const mayRenew = isOwn || !rewrites(store.traits);
        const isThere = mayRenew
            ? await store.renew(key, upkeepOf(context))
            : (await store.stat(key, upkeepOf(context))) !== undefined;
        if (!isThere)
            missing.push(ulid);
    });
    return missing;
}
/** The versions that a restore tries, and the packs of those whose packs were not given. */
async function renewLinked(context, { rights, head, line, ref, packs: given }) {
    const done = new Set(given.map(({ ulid }) => ulid));
    const linked = [head.current, ...head.history.slice(0, 1)];
    const keys = [];
    for (const one of linked) {
        if (one.lane === rights.writes)
            keys.push((0,core_keys/* versionKey */._5)(rights.namespace, one.lane, one.ulid));
        if (one.ulid === ref.ulid)
            continue;
        // One that this job cannot read it cannot restore either.
        const loaded = await load_version_loadVersion(context, line, one, 'tables', upkeepOf(context));
        for (const { lane, ulid } of 'reason' in loaded ? [] : loaded.version.manifest.packs) {
            if (lane === rights.writes && !done.has(ulid))
                keys.push((0,core_keys/* packKey */.l7)(rights.namespace, lane, ulid));
            done.add(ulid);
        }
    }
    const { store } = context;
    await eachAtOnce(keys, store.traits.concurrency, (key) => store.renew(key, upkeepOf(context)));
}
/** The head as it is, at a later time. Whoever was faster has written one that is as young. */
async function renewHead(context, line, { commit }, now) {
    const { heads, random, trust } = context;
    // What was found by way of the volume's newest has that one's tag.
    const stored = await heads.read(line, upkeepOf(context));
    if (!stored || stored.stale || stored.head.commit !== commit)
        return;
    const { signed: _, ...head } = stored.head;
    const next = { ...head, commit: (0,core_bytes/* toHex */.nj)(random(16)), from: commit, touchedAt: now, signature: '' };
    const signed = trust?.signer ? signHead(trust.signer, line, next) : next;
    await heads.advance(line, signed, stored.tag, upkeepOf(context));
}
function upkeepOf(context) {
    return { upkeep: true, ...types_signalOf(context) };
}

// EXTERNAL MODULE: ./js/core/frame.js
var core_frame = __nccwpck_require__(5817);
;// CONCATENATED MODULE: ./js/volume/verifying-staging.js




/** A staging area that checks every frame as a real one does and writes nothing: for shadow mode and `verify`. */
function verifying_staging_verifyingStaging() {
    return {
        async write({ bytes, parts, frames, seal }) {
            for (const { frame, at } of parts) {
                const row = frames.row(frame);
                const stored = bytes.subarray(at, at + row.storedLength);
                if (!sameBytes(sha256(stored), row.sha256))
                    throw new FormatError(`frame ${row.number} is not what was stored`);
                decodeFrame(stored, row.codec, row.rawLength, seal && { ...seal, number: row.number });
            }
        },
        async commit() {
            return { writtenFiles: 0, writtenBytes: 0, removedFiles: 0 };
        },
        async abort() { },
    };
}

;// CONCATENATED MODULE: ./js/volume/apply.js











/**
 * Puts a version in place of what lies at the mounts, and remembers it. After a failure nothing half-written stays.
 * Rejects with `PackFault` where the version cannot be had whole.
 */
async function apply_apply(run, found, ref, version, scans, begun) {
    const { context, request, millis } = run;
    const { clock, workspace } = context;
    const { namespace } = found.stored.line;
    const began = clock.now();
    const mounts = await planPlaces(context, request, namespace, version, scans);
    const ranges = planRanges(mounts.map(({ tree, write }) => ({ tree, entries: write })), version.manifest.frames, context.store.traits.readBytes);
    const files = mounts.reduce((sum, { tree }) => sum + tree.fileCount(), 0);
    const totalBytes = mounts.reduce((sum, { tree }) => sum + tree.totalBytes(), 0);
    const options = signalOf(context);
    const staging = request.how === 'shadow' ? verifyingStaging() : await workspace.stage(mounts, options);
    try {
        const writes = mounts.reduce((sum, { write }) => sum + write.length, 0);
        const [fetched, { touchedAt }] = await Promise.all([
            fetchRanges(context, namespace, version.manifest, ranges, staging, writes, begun),
            keepAlive(run, found, ref, version, ranges),
        ]);
        millis.fetchAndWrite = clock.now() - began;
        const { writtenFiles, writtenBytes } = await staging.commit();
        workspace.cool();
        if (request.how === 'restore')
            await clearUnpaired(context, request, version, mounts);
        if (request.how === 'restore')
            await rememberRestore(run, parentOf(run, found, ref), version, mounts, touchedAt);
        tellLacking(context.events, version.omitted);
        millis.finish = clock.now() - began - millis.fetchAndWrite;
        return { files, totalBytes, fetchedBytes: fetched + ref.bytes, writtenFiles, writtenBytes };
    }
    catch (error) {
        await staging.abort();
        // A commit that failed half way is cleaned up as a killed one would be.
        if (request.how === 'restore')
            for (const { mount } of mounts)
                workspace.recover(mount);
        throw error;
    }
}
/** Packs that this restore reads nothing of are kept from expiring; those that have gone are noted. */
async function keepAlive({ context, request, broken }, { stored: { head, line } }, ref, { manifest: { packs } }, ranges) {
    const isOwn = line.namespace === request.rights.namespace;
    if (request.how !== 'restore' || !isOwn || !context.store.traits.touch)
        return { touchedAt: undefined };
    const used = new Set(ranges.map(({ pack }) => packs[pack]?.ulid ?? ''));
    const state = remembered(context, request);
    const touched = await touch(context, { rights: request.rights, head, line, ref, packs, used, state });
    for (const pack of touched.missing)
        broken.add(pack);
    return touched;
}
/** Where the version has nothing for a mount, and not because it was left out. */
async function clearUnpaired(context, request, version, mounts) {
    if (request.foreign === 'overlay')
        return;
    for (const mount of request.mounts) {
        if (version.omitted.includes(omittedName(mount.label, '')))
            continue;
        if (!mounts.some((staged) => staged.mount === mount))
            await purgeOwn(context, request, mount, request.foreign);
    }
}

;// CONCATENATED MODULE: ./js/volume/shares.js




// What a namespace lets others read: one object for each reader, in its lane `trusted`. That it is there says all.
/** Lets `reader` read what is trusted in a namespace. */
async function share(context, namespace, reader) {
    const body = Buffer.from(`${JSON.stringify({ reader })}\n`);
    await put(context.store, shareKey(namespace, reader), body, 'none', signalOf(context));
}
/** Takes that back; `false`: it was not shared. */
async function unshare(context, namespace, reader) {
    const name = shareKey(namespace, reader);
    const wasShared = (await context.store.stat(name, signalOf(context))) !== undefined;
    if (wasShared)
        await context.store.remove([name], signalOf(context));
    return wasShared;
}
/** The namespaces that may read what is trusted in this one, sorted. */
async function readers(context, namespace) {
    const found = [];
    for await (const { key } of context.store.list(sharesPrefix(namespace), signalOf(context))) {
        const reader = parseShareKey(key);
        if (reader !== undefined)
            found.push(reader);
    }
    return found.sort();
}
/**
 * Other namespaces, as one look-up reads them: each is asked once whether this one may, by one read. What is refused is
 * said and left out; so is what a store fails to say, because what the job's own namespace has must not hide behind it.
 */
class Shares {
    #context;
    #reader;
    #mayRead = new Map();
    constructor(context, { namespace }) {
        this.#context = context;
        this.#reader = namespace;
    }
    async mayRead(namespace) {
        const known = this.#mayRead.get(namespace);
        if (known !== undefined)
            return known;
        const context = this.#context;
        this.#mayRead.set(namespace, false);
        // Entries there belong to one repository, whatever they are called.
        if (context.heads.versionsTravel)
            return this.#refuse(namespace, 'unsupported');
        try {
            const isDeclared = await context.store.get((0,core_keys/* shareKey */.tZ)(namespace, this.#reader), types_signalOf(context));
            if (!isDeclared)
                return this.#refuse(namespace, 'not-declared');
            this.#mayRead.set(namespace, true);
            return true;
        }
        catch (error) {
            if (!(error instanceof errors/* StoreError */.AD))
                throw error;
            const { kind, store, message: detail } = error;
            if (kind === 'denied')
                return this.#refuse(namespace, 'denied');
            context.events.emit({ type: 'store-failed', kind, store, doing: 'looking up', detail });
            return false;
        }
    }
    /** What is read of a namespace. A store that refuses it has the last word, unless it is the job's own. */
    async read(namespace, read) {
        try {
            return await read();
        }
        catch (error) {
            if (namespace === this.#reader || !(error instanceof errors/* StoreError */.AD && error.kind === 'denied'))
                throw error;
            this.#refuse(namespace, 'denied');
            return undefined;
        }
    }
    #refuse(namespace, reason) {
        this.#mayRead.set(namespace, false);
        this.#context.events.emit({ type: 'not-shared', namespace, reader: this.#reader, reason });
        return false;
    }
}

;// CONCATENATED MODULE: ./js/volume/trust.js


/**
 * May this run go by the head? Not if signatures are asked for and its own is none to go by, or is one from before what
 * this machine has seen of the line. Says why not.
 */
function trustsHead(context, stored) {
    const { trust, events } = context;
    const { line, head } = stored;
    const reason = trust && headDistrust(trust, line, head);
    if (reason) {
        const { key, lane } = line;
        events.emit({ type: 'head-refused', key, lane, reason, signer: (0,core_signature/* signerOf */.Kv)(head.signature) });
        return false;
    }
    const seen = trust_rolledBack(context, stored);
    if (!seen)
        return true;
    const isRefused = trust !== undefined;
    const { committedAt } = head;
    events.emit({
        type: 'rolled-back',
        key: line.key,
        lane: line.lane,
        committedAt,
        seenAt: seen.committedAt,
        isRefused,
    });
    return !isRefused;
}
/** For before a head is read: whatever this machine knows by then of its lane cannot be later than the store does. */
function lookBack({ store, workspace }, { namespace, lane, volume }) {
    if (lane === WATCHED)
        workspace.seenHead(store.name, { namespace, lane, volume, key: '' });
}
/** The head, marked where this run may only replace it. */
function judged(context, stored) {
    return !stored || trustsHead(context, stored) ? stored : { ...stored, refused: true };
}
/** The head, if this run may go by it. */
function usable(stored) {
    return stored?.refused ? undefined : stored;
}
/** Remembers what this run goes by, unless this machine knows that it is late. */
function trust_saw({ store, workspace, clock }, { line, head, stale }) {
    if (line.lane !== WATCHED || stale)
        return;
    const seen = workspace.seenHead(store.name, line);
    if (seen?.commit === head.commit || (seen && isLate(store.traits, seen, head, clock.now())))
        return;
    const { commit, current, committedAt } = head;
    workspace.sawHead(store.name, line, { commit, version: current.ulid, committedAt });
}
/** What the CI says of the job that signs; nothing where nobody signs, or where it does not say. */
async function signerIdentity({ trust, identity, events, signal }) {
    if (!trust?.signer || !identity)
        return {};
    try {
        return await identity();
    }
    catch (error) {
        signal?.throwIfAborted();
        events.emit({ type: 'no-identity', detail: error.message });
        return {};
    }
}
/** Whoever may write another lane may also take it back: only here is that an attack. */
const WATCHED = 'trusted';
/** How far a store that takes every write and shows it when it likes can be behind itself. */
const LATE_MILLIS = 600_000;
/** What this machine has seen, if that is later than the head and the head does not follow it. */
function trust_rolledBack({ store, workspace, clock, trust }, { line, head, stale }) {
    // One that is known to be late has been said; but whoever can damage the last head must not get by that way.
    if (line.lane !== WATCHED || (stale && !trust))
        return undefined;
    const seen = workspace.seenHead(store.name, line);
    if (!seen || head.committedAt >= seen.committedAt || follows(head, seen))
        return undefined;
    return isLate(store.traits, seen, head, clock.now()) ? undefined : seen;
}
function follows({ current, history }, { version }) {
    return [current, ...history].some(({ ulid }) => ulid === version);
}
/** Where writes have no condition, a head from before may be shown for a while, and two saves may pass each other. */
function isLate({ conditionalPut }, seen, { committedAt }, now) {
    if (conditionalPut || committedAt >= seen.committedAt)
        return false;
    return seen.committedAt - committedAt < LATE_MILLIS || now - seen.committedAt < LATE_MILLIS;
}

;// CONCATENATED MODULE: ./js/volume/find.js




/** The head a job starts from; `undefined`: there is none. */
async function find(context, request) {
    for await (const found of find_candidates(context, request))
        return found;
    return undefined;
}
/**
 * The heads a job may start from, best first: the exact key in every readable lane, then each restore key as a prefix,
 * newest first, in the same lane order, then the newest of the volume. An exact hit in any lane beats a prefix hit.
 * Trusted lanes of the namespaces that share with this one count as lanes after its own. Each head is looked for when
 * it is asked for; one that the job does not trust is as if it were not there.
 */
async function* find_candidates(context, request) {
    const { heads } = context;
    const { volume, key } = request;
    const options = types_signalOf(context);
    const shares = new Shares(context, request.rights);
    for (const lane of request.rights.reads)
        lookBack(context, { namespace: request.rights.namespace, lane, volume });
    for await (const { namespace, lane } of places(request.rights, shares)) {
        const read = () => heads.read({ namespace, lane, volume, key }, options);
        const stored = await readable(context, () => shares.read(namespace, read));
        if (stored && trustsHead(context, stored))
            yield { stored, match: stored.stale ? 'fallback' : 'exact' };
    }
    // An empty restore key means "anything", which is what the last resort reads in one call.
    const prefixes = [...new Set([...request.restoreKeys, ...(request.newestAsLastResort ? [''] : [])])];
    for (const prefix of prefixes) {
        for await (const { namespace, lane } of places(request.rights, shares)) {
            const read = () => heads.latest(namespace, lane, volume, prefix, options);
            const stored = await readable(context, () => shares.read(namespace, read));
            if (stored && trustsHead(context, stored))
                yield { stored, match: 'fallback' };
        }
    }
}
/** Where to look, in order. Another namespace is asked whether it may be read when its turn comes. */
async function* places({ namespace, reads, shares: asked = [] }, shares) {
    for (const lane of reads)
        yield { namespace, lane };
    for (const other of asked)
        if (await shares.mayRead(other))
            yield { namespace: other, lane: SHARED_LANE };
}
/** The one lane that is ever read of another namespace. */
const SHARED_LANE = 'trusted';
/** A damaged head is said and passed over: a good one elsewhere must not hide behind it. */
async function readable({ events }, read) {
    try {
        return await read();
    }
    catch (error) {
        if (!(error instanceof errors/* StoreError */.AD && error.kind === 'corrupt'))
            throw error;
        const { kind, store, message } = error;
        events.emit({ type: 'store-failed', kind, store, doing: 'looking up', detail: message });
        return undefined;
    }
}

;// CONCATENATED MODULE: ./js/volume/first-reads.js




/**
 * The first reads of a restore to where nothing lies, begun before it is known what goes where: working that out takes
 * as long as the way to a store and back.
 */
class first_reads_FirstReads {
    arrays = new SpareArrays();
    #reads = new Map();
    #stop = new AbortController();
    constructor(context, namespace, { frames, packs }) {
        const { signal, store } = context;
        const either = signal ? AbortSignal.any([signal, this.#stop.signal]) : this.#stop.signal;
        let left = BUDGET_BYTES;
        for (const range of planWhole(frames, store.traits.readBytes).slice(0, store.traits.concurrency)) {
            left -= range.length;
            if (left < 0)
                break;
            const read = beginRead(context, namespace, packs, range, either, unhedged, this.arrays.take);
            this.#reads.set(first_reads_nameOf(range), read);
        }
    }
    take(range) {
        const name = first_reads_nameOf(range);
        const read = this.#reads.get(name);
        this.#reads.delete(name);
        return read;
    }
    drop() {
        this.#reads.clear();
        this.#stop.abort();
    }
}
function first_reads_nameOf({ pack, offset, length }) {
    return `${pack} ${offset} ${length}`;
}

;// CONCATENATED MODULE: ./js/volume/restore.js















const NO_WORK = { files: 0, totalBytes: 0, fetchedBytes: 0, writtenFiles: 0, writtenBytes: 0 };
/**
 * Gives the job its fork: finds the version to start from, puts it in place, and remembers what was done. Every fault
 * ends as the version before or as a miss with the target as it was; only an aborted signal rejects.
 */
async function restore_restore(context, request) {
    const run = {
        context,
        request,
        millis: { find: 0, fetchAndWrite: 0, finish: 0 },
        broken: new Set(),
        keyFaults: new Set(),
        startedAt: undefined,
    };
    let outcome;
    let prepared = false;
    try {
        if (request.how === 'restore')
            await prepare(run);
        prepared = true;
        outcome = await findAndApply(run);
    }
    catch (error) {
        context.signal?.throwIfAborted();
        report(context, error);
    }
    if (outcome)
        return outcome;
    // Where another lane's files could not be cleared away its state stays, so that nothing is saved from among them.
    if (request.how === 'restore' && prepared) {
        await rememberMiss(run).catch((error) => report(context, error));
    }
    return { ...MISS, startedAt: run.startedAt, millis: run.millis };
}
/** Clears what a killed run or another lane's job left, whatever the store will say. */
async function prepare({ context, request }) {
    for (const mount of request.mounts) {
        const { removedFiles, removedSiblings } = context.workspace.recover(mount);
        if (removedFiles + removedSiblings > 0) {
            context.events.emit({
                type: 'recovered',
                path: toDisplay(mount.path),
                files: removedFiles,
                siblings: removedSiblings,
            });
        }
        if (request.foreign !== 'overlay')
            await purgeForeign(context, request, mount);
    }
}
async function findAndApply(run) {
    const { context, request, millis } = run;
    const { clock, events } = context;
    const began = clock.now();
    if (request.rights.reads.length === 0) {
        events.emit({ type: 'missed', key: request.key, why: 'no-lane' });
        return undefined;
    }
    if (request.how === 'restore')
        context.workspace.warm('a little');
    const found = candidates(context, request);
    let next = await found.next();
    // The answer to what was just asked told the time.
    run.startedAt = await context.store.now();
    millis.find = clock.now() - began;
    const why = next.done ? 'nothing-stored' : 'unusable';
    while (!next.done) {
        const outcome = request.how === 'look-up' ? await lookUp(run, next.value) : await tryHead(run, next.value);
        if (outcome !== 'untrusted' && outcome !== undefined)
            return outcome;
        if (outcome === undefined)
            break;
        // A version that is not trusted, or that no key of this job opens, is as if it were not there.
        next = await found.next();
    }
    events.emit({ type: 'missed', key: request.key, why });
    return undefined;
}
/** Fetches nothing; where not everybody is trusted, what is found is a hit only if a restore would take it. */
async function lookUp(run, found) {
    const { context } = run;
    const { line, head } = found.stored;
    const loaded = (context.trust || context.keys) && (await loadVersion(context, line, head.current));
    if (loaded && 'reason' in loaded && (loaded.reason === 'untrusted' || isKeyFault(loaded))) {
        context.events.emit({ type: 'version-unusable', version: head.current.ulid, ...loaded });
        return 'untrusted';
    }
    return outcomeOf(run, found, head.current, NO_WORK);
}
async function tryHead(run, found) {
    const { head } = found.stored;
    let result;
    // The version before may do where the current one is damaged; anything older is more likely stale than useful.
    for (const ref of [head.current, ...head.history.slice(0, 1)]) {
        const work = await tryVersion(run, found, ref);
        if (work && work !== 'untrusted') {
            if (run.request.how === 'restore')
                saw(run.context, found.stored);
            return outcomeOf(run, found, ref, work);
        }
        if (ref === head.current)
            result = work;
    }
    return result;
}
function outcomeOf(run, found, ref, work) {
    const { head } = found.stored;
    const parent = parentOf(run, found, ref);
    run.context.events.emit({
        type: 'found',
        match: parent.exact ? 'exact' : 'fallback',
        key: head.key,
        lane: parent.lane,
        ...(parent.namespace !== undefined && { namespace: parent.namespace }),
        version: ref.ulid,
    });
    return {
        hit: parent.exact ? 'exact' : 'fallback',
        matchedKey: head.key,
        matchedLane: parent.lane,
        ...(parent.namespace !== undefined && { matchedNamespace: parent.namespace }),
        version: ref.ulid,
        digest: ref.sha256,
        committedAt: head.committedAt,
        parent,
        startedAt: run.startedAt,
        ...work,
        millis: run.millis,
    };
}
/** Puts one version in place; `undefined` if it cannot be used and another may. */
async function tryVersion(run, found, ref) {
    const { context, request } = run;
    // What lies there is looked at while the version comes.
    const scans = beginScans(context, request);
    let first;
    try {
        const { line } = found.stored;
        const tables = await loadVersion(context, line, ref, 'tables');
        if (request.how === 'restore')
            context.workspace.warm();
        if (!('reason' in tables) && wantsAll(request, tables.version.manifest, scans)) {
            first = new FirstReads(context, line.namespace, tables.version.manifest);
            // They have to be on their way before the trees are decoded, which keeps this thread busy.
            await setImmediate();
        }
        const loaded = 'reason' in tables ? tables : withTrees(tables);
        if (!('reason' in loaded))
            return await apply(run, found, ref, loaded.version, scans, first);
        if (!run.keyFaults.has(loaded.reason))
            context.events.emit({ type: 'version-unusable', version: ref.ulid, ...loaded });
        if (isKeyFault(loaded))
            run.keyFaults.add(loaded.reason);
        return loaded.reason === 'untrusted' || isKeyFault(loaded) ? 'untrusted' : undefined;
    }
    catch (error) {
        if (!(error instanceof PackFault))
            throw error;
        if (error.isCopy)
            return await tryVersion(run, found, ref);
        run.broken.add(error.pack);
        context.events.emit({ type: 'version-unusable', version: ref.ulid, reason: error.reason, detail: error.message });
        return undefined;
    }
    finally {
        first?.drop();
        await endScans(scans);
    }
}
/** Is everything of the version wanted, where nothing lies yet? */
function wantsAll({ mounts }, manifest, scans) {
    const isWanted = (label) => mounts.some((mount) => mount.label === label);
    return (manifest.mounts.every(({ label }) => isWanted(label)) &&
        mounts.every((mount) => mount.selection.everything && !scans.get(mount)?.scan));
}
function report(context, error) {
    if (error instanceof StoreError) {
        const { kind, store, message } = error;
        context.events.emit({ type: 'store-failed', kind, store, doing: 'restoring', detail: message });
        return;
    }
    const { message, path } = error;
    context.events.emit({ type: 'target-failed', path: path === undefined ? '' : toDisplay(path), detail: message });
}

;// CONCATENATED MODULE: ./js/core/chunk-index.js
const chunk_index_ID_BYTES = 32;
const EMPTY = -1;
/** Instead of a frame: the chunk is stored nowhere that may be used. */
const ABSENT = -2;
/** Instead of a frame: it is being stored, its frame is not made yet. */
const PENDING = -1;
/**
 * Which chunks exist and where: 32-byte id → number, and by number the frame, the offset in it and the raw length.
 * Open addressing over typed arrays, because a volume can have millions of chunks. Ids are SHA-256 (or a keyed hash),
 * so their first bytes are spread evenly and serve as the hash.
 */
class ChunkIndex {
    length = 0;
    frame = new Int32Array(1024);
    offset = new Uint32Array(1024);
    rawLength = new Uint32Array(1024);
    #ids = new Uint8Array(1024 * chunk_index_ID_BYTES);
    #slots = new Int32Array(4096).fill(EMPTY);
    /** Makes room for so many chunks at once, if there are none yet. */
    reserve(chunks) {
        if (this.length > 0)
            return;
        while (this.frame.length < chunks)
            this.#growColumns();
        // Half empty at most, and a save adds some.
        let slots = this.#slots.length;
        while (slots < chunks * 2.5)
            slots *= 2;
        this.#slots = new Int32Array(slots).fill(EMPTY);
    }
    /** The number of the chunk whose id stands at `ids[at]`, or -1. */
    find(ids, at) {
        return this.#slots[this.#slot(ids, at)];
    }
    /** Adds a chunk as `ABSENT` unless it is there; returns its number. */
    add(ids, at, rawLength) {
        const slot = this.#slot(ids, at);
        const known = this.#slots[slot];
        if (known !== EMPTY)
            return known;
        const number = this.length++;
        if (number >= this.frame.length)
            this.#growColumns();
        copy(ids, at, this.#ids, number * chunk_index_ID_BYTES);
        this.frame[number] = ABSENT;
        this.rawLength[number] = rawLength;
        this.#slots[slot] = number;
        if (this.length * 2 > this.#slots.length)
            this.#growSlots();
        return number;
    }
    /** Copies a chunk's id to `to[at]`. */
    copyId(number, to, at) {
        copy(this.#ids, number * chunk_index_ID_BYTES, to, at);
    }
    place(number, frame, offset) {
        this.frame[number] = frame;
        this.offset[number] = offset;
    }
    /** The slot that holds the id, or the empty one where it belongs. */
    #slot(ids, at) {
        const mask = this.#slots.length - 1;
        const hash = ids[at] |
            (ids[at + 1] << 8) |
            (ids[at + 2] << 16) |
            (ids[at + 3] << 24);
        let slot = hash & mask;
        for (;;) {
            const number = this.#slots[slot];
            if (number === EMPTY || this.#same(number, ids, at))
                return slot;
            slot = (slot + 1) & mask;
        }
    }
    #same(number, ids, at) {
        const base = number * chunk_index_ID_BYTES;
        for (let i = 0; i < chunk_index_ID_BYTES; i++)
            if (this.#ids[base + i] !== ids[at + i])
                return false;
        return true;
    }
    #growColumns() {
        const size = this.frame.length * 2;
        const ids = new Uint8Array(size * chunk_index_ID_BYTES);
        ids.set(this.#ids);
        this.#ids = ids;
        const frame = new Int32Array(size);
        frame.set(this.frame);
        this.frame = frame;
        const offset = new Uint32Array(size);
        offset.set(this.offset);
        this.offset = offset;
        const rawLength = new Uint32Array(size);
        rawLength.set(this.rawLength);
        this.rawLength = rawLength;
    }
    #growSlots() {
        this.#slots = new Int32Array(this.#slots.length * 2).fill(EMPTY);
        for (let number = 0; number < this.length; number++)
            this.#slots[this.#slot(this.#ids, number * chunk_index_ID_BYTES)] = number;
    }
}
/** Byte by byte: for 32 of them a view and a native copy take several times as long. */
function copy(from, at, to, into) {
    for (let i = 0; i < chunk_index_ID_BYTES; i++)
        to[into + i] = from[at + i];
}

;// CONCATENATED MODULE: ./js/volume/base.js







function emptyBase() {
    return {
        manifest: undefined,
        packs: [],
        frames: new manifest/* FrameTable */.S(),
        index: new ChunkIndex(),
        broken: new Set(),
        places: new chunk_places_ChunkPlaces(),
    };
}
/**
 * Reads the parent version and, in one parallel round, the footers of its packs. A parent that cannot be used is said
 * once and the save starts from nothing; so it does, silently, from one whose key is no longer the newest. `no-key`: the
 * parent is sealed and this job has no key.
 */
async function readBase(context, { line, ref }, known) {
    const loaded = await load_version_loadVersion(context, line, ref, 'tables');
    if ('reason' in loaded) {
        if (loaded.reason === 'no-key')
            return 'no-key';
        context.events.emit({ type: 'version-unusable', version: ref.ulid, ...loaded });
        return emptyBase();
    }
    // One key a version: what is sealed with another is made again.
    if (loaded.keyId !== writingKeyId(context))
        return emptyBase();
    const { manifest } = loaded.version;
    const broken = new Set(known);
    const footers = await Promise.all(manifest.packs.map(async (pack) => broken.has(pack.ulid) ? undefined : await footer_readFooter(context, line.namespace, pack)));
    const base = {
        manifest,
        packs: [...manifest.packs],
        frames: manifest.frames,
        index: new ChunkIndex(),
        broken,
        places: new chunk_places_ChunkPlaces(),
    };
    base.index.reserve(footers.reduce((sum, footer) => sum + (footer?.lengths.length ?? 0), 0));
    footers.forEach((footer, pack) => {
        if (footer)
            addFooter(base, pack, footer);
        else
            broken.add(manifest.packs[pack].ulid);
    });
    return base;
}
/** Indexes a pack's chunks; a frame that no file of the parent used comes back into the table when it is needed. */
function addFooter(base, pack, footer) {
    const { frames, index, places } = base;
    const frameOf = new Int32Array(footer.frames.length).fill(core_tree/* NONE */.x3);
    for (let frame = 0; frame < frames.length; frame++) {
        if (frames.pack[frame] === pack)
            frameOf[frames.number[frame]] = frame;
    }
    footer.frames.forEach((row, number) => {
        if (frameOf[number] === core_tree/* NONE */.x3)
            frameOf[number] = frames.push({ pack, number, ...row });
    });
    for (let chunk = 0; chunk < footer.lengths.length; chunk++) {
        const frame = frameOf[footer.frame[chunk]];
        const offset = footer.offset[chunk];
        const number = index.add(footer.ids, chunk * 32, footer.lengths[chunk]);
        if (index.frame[number] === ABSENT)
            index.place(number, frame, offset);
        places.push(frame, offset, number);
    }
}

;// CONCATENATED MODULE: ./js/core/collection.js
/**
 * Tells the roots of a lane from the rest: what a head links, what nobody has been seen to link for longer than G, and
 * what is younger than that. `contents` has what the heads say; without one of them nothing is known to be unlinked.
 */
function findRoots({ objects }, contents, unlinkedBefore, now, { graceMillis }) {
    const heads = objects.filter(({ isHead }) => isHead);
    if (!heads.every(({ id }) => contents.has(id)))
        return { roots: objects, superseded: [], unlinked: new Map() };
    const linked = new Set(heads.flatMap(({ id }) => contents.get(id)?.linked ?? []));
    const modified = new Map();
    for (const { version, modified: at } of objects) {
        if (version !== undefined)
            modified.set(version, Math.max(at, modified.get(version) ?? 0));
    }
    const unlinked = new Map();
    const old = new Set();
    for (const [version, at] of modified) {
        if (linked.has(version) || now - at < graceMillis)
            continue;
        // Who links a version again writes it again: what was seen before that counts no more.
        const before = unlinkedBefore.get(version);
        const since = before !== undefined && before > at && before <= now ? before : now;
        unlinked.set(version, since);
        if (now - since >= graceMillis)
            old.add(version);
    }
    const isOld = ({ isHead, version }) => !isHead && version !== undefined && old.has(version);
    return { roots: objects.filter((object) => !isOld(object)), superseded: objects.filter(isOld), unlinked };
}
/** For each lane the packs and versions to remove, what frees most first. A lane that is blocked keeps all it has. */
function superfluous(lanes, now, rules) {
    const held = heldPacks(lanes, now, rules);
    const isOld = ({ modified, used }) => now - modified >= rules.graceMillis && (used === undefined || now - used >= rules.unusedMillis);
    return lanes
        .filter(({ isBlocked }) => !isBlocked)
        .map(({ lane, survey, superseded }) => ({
        lane,
        packs: survey.packs
            .filter((pack) => isOld(pack) && !held.get(lane)?.has(pack.ulid))
            .sort((a, b) => b.bytes - a.bytes),
        versions: superseded,
    }));
}
/** By lane, the ULIDs of packs that some root refers to. */
function heldPacks(lanes, now, { holdMillis }) {
    const held = new Map();
    for (const { lane, survey, roots, memory } of lanes) {
        const moved = Math.max(0, ...survey.objects.filter(({ isHead }) => isHead).map(({ modified }) => modified));
        for (const { id } of roots) {
            for (const pack of memory.contents.get(id)?.packs ?? []) {
                if (pack.lane !== lane && now - moved >= holdMillis)
                    continue;
                held.set(pack.lane, (held.get(pack.lane) ?? new Set()).add(pack.ulid));
            }
        }
    }
    return held;
}

;// CONCATENATED MODULE: ./js/core/collection-memory.js




/** The SHA-256 of what follows, then JSON: `docs/format.md`. A pack that is not seen referred to may be removed. */
function encodeMemory({ unlinked, contents }) {
    const rows = [...contents].map(([id, { linked, packs }]) => [id, linked, packs.map(({ lane, ulid }) => [lane, ulid])]);
    const json = (0,core_fields/* toJson */.aB)({ format: FORMAT, unlinked: [...unlinked], contents: rows });
    return Buffer.concat([(0,digest/* sha256 */.sc)(json), json]);
}
/** Throws `FormatError` for anything else. */
function decodeMemory(bytes) {
    const json = bytes.subarray(SUM_BYTES);
    if (!(0,core_bytes/* sameBytes */.er)((0,digest/* sha256 */.sc)(json), bytes.subarray(0, SUM_BYTES)))
        throw new errors/* FormatError */.IF(`${WHAT}: not as it was written`);
    const memory = (0,core_fields/* fieldsOf */.Pf)((0,core_fields/* fromJson */.Rf)(json, WHAT), WHAT);
    if (memory['format'] !== FORMAT)
        throw new errors/* FormatError */.IF(`${WHAT}: another format`);
    const rows = (value, length) => (0,core_fields/* listOf */.c3)(value, WHAT, collection_memory_MOST).map((row) => {
        const cells = (0,core_fields/* listOf */.c3)(row, WHAT, length);
        if (cells.length < length)
            throw new errors/* FormatError */.IF(`${WHAT}: a row without ${length} cells`);
        return cells;
    });
    return {
        unlinked: new Map(rows(memory['unlinked'], 2).map(([version, since]) => [(0,core_fields/* ulidOf */.gf)(version, WHAT), (0,core_fields/* millisOf */.eV)(since, WHAT)])),
        contents: new Map(rows(memory['contents'], 3).map(([id, linked, packs]) => [
            (0,core_fields/* textOf */.b6)(id, WHAT),
            {
                linked: (0,core_fields/* listOf */.c3)(linked, WHAT, collection_memory_MOST).map((version) => (0,core_fields/* ulidOf */.gf)(version, WHAT)),
                packs: rows(packs, 2).map(([lane, ulid]) => ({ lane: (0,core_fields/* laneOf */.kk)(lane, WHAT), ulid: (0,core_fields/* ulidOf */.gf)(ulid, WHAT) })),
            },
        ])),
    };
}
const WHAT = 'collection';
const FORMAT = 1;
const SUM_BYTES = 32;
const collection_memory_MOST = 1_000_000;

;// CONCATENATED MODULE: ./js/volume/collect.js






const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const collect_RULES = {
    graceMillis: DAY,
    holdMillis: 7 * DAY,
    // A pull request that rests over the weekend still finds what it has of other lanes.
    unusedMillis: 3 * DAY,
};
/**
 * Removes packs and versions that nobody needs any more: resolves with how many, also if the signal aborts meanwhile.
 * Run again it goes on where it stopped. Rejects with `StoreError`, or if the signal aborts before it removes anything.
 */
async function collect(context, archive, request) {
    const { namespace, rules } = request;
    const options = optionsOf(context);
    const now = await context.store.now(options);
    const views = [];
    for (const lane of request.lanes)
        views.push(await view(context, archive, request, lane, now));
    for (const { lane, memory } of views) {
        await store_put(context.store, (0,core_keys/* collectionKey */.AT)(namespace, lane), encodeMemory(memory), 'none', options);
    }
    const ids = superfluous(views, now, rules).flatMap(({ packs, versions }) => [...packs, ...versions].map(({ id }) => id));
    let removed = 0;
    for (const id of ids.slice(0, request.removals)) {
        try {
            await archive.remove([id], options);
            removed++;
        }
        catch (error) {
            if (!context.signal?.aborted)
                throw error;
            break;
        }
    }
    return removed;
}
/**
 * At the end of a save that stored something, where the store is one whose saves collect: at most once a day a lane, 20
 * objects and half a minute. The save stands whatever becomes of it; a failure is an event. Resolves with what it removed.
 */
async function collectAfterSave(context, { namespace, writes }) {
    const { archive, clock, events } = context;
    if (!archive || writes === undefined)
        return 0;
    const end = new AbortController();
    const ended = new AbortController();
    clock.sleep(MOST_MILLIS, ended.signal).then(() => end.abort(), () => undefined);
    const signal = context.signal ? AbortSignal.any([context.signal, end.signal]) : end.signal;
    const bounded = { ...context, signal };
    const lookUntil = clock.now() + LOOK_MILLIS;
    try {
        if (!(await isDue(bounded, namespace, writes)))
            return 0;
        return await collect(bounded, archive, {
            namespace,
            lanes: [writes],
            rules: collect_RULES,
            removals: MOST_REMOVALS,
            lookUntil,
        });
    }
    catch (error) {
        // Out of time, or interrupted: another day.
        if (signal.aborted)
            return 0;
        const isDenied = error instanceof errors/* StoreError */.AD && error.kind === 'denied';
        events.emit({ type: 'not-collected', store: context.store.name, isDenied, detail: error.message });
        return 0;
    }
    finally {
        ended.abort();
    }
}
const MOST_REMOVALS = 20;
const MOST_MILLIS = 30_000;
const LOOK_MILLIS = 10_000;
function optionsOf({ signal }) {
    return { upkeep: true, ...(signal && { signal }) };
}
/** Has nobody collected the lane for a day? What collections remember says so by its age. */
async function isDue(context, namespace, lane) {
    const options = optionsOf(context);
    const key = (0,core_keys/* collectionKey */.AT)(namespace, lane);
    const now = await context.store.now(options);
    for await (const info of context.store.list(key, options)) {
        if (info.key === key && now - info.modified < DAY)
            return false;
    }
    return true;
}
/** A lane as it is, with what has to be known of it. */
async function view(context, archive, { namespace, rules, lookUntil }, lane, now) {
    const before = await recall(context, namespace, lane);
    const survey = await archive.survey(namespace, lane, optionsOf(context));
    const contents = new Map();
    for (const { id } of survey.objects) {
        const known = before.contents.get(id);
        if (known)
            contents.set(id, known);
    }
    const examine = async (objects) => {
        const unknown = objects.filter(({ id }) => !contents.has(id));
        await eachAtOnce(unknown, context.store.traits.concurrency, async (object) => {
            if (context.clock.now() > lookUntil)
                return;
            const found = await archive.examine(object, optionsOf(context));
            if (found)
                contents.set(object.id, found);
        });
    };
    await examine(survey.objects.filter(({ isHead }) => isHead));
    const { roots, superseded, unlinked } = findRoots(survey, contents, before.unlinked, now, rules);
    await examine(roots);
    const isBlocked = !roots.every(({ id }) => contents.has(id));
    return { lane, survey, roots, superseded, memory: { unlinked, contents }, isBlocked };
}
/** What collections before this one remembered; damaged, it is as if there had been none. */
async function recall(context, namespace, lane) {
    const key = (0,core_keys/* collectionKey */.AT)(namespace, lane);
    const options = optionsOf(context);
    try {
        for await (const info of context.store.list(key, options)) {
            const bytes = info.key === key && info.bytes <= MEMORY_BYTES && (await context.store.get(key, options));
            if (bytes)
                return decodeMemory(bytes);
        }
    }
    catch (error) {
        if (!(error instanceof errors/* FormatError */.IF))
            throw error;
    }
    return { unlinked: new Map(), contents: new Map() };
}
const MEMORY_BYTES = 64 * 1024 * 1024;

// EXTERNAL MODULE: ./js/core/head.js
var core_head = __nccwpck_require__(4352);
;// CONCATENATED MODULE: ./js/volume/commit.js







/** Tries against other writers of the same key before giving way; each is one read and one write. */
const ATTEMPTS = 20;
/**
 * Advances the head to a version whose packs are all stored. Last write wins: a lost race is tried again on top of
 * the winner. `superseded`: `newest-start-wins`, and a job that started later has committed.
 */
async function advanceHead(context, request, { line, own, ref, version, after, startedAt, touched }) {
    const { store, heads, random } = context;
    const signer = context.trust?.signer;
    let current = own;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        context.signal?.throwIfAborted();
        const before = usable(current);
        if (before && request.conflict === 'newest-start-wins' && before.head.startedAt > startedAt)
            return 'superseded';
        const committedAt = await store.now();
        const next = {
            commit: (0,core_bytes/* toHex */.nj)(random(16)),
            from: current?.head.commit ?? '',
            key: line.key,
            current: ref,
            history: before ? historyOf(before.head, ref) : [],
            startedAt,
            committedAt,
            touchedAt: touchedAfter(store.traits, touched, before?.head, committedAt),
            writer: request.writer,
            signature: '',
        };
        // Stored by the first try, whatever became of the head.
        const once = version && (attempt === 0 || heads.versionsTravel) ? { version } : {};
        const options = { ...once, ...(after && { after }), ...types_signalOf(context) };
        const signed = signer ? signHead(signer, line, next) : next;
        const advanced = await heads.advance(line, signed, current?.tag ?? 'absent', options);
        if (advanced !== 'conflict') {
            trust_saw(context, advanced);
            return advanced;
        }
        current = judged(context, await heads.read(line, types_signalOf(context)));
        // Many writers at once: a random pause lets one of them through.
        await context.clock.sleep(random(1)[0] % (10 * (attempt + 1)), context.signal);
    }
    throw new errors/* StoreError */.AD('throttled', store.name, line.key, new Error(`lost ${ATTEMPTS} races for the head`));
}
/** The replaced version first; a version never stands twice. */
function historyOf(head, next) {
    const replaced = { ...head.current, committedAt: head.committedAt };
    return [replaced, ...head.history].filter(({ ulid }) => ulid !== next.ulid).slice(0, core_head/* HISTORY_LENGTH */.S);
}

;// CONCATENATED MODULE: ./js/volume/save-run.js
/** The head, and the version with it or in an object of its own. */
function countCommit({ context, outcome }, version) {
    outcome.objectsPut += version && !context.heads.versionsTravel ? 2 : 1;
    outcome.uploadedBytes += version?.length ?? 0;
}
function measure({ outcome }, mounts) {
    outcome.files = mounts.reduce((sum, { tree }) => sum + tree.fileCount(), 0);
    outcome.totalBytes = mounts.reduce((sum, { tree }) => sum + tree.totalBytes(), 0);
}

;// CONCATENATED MODULE: ./js/volume/commit-version.js









/** Version object, then head. */
async function commitVersion(run, manifest, omitted, { own, parent }, after, touched) {
    const { context, request, writes, outcome } = run;
    const { clock, store, random } = context;
    const { namespace } = request.rights;
    const now = clock.now();
    const [createdAt, identity] = await Promise.all([store.now(), signerIdentity(context)]);
    const version = {
        ulid: (0,ulid/* ulid */.Z)(now, random),
        provenance: { ...request.provenance, createdAt, identity },
        parent: parent?.ref.ulid ?? '',
        manifest,
        tags: [],
        expiresAt: undefined,
        omitted,
        ...(request.secrets !== 'allow' && { vetted: SECRET_RULES }),
        signature: '',
        files: outcome.files,
        totalBytes: outcome.totalBytes,
    };
    const signer = context.trust?.signer;
    const place = { namespace, lane: writes, volume: request.volume };
    const plain = (0,version_codec/* encodeVersion */.Hh)(version, signer && ((digest) => signer.sign((0,core_signature/* versionMessage */.Qm)(place, digest))));
    const key = context.keys?.newest;
    const bytes = key ? (0,sealed_object/* sealVersion */.qw)(key, version.ulid, plain, manifest.packs) : plain;
    const ref = { lane: writes, ulid: version.ulid, bytes: bytes.length, sha256: (0,digest/* sha256Hex */.fg)(bytes) };
    const line = { ...place, key: request.key };
    const startedAt = request.startedAt ?? createdAt;
    const committing = { line, own, ref, version: bytes, after, startedAt, touched };
    if ((await advanceHead(context, request, committing)) === 'superseded')
        return 'superseded';
    countCommit(run, bytes);
    outcome.version = ref.ulid;
    outcome.digest = ref.sha256;
    outcome.millis.commit = clock.now() - now;
    return ref;
}

;// CONCATENATED MODULE: ./js/volume/filled.js





/** Puts what a capture read into the trees: extents, and the stamps the files had when they were read. */
function fillTrees(mounts, tasks, files, base) {
    tasks.forEach((task, i) => {
        const file = files[i];
        if (file.kind !== 'read')
            return;
        const tree = mounts[task.mount].tree;
        if (task.pieces) {
            refill(tree, task.entry, task.pieces, file.chunks, base);
            return;
        }
        const { entry } = task;
        if (file.stat)
            restat(tree, entry, file.stat);
        const { frame, offset } = base.index;
        const { chunks, lengths } = file;
        tree.firstExtent[entry] = tree.extents;
        tree.extentCount[entry] = chunks.length;
        for (let at = 0; at < chunks.length; at++) {
            const chunk = chunks[at];
            const length = lengths[at];
            if (chunk === core_tree/* HOLE */.vs)
                tree.pushExtent(core_tree/* HOLE */.vs, 0, length);
            else
                tree.pushExtent(frame[chunk], offset[chunk], length);
        }
    });
}
function restat(tree, entry, stat) {
    tree.size[entry] = stat.size;
    tree.mode[entry] = stat.mode & 0o777;
    tree.mtimeNs[entry] = keptStamp(tree.mtimeNs[entry], stat.mtimeNs);
    tree.ctimeNs[entry] = stat.ctimeNs;
    tree.ino[entry] = stat.ino;
    tree.dev[entry] = stat.dev;
}
/** A stamp that the file system only rounded stays the one the version had. */
function keptStamp(recorded, real) {
    const difference = recorded - real;
    return difference >= 0n && difference < 1000n ? recorded : real;
}
/** The pieces of an unchanged file that moved get their new places; all else stays. */
function refill(tree, entry, pieces, chunks, base) {
    let next = 0;
    let offset = 0;
    const first = tree.firstExtent[entry];
    for (let extent = first; extent < first + tree.extentCount[entry]; extent++) {
        if (pieces[next]?.offset === offset) {
            const chunk = chunks[next++];
            tree.frame[extent] = base.index.frame[chunk];
            tree.offset[extent] = base.index.offset[chunk];
        }
        offset += tree.extentLength[extent];
    }
}
/** Takes out what vanished or could not be read, and names it; `changing` if a file never held still. */
function dropUnread(mounts, tasks, files, events) {
    const lost = mounts.map(() => new Map());
    let changing = false;
    files.forEach((file, i) => {
        const { mount, entry } = tasks[i];
        const { mount: place, tree } = mounts[mount];
        if (file.kind === 'changing') {
            changing = true;
            events.emit({ type: 'changing', path: asPattern(place, tree.path(entry)) });
        }
        else if (file.kind !== 'read')
            lost[mount].set(entry, file.kind);
    });
    if (changing)
        return 'changing';
    return mounts.map((saved, mount) => {
        const gone = lost[mount];
        if (gone.size === 0)
            return saved;
        const { tree } = saved;
        const keep = new Uint8Array(tree.length).fill(1);
        for (let entry = 0; entry < tree.length; entry++) {
            const reason = tree.type[entry] === core_tree/* EntryType */.$Y.file ? gone.get(tree.source(entry)) : undefined;
            if (!reason)
                continue;
            keep[entry] = 0;
            events.emit({ type: 'left-out', label: saved.mount.label, path: (0,core_bytes/* toDisplay */.Wn)(tree.path(entry)), reason });
        }
        return { ...saved, tree: (0,core_tree/* filterTree */.hV)(tree, keep) };
    });
}
/** How a pattern would name an entry of a mount. */
function asPattern({ anchor, base }, path) {
    const below = path === '' ? base : `${base}/${(0,core_bytes/* toDisplay */.Wn)(path)}`;
    return anchor === 'home' ? `~/${below}` : below;
}
/** Is what would be saved the parent, whatever the places its content lies at? A parent with a damaged tree is not. */
function equalsParent(mounts, base) {
    try {
        return compareWithParent(mounts, base);
    }
    catch (error) {
        if (!(error instanceof errors/* FormatError */.IF))
            throw error;
        return false;
    }
}
function compareWithParent(mounts, { manifest, places }) {
    if (!manifest || manifest.mounts.length !== mounts.length)
        return false;
    const chunkOf = (tree, extent) => {
        const frame = tree.frame[extent];
        return frame === core_tree/* HOLE */.vs ? core_tree/* HOLE */.vs : places.chunk[places.find(frame, tree.offset[extent])];
    };
    return mounts.every(({ mount, tree }) => {
        const recorded = manifest.mounts.find(({ label }) => label === mount.label);
        if (!recorded)
            return false;
        return equalTrees(tree, recorded.tree, (x, y) => {
            const count = tree.extentCount[x];
            if (count !== recorded.tree.extentCount[y])
                return false;
            for (let i = 0; i < count; i++) {
                const a = tree.firstExtent[x] + i;
                const b = recorded.tree.firstExtent[y] + i;
                const chunk = chunkOf(tree, a);
                if (chunk === undefined || chunk !== chunkOf(recorded.tree, b))
                    return false;
                if (tree.extentLength[a] !== recorded.tree.extentLength[b])
                    return false;
            }
            return true;
        });
    });
}
/** The manifest of a new version: only frames and packs that something refers to, renumbered. */
function toManifest(mounts, base) {
    const used = new Int32Array(base.frames.length).fill(-1);
    for (const { tree } of mounts) {
        for (let entry = 0; entry < tree.length; entry++) {
            const first = tree.firstExtent[entry];
            for (let extent = first; extent < first + tree.extentCount[entry]; extent++) {
                if (tree.frame[extent] !== core_tree/* HOLE */.vs)
                    used[tree.frame[extent]] = 0;
            }
        }
    }
    const frames = new manifest/* FrameTable */.S();
    const packs = [];
    const packTo = new Map();
    for (let frame = 0; frame < used.length; frame++) {
        if (used[frame] === -1)
            continue;
        const row = base.frames.row(frame);
        let pack = packTo.get(row.pack);
        if (pack === undefined) {
            pack = packs.push(base.packs[row.pack]) - 1;
            packTo.set(row.pack, pack);
        }
        used[frame] = frames.push({ ...row, pack });
    }
    for (const { tree } of mounts) {
        for (let extent = 0; extent < tree.extents; extent++) {
            const frame = tree.frame[extent];
            if (frame !== core_tree/* HOLE */.vs)
                tree.frame[extent] = used[frame];
        }
    }
    return {
        mounts: mounts.map(({ mount: { label, anchor, base: below }, tree }) => ({ label, anchor, base: below, tree })),
        packs,
        frames,
    };
}

;// CONCATENATED MODULE: ./js/volume/pack-writer.js









/** Packs being finished at once. */
const CLOSING_PACKS = 3;
/**
 * Takes captured frames, lays them into packs and uploads those while the capture goes on. The one place where frames
 * and packs of a save are numbered, whichever worker made them.
 */
class PackWriter {
    /** Raw bytes of chunks that no pack held. */
    newBytes = 0;
    storedBytes = 0;
    packsPut = 0;
    #context;
    #namespace;
    #lane;
    #tables;
    #closing = new Set();
    #open = new Set();
    #current;
    /** A sealed pack that is full, with numbered frames still to come. */
    #ending;
    #tail = Promise.resolve();
    #failed;
    /** Appends to the given tables, which know what is stored already. */
    constructor(context, namespace, lane, tables) {
        this.#context = context;
        this.#namespace = namespace;
        this.#lane = lane;
        this.#tables = tables;
    }
    offer(ids, lengths) {
        const { index } = this.#tables;
        const numbers = new Uint32Array(lengths.length);
        const pack = new Uint8Array(lengths.length);
        for (let i = 0; i < lengths.length; i++) {
            const number = index.add(ids, i * 32, lengths[i]);
            numbers[i] = number;
            if (index.frame[number] !== ABSENT)
                continue;
            index.frame[number] = PENDING;
            pack[i] = 1;
            this.newBytes += lengths[i];
        }
        return { numbers, pack };
    }
    seals(frames) {
        const pack = this.#filling();
        const { seal } = pack;
        if (!seal)
            throw new Error('nothing is sealed here');
        const number = pack.numbered;
        pack.numbered += frames;
        return { ...seal, number };
    }
    /** Frames are laid in the order they come; the promise is the back-pressure of the store. */
    frame(frame) {
        if (this.#failed)
            return Promise.reject(this.#failed);
        const pack = this.#lay(frame);
        const full = pack.offset >= this.#context.store.traits.packBytes;
        const complete = full && pack.frames.length >= pack.numbered;
        // Nothing more is numbered in a full pack, but what has its number is still to come.
        if (full && this.#current === pack)
            this.#current = undefined;
        this.#ending = full && !complete ? pack : undefined;
        const write = async () => {
            await pack.writer.write(frame.stored);
            if (complete)
                this.#close(pack);
            while (this.#closing.size > CLOSING_PACKS)
                await Promise.race(this.#closing);
        };
        this.#tail = this.#tail.then(write).catch((error) => {
            this.#failed ??= error;
            throw error;
        });
        return this.#tail;
    }
    /** Closes the last pack: the tables are complete now, and every pack is on its way. */
    async close() {
        await this.#tail;
        if (this.#current)
            this.#close(this.#current);
    }
    /** Until every pack is stored. */
    async stored() {
        await Promise.all(this.#closing);
        if (this.#failed)
            throw this.#failed;
    }
    /** Gives up on what is not stored yet; stored packs are left to the collection. */
    async abort() {
        await Promise.allSettled([this.#tail, ...this.#closing]);
        await Promise.allSettled([...this.#open].map((writer) => writer.abort()));
    }
    /** Numbers a frame and its chunks; returns the pack it goes into. */
    #lay(frame) {
        const pack = this.#ending ?? this.#filling();
        const row = {
            offset: pack.offset,
            storedLength: frame.stored.length,
            rawLength: frame.rawLength,
            codec: frame.codec,
            sha256: frame.sha256,
        };
        const { index, places, frames } = this.#tables;
        const number = frames.push({ pack: pack.index, number: pack.frames.length, ...row });
        pack.frames.push(row);
        pack.chunks.push([...frame.chunks]);
        let offset = 0;
        for (const chunk of frame.chunks) {
            index.place(chunk, number, offset);
            places.push(number, offset, chunk);
            offset += index.rawLength[chunk];
        }
        pack.offset += frame.stored.length;
        this.storedBytes += frame.stored.length;
        return pack;
    }
    #filling() {
        this.#current ??= this.#start();
        return this.#current;
    }
    #start() {
        const name = (0,ulid/* ulid */.Z)(this.#context.clock.now(), this.#context.random);
        const { packs } = this.#tables;
        const index = packs.length;
        const keyId = writingKeyId(this.#context);
        packs.push({
            lane: this.#lane,
            ulid: name,
            keyId,
            footerOffset: 0,
            footerLength: 0,
            footerSha256: new Uint8Array(32),
        });
        const writer = this.#context.store.open((0,core_keys/* packKey */.l7)(this.#namespace, this.#lane, name), types_signalOf(this.#context));
        this.#open.add(writer);
        const seal = keys_sealOfPack(this.#context, { keyId, ulid: name });
        return { ulid: name, index, writer, frames: [], chunks: [], seal, offset: 0, numbered: 0 };
    }
    /** Ends a pack in the background; the next one is filled meanwhile. */
    #close(pack) {
        if (this.#current === pack)
            this.#current = undefined;
        const { packs } = this.#tables;
        const { keyId } = packs[pack.index];
        const plain = (0,core_pack/* encodeFooter */.WY)({ keyId, frames: pack.frames, ...this.#chunkTable(pack) });
        const footer = pack.seal ? (0,sealed_object/* sealFooter */.TY)(keyId, pack.seal, plain) : plain;
        packs[pack.index] = {
            ...packs[pack.index],
            footerOffset: pack.offset,
            footerLength: footer.length,
            footerSha256: (0,digest/* sha256 */.sc)(footer),
        };
        this.storedBytes += footer.length;
        const closing = (async () => {
            await pack.writer.write(footer);
            const put = await pack.writer.commit('absent');
            if (!put.stored)
                throw new errors/* StoreError */.AD('corrupt', this.#context.store.name, pack.ulid, new Error('a pack of this random name exists already'));
            this.#open.delete(pack.writer);
            this.packsPut++;
        })();
        this.#closing.add(closing);
        closing.then(() => this.#closing.delete(closing), (error) => {
            this.#failed ??= error;
        });
    }
    #chunkTable(pack) {
        const { index } = this.#tables;
        const count = pack.chunks.reduce((sum, chunks) => sum + chunks.length, 0);
        const ids = new Uint8Array(count * 32);
        const lengths = new Uint32Array(count);
        const frame = new Uint32Array(count);
        const offset = new Uint32Array(count);
        let at = 0;
        pack.chunks.forEach((chunks, number) => {
            for (const chunk of chunks) {
                index.copyId(chunk, ids, at * 32);
                lengths[at] = index.rawLength[chunk];
                frame[at] = number;
                offset[at] = index.offset[chunk];
                at++;
            }
        });
        return { ids, lengths, frame, offset };
    }
}

;// CONCATENATED MODULE: ./js/volume/parent.js





/**
 * What a save starts from, with its own line's head read: where the job forked from another line, that one's head is
 * read, too, so that the forked version is known to be linked still.
 */
async function readParent(context, request, writes, states, own) {
    const { heads } = context;
    const { namespace } = request.rights;
    const { volume, key } = request;
    const options = types_signalOf(context);
    const line = { namespace, lane: writes, volume, key };
    const forked = request.parent === 'none' ? undefined : (request.parent ?? parent_remembered(request, states));
    const rights = { ...request.rights, shares: [] };
    const ours = usable(own);
    if (request.parent === 'none')
        return { own, parent: ours && current(ours, false) };
    // Nothing that another namespace stores may be referenced, so a version from there is no parent.
    if (forked && forked.namespace === undefined) {
        const same = forked.lane === writes && forked.key === key;
        const from = same ? line : { namespace, lane: forked.lane, volume, key: forked.key };
        lookBack(context, from);
        const head = same ? ours : usable(judged(context, await readable(context, () => heads.read(from, options))));
        const ref = head && linked(head.head, forked.version);
        if (ref)
            return { own, parent: { line: from, ref, head: head.head, exact: forked.exact } };
    }
    // Nothing remembered, or it is linked no more: the newest that can be read shares the most.
    if (ours)
        return { own, parent: current(ours, true) };
    const found = await find(context, { rights, volume, key, restoreKeys: [], newestAsLastResort: true });
    return { own, parent: found && current(found.stored, found.match === 'exact') };
}
function current({ line, head }, exact) {
    return { line, ref: head.current, head, exact };
}
/**
 * The head to be advanced. Where each commit is an entry of its own, one that is damaged is as none, for the next stands
 * before it; and so is one that a job sees none of because it may only write.
 */
async function readOwn(context, { rights, volume, key }, writes) {
    const { heads } = context;
    const line = { namespace: rights.namespace, lane: writes, volume, key };
    lookBack(context, line);
    const read = async () => judged(context, await heads.read(line, types_signalOf(context)));
    if (!heads.versionsTravel)
        return read();
    try {
        return await readable(context, read);
    }
    catch (error) {
        if (rights.reads.length === 0 && error instanceof errors/* StoreError */.AD && error.kind === 'denied')
            return undefined;
        throw error;
    }
}
/** When an earlier step of this job forked the volume, by the store's clock, if this machine remembers it. */
function forkedAt({ job }, states) {
    const state = states.find((remembered) => remembered && memory_sameJob(remembered, job));
    // 0: a save without a restore was the last to remember.
    return state?.fork?.startedAt || undefined;
}
/** What this machine remembers of the fork, if all mounts agree on it. */
function parent_remembered(request, states) {
    const [first] = states;
    const parent = first?.fork?.parent;
    if (!parent || !states.every((state) => state?.version?.ulid === parent.version))
        return undefined;
    return { ...parent, exact: parent.key === request.key };
}
/** The version with this id among those the head links. */
function linked(head, version) {
    return [head.current, ...head.history].find(({ ulid }) => ulid === version);
}

;// CONCATENATED MODULE: ./js/volume/remember-save.js




/** After a save every mount is equal to the version: the next save compares with this instead of reading files. */
function rememberTree(context, request, declared, mounts, manifest, base, ref, touchedAt) {
    if (!ref)
        return;
    for (const { mount, omitted } of declared) {
        const saved = mounts.find((other) => other.mount === mount);
        const tree = saved?.tree ?? memory_emptyTree();
        if (saved)
            forgetRacing(tree, saved.scan.startedNs);
        context.workspace.saveState(mount, {
            ...lineOf(context, request, ref, request.rights.writes),
            stampNs: saved?.scan.startedNs ?? 0n,
            broken: [...base.broken],
            ...(touchedAt !== undefined && { touchedAt }),
            ...(omitted.length > 0 && { omitted: omitted.map(({ path }) => path) }),
            ...(request.secrets !== 'allow' && { vetted: SECRET_RULES }),
            tree,
            packs: manifest.packs,
            frames: manifest.frames,
            ids: idsOf(tree, manifest, base),
        });
    }
}
/** The tree is the version it was; only the line it belongs to is another, or the time its packs were touched. */
function rememberLine(context, request, declared, ref, lane, touchedAt) {
    for (const { mount, state } of declared) {
        if (!state)
            continue;
        const touched = touchedAt === undefined ? {} : { touchedAt };
        context.workspace.saveState(mount, { ...state, ...lineOf(context, request, ref, lane), ...touched });
    }
}
function lineOf(context, request, ref, lane) {
    return {
        store: context.store.name,
        namespace: request.rights.namespace,
        lane,
        volume: request.volume,
        key: request.key,
        version: { lane: ref.lane, ulid: ref.ulid },
        fork: {
            job: request.job,
            key: request.key,
            parent: { lane, key: request.key, version: ref.ulid },
            startedAt: request.startedAt ?? 0,
        },
    };
}
/** An entry that changed while or after the scan began may change again without its stamp showing it. */
function forgetRacing(tree, startedNs) {
    for (let entry = 0; entry < tree.length; entry++) {
        if (tree.ctimeNs[entry] >= startedNs)
            tree.ctimeNs[entry] = 0n;
    }
}
/** The id of every chunk the tree refers to, in the order of its extents; zeros for holes. */
function idsOf(tree, manifest, { frames, packs, index, places }) {
    const baseFrame = diff_mapFrames(manifest, { frames, packs });
    const result = new Uint8Array(tree.extents * 32);
    for (let extent = 0; extent < tree.extents; extent++) {
        if (tree.frame[extent] === core_tree/* HOLE */.vs)
            continue;
        const row = places.find(baseFrame[tree.frame[extent]], tree.offset[extent]);
        if (row !== core_tree/* NONE */.x3)
            index.copyId(places.chunk[row], result, extent * 32);
    }
    return result;
}

;// CONCATENATED MODULE: ./js/core/repack.js

/** Stored bytes that a restore may read for each that it needs, before frames are written again. */
const AMPLIFICATION = 1.15;
const repack_BUDGET_BYTES = 4 * 1024 * 1024;
const SLACK_PACKS = 8;
/** Raw bytes of every frame that entries refer to; a place that several entries share counts once. */
function liveBytes(mounts, frames, places) {
    const live = new Float64Array(frames.length);
    const seen = new Uint8Array(places.length);
    for (const { tree } of mounts) {
        for (let entry = 0; entry < tree.length; entry++) {
            const first = tree.firstExtent[entry];
            for (let extent = first; extent < first + tree.extentCount[entry]; extent++) {
                const frame = tree.frame[extent];
                if (frame === core_tree/* HOLE */.vs)
                    continue;
                const place = places.find(frame, tree.offset[extent]);
                if (seen[place])
                    continue;
                seen[place] = 1;
                live[frame] = live[frame] + tree.extentLength[extent];
            }
        }
    }
    return live;
}
/**
 * The frames of `packs` to write again from the local tree at this save, so that a restore never reads much more than it
 * needs: those with the least alive, while a restore would read too much, then the smallest packs while there are more
 * than `maxPacks`. The budget is the larger of 4 MiB and what the save writes anyway.
 */
function framesToRepack(live, frames, packs, newBytes, maxPacks) {
    const chosen = new Set();
    let budget = Math.max(repack_BUDGET_BYTES, newBytes);
    const share = (frame) => live[frame] / frames.rawLength[frame];
    const dead = (frame) => frames.storedLength[frame] * (1 - share(frame));
    const isOld = (frame) => frames.pack[frame] < packs.length;
    const alive = [...live.keys()].filter((frame) => live[frame] > 0);
    let waste = alive.reduce((sum, frame) => sum + dead(frame), 0);
    const needed = alive.reduce((sum, frame) => sum + frames.storedLength[frame], 0) - waste;
    for (const frame of alive.filter(isOld).sort((a, b) => share(a) - share(b))) {
        if (waste <= needed * (AMPLIFICATION - 1))
            break;
        if (live[frame] > budget)
            continue;
        budget -= live[frame];
        waste -= dead(frame);
        chosen.add(frame);
    }
    const packBytes = new Float64Array(packs.length);
    for (let frame = 0; frame < frames.length; frame++) {
        if (!chosen.has(frame) && isOld(frame))
            packBytes[frames.pack[frame]] =
                packBytes[frames.pack[frame]] + live[frame];
    }
    const livePacks = [...packBytes.keys()]
        .filter((pack) => packBytes[pack] > 0)
        .sort((a, b) => packBytes[a] - packBytes[b]);
    // The save adds a pack. Merging a few more than needed keeps the next saves from merging at all.
    const surplus = livePacks.length + 1 - maxPacks;
    const merged = new Set();
    for (const pack of livePacks.slice(0, surplus > 0 ? surplus + SLACK_PACKS : 0)) {
        if (packBytes[pack] > budget)
            break;
        budget -= packBytes[pack];
        merged.add(pack);
    }
    for (let frame = 0; frame < frames.length; frame++) {
        if (live[frame] > 0 && merged.has(frames.pack[frame]))
            chosen.add(frame);
    }
    return chosen;
}
/** About how many packs a version may have: one for each pack's worth of data, and as many small ones as the store says. */
function maxPacksFor(storedBytes, store) {
    return store.smallPacks + Math.ceil(storedBytes / store.packBytes);
}

;// CONCATENATED MODULE: ./js/volume/reuse.js


/**
 * Gives every entry that is proved unchanged, and whose content the parent holds, the extents it had; the others are to
 * be read.
 */
function planReads(mounts, base) {
    const tasks = [];
    let bytes = 0;
    for (const [mount, saved] of mounts.entries()) {
        const { tree } = saved;
        const kept = reuse(saved, base);
        for (let entry = 0; entry < tree.length; entry++) {
            if (!isContent(tree, entry) || kept[entry])
                continue;
            tasks.push({ mount, entry });
            bytes += tree.size[entry];
        }
    }
    return { tasks, bytes };
}
/** Has the entry content of its own to be stored? */
function isContent(tree, entry) {
    return tree.type[entry] === core_tree/* EntryType */.$Y.file && tree.source(entry) === entry && tree.size[entry] > 0;
}
/** Copies proven extents into the scan's tree; returns 1 for each entry that got its content that way. */
function reuse({ tree, state }, base) {
    const kept = new Uint8Array(tree.length);
    if (!state || !base.manifest)
        return kept;
    const recorded = diff_pairEntries(tree, state.tree);
    const frames = diff_mapFrames(state, base);
    for (let entry = 0; entry < tree.length; entry++) {
        if (!isContent(tree, entry))
            continue;
        const s = recorded[entry];
        if (s === core_tree/* NONE */.x3 || !diff_proves(state.tree, s, tree, entry))
            continue;
        // The time the version has, not the one this file system rounded it to: unchanged files never drift.
        tree.mtimeNs[entry] = state.tree.mtimeNs[s];
        kept[entry] = copyMapped(state.tree, state.tree.source(s), frames, base, tree, entry) ? 1 : 0;
    }
    return kept;
}
/** Copies extents with their frames renumbered, unless one lies where nothing may be referenced. */
function copyMapped(from, s, frames, base, to, entry) {
    const first = from.firstExtent[s];
    const count = from.extentCount[s];
    if (count === 0)
        return false;
    for (let extent = first; extent < first + count; extent++) {
        const frame = from.frame[extent];
        if (frame === core_tree/* HOLE */.vs)
            continue;
        const mapped = frames[frame];
        if (mapped === core_tree/* NONE */.x3 || base.broken.has(base.packs[base.frames.pack[mapped]].ulid))
            return false;
    }
    to.firstExtent[entry] = to.extents;
    to.extentCount[entry] = count;
    for (let extent = first; extent < first + count; extent++) {
        const frame = from.frame[extent];
        to.pushExtent(frame === core_tree/* HOLE */.vs ? core_tree/* HOLE */.vs : frames[frame], from.offset[extent], from.extentLength[extent]);
    }
    return true;
}

;// CONCATENATED MODULE: ./js/volume/repacking.js



/**
 * Chooses what to pack again from the local tree, now that the save knows all places it would refer to, and takes those
 * places out of the index. The tasks read the pieces that lie there.
 */
function planRepack(mounts, base, newBytes, traits) {
    const older = base.manifest?.packs.length ?? 0;
    if (older === 0)
        return [];
    const { frames, index, places } = base;
    const live = liveBytes(mounts, frames, places);
    let storedBytes = 0;
    for (let frame = 0; frame < frames.length; frame++) {
        if (live[frame] > 0)
            storedBytes += frames.storedLength[frame];
    }
    // What this save itself stored needs no second look.
    const packs = base.packs.slice(0, older);
    const moved = framesToRepack(live, frames, packs, newBytes, maxPacksFor(storedBytes, traits));
    if (moved.size === 0)
        return [];
    for (let chunk = 0; chunk < index.length; chunk++) {
        if (moved.has(index.frame[chunk]))
            index.frame[chunk] = ABSENT;
    }
    const tasks = [];
    for (const [mount, { tree }] of mounts.entries()) {
        for (let entry = 0; entry < tree.length; entry++) {
            const pieces = isContent(tree, entry) ? piecesIn(tree, entry, moved) : [];
            if (pieces.length > 0)
                tasks.push({ mount, entry, pieces });
        }
    }
    return tasks;
}
function piecesIn(tree, entry, moved) {
    const pieces = [];
    let offset = 0;
    const first = tree.firstExtent[entry];
    for (let extent = first; extent < first + tree.extentCount[entry]; extent++) {
        const length = tree.extentLength[extent];
        if (moved.has(tree.frame[extent]))
            pieces.push({ offset, length });
        offset += length;
    }
    return pieces;
}

;// CONCATENATED MODULE: ./js/core/largest.js


/** A directory whose child holds most of it is not worth naming: the child is. */
const MOSTLY = 0.8;
/** The directories that make a tree large, raw bytes with all below, largest first: at most `count`, for a message. */
function largestDirectories(trees, count) {
    const all = [];
    for (const { label, tree } of trees) {
        const bytes = new Float64Array(tree.length);
        const heaviestChild = new Float64Array(tree.length);
        for (let entry = tree.length - 1; entry >= 0; entry--) {
            if (tree.type[entry] === core_tree/* EntryType */.$Y.file && tree.source(entry) === entry)
                bytes[entry] = tree.size[entry];
            const parent = tree.parent[entry];
            if (parent === core_tree/* NONE */.x3)
                continue;
            bytes[parent] = bytes[parent] + bytes[entry];
            if (tree.type[entry] === core_tree/* EntryType */.$Y.directory)
                heaviestChild[parent] = Math.max(heaviestChild[parent], bytes[entry]);
        }
        for (let entry = 0; entry < tree.length; entry++) {
            if (tree.type[entry] !== core_tree/* EntryType */.$Y.directory ||
                heaviestChild[entry] > MOSTLY * bytes[entry])
                continue;
            const path = tree.path(entry);
            all.push({ path: path === '' ? label : `${label}/${(0,core_bytes/* toDisplay */.Wn)(path)}`, bytes: bytes[entry] });
        }
    }
    return all.sort((a, b) => b.bytes - a.bytes).slice(0, count);
}

;// CONCATENATED MODULE: ./js/volume/save-scan.js






const LARGEST_NAMED = 10;
/**
 * Stats everything the mounts select, without what holds a credential. `other-lane`: what lies there was left by a job
 * that may not write here; `secrets`: there are credentials, and that is refused.
 */
async function scanDeclared(context, request) {
    const { workspace, events } = context;
    const declared = [];
    // With nothing to compare with, everything will be read.
    if (!request.mounts.every((mount) => workspace.loadState(mount)?.version))
        workspace.warm();
    for (const mount of request.mounts) {
        const loaded = workspace.loadState(mount);
        const trusted = loaded !== undefined && memory_trusts(context, request.rights, loaded);
        if (loaded && !trusted && !memory_sameJob(loaded, request.job) && request.foreign !== 'overlay')
            return 'other-lane';
        const state = trusted && loaded.volume === request.volume ? loaded : undefined;
        const without = memory_othersInside(context, request, mount);
        for (const path of without)
            events.emit({ type: 'nested-mount', label: mount.label, path: (0,core_bytes/* toDisplay */.Wn)(path) });
        const scan = await workspace.scan(mount, { without, ...(state && { known: state.tree }), ...types_signalOf(context) });
        for (const { path, reason } of scan.leftOut) {
            events.emit({ type: 'left-out', label: mount.label, path: (0,core_bytes/* toDisplay */.Wn)(path), reason });
        }
        // So that the next walk, which goes by what this one found, lists them again.
        for (const entry of scan.incomplete)
            if (scan.tree)
                scan.tree.ctimeNs[entry] = 0n;
        const { tree, omitted } = scan.tree && request.secrets !== 'allow'
            ? withoutSecrets(context, mount, scan.tree, state)
            : { tree: scan.tree, omitted: [] };
        declared.push({ mount, state, omitted, saved: tree && { mount, scan, tree, state, omitted } });
    }
    const refused = request.secrets === 'refuse' && declared.some(({ omitted }) => omitted.length > 0);
    tellOmitted(events, declared, refused ? 'refused' : 'omitted');
    if (refused)
        return 'secrets';
    return declared;
}
/** Says which declared paths do not exist; the mounts that do. */
function existing(context, declared) {
    const mounts = declared.flatMap(({ saved }) => saved ?? []);
    if (mounts.length === 0)
        context.events.emit({ type: 'nothing-declared-exists' });
    else {
        for (const { mount, saved, omitted } of declared) {
            if (!saved && omitted.length === 0)
                context.events.emit({ type: 'mount-absent', label: mount.label, others: mounts.length });
        }
    }
    return mounts;
}
/** Is the volume over its limit? Then says so, and what makes it large. */
function tooLarge(context, mounts, totalBytes, limit) {
    if (limit === undefined || totalBytes <= limit)
        return false;
    const trees = mounts.map(({ mount: { label }, tree }) => ({ label, tree }));
    const largest = largestDirectories(trees, LARGEST_NAMED);
    context.events.emit({ type: 'too-large', bytes: totalBytes, limit, largest });
    return true;
}
/** Is every declared path, by stat alone, what this machine remembers of the version, sealed as it would be now? */
function unchanged(declared, version, keyId) {
    return declared.every(({ state, saved }) => {
        // Where packs were found broken the files may be right and what is stored of them not.
        if (state?.version?.ulid !== version || state.broken.length > 0)
            return false;
        if (!isSealedWith(keyId, state))
            return false;
        const tree = saved?.tree ?? memory_emptyTree();
        return equalTrees(tree, state.tree, (x, y) => diff_proves(state.tree, y, tree, x) || tree.size[x] === 0);
    });
}
/** By its packs. A version without content has none: nothing tells then which key it was sealed with. */
function isSealedWith(keyId, { packs }) {
    return (keyId === '' || packs.length > 0) && packs.every((pack) => pack.keyId === keyId);
}

;// CONCATENATED MODULE: ./js/volume/save.js




















/** The longest a save may take from reading its parent's head to its commit; the collection's proof rests on it. */
const COMMIT_WITHIN_MILLIS = 12 * 3600 * 1000;
/**
 * Makes what the job left the next version of its key: packs, then the version, then the head. Nothing changed means
 * nothing is written. A fault of the store is an outcome, said once; only an aborted signal rejects.
 */
async function save(context, request) {
    const { writes } = request.rights;
    const run = {
        context,
        request,
        writes: writes ?? '',
        outcome: { ...NOTHING_SAVED, millis: { ...NOTHING_SAVED.millis } },
    };
    const { outcome } = run;
    try {
        outcome.reason = writes === undefined ? 'read-only' : await attempt(run);
    }
    catch (error) {
        context.signal?.throwIfAborted();
        outcome.reason = 'store-failed';
        const { kind, store } = error instanceof errors/* StoreError */.AD ? error : { kind: 'unavailable', store: context.store.name };
        context.events.emit({ type: 'store-failed', kind, store, doing: 'saving', detail: error.message });
    }
    outcome.saved = outcome.reason === 'saved' || outcome.reason === 'linked';
    if (!outcome.saved)
        context.events.emit({ type: 'not-saved', reason: outcome.reason });
    return outcome;
}
async function attempt(run) {
    const { context, request, outcome } = run;
    const began = context.clock.now();
    // Asked for while the walk goes on.
    const own = readOwn(context, request, run.writes);
    const parentOf = async (states) => readParent(context, request, run.writes, states, await own);
    // And so is the parent, where this machine remembers none.
    const remembersNone = request.mounts.every((mount) => !context.workspace.loadState(mount)?.version);
    const early = remembersNone ? parentOf([]) : undefined;
    for (const asked of [own, early])
        asked?.catch(() => undefined);
    const declared = await scanDeclared(context, request);
    outcome.millis.scan = context.clock.now() - began;
    if (declared === 'other-lane' || declared === 'secrets')
        return declared;
    const startedAt = request.startedAt ??
        forkedAt(request, declared.map(({ state }) => state));
    return saveDeclared({ ...run, request: { ...request, startedAt } }, declared, (states) => early ?? parentOf(states), began);
}
async function saveDeclared(run, declared, parentOf, began) {
    const { context, request, outcome } = run;
    const mounts = existing(context, declared);
    if (mounts.length === 0)
        return declared.some(({ omitted }) => omitted.length > 0) ? 'secrets' : 'nothing-to-save';
    measure(run, mounts);
    if (tooLarge(context, mounts, outcome.totalBytes, request.sizeLimit))
        return 'too-large';
    const states = declared.map(({ state }) => state);
    const read = await parentOf(states);
    const there = usable(read.own);
    if (request.saveIf === 'missing' && there && (await opens(context, there)))
        return 'exists';
    if (read.parent &&
        unchanged(declared, read.parent.ref.ulid, writingKeyId(context)) &&
        (await fitsWriters(context, read.parent))) {
        const kept = await touchParent(context, request, read.parent, states, states[0]?.packs ?? [], []);
        const linked = kept ? await save_link(run, read, kept.touchedAt) : 'unusable';
        if (linked === 'linked' || (linked === 'unchanged' && kept?.isNew))
            rememberLine(context, request, declared, read.parent.ref, run.writes, kept?.touchedAt);
        if (linked !== 'unusable')
            return linked;
    }
    return saveChanges(run, declared, mounts, read, began);
}
/** Does any of this job's keys open what is there? A request, where it has some. */
async function opens(context, { line, head }) {
    const loaded = context.keys && (await load_version_loadVersion(context, line, head.current));
    return !(loaded && 'reason' in loaded && keys_isKeyFault(loaded));
}
/** Who may have written it, only the version itself says: a request, where that is asked. */
async function fitsWriters(context, { line, ref }) {
    return !context.trust?.writers.length || !('reason' in (await load_version_loadVersion(context, line, ref)));
}
/** An equal tree: nothing to write after an exact hit, else one head that points at the same version. */
async function save_link(run, { own, parent }, touchedAt) {
    const { context, request, writes, outcome } = run;
    const { store } = context;
    if (!parent)
        return 'unusable';
    const { ref } = parent;
    outcome.version = ref.ulid;
    outcome.digest = ref.sha256;
    if (parent.exact || usable(own)?.head.current.ulid === ref.ulid)
        return 'unchanged';
    // It is signed for the lane it lies in, by whoever made it: who signs here says of himself that he has this tree.
    if (context.trust?.signer && parent.line.lane !== writes)
        return 'unusable';
    if (request.dryRun)
        return 'dry-run';
    const began = context.clock.now();
    const { namespace } = request.rights;
    const loaded = await load_version_loadVersion(context, parent.line, ref);
    if ('reason' in loaded)
        return 'unusable';
    // Written again wherever it lies: a collection that saw nobody link it must see that somebody does.
    const { bytes: version } = loaded;
    const touched = touchedAt === undefined ? undefined : { commit: parent.head.commit, touchedAt };
    const startedAt = request.startedAt ?? (await store.now());
    const line = { namespace, lane: writes, volume: request.volume, key: request.key };
    const committing = { line, own, ref: { ...ref, lane: writes }, version, startedAt, touched };
    if ((await advanceHead(context, request, committing)) === 'superseded')
        return 'superseded';
    countCommit(run, version);
    outcome.millis.commit = context.clock.now() - began;
    return 'linked';
}
async function saveChanges(run, declared, mounts, from, began) {
    const { context, request, writes, outcome } = run;
    const { clock, store } = context;
    const { namespace } = request.rights;
    const readFrom = clock.now();
    const broken = new Set(mounts.flatMap(({ state }) => state?.broken ?? []));
    const base = from.parent ? await readBase(context, from.parent, broken) : emptyBase();
    // What was encrypted must not become plain because a job has lost its key.
    if (base === 'no-key')
        return 'encrypted';
    const plan = planReads(mounts, base);
    const tasks = request.secrets === 'allow' ? plan.tasks : markSuspects(mounts, plan.tasks);
    outcome.readFiles = plan.tasks.length;
    if (request.dryRun) {
        outcome.newBytes = plan.bytes;
        return 'dry-run';
    }
    const packs = new PackWriter(context, namespace, writes, base);
    try {
        const read = await readInto(context, mounts, base, packs, tasks);
        if (read === 'changing')
            return 'changing';
        measure(run, read);
        // With content that no pack had it cannot be the parent, whose trees need not be decoded to find out.
        if (from.parent && base.manifest && packs.newBytes === 0 && equalsParent(read, base)) {
            const states = declared.map(({ state }) => state);
            const { packs: older } = base.manifest;
            const kept = await touchParent(context, request, from.parent, states, older, older);
            const linked = await save_link(run, from, kept?.touchedAt);
            if (linked === 'unchanged' || linked === 'linked')
                rememberTree(context, request, declared, read, toManifest(read, base), base, from.parent.ref, kept?.touchedAt);
            if (linked !== 'unusable')
                return linked;
        }
        const moving = planRepack(read, base, packs.newBytes, store.traits);
        const whole = moving.length > 0 ? await readInto(context, read, base, packs, moving) : read;
        if (whole === 'changing')
            return 'changing';
        context.workspace.cool();
        await packs.close();
        outcome.millis.read = clock.now() - readFrom;
        outcome.newBytes = packs.newBytes;
        const stored = packs.stored().then(() => {
            outcome.uploadedBytes += packs.storedBytes;
            outcome.objectsPut += packs.packsPut;
            if (clock.now() - began > COMMIT_WITHIN_MILLIS)
                throw tooLate(run);
        });
        stored.catch(() => undefined);
        measure(run, whole);
        // What there is to do for the commit is done while the packs are on their way.
        const manifest = toManifest(whole, base);
        const touched = await touchBase(context, request, from.parent, base);
        const ref = await commitVersion(run, manifest, listOmitted(declared), from, stored, touched);
        if (ref === 'superseded')
            return 'superseded';
        rememberTree(context, request, declared, whole, manifest, base, ref);
        if (packs.packsPut > 0)
            outcome.objectsRemoved = await collectAfterSave(context, request.rights);
        return 'saved';
    }
    finally {
        await packs.abort();
    }
}
/** Reads what the tasks name into packs and trees; without what vanished or could not be read. */
async function readInto(context, mounts, base, packs, tasks) {
    const level = context.store.traits.zstdLevel;
    const keys = context.keys && { keys: context.keys.newest.chunks };
    const { files } = await context.workspace.capture({ mounts, tasks, level, ...keys }, packs, types_signalOf(context));
    fillTrees(mounts, tasks, files, base);
    tellTokens(context.events, mounts, tasks, files);
    return dropUnread(mounts, tasks, files, context.events);
}
function tooLate({ context, request }) {
    return new errors/* StoreError */.AD('unavailable', context.store.name, request.key, new Error('the save took longer than 12 hours'));
}

// EXTERNAL MODULE: ./js/stores/http/client.js + 4 modules
var client = __nccwpck_require__(5108);
;// CONCATENATED MODULE: external "node:fs/promises"
const external_node_fs_promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");
;// CONCATENATED MODULE: ./js/stores/files.js




function createTempFiles(root, random, link = external_node_fs_promises_namespaceObject.link) {
    const directory = (0,external_node_path_.join)(root, 'tmp');
    let swept;
    const open = async () => {
        const path = (0,external_node_path_.join)(directory, Buffer.from(random(16)).toString('hex'));
        return { path, handle: await external_node_fs_promises_namespaceObject.open(path, 'wx') };
    };
    const discard = async ({ path, handle }) => {
        await handle.close();
        await external_node_fs_promises_namespaceObject.rm(path, { force: true });
    };
    const replace = async (temp, target, lasts) => {
        await inDirectory((0,external_node_path_.dirname)(target), () => external_node_fs_promises_namespaceObject.rename(temp, target));
        if (lasts)
            await syncDirectory((0,external_node_path_.dirname)(target));
    };
    return {
        async create() {
            const temp = await inDirectory(directory, open);
            swept ??= temp.handle.stat().then(({ mtimeMs }) => sweep(directory, mtimeMs - files_DAY));
            await swept;
            return temp;
        },
        replace,
        async link(temp, target, lasts) {
            try {
                await inDirectory((0,external_node_path_.dirname)(target), () => link(temp, target));
            }
            catch (error) {
                if (NO_LINKS.has(codeOf(error)))
                    return 'unsupported';
                if (codeOf(error) !== 'EEXIST')
                    throw error;
                // Over a network the answer to a link that succeeded can get lost, and asking again says EEXIST.
                if (!(await sameFile(temp, target)))
                    return 'taken';
            }
            if (lasts)
                await syncDirectory((0,external_node_path_.dirname)(target));
            return 'linked';
        },
        async claim(temp, target) {
            const claim = (0,external_node_path_.join)(directory, (0,external_node_crypto_.createHash)('sha256').update((0,external_node_path_.relative)(root, target)).digest('hex'));
            try {
                await external_node_fs_promises_namespaceObject.mkdir(claim);
            }
            catch (error) {
                if (codeOf(error) === 'EEXIST')
                    return 'taken';
                throw error;
            }
            try {
                if (await exists(target))
                    return 'taken';
                await replace(temp, target, false);
                return 'linked';
            }
            finally {
                await external_node_fs_promises_namespaceObject.rmdir(claim);
            }
        },
        discard,
        async now() {
            try {
                const temp = await open();
                try {
                    return Math.floor((await temp.handle.stat()).mtimeMs);
                }
                finally {
                    await discard(temp);
                }
            }
            catch {
                return undefined;
            }
        },
    };
}
/** Writes the whole block at a place. */
async function writeAll(handle, block, at) {
    for (let done = 0; done < block.length;) {
        done += (await handle.write(block, done, block.length - done, at + done)).bytesWritten;
    }
}
/** Makes a rename or link in a directory durable. Windows can neither do that nor needs it. */
async function syncDirectory(directory) {
    if (process.platform === 'win32')
        return;
    const handle = await external_node_fs_promises_namespaceObject.open(directory, 'r');
    try {
        await handle.sync();
    }
    finally {
        await handle.close();
    }
}
async function exists(path) {
    return (await ifThere(external_node_fs_promises_namespaceObject.lstat(path))) !== undefined;
}
/** The answer of a call about a path, `undefined` if nothing is there. */
async function ifThere(call) {
    try {
        return await call;
    }
    catch (error) {
        if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR')
            return undefined;
        throw error;
    }
}
/** Runs one store call; a system error becomes a `StoreError`, everything else passes. */
async function asStoreCall(store, key, call) {
    try {
        return await call();
    }
    catch (error) {
        const code = codeOf(error);
        if (!/^E[A-Z0-9]+$/.test(code))
            throw error;
        throw new errors/* StoreError */.AD(KINDS[code] ?? 'unavailable', store, key, error);
    }
}
/** The name of a system error, `''` for any other error. */
function codeOf(error) {
    const code = error instanceof Error ? error.code : undefined;
    return typeof code === 'string' ? code : '';
}
const files_DAY = 24 * 60 * 60 * 1000;
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);
const KINDS = {
    ENOSPC: 'full',
    EDQUOT: 'full',
    EACCES: 'denied',
    EPERM: 'denied',
    EROFS: 'denied',
    ENAMETOOLONG: 'unsupported',
};
/** Tries; if the directory is what is missing, makes it and tries again. */
async function inDirectory(directory, call) {
    try {
        return await call();
    }
    catch (error) {
        if (codeOf(error) !== 'ENOENT')
            throw error;
        await makeDirectory(directory);
        return await call();
    }
}
/** Makes a directory and what it lies in, each durably in its parent. */
async function makeDirectory(directory) {
    const first = await external_node_fs_promises_namespaceObject.mkdir(directory, { recursive: true });
    if (first === undefined)
        return;
    for (let made = directory;; made = (0,external_node_path_.dirname)(made)) {
        await syncDirectory((0,external_node_path_.dirname)(made));
        if (made === first || (0,external_node_path_.dirname)(made) === made)
            return;
    }
}
async function sameFile(a, b) {
    const [x, y] = await Promise.all([external_node_fs_promises_namespaceObject.lstat(a, { bigint: true }), ifThere(external_node_fs_promises_namespaceObject.lstat(b, { bigint: true }))]);
    return x.ino === y?.ino && x.dev === y.dev;
}
/** Removes what lies unchanged since before `before`. Best effort: another process may be doing the same. */
async function sweep(directory, before) {
    try {
        for (const name of await external_node_fs_promises_namespaceObject.readdir(directory)) {
            const path = (0,external_node_path_.join)(directory, name);
            const info = await ifThere(external_node_fs_promises_namespaceObject.lstat(path));
            if (info && info.mtimeMs < before)
                await external_node_fs_promises_namespaceObject.rm(path, { recursive: true, force: true });
        }
    }
    catch {
        // What cannot be swept now is swept by a later writer.
    }
}

;// CONCATENATED MODULE: ./js/stores/blobs.js



async function statBlob(path) {
    const info = await ifThere(external_node_fs_promises_namespaceObject.stat(path, { bigint: true }));
    return info?.isFile() ? toBlob(info) : undefined;
}
/**
 * A blob's bytes or a range of them, `undefined` if there is none, `short` if the range ends past its end. Large reads
 * go out in parallel pieces.
 */
async function readBlob(path, { range, signal, array = core_bytes/* newArray */.Wf }) {
    const handle = await ifThere(external_node_fs_promises_namespaceObject.open(path, 'r'));
    if (!handle)
        return undefined;
    try {
        const info = await handle.stat({ bigint: true });
        if (!info.isFile())
            return undefined;
        const blob = toBlob(info);
        const offset = range?.offset ?? 0;
        const length = range?.length ?? blob.bytes;
        // Before room is made: the numbers may come out of a damaged object.
        if (offset + length > blob.bytes)
            return 'short';
        const bytes = array(length);
        const pieces = [];
        for (let at = 0; at < length; at += PIECE) {
            pieces.push(fill(handle, bytes.subarray(at, Math.min(at + PIECE, length)), offset + at, signal));
        }
        return (await Promise.all(pieces)).every(Boolean) ? { bytes, blob } : 'short';
    }
    finally {
        await handle.close();
    }
}
/**
 * Blocks go to a file without a name as they come; `commit` names it. It is not flushed: what a machine that loses power
 * loses of it is found by its digest, and the version before is restored.
 */
function openBlob(temps, target, signal) {
    let temp;
    let size = 0;
    let finished = false;
    const discard = async () => {
        finished = true;
        const file = await temp?.catch(() => undefined);
        temp = undefined;
        if (file)
            await temps.discard(file);
    };
    return {
        async write(block) {
            if (finished)
                throw new Error('the writer is finished');
            signal?.throwIfAborted();
            const at = size;
            size += block.length;
            temp ??= temps.create();
            await writeAll((await temp).handle, block, at);
            (0,core_bytes/* release */._r)(block);
        },
        async commit(when) {
            if (finished)
                throw new Error('the writer is finished');
            finished = true;
            try {
                signal?.throwIfAborted();
                temp ??= temps.create();
                const { path, handle } = await temp;
                const { tag } = toBlob(await handle.stat({ bigint: true }));
                await handle.close();
                signal?.throwIfAborted();
                return (await place(temps, path, target, when)) ? { stored: true, tag } : { stored: false };
            }
            finally {
                await discard();
            }
        },
        abort: discard,
    };
}
const PIECE = 8 * 1024 * 1024;
function toBlob(info) {
    return {
        bytes: Number(info.size),
        modified: Number(info.mtimeMs),
        tag: `${info.ino}-${info.size}-${info.mtimeNs}`,
    };
}
/** Fills the array from a place; false if the file ends before. */
async function fill(handle, into, at, signal) {
    for (let done = 0; done < into.length;) {
        signal?.throwIfAborted();
        const { bytesRead } = await handle.read(into, done, into.length - done, at + done);
        if (bytesRead === 0)
            return false;
        done += bytesRead;
    }
    return true;
}
async function place(temps, temp, target, when) {
    if (when === 'none') {
        await temps.replace(temp, target, false);
        return true;
    }
    const placed = await temps.link(temp, target, false);
    return (placed === 'unsupported' ? await temps.claim(temp, target) : placed) === 'linked';
}

;// CONCATENATED MODULE: ./js/stores/held-writer.js
/** Writes one object whose blocks wait in memory for `commit`, which hands them to `put` as one array. */
function heldWriter(signal, put) {
    let blocks = [];
    return {
        async write(block) {
            signal?.throwIfAborted();
            if (!blocks)
                throw new Error('the writer is finished');
            blocks.push(block);
        },
        async commit(when) {
            if (!blocks)
                throw new Error('the writer is finished');
            const bytes = Buffer.concat(blocks);
            blocks = undefined;
            signal?.throwIfAborted();
            return put(bytes, when);
        },
        async abort() {
            blocks = undefined;
        },
    };
}

;// CONCATENATED MODULE: ./js/stores/records.js




/** Is it the name of a record's file? No component of a key looks like this. */
function isRecordFile(name) {
    return NUMBERED.test(name);
}
function createRecords(temps, random) {
    return {
        async read(directory) {
            const { state, stale } = await newest(directory);
            return state && !state.removed ? { ...state, tag: tagOf(state), stale } : undefined;
        },
        async replace(directory, body, when, signal) {
            for (;;) {
                signal?.throwIfAborted();
                const { top, state } = await newest(directory);
                const tag = state && !state.removed ? tagOf(state) : undefined;
                if (when === 'absent' ? tag !== undefined : when !== 'none' && tag !== when.tag)
                    return { stored: false };
                const number = top + 1;
                const id = Buffer.from(random(ID)).toString('hex');
                const from = state?.id ?? NO_ID;
                const file = encode({ id, from, removed: body === undefined }, body ?? new Uint8Array());
                const written = await write(temps, file, (0,external_node_path_.join)(directory, records_nameOf(number)), signal);
                if (written !== undefined && (await stands(directory, number, id))) {
                    await prune(directory, written - KEPT_MILLIS);
                    return { stored: true, tag: tagOf({ number, id }) };
                }
                if (when !== 'none')
                    return { stored: false };
            }
        },
    };
}
const NUMBERED = /^~n\d{16}$/;
const ID = 16;
const NO_ID = '00'.repeat(ID);
/** A number is pruned when it is both: older than any writer may sleep, and beyond what anybody looks back. */
const KEPT = 16;
const KEPT_MILLIS = 12 * 60 * 60 * 1000;
/** Readings of a directory whose files vanish between listing and opening. */
const READINGS = 10;
/** In place of a record's file, where there are no hard links, stands a directory that holds it under this name. */
const INNER = 'record';
function records_nameOf(number) {
    return `~n${String(number).padStart(16, '0')}`;
}
function tagOf({ number, id }) {
    return `${number}-${id}`;
}
/** The highest whole file, whether one above it is damaged, and the highest number whatever its file holds. */
async function newest(directory) {
    for (let reading = 1;; reading++) {
        const numbers = await numbersOf(directory);
        let vanished = false;
        let stale = false;
        for (const number of numbers) {
            const state = await readState(directory, number);
            if (state === 'vanished')
                vanished = true;
            else if (state === 'foreign')
                stale = true;
            else
                return { top: numbers[0], state, stale };
        }
        if (!vanished || reading === READINGS)
            return { top: numbers[0] ?? 0, state: undefined, stale };
    }
}
/** Highest first. */
async function numbersOf(directory) {
    const names = (await ifThere(external_node_fs_promises_namespaceObject.readdir(directory))) ?? [];
    return names
        .filter(isRecordFile)
        .map((name) => Number(name.slice(2)))
        .sort((a, b) => b - a);
}
async function readState(directory, number) {
    const path = (0,external_node_path_.join)(directory, records_nameOf(number));
    const handle = (await openFile(path)) ?? (await openFile((0,external_node_path_.join)(path, INNER)));
    if (!handle)
        return 'vanished';
    try {
        const { mtimeMs } = await handle.stat();
        const envelope = decode(await handle.readFile());
        return envelope ? { ...envelope, number, modified: Math.floor(mtimeMs) } : 'foreign';
    }
    finally {
        await handle.close();
    }
}
async function openFile(path) {
    const info = await ifThere(external_node_fs_promises_namespaceObject.stat(path));
    return info?.isFile() ? ifThere(external_node_fs_promises_namespaceObject.open(path, 'r')) : undefined;
}
/** Writes and places a record's file; the file system's time, or `undefined` if the number is taken. */
async function write(temps, file, target, signal) {
    const temp = await temps.create();
    try {
        await writeAll(temp.handle, file, 0);
        await temp.handle.datasync();
        const { mtimeMs } = await temp.handle.stat();
        await temp.handle.close();
        signal?.throwIfAborted();
        const placed = await temps.link(temp.path, target, true);
        if (placed === 'unsupported')
            return (await placeWithoutLinks(temps, temp, target)) ? mtimeMs : undefined;
        return placed === 'linked' ? mtimeMs : undefined;
    }
    finally {
        await temps.discard(temp);
    }
}
/**
 * Without hard links: a directory that is not empty. Renaming it onto another that is not empty fails everywhere, so it
 * is as exclusive as a link, and it appears as whole.
 */
async function placeWithoutLinks(temps, temp, target) {
    const holder = `${temp.path}.d`;
    await external_node_fs_promises_namespaceObject.mkdir(holder);
    try {
        await external_node_fs_promises_namespaceObject.rename(temp.path, (0,external_node_path_.join)(holder, INNER));
        await syncDirectory(holder);
        await temps.replace(holder, target, true);
        return true;
    }
    catch (error) {
        if (codeOf(error) !== '' && (await exists(target)))
            return false;
        throw error;
    }
    finally {
        await external_node_fs_promises_namespaceObject.rm(holder, { recursive: true, force: true });
    }
}
/** Is the state just placed current, or was it until somebody followed it? If neither, it is taken back. */
async function stands(directory, number, id) {
    const above = (await numbersOf(directory)).filter((other) => other > number).reverse();
    for (const other of above) {
        const next = await readState(directory, other);
        if (next === 'vanished' || next === 'foreign')
            continue;
        if (next.from === id)
            return true;
        await external_node_fs_promises_namespaceObject.rm((0,external_node_path_.join)(directory, records_nameOf(number)), { recursive: true, force: true });
        return false;
    }
    return true;
}
/** Oldest first, and no further than the first that is young. */
async function prune(directory, before) {
    const old = (await numbersOf(directory)).slice(KEPT).reverse();
    for (const number of old) {
        const path = (0,external_node_path_.join)(directory, records_nameOf(number));
        const info = await ifThere(external_node_fs_promises_namespaceObject.stat(path));
        if (info && info.mtimeMs >= before)
            return;
        await external_node_fs_promises_namespaceObject.rm(path, { recursive: true, force: true });
    }
}
const MAGIC = Buffer.from('WSR1');
const DIGEST = 32;
const HEADER = MAGIC.length + DIGEST + 1 + ID + ID;
/** Magic, SHA-256 of all that follows, a byte that is 1 for a removal, id, id it follows, body. */
function encode({ id, from, removed }, body) {
    const rest = Buffer.concat([Buffer.of(removed ? 1 : 0), Buffer.from(id, 'hex'), Buffer.from(from, 'hex'), body]);
    return Buffer.concat([MAGIC, (0,external_node_crypto_.createHash)('sha256').update(rest).digest(), rest]);
}
function decode(file) {
    if (file.length < HEADER || !file.subarray(0, MAGIC.length).equals(MAGIC))
        return undefined;
    const rest = file.subarray(MAGIC.length + DIGEST);
    const digest = file.subarray(MAGIC.length, MAGIC.length + DIGEST);
    if (!(0,external_node_crypto_.createHash)('sha256').update(rest).digest().equals(digest))
        return undefined;
    return {
        removed: rest[0] === 1,
        id: rest.toString('hex', 1, 1 + ID),
        from: rest.toString('hex', 1 + ID, 1 + ID + ID),
        body: Uint8Array.from(rest.subarray(1 + ID + ID)),
    };
}

;// CONCATENATED MODULE: ./js/stores/directory.js









/** A store on a local or network directory: `docs/stores.md` says what lies where and why it is safe. */
function createDirectoryStore({ directory: root, clock, random, link }) {
    const name = (0,external_node_url_.pathToFileURL)(root).href;
    const temps = createTempFiles(root, random, link);
    const records = createRecords(temps, random);
    const pathOf = (key) => {
        if (!isKey(key))
            throw new errors/* StoreError */.AD('unsupported', name, key);
        return (0,external_node_path_.join)(root, ...key.split('/'));
    };
    const read = async (key, options) => {
        options.signal?.throwIfAborted();
        const path = pathOf(key);
        if ((0,core_keys/* isRecord */.u4)(key)) {
            const record = await records.read(path);
            if (!record)
                return undefined;
            const { body, tag, modified, stale } = record;
            const { offset, length } = options.range ?? { offset: 0, length: body.length };
            if (offset + length > body.length)
                throw new errors/* StoreError */.AD('range', name, key);
            return {
                bytes: body.slice(offset, offset + length),
                info: { key, bytes: body.length, modified, tag, ...(stale && { stale }) },
            };
        }
        const found = await readBlob(path, options);
        if (found === 'short')
            throw new errors/* StoreError */.AD('range', name, key);
        return found && { bytes: found.bytes, info: { key, ...found.blob } };
    };
    const stat = async (key) => {
        const path = pathOf(key);
        if ((0,core_keys/* isRecord */.u4)(key))
            return (await read(key, {}))?.info;
        const blob = await statBlob(path);
        return blob && { key, ...blob };
    };
    return {
        name,
        traits: TRAITS,
        get: (key, options = {}) => asStoreCall(name, key, async () => (await read(key, options))?.bytes),
        read: (key, options = {}) => asStoreCall(name, key, () => read(key, options)),
        stat: (key, { signal } = {}) => asStoreCall(name, key, () => {
            signal?.throwIfAborted();
            return stat(key);
        }),
        async now({ signal } = {}) {
            signal?.throwIfAborted();
            return (await temps.now()) ?? clock.now();
        },
        open(key, { signal } = {}) {
            const path = pathOf(key);
            // Records are small.
            const writer = (0,core_keys/* isRecord */.u4)(key)
                ? heldWriter(signal, (bytes, when) => records.replace(path, bytes, when, signal))
                : openBlob(temps, path, signal);
            return {
                write: (block) => asStoreCall(name, key, () => writer.write(block)),
                commit: (when) => asStoreCall(name, key, () => {
                    if (typeof when === 'object' && !(0,core_keys/* isRecord */.u4)(key))
                        throw new errors/* StoreError */.AD('unsupported', name, key);
                    return writer.commit(when);
                }),
                abort: () => asStoreCall(name, key, () => writer.abort()),
            };
        },
        async *list(prefix, { signal } = {}) {
            const stats = (keys) => asStoreCall(name, prefix, () => Promise.all(keys.map(stat)));
            signal?.throwIfAborted();
            let batch = [];
            for await (const key of keysOf(name, root, prefix)) {
                signal?.throwIfAborted();
                batch.push(key);
                if (batch.length < BATCH)
                    continue;
                yield* (await stats(batch)).filter((info) => info !== undefined);
                batch = [];
            }
            yield* (await stats(batch)).filter((info) => info !== undefined);
        },
        async remove(keys, { signal } = {}) {
            for (const key of keys) {
                signal?.throwIfAborted();
                await asStoreCall(name, key, async () => {
                    const path = pathOf(key);
                    if (!(0,core_keys/* isRecord */.u4)(key))
                        await external_node_fs_promises_namespaceObject.rm(path, { force: true });
                    else if (await records.read(path))
                        await records.replace(path, undefined, 'none', signal);
                });
            }
        },
        renew: (key, { signal } = {}) => asStoreCall(name, key, async () => {
            signal?.throwIfAborted();
            // In the middle of the millisecond: on its way it is rounded down, to the one before if it were at the start.
            const now = ((await temps.now()) ?? clock.now()) / 1000 + 0.0005;
            return (await ifThere(external_node_fs_promises_namespaceObject.utimes(pathOf(key), now, now).then(() => true))) ?? false;
        }),
    };
}
const TRAITS = {
    conditionalPut: true,
    overwrite: true,
    listing: 'strong',
    evicts: false,
    // Node's file calls share four threads.
    concurrency: 4,
    // Measured: longer ones leave a core without work at either end of a restore.
    readBytes: 2 * 1024 * 1024,
    // Measured: writing to a disk takes a fifth of the time of compressing at level 3; level 1 is a quarter faster for 7 % more.
    zstdLevel: 1,
    smallPacks: 32,
    packBytes: 32 * 1024 * 1024,
    touch: undefined,
};
/** What a key may look like: no component can leave the directory, hide in it, or meet the store's own names. */
const COMPONENT = /^(?!~n|\.)[\w.~+-]+$/;
const TEMPORARY = 'tmp';
/** Objects whose stats are read together in a listing. */
const BATCH = 32;
function isKey(key) {
    const components = key.split('/');
    return components[0] !== TEMPORARY && components.every((component) => COMPONENT.test(component));
}
/** Keys that start with the prefix, and directories that may be removed records. */
async function* keysOf(store, root, prefix) {
    const above = prefix.slice(0, prefix.lastIndexOf('/') + 1);
    const entries = await asStoreCall(store, prefix, () => ifThere(external_node_fs_promises_namespaceObject.readdir((0,external_node_path_.join)(root, above), { withFileTypes: true })));
    for (const entry of entries ?? []) {
        const key = above + entry.name;
        if (!key.startsWith(prefix) || !isKey(key))
            continue;
        if (!entry.isDirectory() || ((0,core_keys/* isRecord */.u4)(key) && (await asStoreCall(store, key, () => holdsRecord((0,external_node_path_.join)(root, key))))))
            yield key;
        else
            yield* keysOf(store, root, `${key}/`);
    }
}
async function holdsRecord(directory) {
    return ((await ifThere(external_node_fs_promises_namespaceObject.readdir(directory))) ?? []).some(isRecordFile);
}

;// CONCATENATED MODULE: ./js/stores/heads.js




/** Heads on any store that writes on condition. A head that does not decode is a `StoreError` of kind `corrupt`. */
function createHeadStore({ store, events }) {
    const load = async (name, options) => {
        const object = await store.read(name, options);
        if (!object)
            return undefined;
        const { stale, tag } = object.info;
        if (stale)
            events?.emit({ type: 'store-failed', kind: 'corrupt', store: store.name, doing: 'looking up', detail: name });
        return { head: heads_decode(store, name, object.bytes), tag, ...(stale && { stale }) };
    };
    const read = async (line, options) => {
        const found = await load((0,core_keys/* headKey */.Qo)(line), options);
        return found && { line, ...found };
    };
    /** The names of a volume's heads, most recently written first; at most two pages of them. */
    const candidates = async (volume, keyPrefix, options) => {
        const infos = [];
        const { namespace, lane } = volume;
        for await (const info of store.list((0,core_keys/* headPrefix */.j6)(namespace, lane, volume.volume, keyPrefix), options)) {
            if (infos.length === heads_LISTED) {
                events?.emit({ type: 'listing-cut', lane, keyPrefix });
                break;
            }
            infos.push(info);
        }
        return infos.sort((a, b) => b.modified - a.modified);
    };
    /**
     * By `committedAt`, not by the store's stamp, which a touch renews. A stamp is never older than its commit, so none
     * after the first that is older than the best can beat it. A damaged head counts only if there is no whole one.
     */
    const newest = async (volume, keyPrefix, options) => {
        let best;
        let damage;
        for (const info of await candidates(volume, keyPrefix, options)) {
            if (best && info.modified <= best.head.committedAt)
                break;
            const line = (0,core_keys/* parseHeadKey */.DZ)(info.key);
            if (!line)
                continue;
            try {
                const found = await read(line, options);
                if (found && (!best || found.head.committedAt > best.head.committedAt))
                    best = found;
            }
            catch (error) {
                if (!isCorrupt(error))
                    throw error;
                damage = error;
            }
        }
        if (!best && damage !== undefined)
            throw damage;
        return best;
    };
    /** Makes the copy for `latest` say `next` unless it names a later commit already. */
    const advanceLatest = async (volume, next, options) => {
        const name = (0,core_keys/* latestKey */.p8)(volume.namespace, volume.lane, volume.volume);
        for (let attempt = 1; attempt <= LATEST_ATTEMPTS; attempt++) {
            const present = await store.read(name, options);
            if (present && laterThan(store, name, present.bytes, next))
                return;
            const when = present ? { tag: present.info.tag } : 'absent';
            if ((await store_put(store, name, (0,head_codec/* encodeHead */.bX)(next), when, options)).stored)
                return;
        }
    };
    /** What became of a write that did not clearly succeed; `undefined`: the head still is what it was before. */
    const settle = async (line, next, from, options) => {
        const current = await read(line, options);
        if (current?.head.commit === next.commit)
            return current;
        // Somebody already followed our commit: it was made. No write can go by this tag.
        if (current?.head.from === next.commit)
            return { line, head: next, tag: '' };
        return (current?.tag ?? 'absent') === from ? undefined : 'conflict';
    };
    return {
        versionsTravel: false,
        read,
        version: ({ namespace }, { lane, ulid }, options) => store.get((0,core_keys/* versionKey */._5)(namespace, lane, ulid), options),
        async latest(namespace, lane, volume, keyPrefix, options) {
            const place = { namespace, lane, volume };
            if (keyPrefix !== '')
                return newest(place, keyPrefix, options);
            try {
                const found = await load((0,core_keys/* latestKey */.p8)(namespace, lane, volume), options);
                return found && { line: { ...place, key: found.head.key }, ...found };
            }
            catch (error) {
                if (!isCorrupt(error))
                    throw error;
                return newest(place, '', options);
            }
        },
        async advance(line, next, from, { version, after, ...options } = {}) {
            if (version) {
                // The same version may lie here already, and is then as new as this link of it.
                const { lane, ulid } = next.current;
                await store_put(store, (0,core_keys/* versionKey */._5)(line.namespace, lane, ulid), version, 'none', options);
            }
            await after;
            const when = from === 'absent' ? 'absent' : { tag: from };
            let outcome;
            try {
                const result = await store_put(store, (0,core_keys/* headKey */.Qo)(line), (0,head_codec/* encodeHead */.bX)(next), when, options);
                outcome = result.stored
                    ? { line, head: next, tag: result.tag }
                    : ((await settle(line, next, from, options)) ?? 'conflict');
            }
            catch (error) {
                if (!(error instanceof errors/* StoreError */.AD))
                    throw error;
                const settled = await settle(line, next, from, options).catch(() => undefined);
                if (!settled)
                    throw error;
                outcome = settled;
            }
            // The head stands whatever becomes of its copy; the next commit makes that right.
            if (outcome !== 'conflict') {
                await advanceLatest(line, next, options).catch((error) => {
                    if (!(error instanceof errors/* StoreError */.AD || options?.signal?.aborted))
                        throw error;
                });
            }
            return outcome;
        },
        async *list(namespace, options) {
            for (const prefix of (0,core_keys/* headPrefixes */.d3)(namespace)) {
                for await (const { key, modified } of store.list(prefix, options)) {
                    const line = (0,core_keys/* parseHeadKey */.DZ)(key);
                    if (!line)
                        continue;
                    try {
                        const found = await read(line, options);
                        if (found)
                            yield { ...found, modified };
                    }
                    catch (error) {
                        if (!isCorrupt(error))
                            throw error;
                        const detail = error.message;
                        events?.emit({ type: 'store-failed', kind: 'corrupt', store: store.name, doing: 'looking up', detail });
                    }
                }
            }
        },
        async remove(line, options) {
            await store.remove([(0,core_keys/* headKey */.Qo)(line)], options);
            const name = (0,core_keys/* latestKey */.p8)(line.namespace, line.lane, line.volume);
            const latest = await load(name, options).catch(passCorrupt);
            if (!latest || latest.head.key !== line.key)
                return;
            await store.remove([name], options);
            const next = await newest(line, '', options).catch(passCorrupt);
            if (next)
                await store_put(store, name, (0,head_codec/* encodeHead */.bX)(next.head), 'absent', options);
        },
    };
}
/** Two pages of a listing. */
const heads_LISTED = 2000;
const LATEST_ATTEMPTS = 3;
function heads_decode(store, name, bytes) {
    try {
        return (0,head_codec/* decodeHead */.Jk)(bytes);
    }
    catch (error) {
        throw new errors/* StoreError */.AD('corrupt', store.name, name, error);
    }
}
/** A copy that does not decode is later than nothing. */
function laterThan(store, name, bytes, next) {
    try {
        return heads_decode(store, name, bytes).committedAt > next.committedAt;
    }
    catch {
        return false;
    }
}
function isCorrupt(error) {
    return error instanceof errors/* StoreError */.AD && error.kind === 'corrupt';
}
function passCorrupt(error) {
    if (!isCorrupt(error))
        throw error;
}

;// CONCATENATED MODULE: ./js/stores/limited.js
/**
 * A store that leaves room on the line: of what is read and written, no more than so many bytes a second over time. One
 * read or block goes at whatever the line gives.
 */
function limited(store, bytesPerSecond, clock) {
    // Late for want of its turn is not late: nothing would be won by asking twice.
    const { hedged: _, ...traits } = store.traits;
    /** When what was let through so far would have passed. */
    let passed = 0;
    const use = (bytes) => {
        passed = Math.max(clock.now(), passed) + (bytes / bytesPerSecond) * 1000;
    };
    const turn = async (bytes, { signal } = {}) => {
        const wait = passed - clock.now();
        use(bytes);
        if (wait > 0)
            await clock.sleep(wait, signal).catch(() => undefined);
        signal?.throwIfAborted();
    };
    return {
        ...store,
        traits,
        async get(key, options) {
            const asked = options?.range?.length ?? 0;
            await turn(asked, options);
            let came = 0;
            try {
                const bytes = await store.get(key, options);
                came = bytes?.length ?? 0;
                return bytes;
            }
            finally {
                // How much a whole object is shows when it is there, and of what is not there nothing came.
                use(came - asked);
            }
        },
        open(key, options) {
            const writer = store.open(key, options);
            return {
                async write(block) {
                    await turn(block.length, options);
                    await writer.write(block);
                },
                commit: (when) => writer.commit(when),
                abort: () => writer.abort(),
            };
        },
    };
}

;// CONCATENATED MODULE: ./js/stores/metered.js
/** Counts every call on a store. The counts are live. */
function metered(store) {
    const counts = { requests: 0, upkeepRequests: 0, objectsPut: 0, uploadedBytes: 0, fetchedBytes: 0 };
    const count = (options) => {
        counts[options?.upkeep ? 'upkeepRequests' : 'requests']++;
    };
    return {
        counts,
        store: {
            name: store.name,
            traits: store.traits,
            async get(key, options) {
                count(options);
                const bytes = await store.get(key, options);
                counts.fetchedBytes += bytes?.length ?? 0;
                return bytes;
            },
            async read(key, options) {
                count(options);
                const object = await store.read(key, options);
                counts.fetchedBytes += object?.bytes.length ?? 0;
                return object;
            },
            stat(key, options) {
                count(options);
                return store.stat(key, options);
            },
            now: (options) => store.now(options),
            open(key, options) {
                count(options);
                const writer = store.open(key, options);
                return {
                    write(block) {
                        counts.uploadedBytes += block.length;
                        return writer.write(block);
                    },
                    async commit(when) {
                        const result = await writer.commit(when);
                        if (result.stored)
                            counts.objectsPut++;
                        return result;
                    },
                    abort: () => writer.abort(),
                };
            },
            list(prefix, options) {
                count(options);
                return store.list(prefix, options);
            },
            remove(keys, options) {
                count(options);
                return store.remove(keys, options);
            },
            renew(key, options) {
                count(options);
                return store.renew(key, options);
            },
            ...(store.distrust && { distrust: store.distrust }),
        },
    };
}

;// CONCATENATED MODULE: ./js/stores/store-url.js


/**
 * Takes a store's URL apart. `UserError` for one that is none, that has no host, that has an option which is not among
 * `known`, or that carries a secret.
 */
function parseStoreUrl(text, known, example) {
    const shown = text.replace(/[?#].*$/s, '').replace(/\/\/[^/]*@/, '//…@');
    const url = URL.parse(text);
    if (!url?.host || url.hash !== '')
        throw new UserError(`The store ${shown} is no URL of a store; it is written ${example}.`);
    if (url.username !== '' || url.password !== '') {
        throw new UserError(`The store ${shown} has credentials in its URL, where logs and process lists show them; leave them to the environment.`);
    }
    const path = decoded(url.pathname);
    if (path === undefined)
        throw new UserError(`The store ${shown} has a % in its path that escapes nothing.`);
    const options = {};
    for (const [name, value] of url.searchParams) {
        if (!known.includes(name)) {
            throw new UserError(`The store ${shown} has the option “${name}”; it can have ${[...known, 'limit'].join(', ')}.`);
        }
        if (name in options)
            throw new UserError(`The store ${shown} has the option “${name}” twice.`);
        options[name] = value;
    }
    return { name: shown, host: url.host, path: path.replace(/^\/+|\/+$/g, ''), options };
}
/** The server that an option names, without slashes at its end; `undefined`: not given. Throws `UserError`. */
function serverIn({ name, options }, option, example = 'https://host or https://host:port') {
    const text = options[option];
    if (text === undefined)
        return undefined;
    const url = URL.parse(text);
    if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.search) {
        return text.replace(/\/+$/, '');
    }
    throw new UserError(`The store ${name} has an ${option} that is no address; it is written ${example}.`);
}
/**
 * What the option `expires` means, the days after which the store's own rule removes what nobody wrote since: objects
 * in use are renewed in a quarter of that. Throws `UserError`.
 */
function touchOf({ name, options: { expires } }) {
    if (expires === undefined)
        return undefined;
    const days = /^[1-9]\d{0,4}d$/.test(expires) ? Number.parseInt(expires, 10) : Number.NaN;
    // Below a few days a line that rests over a weekend would be gone, and stores count in days that are not yet over.
    if (!(days >= 4)) {
        throw new UserError(`The store ${name} has expires=${expires}; it is a number of days, four at least, like 30d.`);
    }
    return { how: 'renew', everyMillis: (days * store_url_DAY) / 4 };
}
/**
 * A store's URL without the option `limit`, and what that means: bytes a second, `undefined` where it is not given.
 * Throws `UserError`.
 */
function takeLimit(text) {
    const [, before, limit = '', after] = /^([^?#]*\?(?:[^#]*&)?)limit=([^&#]*)&?(.*)$/s.exec(text) ?? [];
    if (before === undefined)
        return { url: text, bytesPerSecond: undefined };
    const shown = before.slice(0, before.indexOf('?')).replace(/\/\/[^/]*@/, '//…@');
    const bytesPerSecond = size_parseSize(decodeURIComponent(limit), `The limit of the store ${shown}, in bytes a second,`);
    return { url: `${before}${after}`.replace(/[?&]$/, ''), bytesPerSecond };
}
const store_url_DAY = 86_400_000;
function decoded(path) {
    try {
        return decodeURIComponent(path);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./js/stores/tiered/filling.js
/** Nothing larger is asked for in one read. */
const filling_PIECE_BYTES = 8 * 1024 * 1024;
/**
 * One object's way into nearer tiers: what is read of it anyway is appended in order, pieces that came early wait, and
 * what nobody read is read in the end. So little is fetched twice: only what found no room to wait in.
 */
class Filling {
    #options;
    #copies;
    /** How many bytes, from the start, are on their way. */
    #at = 0;
    /** Pieces beyond those, by offset. */
    #early = new Map();
    /** Is there still a tier that takes it? */
    #isTaken = Promise.resolve(true);
    #isAborted = false;
    constructor(options) {
        this.#options = options;
        this.#copies = options.tiers.map((tier) => tier.open(options.key));
    }
    /** Bytes that would have to be read for it. */
    get missing() {
        return [...this.#early.values()].reduce((left, piece) => left - piece.length, this.#options.bytes - this.#at);
    }
    /** The piece stays the caller's. */
    keep(offset, piece) {
        const isKnown = offset + piece.length <= this.#at || this.#early.has(offset);
        if (this.#isAborted || isKnown || !this.#options.backlog.take(piece.length))
            return;
        this.#early.set(offset, new Uint8Array(piece));
        this.#append();
    }
    /** Reads what is missing, unless the signal aborts, and finishes the copies; `false`: it cannot. */
    async complete(signal) {
        const { bytes, read, backlog } = this.#options;
        try {
            while (this.#at < bytes) {
                const next = Math.min(bytes, ...this.#early.keys());
                const length = Math.min(next - this.#at, filling_PIECE_BYTES);
                const piece = await read({ offset: this.#at, length }, signal);
                if (piece?.length !== length)
                    return false;
                backlog.add(length);
                this.#early.set(this.#at, piece);
                this.#append();
                if (!(await this.#isTaken))
                    return false;
            }
        }
        catch {
            return false;
        }
        const stored = await Promise.all(this.#copies.map((copy) => copy.commit()));
        return stored.some(Boolean);
    }
    /** Leaves nothing. */
    async abort() {
        this.#isAborted = true;
        for (const piece of this.#early.values())
            this.#options.backlog.give(piece.length);
        this.#early.clear();
        await Promise.all(this.#copies.map((copy) => copy.abort()));
    }
    /** Sends on all that now follows without a gap. */
    #append() {
        for (;;) {
            const offset = [...this.#early.keys()].find((start) => start <= this.#at);
            const piece = offset === undefined ? undefined : this.#early.get(offset);
            if (offset === undefined || !piece)
                return;
            this.#early.delete(offset);
            const { length } = piece;
            const block = piece.subarray(Math.min(length, this.#at - offset));
            this.#at += block.length;
            // Writers keep their blocks: each has one of its own.
            const writing = this.#copies.map((copy, i) => copy.write(i === 0 ? block : new Uint8Array(block)));
            this.#isTaken = Promise.all(writing).then((written) => {
                this.#options.backlog.give(length);
                return written.some(Boolean);
            });
        }
    }
}

;// CONCATENATED MODULE: ./js/stores/tiered/fills.js


/** Bytes that wait to be written to nearer tiers. */
const BACKLOG_BYTES = 64 * 1024 * 1024;
/** How long the end of a step may take for what nobody asked for. */
const SETTLE_MILLIS = 10_000;
/** Objects completed at a time. */
const COMPLETED_TOGETHER = 3;
/** How much waits to be written, for a whole run. */
class Backlog {
    #bytes = 0;
    #wake = [];
    /** Is there room for so many bytes? Then it is taken. */
    take(bytes) {
        if (this.#bytes > 0 && this.#bytes + bytes > BACKLOG_BYTES)
            return false;
        this.add(bytes);
        return true;
    }
    /** For what cannot wait, because others wait for it. */
    add(bytes) {
        this.#bytes += bytes;
    }
    /** As `take`, when there is room. */
    async taken(bytes) {
        while (!this.take(bytes))
            await new Promise((resolve) => this.#wake.push(resolve));
    }
    give(bytes) {
        this.#bytes -= bytes;
        for (const resolve of this.#wake.splice(0))
            resolve();
    }
}
/**
 * Fills nearer tiers in the background with what a run reads and writes. Nothing here rejects: who does without a copy
 * finds the object farther away.
 */
class Fills {
    backlog = new Backlog();
    #clock;
    #fillings = new Map();
    #pending = new Set();
    constructor(clock) {
        this.#clock = clock;
    }
    /** A piece of an object of `bytes` was read past these tiers; they keep the whole of it. The piece stays the caller's. */
    keep(key, { tiers, bytes, read }, offset, piece) {
        let filling = this.#fillings.get(key);
        if (!filling) {
            filling = new Filling({ key, bytes, tiers, read, backlog: this.backlog });
            this.#fillings.set(key, filling);
        }
        filling.keep(offset, piece);
    }
    /** Puts a small object. The bytes stay the caller's. */
    put(tier, key, bytes) {
        const writer = tier.open(key);
        void writer.write(new Uint8Array(bytes));
        this.later(writer.commit());
    }
    /** What is going on is not an object's copy any more. */
    forget(key) {
        const filling = this.#fillings.get(key);
        this.#fillings.delete(key);
        if (filling)
            this.later(filling.abort());
    }
    /** To be finished when the run ends. */
    later(task) {
        this.#pending.add(task);
        task.then(() => this.#pending.delete(task), () => undefined);
    }
    /**
     * Completes what was begun, those first that lack least, for ten seconds at most; the rest is dropped, and so is, once
     * the signal aborts, all that still lacks something.
     */
    async settle(signal) {
        const end = new AbortController();
        const timer = new AbortController();
        this.#clock.sleep(SETTLE_MILLIS, timer.signal).then(() => end.abort(), () => undefined);
        const limited = signal ? AbortSignal.any([signal, end.signal]) : end.signal;
        const fillings = [...this.#fillings.values()].sort((a, b) => a.missing - b.missing);
        this.#fillings.clear();
        await eachAtOnce(fillings, COMPLETED_TOGETHER, async (filling) => {
            if (!(await filling.complete(limited)))
                await filling.abort();
        });
        timer.abort();
        await this.#settled();
    }
    async #settled() {
        while (this.#pending.size > 0) {
            const pending = [...this.#pending];
            await Promise.allSettled(pending);
            for (const task of pending)
                this.#pending.delete(task);
        }
    }
}
/** Blocks of an object that a job stores, on their way to one nearer tier as well. */
function openCopy(fills, tier, key) {
    const writer = tier.open(key);
    if (tier.write === 'through')
        return writer;
    return {
        async write(block) {
            const bytes = block.length;
            await fills.backlog.taken(bytes);
            fills.later(writer.write(block).then(() => fills.backlog.give(bytes)));
            return true;
        },
        async commit() {
            fills.later(writer.commit());
            return true;
        },
        abort: async () => fills.later(writer.abort()),
    };
}

;// CONCATENATED MODULE: ./js/stores/tiered/heads.js





/**
 * The heads of the tier where they live. Nearer tiers keep a copy of each that is read or written here. When home is
 * down those copies are what heads are read from, each marked stale, and for the rest of the run nothing is committed.
 * Versions are checked here, so that a nearer tier's bad copy is no fault of the version.
 */
function createTieredHeads({ heads, home, near, fills, events }) {
    const name = (0,digest/* sha256Hex */.fg)(Buffer.from(home.store.name)).slice(0, 16);
    /** Those where a copy can be replaced. */
    const remembering = near.filter(({ store }) => store.traits.overwrite);
    const remember = ({ line, head }) => {
        const key = (0,core_keys/* seenKey */.HZ)(name, line);
        const bytes = (0,head_codec/* encodeHead */.bX)(head);
        for (const tier of remembering.filter(({ isWritten }) => isWritten)) {
            const renewed = async () => {
                const known = await tier.get(key);
                if (!known || !(0,core_bytes/* sameBytes */.er)(known, bytes))
                    fills.put(tier, key, bytes);
            };
            fills.later(renewed());
        }
    };
    const recalled = async (key, place, options) => {
        let newest;
        for (const tier of remembering) {
            const bytes = await tier.get(key, options);
            const head = bytes && heads_decoded(bytes);
            const line = head && { ...place, key: head.key };
            if (!line || (0,core_keys/* seenKey */.HZ)(name, line) !== key)
                continue;
            if (!newest || head.committedAt > newest.head.committedAt)
                newest = { line, head, tag: NO_TAG, stale: true };
        }
        return newest;
    };
    /** Asks home; if that is down, now or since before, nearer tiers' memory. */
    const ask = async (call, memory) => {
        try {
            if (home.down)
                return await memory();
            return await call();
        }
        catch (error) {
            if (home.down || remembering.length === 0 || !isDown(error))
                throw error;
            home.down = error;
            const { kind, store, message: detail } = error;
            events.emit({ type: 'store-failed', kind, store, doing: 'looking up', detail });
            events.emit({ type: 'home-down', store });
            return memory();
        }
    };
    const atHome = () => {
        if (home.down)
            throw home.down;
        return heads;
    };
    return {
        versionsTravel: heads.versionsTravel,
        async version(line, ref, options) {
            const key = (0,core_keys/* versionKey */._5)(line.namespace, ref.lane, ref.ulid);
            const lacking = [];
            for (const tier of near) {
                const bytes = await tier.get(key, options);
                if (bytes && isVersion(bytes, ref)) {
                    for (const nearer of lacking)
                        fills.put(nearer, key, bytes);
                    return bytes;
                }
                if (bytes)
                    await tier.drop(key);
                if (tier.isWritten)
                    lacking.push(tier);
            }
            const bytes = await atHome().version(line, ref, options);
            if (bytes && isVersion(bytes, ref))
                for (const tier of lacking)
                    fills.put(tier, key, bytes);
            return bytes;
        },
        read: (line, options) => ask(async () => {
            const found = await heads.read(line, options);
            if (found)
                remember(found);
            else
                for (const tier of remembering)
                    fills.later(tier.drop((0,core_keys/* seenKey */.HZ)(name, line)));
            return found;
        }, () => recalled((0,core_keys/* seenKey */.HZ)(name, line), line, options)),
        latest: (namespace, lane, volume, keyPrefix, options) => ask(async () => {
            const found = await heads.latest(namespace, lane, volume, keyPrefix, options);
            if (found)
                remember(found);
            return found;
        }, async () => {
            const place = { namespace, lane, volume };
            const keys = await Promise.all(remembering.map((tier) => tier.keys((0,core_keys/* seenPrefix */.w2)(name, namespace, lane, volume, keyPrefix))));
            let newest;
            for (const key of new Set(keys.flat())) {
                const found = await recalled(key, place, options);
                if (found && (!newest || found.head.committedAt > newest.head.committedAt))
                    newest = found;
            }
            return newest;
        }),
        async advance(line, next, from, options) {
            const advanced = await atHome().advance(line, next, from, options);
            if (advanced === 'conflict')
                return advanced;
            remember(advanced);
            const { lane, ulid } = next.current;
            const { version } = options ?? {};
            const filled = version ? near.filter(({ isWritten }) => isWritten) : [];
            for (const tier of filled)
                fills.put(tier, (0,core_keys/* versionKey */._5)(line.namespace, lane, ulid), version);
            return advanced;
        },
        async *list(namespace, options) {
            yield* atHome().list(namespace, options);
        },
        async remove(line, options) {
            await atHome().remove(line, options);
            for (const tier of remembering)
                await tier.drop((0,core_keys/* seenKey */.HZ)(name, line));
        },
    };
}
/** No state of any record has it. */
const NO_TAG = '';
/** Not reachable, or too busy to answer. Who is refused is refused. */
function isDown(error) {
    return error instanceof errors/* StoreError */.AD && (error.kind === 'unavailable' || error.kind === 'throttled');
}
function isVersion(bytes, ref) {
    return bytes.length === ref.bytes && (0,digest/* sha256Hex */.fg)(bytes) === ref.sha256;
}
/** A copy that does not decode is none. */
function heads_decoded(bytes) {
    try {
        return (0,head_codec/* decodeHead */.Jk)(bytes);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./js/stores/tiered/near.js


/**
 * A tier beside the one where heads live: copies of packs and versions, none of which anybody depends on. What it fails
 * to do is said once; it is then written no more, or, if it was a read, asked no more in this run.
 */
class NearTier {
    store;
    write;
    /** What it gave in this run. */
    #served = new Set();
    /** What it is known not to have. */
    #absent = new Set();
    #budgetBytes;
    #events;
    #isRead = true;
    #isWritten;
    #hasGrown = false;
    #isSaid = false;
    constructor({ store, write, budgetBytes, events }) {
        this.store = store;
        this.write = write;
        this.#budgetBytes = budgetBytes;
        this.#events = events;
        this.#isWritten = write !== 'around';
    }
    /** Does it take copies? */
    get isWritten() {
        return this.#isWritten;
    }
    /** As a store's `get`; whatever fails, but an aborted signal, is a miss. A copy cut short is dropped. */
    async get(key, options = {}) {
        if (!this.#isRead || this.#absent.has(key))
            return undefined;
        try {
            const bytes = await this.store.get(key, options);
            if (bytes)
                this.#served.add(key);
            else
                this.#absent.add(key);
            return bytes;
        }
        catch (error) {
            options.signal?.throwIfAborted();
            if (!(error instanceof errors/* StoreError */.AD))
                throw error;
            if (error.kind === 'range' || error.kind === 'corrupt')
                await this.drop(key);
            else
                this.#skip(error, 'all');
            return undefined;
        }
    }
    /** Every object whose key starts so, by key; none if that fails. */
    async keys(prefix) {
        const keys = [];
        if (this.#isRead) {
            await this.#attempt('all', async () => {
                for await (const { key } of this.store.list(prefix))
                    keys.push(key);
            });
        }
        return keys;
    }
    /** Forgets its copy; `true`: it had given it in this run. */
    async drop(key) {
        const hadGiven = this.#served.delete(key);
        this.#absent.add(key);
        if (this.#isWritten)
            await this.#attempt('writes', () => this.store.remove([key]));
        return hadGiven;
    }
    /** Starts a copy. */
    open(key) {
        return new CopyWriter({
            open: () => this.store.open(key),
            attempt: (call) => this.#attempt('writes', call),
            stored: () => {
                this.#hasGrown = true;
                this.#absent.delete(key);
            },
        });
    }
    /** Marks what was used as used, and makes room if anything was added. For the end of a run: it walks the tier once. */
    async tidy() {
        const budget = this.#budgetBytes;
        if (budget === undefined || !this.#isWritten)
            return;
        await this.#attempt('writes', async () => {
            for (const key of this.#served)
                await this.store.renew(key, { upkeep: true });
            if (this.#hasGrown)
                await evict(this.store, budget);
        });
    }
    async #attempt(fails, call) {
        try {
            await call();
            return true;
        }
        catch (error) {
            this.#skip(error instanceof errors/* StoreError */.AD ? error : new errors/* StoreError */.AD('unavailable', this.store.name, '', error), fails);
            return false;
        }
    }
    #skip({ kind, store, message: detail }, what) {
        this.#isWritten = false;
        if (what === 'all')
            this.#isRead = false;
        if (!this.#isSaid)
            this.#events.emit({ type: 'tier-skipped', store, kind, detail, isRead: this.#isRead });
        this.#isSaid = true;
    }
}
/** A copy being written to one tier, block by block in the order they come. Nothing rejects. */
class CopyWriter {
    #place;
    #writer;
    #tail = Promise.resolve(true);
    constructor(place) {
        this.#place = place;
    }
    /** The block is the writer's from now on. Resolves when it is written, or will never be. */
    write(block) {
        return this.#then((writer) => writer.write(block));
    }
    commit() {
        return this.#then(async (writer) => {
            await writer.commit('none');
            this.#place.stored();
        });
    }
    async abort() {
        await this.#tail;
        this.#tail = Promise.resolve(false);
        await this.#giveUp();
    }
    #then(step) {
        this.#tail = this.#tail.then(async (isWhole) => {
            if (!isWhole)
                return false;
            const isDone = await this.#place.attempt(async () => {
                this.#writer ??= this.#place.open();
                await step(this.#writer);
            });
            if (!isDone)
                await this.#giveUp();
            return isDone;
        });
        return this.#tail;
    }
    async #giveUp() {
        const writer = this.#writer;
        if (writer)
            await this.#place.attempt(() => writer.abort());
    }
}
/**
 * Removes what was used least recently until what is left fits. Several processes may do so at once: each removes what
 * the others do, and who misses something finds it farther away.
 */
async function evict(store, budgetBytes) {
    const infos = [];
    let total = 0;
    for await (const info of store.list('', { upkeep: true })) {
        // Somebody's versions live here: nothing in it is only a copy.
        if ((0,core_keys/* isRecord */.u4)(info.key))
            throw new errors/* StoreError */.AD('unsupported', store.name, info.key, new Error(HAS_HEADS));
        infos.push(info);
        total += info.bytes;
    }
    infos.sort((a, b) => a.modified - b.modified);
    const removed = [];
    for (const { key, bytes } of infos) {
        if (total <= budgetBytes)
            break;
        total -= bytes;
        removed.push(key);
    }
    await store.remove(removed, { upkeep: true });
}
const HAS_HEADS = 'versions live in it, so nothing is evicted to keep its budget';

;// CONCATENATED MODULE: ./js/stores/tiered/nearest.js




/**
 * The nearest of several replicas, to be read in front of the first: the one that answers a small read before the others
 * do, measured when it is first needed and remembered for a day. Where that is the first itself this store has nothing.
 */
function createNearest({ stores, stateDir, clock }) {
    const [first] = stores;
    const names = stores.map(({ name }) => name);
    const file = (0,external_node_path_.join)(stateDir, 'nearest', `${(0,digest/* sha256Hex */.fg)(Buffer.from(names.join('\n'))).slice(0, 32)}.json`);
    let chosen;
    const choose = async () => {
        const name = await nearest_recall(file, clock.now());
        const known = stores.find((store) => store.name === name);
        if (known)
            return known;
        const nearest = await nearest_measure(stores);
        if (nearest)
            await keep(file, { name: nearest.name, at: clock.now() });
        return nearest ?? first;
    };
    return {
        ...first,
        name: names.join(' '),
        async get(key, options) {
            chosen ??= choose();
            const store = await chosen;
            return store === first ? undefined : store.get(key, options);
        },
    };
}
const nearest_DAY = 86_400_000;
/** No store has it; its absence is the answer. */
const NOTHING = (0,core_keys/* packKey */.l7)('nearest', 'local', '0'.repeat(26));
/** Which answers first; `undefined`: none does. */
async function nearest_measure(stores) {
    const end = new AbortController();
    const answers = stores.map(async (store) => {
        await store.get(NOTHING, { signal: end.signal, upkeep: true });
        return store;
    });
    try {
        return await Promise.any(answers);
    }
    catch {
        return undefined;
    }
    finally {
        end.abort();
    }
}
async function nearest_recall(file, now) {
    try {
        const { name, at } = JSON.parse(await external_node_fs_promises_namespaceObject.readFile(file, 'utf8'));
        return typeof at === 'number' && at <= now && now - at < nearest_DAY ? name : undefined;
    }
    catch {
        return undefined;
    }
}
/** Best effort: who remembers nothing measures again. */
async function keep(file, nearest) {
    try {
        await external_node_fs_promises_namespaceObject.mkdir((0,external_node_path_.dirname)(file), { recursive: true, mode: 0o700 });
        const temp = `${file}.${process.pid}`;
        await external_node_fs_promises_namespaceObject.writeFile(temp, JSON.stringify(nearest), { mode: 0o600 });
        await external_node_fs_promises_namespaceObject.rename(temp, file);
    }
    catch {
        // As if it had never been measured.
    }
}

;// CONCATENATED MODULE: ./js/stores/tiered/store.js


/** A last read that ends so close to the object's end goes on to it: that saves the read which would fetch the rest. */
const TAIL_BYTES = 1024 * 1024;
/**
 * One store out of several, and where its heads live it is that one: only packs and versions have copies elsewhere.
 * Those who check what they read (`copy`) get it from the nearest tier that has it, and nearer ones are filled with the
 * whole object meanwhile. What is stored goes to home and to the nearer tiers; what these fail to do is no failure.
 */
function createTieredStore(options) {
    const { home, near, beyond, fills, clock, events } = options;
    const { store } = home;
    const all = [...near, ...beyond];
    const atHome = () => {
        if (home.down)
            throw home.down;
        return store;
    };
    /** From home or beyond it. */
    const getFar = async (key, how) => {
        const bytes = home.down ? undefined : await store.get(key, how);
        if (bytes)
            return bytes;
        for (const tier of beyond) {
            const found = await tier.get(key, how);
            if (found)
                return found;
        }
        if (home.down)
            throw home.down;
        return undefined;
    };
    const getCopy = async (key, bytes, how) => {
        const lacking = [];
        for (const [i, tier] of near.entries()) {
            const found = await tier.get(key, how);
            if (found)
                return keepIn(lacking, key, bytes, how, found, near.slice(i));
            if (tier.isWritten)
                lacking.push(tier);
        }
        const { range } = how;
        const rest = range ? bytes - range.offset - range.length : 0;
        if (lacking.length === 0 || !range || rest <= 0 || rest > TAIL_BYTES) {
            const found = await getFar(key, how);
            return found && keepIn(lacking, key, bytes, how, found, []);
        }
        const toEnd = { ...how, range: { offset: range.offset, length: range.length + rest } };
        const found = await getFar(key, toEnd);
        return found && keepIn(lacking, key, bytes, toEnd, found, []).slice(0, range.length);
    };
    /** The tiers keep the object that these bytes are of; what they lack they read from the others, or from home. */
    const keepIn = (tiers, key, bytes, { range }, found, others) => {
        if (tiers.length === 0)
            return found;
        const read = async (missing, signal) => {
            for (const tier of others) {
                const piece = await tier.get(key, { range: missing, signal });
                if (piece)
                    return piece;
            }
            return getFar(key, { range: missing, signal });
        };
        fills.keep(key, { tiers, bytes, read }, range?.offset ?? 0, found);
        return found;
    };
    return {
        name: store.name,
        traits: traitsOf(store.traits),
        async get(key, { copy, ...how } = {}) {
            return copy && (0,core_keys/* isContent */.az)(key) ? getCopy(key, copy.bytes, how) : atHome().get(key, how);
        },
        read: async (key, how) => atHome().read(key, how),
        stat: async (key, how) => atHome().stat(key, how),
        now: async (how) => (home.down ? clock.now() : store.now(how)),
        async distrust(key) {
            fills.forget(key);
            let isCopy = false;
            for (const tier of all) {
                if (!(await tier.drop(key)))
                    continue;
                isCopy = true;
                events.emit({ type: 'copy-damaged', store: tier.store.name, key });
            }
            return isCopy;
        },
        open(key, how) {
            const writer = atHome().open(key, how);
            if (!(0,core_keys/* isContent */.az)(key))
                return writer;
            const copies = near.filter(({ isWritten }) => isWritten).map((tier) => openCopy(fills, tier, key));
            return {
                async write(block) {
                    const also = copies.map((copy) => copy.write(new Uint8Array(block)));
                    await Promise.all([writer.write(block), ...also]);
                },
                async commit(when) {
                    let isStored = false;
                    try {
                        const result = await writer.commit(when);
                        isStored = result.stored;
                        return result;
                    }
                    finally {
                        await Promise.all(copies.map((copy) => (isStored ? copy.commit() : copy.abort())));
                    }
                },
                async abort() {
                    await Promise.all([writer.abort(), ...copies.map((copy) => copy.abort())]);
                },
            };
        },
        async *list(prefix, how) {
            yield* atHome().list(prefix, how);
        },
        async remove(keys, how) {
            const gone = [...keys];
            await atHome().remove(gone, how);
            for (const key of gone.filter(core_keys/* isContent */.az))
                for (const tier of near)
                    await tier.drop(key);
        },
        renew: async (key, how) => atHome().renew(key, how),
    };
}
/** A read may have been another tier's, so it keeps nothing at home from expiring. */
function traitsOf(traits) {
    return { ...traits, touch: traits.touch && { ...traits.touch, how: 'renew' } };
}

;// CONCATENATED MODULE: ./js/stores/tiered/open.js





/** The stores of a list as one. `open` opens one of them. */
async function openTiers({ lines, home: homeLine }, { clock, events, stateDir, tiers }, open) {
    const opened = [];
    for (const line of lines) {
        const [first, ...replicas] = line.urls;
        opened.push({ line, stores: [await open(first), ...(await Promise.all(replicas.map(open)))] });
    }
    const tiersOf = (from, to) => opened.slice(from, to).flatMap(({ line, stores: [first, ...replicas] }) => {
        const { budgetBytes } = line;
        const isKept = tiers === 'filled' || (tiers === 'local' && /^file:/i.test(line.urls[0]));
        const write = isKept ? line.write : 'around';
        const tier = new NearTier({ store: first.store, write, budgetBytes, events });
        return [...nearest(first, replicas), tier];
    });
    const nearest = (first, replicas) => {
        if (replicas.length === 0)
            return [];
        const store = createNearest({ stores: [first.store, ...replicas.map((one) => one.store)], stateDir, clock });
        return [new NearTier({ store, write: 'around', events })];
    };
    const [durable, ...copies] = opened[homeLine].stores;
    const near = [...tiersOf(0, homeLine), ...nearest(durable, copies)];
    const beyond = tiersOf(homeLine + 1, opened.length);
    const home = { store: durable.store, down: undefined };
    const fills = new Fills(clock);
    const all = opened.flatMap(({ stores }) => stores);
    return {
        ...durable,
        store: createTieredStore({ home, near, beyond, fills, clock, events }),
        heads: createTieredHeads({ heads: durable.heads, home, near, fills, events }),
        counts: sumOf(all.map(({ counts }) => counts), durable.counts),
        tiers: all.map(({ store: { name }, counts }) => ({ name, counts })),
        async settle(signal) {
            await fills.settle(signal);
            for (const tier of near)
                await tier.tidy();
        },
    };
}
/** Live, as its parts are. Upkeep is what home takes: nearer tiers forget. */
function sumOf(parts, home) {
    const sum = (name) => parts.reduce((total, counts) => total + counts[name], 0);
    return {
        get requests() {
            return sum('requests');
        },
        get upkeepRequests() {
            return home.upkeepRequests;
        },
        get objectsPut() {
            return sum('objectsPut');
        },
        get uploadedBytes() {
            return sum('uploadedBytes');
        },
        get fetchedBytes() {
            return sum('fetchedBytes');
        },
    };
}

;// CONCATENATED MODULE: ./js/stores/tiered/tier-list.js


/**
 * Reads a list of stores: a URL a line, nearest first; several on one line are replicas. `write=` and `budget=` among a
 * URL's options are the tier's, all others its store's. Throws `UserError` for what cannot be meant.
 */
function parseTiers(text) {
    const lines = text
        .split('\n')
        .map((line) => line.trim())
        .filter((line, _, all) => line !== '' || all.length === 1)
        .map(parseLine);
    const urls = lines.flatMap((line) => line.urls);
    const twice = urls.find((url, i) => urls.indexOf(url) < i);
    if (twice !== undefined)
        throw new errors/* UserError */.yo(`The store ${shown(twice)} is named twice.`);
    const home = lines.findLastIndex(({ write }) => write !== 'around');
    const [url = ''] = lines[home]?.urls ?? [];
    if (home < 0) {
        throw new errors/* UserError */.yo('Every store has write=around, so versions could be stored in none; leave it off one of them.');
    }
    if (lines[home]?.write === 'behind') {
        throw new errors/* UserError */.yo(`Versions live in the store ${shown(url)}, so it is written at once; write=behind is for stores in front of it.`);
    }
    if (lines[home]?.budgetBytes !== undefined) {
        throw new errors/* UserError */.yo(`Versions live in the store ${shown(url)}, so nothing may be evicted from it; budget is for a directory in front of another store.`);
    }
    return { lines, home };
}
const tier_list_POLICIES = ['through', 'behind', 'around'];
function parseLine(line) {
    const [first = '', ...replicas] = line.split(/\s+(?=[a-z][a-z0-9+.-]+:)/i);
    const { rest, write, budget } = takeOptions(first);
    for (const replica of replicas) {
        const own = takeOptions(replica);
        if (own.write === undefined && own.budget === undefined)
            continue;
        throw new errors/* UserError */.yo(`The store ${shown(replica)} is a replica; write and budget belong to the first store of its line.`);
    }
    const policy = tier_list_POLICIES.find((known) => known === (write ?? 'through'));
    if (policy === undefined) {
        throw new errors/* UserError */.yo(`The store ${shown(first)} has write=${write}; it is one of ${tier_list_POLICIES.join(', ')}.`);
    }
    const budgetBytes = size_parseSize(budget ?? '', `The budget of the store ${shown(first)},`);
    if (budgetBytes !== undefined && !/^file:/i.test(first)) {
        throw new errors/* UserError */.yo(`The store ${shown(first)} has a budget, which only a directory (file:) can have.`);
    }
    if (budgetBytes !== undefined && policy === 'around') {
        throw new errors/* UserError */.yo(`The store ${shown(first)} has a budget and write=around; where nothing is written nothing is evicted.`);
    }
    return { urls: [rest, ...replicas], write: policy, budgetBytes };
}
/** A URL without its tier's options, and these. */
function takeOptions(url) {
    const [, before = url, query] = /^([^?#]*)\?([^#]*)$/s.exec(url) ?? [];
    const taken = {};
    const kept = query?.split('&').filter((option) => {
        const [, name, value = ''] = /^(write|budget)=(.*)$/s.exec(option) ?? [];
        if (name === undefined)
            return true;
        if (taken[name] !== undefined) {
            throw new errors/* UserError */.yo(`The store ${shown(url)} has the option “${name}” twice.`);
        }
        taken[name] = value;
        return false;
    });
    return { ...taken, rest: query === undefined ? url : [before, ...(kept?.length ? [kept.join('&')] : [])].join('?') };
}
/** Without options, and without what may be a secret. */
function shown(url) {
    return url.replace(/[?#].*$/s, '').replace(/\/\/[^/]*@/, '//…@');
}

;// CONCATENATED MODULE: ./js/stores/open.js









/** One store, or several in tiers (`docs/tiers.md`). Nothing is read or written yet. Throws `UserError`. */
async function openStore(text, dependencies) {
    const list = parseTiers(text);
    const { tiers } = dependencies;
    const [url] = list.lines[list.home].urls;
    const open = (one) => openOne(one, dependencies);
    const isOne = list.lines.length === 1 && list.lines[0]?.urls.length === 1;
    return isOne || tiers === 'home' ? open(url) : openTiers(list, { ...dependencies, tiers }, open);
}
/**
 * After how many days the rules of one store's bucket remove objects (`readExpiry` of S3's adapter). Absent where nobody
 * can be asked.
 */
function expiryReader(url, dependencies) {
    if (!/^s3:/i.test(url))
        return undefined;
    return async () => (await dependencies.adapters.s3()).readExpiry(url, dependencies);
}
/** What is behind a URL; the only list of what there is. */
async function openOne(url, dependencies) {
    const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(url)?.[1]?.toLowerCase(); // one letter is a drive of Windows, no scheme
    switch (scheme) {
        case 'file':
            return open_named(createDirectoryStore({ ...dependencies, directory: open_directoryOf(url) }), dependencies.events);
        case 'github': {
            if (url !== 'github:')
                throw new errors/* UserError */.yo(`The store ${url} has too much to it; it is written github:.`);
            if (!dependencies.github)
                throw new errors/* UserError */.yo(NO_ACTION);
            // Loaded where it is used: others start without it.
            const { openGithub } = await __nccwpck_require__.e(/* import() */ 812).then(__nccwpck_require__.bind(__nccwpck_require__, 2812));
            return openGithub(dependencies.github, dependencies);
        }
        case 's3':
            return across(url, dependencies, (await dependencies.adapters.s3()).openS3);
        case 'gs':
            return across(url, dependencies, (await dependencies.adapters.gcs()).openGcs);
        case 'azblob':
            return across(url, dependencies, (await dependencies.adapters.azure()).openAzure);
        case undefined:
            throw new errors/* UserError */.yo(`The store ${JSON.stringify(url)} is no URL; a directory is written ${EXAMPLE}.`);
        default:
            throw new errors/* UserError */.yo(`There is no store for ${scheme}: URLs; there are file: (${EXAMPLE}), s3:, gs:, azblob: and github:.`);
    }
}
/** A store across a network, with the option that all of those have. */
async function across(text, dependencies, open) {
    const { url, bytesPerSecond } = takeLimit(text);
    const store = await open(url, dependencies);
    const within = bytesPerSecond === undefined ? store : limited(store, bytesPerSecond, dependencies.clock);
    return open_named(within, dependencies.events);
}
/** Heads as records of a store that has names. */
function open_named(bare, events) {
    const { store, counts } = metered(bare);
    return { store, heads: createHeadStore({ store, events }), counts };
}
const NO_ACTION = 'The store github: is GitHub’s cache service, and only an action of a workflow can reach it: the runner tells neither a `run:` step nor a desk where it is. Use the action, or a store like file:///absolute/path.';
const EXAMPLE = 'file:///absolute/path';
function open_directoryOf(url) {
    if (!/^file:\/\//i.test(url))
        throw notAbsolute(url);
    let parsed;
    let directory;
    try {
        parsed = new URL(url);
        directory = (0,external_node_url_.fileURLToPath)(parsed);
    }
    catch {
        throw notAbsolute(url);
    }
    if (parsed.search !== '' || parsed.hash !== '') {
        throw new errors/* UserError */.yo(`The store ${url} has a "?" or "#"; in a directory's name these are written %3F and %23.`);
    }
    return directory;
}
function notAbsolute(url) {
    return new errors/* UserError */.yo(`The store ${url} names no absolute directory; it is written ${EXAMPLE}.`);
}

;// CONCATENATED MODULE: ./js/core/or-aborted.js
/** Waits no longer than the signal allows: rejects with its reason as soon as it is aborted, or was. */
function orAborted(work, signal) {
    if (!signal)
        return work;
    return new Promise((resolve, reject) => {
        const stop = () => reject(signal.reason);
        if (signal.aborted)
            stop();
        signal.addEventListener('abort', stop, { once: true });
        work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
    });
}

;// CONCATENATED MODULE: ./js/core/chunker.js


/** A file up to this size is one chunk. */
const WHOLE_FILE_BYTES = (/* unused pure expression or super */ null && (64 * 1024));
/** No chunk of a larger file is shorter, except its last. */
const CHUNK_MIN_BYTES = (/* unused pure expression or super */ null && (16 * 1024));
/** Where cutting becomes easier. With it the mean over random bytes is 73 KiB. */
const CHUNK_NORMAL_BYTES = (/* unused pure expression or super */ null && (64 * 1024));
const CHUNK_MAX_BYTES = 256 * 1024;
const TABLE_BYTES = (/* unused pure expression or super */ null && (256 * 8));
const PAGE_BYTES = (/* unused pure expression or super */ null && (64 * 1024));
/**
 * A gear table: entry `i` is the first 8 bytes, little endian, of SHA-256(seed, one byte `i`). Where files are cut is
 * decided by the table, so volumes share chunks only if they share it.
 */
function gearTable(seed) {
    const table = new BigUint64Array(256);
    const input = Buffer.from(`${seed}\0`, 'latin1');
    for (let i = 0; i < 256; i++) {
        input[input.length - 1] = i;
        table[i] = Buffer.from((0,digest/* sha256 */.sc)(input)).readBigUInt64LE();
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
const read_tasks_READINGS = 3;
function sizeOf(pieces) {
    return pieces.reduce((sum, { length }) => sum + length, 0);
}

;// CONCATENATED MODULE: ./js/workspace/capture-plan.js



/** Smaller files than these fill a message before they fill a slab. */
const BATCH_FILES = 2048;
/** A small capture is still cut into this many batches a worker, so that no worker waits long for another's last. */
const BATCHES_A_WORKER = 4;
/** A capture's tasks with what is worked out of them once. */
class TaskList {
    tasks;
    totalBytes;
    #request;
    constructor(request) {
        this.#request = request;
        this.tasks = request.tasks;
        this.totalBytes = this.tasks.reduce((sum, _, index) => sum + this.bytesOf(index), 0);
    }
    treeOf(index) {
        return this.#mountOf(index).tree;
    }
    /** Bytes to read. */
    bytesOf(index) {
        const { entry, pieces } = this.tasks[index];
        return pieces ? sizeOf(pieces) : this.treeOf(index).size[entry];
    }
    /** Everything in the order it should be begun: large files first, so that none of them is alone at the end. */
    plan(workers) {
        const frames = Math.ceil(this.totalBytes / (workers * BATCHES_A_WORKER) / core_frame/* FRAME_RAW_BYTES */.Zp);
        const target = Math.min(frames * core_frame/* FRAME_RAW_BYTES */.Zp, WINDOW_BYTES);
        const streams = [];
        const batches = [];
        let tasks = [];
        let bytes = 0;
        const close = () => {
            if (tasks.length > 0)
                batches.push({ kind: 'batch', tasks, bytes, amended: undefined });
            tasks = [];
            bytes = 0;
        };
        for (let index = 0; index < this.tasks.length; index++) {
            const size = this.bytesOf(index);
            if (size > WINDOW_BYTES) {
                streams.push(this.#stream(index, size, undefined));
                continue;
            }
            if (bytes + size > target || tasks.length === BATCH_FILES)
                close();
            tasks.push(index);
            bytes += size;
        }
        close();
        return [...streams.sort((a, b) => b.bytes - a.bytes), ...batches];
    }
    /** One file, to be read again as it is now. */
    again(index, amended) {
        const bytes = amended ? amended.stat.size : this.bytesOf(index);
        return bytes > WINDOW_BYTES
            ? this.#stream(index, bytes, amended)
            : { kind: 'batch', tasks: [index], bytes, amended };
    }
    readFiles({ tasks, amended }, slab) {
        const expected = {
            size: new Float64Array(tasks.length),
            mtimeNs: new BigInt64Array(tasks.length),
            ctimeNs: new BigInt64Array(tasks.length),
            ino: new BigUint64Array(tasks.length),
        };
        const pieces = new Map();
        tasks.forEach((index, file) => {
            const look = amended?.stat ?? this.#look(index);
            expected.size[file] = look.size;
            expected.mtimeNs[file] = look.mtimeNs;
            expected.ctimeNs[file] = look.ctimeNs;
            expected.ino[file] = look.ino;
            const parts = this.tasks[index]?.pieces;
            if (parts)
                pieces.set(file, parts);
        });
        const suspect = Uint8Array.from(tasks, (index) => (this.tasks[index]?.suspect ? 1 : 0));
        const paths = tasks.map((index) => this.#path(index)).join('\0');
        const readings = amended?.readings ?? 0;
        return { for: 'read', kind: 'files', slab, paths, expected, pieces, suspect, readings, keys: this.#request.keys };
    }
    /** `number` names this reading of the file. */
    readWindow({ task, windows, amended }, number, window, slab) {
        return {
            for: 'read',
            kind: 'window',
            slab,
            stream: number,
            path: this.#path(task),
            expected: amended?.stat ?? this.#look(task),
            readings: amended?.readings ?? 0,
            first: window === 0,
            last: window === windows.length - 1,
            ...windows[window],
            keys: this.#request.keys,
        };
    }
    #stream(task, bytes, amended) {
        const { pieces } = this.tasks[task];
        return { kind: 'stream', task, bytes, windows: pieces ? windowsOfPieces(pieces) : windowsOf(bytes), amended };
    }
    #mountOf(index) {
        return this.#request.mounts[this.tasks[index].mount];
    }
    #path(index) {
        const { mount, tree } = this.#mountOf(index);
        return (0,core_bytes/* joinBytes */.mE)(mount.path, tree.path(this.tasks[index].entry));
    }
    #look(index) {
        const { entry } = this.tasks[index];
        const tree = this.treeOf(index);
        return {
            size: tree.size[entry],
            mtimeNs: tree.mtimeNs[entry],
            ctimeNs: tree.ctimeNs[entry],
            ino: tree.ino[entry],
        };
    }
}
function windowsOf(bytes) {
    return Array.from({ length: Math.ceil(bytes / WINDOW_BYTES) }, (_, window) => ({
        length: Math.min(WINDOW_BYTES, bytes - window * WINDOW_BYTES),
        pieces: undefined,
    }));
}
function windowsOfPieces(pieces) {
    const windows = [];
    let members = [];
    let length = 0;
    for (const piece of pieces) {
        if (length + piece.length > WINDOW_BYTES && length > 0) {
            windows.push({ length, pieces: members });
            members = [];
            length = 0;
        }
        members.push(piece);
        length += piece.length;
    }
    windows.push({ length, pieces: members });
    return windows;
}

;// CONCATENATED MODULE: ./js/workspace/capture.js





const PROGRESS_MILLIS = 100;
/**
 * `Workspace.capture`. Each slab of each worker goes round on its own: it is read into, its chunks are offered, those
 * that are wanted come back as frames, and when the sink has taken these it is read into again. So reading, hashing,
 * compressing and storing overlap, and what is in memory is bounded by the slabs. Frames are handed over one at a
 * time. One capture at a time uses a pool.
 */
async function capture(pool, request, sink, events, options) {
    options.signal?.throwIfAborted();
    return await new Capture(pool, request, sink, events).run(options.signal);
}
class Capture {
    #pool;
    #sink;
    #events;
    #list;
    #workers;
    #level;
    #sealed;
    #files = [];
    /** Files that must be read again are added at the end. */
    #units;
    #nextUnit = 0;
    /** Each worker's. */
    #streams = [];
    #streamCount = 0;
    #handedOver = Promise.resolve();
    #readBytes = 0;
    #doneBytes = 0;
    #doneFiles = 0;
    #lastProgress = performance.now();
    #over = false;
    constructor(pool, request, sink, events) {
        this.#pool = pool;
        this.#sink = sink;
        this.#events = events;
        this.#list = new TaskList(request);
        this.#level = request.level;
        this.#sealed = request.keys !== undefined;
        const threads = pool.threadsFor(this.#list.totalBytes);
        this.#units = this.#list.plan(threads);
        this.#workers = Math.min(threads, this.#units.length);
    }
    async run(signal) {
        const rounds = [];
        try {
            for (let slab = 0; slab < SLABS; slab++) {
                for (let worker = 0; worker < this.#workers; worker++)
                    rounds.push(this.#goRound(worker, slab));
            }
            await orAborted(Promise.all(rounds), signal);
            return { files: this.#files, readBytes: this.#readBytes };
        }
        finally {
            this.#over = true;
            for (let worker = 0; worker < this.#workers; worker++) {
                // Not waited for. It only fails if the pool is closed, and the memory is free then too.
                this.#pool.call(worker, { for: 'read', kind: 'release' }).catch(() => undefined);
            }
        }
    }
    /** Ends when there is nothing left to begin. What has to be read again is begun by the round that found it, at the latest. */
    async #goRound(worker, slab) {
        while (!this.#over) {
            const open = this.#openStream(worker);
            if (open) {
                await this.#readWindow(worker, slab, open);
                continue;
            }
            const unit = this.#units[this.#nextUnit];
            if (!unit)
                return;
            this.#nextUnit++;
            if (unit.kind === 'batch')
                await this.#readBatch(worker, slab, unit);
            else {
                const fresh = { stream: unit, number: this.#streamCount++, asked: 0, ended: false, chunks: [], lengths: [] };
                this.#streams[worker] = fresh;
                await this.#readWindow(worker, slab, fresh);
            }
        }
    }
    /** The stream a worker is in the middle of. */
    #openStream(worker) {
        const open = this.#streams[worker];
        return open && !open.ended && open.asked < open.stream.windows.length ? open : undefined;
    }
    async #readBatch(worker, slab, batch) {
        const reading = await this.#pool.call(worker, this.#list.readFiles(batch, slab));
        if (this.#over)
            return;
        const offered = this.#offer(reading);
        let first = 0;
        batch.tasks.forEach((index, file) => {
            const end = first + reading.counts[file];
            const amended = reading.amended.get(file) ?? batch.amended;
            const lengths = reading.lengths.subarray(first, end);
            this.#settle(index, reading.outcomes[file], amended, offered.chunks.subarray(first, end), lengths, reading.tokens.get(file));
            first = end;
        });
        await this.#store(worker, slab, offered);
        if (!batch.amended)
            this.#progress(batch.bytes);
    }
    async #readWindow(worker, slab, open) {
        const { stream } = open;
        const window = open.asked++;
        const reading = await this.#pool.call(worker, this.#list.readWindow(stream, open.number, window, slab));
        const outcome = reading.outcomes[0];
        if (this.#over || outcome === 'ended')
            return;
        const offered = this.#offer(reading);
        open.chunks.push(offered.chunks);
        open.lengths.push(reading.lengths);
        open.ended = outcome !== 'read';
        if (open.ended || window === stream.windows.length - 1) {
            const amended = reading.amended.get(0) ?? stream.amended;
            this.#settle(stream.task, outcome, amended, joined(open.chunks), joined(open.lengths));
        }
        await this.#store(worker, slab, offered);
        if (!stream.amended)
            this.#progress(stream.windows[window]?.length ?? 0);
    }
    /** Numbers of all chunks of a reading, holes too; numbers of the others, and which of them are wanted. */
    #offer({ ids, lengths, holes, readBytes }) {
        this.#readBytes += readBytes;
        const solid = lengths.filter((_, chunk) => holes[chunk] === 0);
        const { numbers, pack } = solid.length > 0 ? this.#sink.offer(ids, solid) : capture_NOTHING;
        if (solid.length === lengths.length)
            return { chunks: numbers, numbers, lengths: solid, pack };
        let next = 0;
        const chunks = lengths.map((_, chunk) => (holes[chunk] === 0 ? numbers[next++] : core_tree/* HOLE */.vs));
        return { chunks, numbers, lengths: solid, pack };
    }
    #settle(index, outcome, amended, chunks, lengths, token) {
        if (outcome === 'again') {
            this.#units.push(this.#list.again(index, amended));
            return;
        }
        if (outcome === 'ended')
            throw new Error('a stream ended that was not given up');
        this.#doneFiles++;
        this.#files[index] =
            outcome === 'read'
                ? { kind: outcome, chunks, lengths, stat: amended?.stat, ...(token !== undefined && { token }) }
                : { kind: outcome };
    }
    /** Has the wanted chunks of a slab made into frames and hands these over. */
    async #store(worker, slab, { numbers, lengths, pack }) {
        const wanted = numbers.filter((_, chunk) => pack[chunk] === 1);
        if (wanted.length === 0)
            return;
        const task = { for: 'read', kind: 'frames', slab, pack, level: this.#level };
        if (this.#sealed) {
            const count = (0,core_frame/* planFrames */.cn)([...lengths.filter((_, chunk) => pack[chunk] === 1)]).length;
            const made = this.#pool.call(worker, { ...task, seal: this.#sink.seals?.(count) });
            // They have their numbers, so they wait for those with lower ones.
            this.#handedOver = Promise.all([made, this.#handedOver]).then(([frames]) => this.#take(frames, wanted));
            return await this.#handedOver;
        }
        for (const frame of captured(await this.#pool.call(worker, { ...task, seal: undefined }), wanted)) {
            this.#handedOver = this.#handedOver.then(() => (this.#over ? undefined : this.#sink.frame(frame)));
            await this.#handedOver;
        }
    }
    async #take(frames, wanted) {
        for (const frame of captured(frames, wanted))
            if (!this.#over)
                await this.#sink.frame(frame);
    }
    #progress(bytes) {
        this.#doneBytes += bytes;
        const now = performance.now();
        if (this.#over || now - this.#lastProgress < PROGRESS_MILLIS)
            return;
        this.#lastProgress = now;
        this.#events.emit({
            type: 'progress',
            phase: 'read',
            done: this.#doneBytes,
            total: this.#list.totalBytes,
            files: this.#doneFiles,
            totalFiles: this.#list.tasks.length,
        });
    }
}
const capture_NOTHING = { numbers: new Uint32Array(), pack: new Uint8Array() };
function captured(frames, wanted) {
    let first = 0;
    return frames.map(({ chunks, ...frame }) => {
        first += chunks;
        return { ...frame, chunks: [...wanted.subarray(first - chunks, first)] };
    });
}
function joined(parts) {
    const whole = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
        whole.set(part, at);
        at += part.length;
    }
    return whole;
}

;// CONCATENATED MODULE: ./js/workspace/closed-directories.js






const READ_AND_SEARCH = external_node_fs_.constants.S_IRUSR | external_node_fs_.constants.S_IXUSR;
/**
 * The mode of a directory that keeps out even its owner, us; `undefined` if it need not be opened, or cannot be. Such
 * directories are opened for as long as work is done in them.
 */
function closedMode(stat) {
    const mode = Number(stat.mode) & 0o7777;
    // Root passes everywhere; Windows has no such modes.
    const user = external_node_process_.geteuid?.();
    return (mode & READ_AND_SEARCH) !== READ_AND_SEARCH && user && Number(stat.uid) === user ? mode : undefined;
}
/** Throws the system's error. */
function openDirectory(path, mode) {
    setMode(path, mode | READ_AND_SEARCH);
}
function shutDirectory(path, mode) {
    try {
        setMode(path, mode);
    }
    catch {
        // It is gone.
    }
}
/** Of the directory itself, never of what a link in its place points to. */
function setMode(path, mode) {
    const reach = new reach_Reach(rootOf(path));
    try {
        reach.hold(path, (place) => (0,external_node_fs_.chmodSync)(place, mode));
    }
    finally {
        reach.close();
    }
}
/** Opens all closed directories of trees as they were scanned, until the returned value is disposed of. */
function openClosedDirectories(mounts) {
    const opened = [];
    for (const { path: base, tree } of mounts) {
        for (let entry = 0; entry < tree.length; entry++) {
            const closed = (tree.mode[entry] & READ_AND_SEARCH) !== READ_AND_SEARCH;
            if (!closed || tree.type[entry] !== core_tree/* EntryType */.$Y.directory)
                continue;
            const path = (0,core_bytes/* joinBytes */.mE)(base, tree.path(entry));
            try {
                const stat = (0,external_node_fs_.lstatSync)((0,core_bytes/* toFsPath */.Yb)(path), { bigint: true });
                const mode = stat.isDirectory() ? closedMode(stat) : undefined;
                if (mode === undefined)
                    continue;
                openDirectory(path, mode);
                opened.push({ path, mode });
            }
            catch {
                // Gone or no longer ours: whoever reads below it will find out.
            }
        }
    }
    return {
        [Symbol.dispose]() {
            for (const { path, mode } of opened.splice(0).reverse())
                shutDirectory(path, mode);
        },
    };
}

;// CONCATENATED MODULE: ./js/workspace/read-file.js



// One file, synchronously: opening it without ever following or waiting for anything, and telling whether it held still.
/** A link is not followed, a pipe not waited for. Windows has neither flag, nor needs them. */
const FLAGS = external_node_fs_.constants.O_RDONLY | (external_node_fs_.constants.O_NOFOLLOW ?? 0) | (external_node_fs_.constants.O_NONBLOCK ?? 0);
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
function read_file_openFile(path) {
    const fsPath = (0,core_bytes/* toFsPath */.Yb)(path);
    try {
        return { fd: (0,external_node_fs_.openSync)(fsPath, FLAGS), restamped: undefined };
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
        const read = (0,external_node_fs_.readSync)(fd, bytes, at + done, length - done, position === null ? null : position + done);
        if (read === 0)
            break;
        done += read;
    }
    return done;
}
/** What an open file is now. */
function lookAt(fd) {
    const stat = (0,external_node_fs_.fstatSync)(fd, { bigint: true });
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
    const before = (0,external_node_fs_.lstatSync)(path, { bigint: true });
    if (!before.isFile() || before.mode & 256n)
        throw denied;
    const mode = Number(before.mode) & 0o7777;
    (0,external_node_fs_.chmodSync)(path, mode | 0o400);
    let fd;
    try {
        fd = (0,external_node_fs_.openSync)(path, FLAGS);
        (0,external_node_fs_.fchmodSync)(fd, mode);
        return { fd, restamped: { before: toFileStat(before), after: lookAt(fd).stat } };
    }
    catch (error) {
        if (fd === undefined)
            (0,external_node_fs_.chmodSync)(path, mode);
        else
            (0,external_node_fs_.closeSync)(fd);
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

;// CONCATENATED MODULE: ./js/workspace/peek.js
var __addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var __disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});




/** `Workspace.peek`, on the calling thread: for a few files. */
function peek(mount, tree, entries, most) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        if (entries.length === 0)
            return [];
        const _ = __addDisposableResource(env_1, openClosedDirectories([{ path: mount.path, tree }]), false);
        return entries.map((entry) => beginning((0,core_bytes/* joinBytes */.mE)(mount.path, tree.path(entry)), Math.min(tree.size[entry], most)));
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
function beginning(path, length) {
    try {
        const { fd } = read_file_openFile(path);
        try {
            const bytes = new Uint8Array(length);
            return bytes.subarray(0, readBytes(fd, bytes, 0, length, 0));
        }
        finally {
            (0,external_node_fs_.closeSync)(fd);
        }
    }
    catch {
        // Whatever it is: the capture meets it, too, and says so.
        return undefined;
    }
}

// EXTERNAL MODULE: ./js/core/columns.js
var columns = __nccwpck_require__(2731);
// EXTERNAL MODULE: ./js/core/extents-codec.js
var extents_codec = __nccwpck_require__(986);
// EXTERNAL MODULE: ./js/core/section-ids.js
var section_ids = __nccwpck_require__(2660);
// EXTERNAL MODULE: ./js/core/sections.js
var core_sections = __nccwpck_require__(4566);
// EXTERNAL MODULE: ./js/core/tables-codec.js
var tables_codec = __nccwpck_require__(1400);
// EXTERNAL MODULE: ./js/core/tree-codec.js
var tree_codec = __nccwpck_require__(2109);
;// CONCATENATED MODULE: ./js/core/state-codec.js








const KNOWN = new Set([
    section_ids/* SectionId */.P.about,
    ...tables_codec/* TABLE_SECTIONS */.aE,
    ...tree_codec/* TREE_SECTIONS */.Ae,
    section_ids/* SectionId */.P.ctime,
    section_ids/* SectionId */.P.inode,
    section_ids/* SectionId */.P.device,
    section_ids/* SectionId */.P.chunkId,
]);
/** A state file. `FormatError` if it is one that `decodeState` would refuse. */
function encodeState(state) {
    const { tree, frames } = state;
    return (0,core_sections/* encodeSections */.H8)('S', [
        { id: section_ids/* SectionId */.P.about, bytes: (0,core_fields/* toJson */.aB)(aboutOf(state)) },
        ...(0,tables_codec/* encodeTables */.Sn)(state.packs, frames),
        ...(0,tree_codec/* encodeTrees */.sX)([tree], frames, 'known'),
        { id: section_ids/* SectionId */.P.chunkId, bytes: idsInOrder(state) },
        stamps(section_ids/* SectionId */.P.ctime, tree.ctimeNs, tree),
        stamps(section_ids/* SectionId */.P.inode, tree.ino, tree),
        stamps(section_ids/* SectionId */.P.device, tree.dev, tree),
    ]);
}
/** The state, every rule checked; `FormatError` if one is broken, or if a single bit is not as it was written. */
function decodeState(bytes) {
    const sections = new core_sections/* Sections */.Z_('S', bytes, KNOWN);
    const about = stateOf(sections.json(section_ids/* SectionId */.P.about));
    const { packs, frames } = (0,tables_codec/* decodeTables */._n)(sections);
    const tree = (0,tree_codec/* decodeTrees */.Ab)(sections, 1, frames, 'known')[0];
    tree.ctimeNs = new BigInt64Array(unstamp(sections, section_ids/* SectionId */.P.ctime, tree).buffer);
    tree.ino = unstamp(sections, section_ids/* SectionId */.P.inode, tree);
    tree.dev = unstamp(sections, section_ids/* SectionId */.P.device, tree);
    const ids = new Uint8Array(sections.read(section_ids/* SectionId */.P.chunkId, tree.extents * 32));
    return { ...about, tree, packs, frames, ids };
}
function aboutOf(state) {
    const { store, namespace, lane, volume, key, version, fork, stampNs, broken, touchedAt, omitted, vetted } = state;
    return {
        store,
        namespace,
        lane,
        volume,
        key,
        version: version ?? null,
        fork: fork ? { ...fork, parent: fork.parent ?? null } : null,
        stampNs: String(stampNs),
        broken,
        ...(touchedAt !== undefined && { touchedAt }),
        ...(omitted && { omitted }),
        ...(vetted !== undefined && { vetted }),
    };
}
function stateOf(value) {
    const about = (0,core_fields/* fieldsOf */.Pf)(value, 'state');
    const { lane, version, fork, touchedAt, omitted, vetted } = about;
    return {
        store: (0,core_fields/* textOf */.b6)(about['store'], 'store'),
        namespace: (0,core_fields/* textOf */.b6)(about['namespace'], 'namespace'),
        lane: lane === 'none' ? lane : (0,core_fields/* laneOf */.kk)(lane, 'state'),
        volume: (0,core_fields/* textOf */.b6)(about['volume'], 'volume'),
        key: (0,core_fields/* textOf */.b6)(about['key'], 'key'),
        version: version === null ? undefined : versionOf(version),
        fork: fork === null ? undefined : state_codec_forkOf(fork),
        stampNs: state_codec_stampOf(about['stampNs']),
        broken: (0,core_fields/* textsOf */.CB)(about['broken'], 'broken packs').map((ulid) => (0,core_fields/* ulidOf */.gf)(ulid, 'broken pack')),
        ...(touchedAt !== undefined && { touchedAt: (0,core_fields/* millisOf */.eV)(touchedAt, 'touchedAt') }),
        ...(omitted !== undefined && { omitted: (0,core_fields/* textsOf */.CB)(omitted, 'omitted files') }),
        ...(vetted !== undefined && { vetted: (0,core_fields/* wholeOf */.l2)(vetted, 'rules for credentials') }),
    };
}
function versionOf(value) {
    const fields = (0,core_fields/* fieldsOf */.Pf)(value, 'version');
    return { lane: (0,core_fields/* laneOf */.kk)(fields['lane'], 'version'), ulid: (0,core_fields/* ulidOf */.gf)(fields['ulid'], 'version') };
}
function state_codec_forkOf(value) {
    const fields = (0,core_fields/* fieldsOf */.Pf)(value, 'fork');
    const { parent } = fields;
    return {
        job: (0,core_fields/* textOf */.b6)(fields['job'], 'job'),
        key: (0,core_fields/* textOf */.b6)(fields['key'], 'key'),
        parent: parent === null ? undefined : state_codec_parentOf(parent),
        startedAt: (0,core_fields/* millisOf */.eV)(fields['startedAt'], 'fork'),
    };
}
function state_codec_parentOf(value) {
    const fields = (0,core_fields/* fieldsOf */.Pf)(value, 'parent');
    return {
        lane: (0,core_fields/* laneOf */.kk)(fields['lane'], 'parent'),
        key: (0,core_fields/* textOf */.b6)(fields['key'], 'parent'),
        version: (0,core_fields/* ulidOf */.gf)(fields['version'], 'parent'),
    };
}
/** Nanoseconds are more than a JSON number holds. */
function state_codec_stampOf(value) {
    if (typeof value !== 'string' || !/^-?\d{1,19}$/.test(value))
        throw new errors/* FormatError */.IF('state: not a stamp');
    return BigInt(value);
}
/** Ids follow the extents, which are written in the order of the entries they belong to. */
function idsInOrder({ tree, ids }) {
    const runs = [];
    for (const entry of (0,extents_codec/* ownFiles */.aJ)(tree)) {
        const first = tree.firstExtent[entry];
        const count = tree.extentCount[entry];
        if (count > 0)
            runs.push(ids.subarray(first * 32, (first + count) * 32));
    }
    return Buffer.concat(runs);
}
function stamps(id, values, tree) {
    return (0,core_sections/* column */.fi)(id, (0,columns/* toDeltas */.dH)(values.subarray(0, tree.length)));
}
function unstamp(sections, id, tree) {
    const values = sections.u64(id, tree.length);
    (0,columns/* undoDeltas */.Yd)(values);
    return values;
}

;// CONCATENATED MODULE: ./js/workspace/processes.js


/**
 * Names a process by its number and, where the system tells, when it started: numbers are used again, in containers
 * soon.
 */
function processName(pid) {
    try {
        const stat = (0,external_node_fs_.readFileSync)(`/proc/${pid}/stat`, 'latin1');
        // The name in parentheses may hold anything; the start is the 20th field after it (proc(5)).
        return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
    }
    catch {
        return `${pid}`;
    }
}
/** Does the process that was named so still run? */
function isAlive(name) {
    const pid = Number(name.split(' ')[0]);
    if (!Number.isInteger(pid) || pid <= 0)
        return false;
    try {
        external_node_process_.kill(pid, 0);
    }
    catch (error) {
        if (error.code === 'ESRCH')
            return false;
    }
    return name === processName(pid);
}

;// CONCATENATED MODULE: ./js/workspace/states.js









/** The file of a mount's state: one for each place, whatever links lead there. */
function stateFile(stateDir, mount) {
    return `${stem(stateDir, realPath(mount.path))}.state`;
}
function createStates(stateDir) {
    const locks = new Set();
    // A run asks several times, and decoding takes a while.
    const loaded = new Map();
    const holds = (mount) => {
        const lock = `${stem(stateDir, realPath(mount.path))}.lock`;
        if (!locks.has(lock) && claim(lock))
            locks.add(lock);
        return locks.has(lock);
    };
    return {
        holds,
        load(mount) {
            if (!holds(mount))
                return undefined;
            const file = stateFile(stateDir, mount);
            const stamp = (0,external_node_fs_.lstatSync)(file, { throwIfNoEntry: false, bigint: true })?.ctimeNs;
            const known = loaded.get(file);
            if (known && known.stamp === stamp)
                return known.state;
            const state = stamp === undefined ? undefined : read(file);
            loaded.set(file, { stamp, state });
            return state;
        },
        save(mount, state) {
            if (!holds(mount))
                return;
            const path = realPath(mount.path);
            loaded.delete(stateFile(stateDir, mount));
            // A state that is left from before would speak of another job: rather none.
            if (!state || !states_write(stem(stateDir, path), path, state))
                forget(stem(stateDir, path));
        },
        nestedMounts(mount) {
            const outer = (0,core_bytes/* joinBytes */.mE)(realPath(mount.path), '/').replace(/\/+$/, '/');
            return headers(stateDir)
                .filter(({ path }) => path.length > outer.length && path.startsWith(outer))
                .map(({ path, volume, fork }) => {
                return { path: (0,core_bytes/* joinBytes */.mE)(mount.path, path.slice(outer.length)), state: { volume, fork } };
            });
        },
        close() {
            for (const lock of locks)
                (0,external_node_fs_.rmSync)(lock, { force: true });
            locks.clear();
            loaded.clear();
        },
    };
}
function stem(stateDir, path) {
    return (0,external_node_path_.join)(stateDir, (0,digest/* sha256Hex */.fg)(Buffer.from(path, 'latin1')).slice(0, 32));
}
/** With all links resolved, as far as the path exists. */
function realPath(path) {
    try {
        return external_node_fs_.realpathSync.native((0,core_bytes/* toFsPath */.Yb)(path), 'latin1').replaceAll(external_node_path_.sep, '/');
    }
    catch {
        const above = (0,external_node_path_.dirname)(path);
        return above === path ? path : (0,core_bytes/* joinBytes */.mE)(realPath(above), (0,external_node_path_.basename)(path));
    }
}
function read(file) {
    try {
        return decodeState((0,external_node_fs_.readFileSync)(file));
    }
    catch (error) {
        if (error instanceof errors/* FormatError */.IF || isSystemError(error))
            return undefined;
        throw error;
    }
}
/** `false`: it could not be written. */
function states_write(stem, path, state) {
    const header = { path, volume: state.volume, ...(state.fork && { fork: state.fork }) };
    try {
        replace(`${stem}.json`, JSON.stringify(header));
        replace(`${stem}.state`, encodeState(state));
        return true;
    }
    catch (error) {
        if (error instanceof errors/* FormatError */.IF || isSystemError(error))
            return false;
        throw error;
    }
}
function forget(stem) {
    for (const ending of ['state', 'json'])
        (0,external_node_fs_.rmSync)(`${stem}.${ending}`, { force: true });
}
function headers(stateDir) {
    let names;
    try {
        names = (0,external_node_fs_.readdirSync)(stateDir);
    }
    catch {
        return [];
    }
    const states = new Set(names);
    return names
        .filter((name) => name.endsWith('.json') && states.has(name.replace(/json$/, 'state')))
        .flatMap((name) => {
        try {
            return [JSON.parse((0,external_node_fs_.readFileSync)((0,external_node_path_.join)(stateDir, name), 'utf8'))];
        }
        catch {
            return [];
        }
    });
}
function replace(file, content) {
    const temp = `${file}.${external_node_process_.pid}-${(0,external_node_crypto_.randomBytes)(4).toString('hex')}`;
    try {
        (0,external_node_fs_.writeFileSync)(temp, content, { mode: 0o600 });
        (0,external_node_fs_.renameSync)(temp, file);
    }
    catch (error) {
        (0,external_node_fs_.rmSync)(temp, { force: true });
        throw error;
    }
}
/**
 * Takes a lock that nobody holds, or that a dead process left. Two processes that find the same dead lock at the same
 * instant may both get it: a state is right whoever wrote it, what is lost is only what the other remembered.
 */
function claim(lock) {
    try {
        (0,external_node_fs_.mkdirSync)((0,external_node_path_.dirname)(lock), { recursive: true, mode: 0o700 });
        if (create(lock))
            return true;
        const holder = (0,external_node_fs_.readFileSync)(lock, 'utf8');
        if (holder === processName(external_node_process_.pid))
            return true;
        if (isAlive(holder))
            return false;
        (0,external_node_fs_.rmSync)(lock, { force: true });
        return create(lock);
    }
    catch (error) {
        if (isSystemError(error))
            return false;
        throw error;
    }
}
function create(lock) {
    try {
        (0,external_node_fs_.writeFileSync)(lock, processName(external_node_process_.pid), { flag: 'wx' });
        return true;
    }
    catch (error) {
        if (error.code === 'EEXIST')
            return false;
        throw error;
    }
}
function isSystemError(error) {
    return error instanceof Error && error.code !== undefined;
}

;// CONCATENATED MODULE: ./js/workspace/dirty-mark.js





/**
 * Declares the mounts to be in doubt, durably, until `clearMark`. The first mount's mark holds everything and the
 * others point to it: they all become dirty, and clean again, in one operation on one file.
 */
function writeMark(stateDir, id, mounts) {
    (0,external_node_fs_.mkdirSync)(stateDir, { recursive: true });
    const mark = {
        id,
        mounts: mounts.map(({ mount, base, paths }) => {
            const state = (0,external_node_path_.basename)(stateFile(stateDir, mount));
            return { base, paths, state, mark: markName(state) };
        }),
    };
    const [first, ...others] = mark.mounts;
    if (!first)
        throw new Error('a mark needs a mount');
    for (const other of others)
        dirty_mark_write(stateDir, other.mark, { id, first: first.mark });
    dirty_mark_write(stateDir, first.mark, mark);
    dirty_mark_syncDirectory(stateDir);
    return mark;
}
function clearMark(stateDir, mark) {
    for (const { mark: name } of mark.mounts)
        (0,external_node_fs_.rmSync)((0,external_node_path_.join)(stateDir, name), { force: true });
}
/** The mark of a change to a mount that was begun and never finished, `undefined` if there is none. */
function readMark(stateDir, mount) {
    const state = (0,external_node_path_.basename)(stateFile(stateDir, mount));
    const name = markName(state);
    const own = dirty_mark_read(stateDir, name);
    if (own === 'unreadable') {
        return { id: '', mounts: [{ base: resolveBase(mount.path), paths: [], mark: name, state }] };
    }
    if (!own)
        return undefined;
    const mark = 'first' in own ? dirty_mark_read(stateDir, own.first) : own;
    if (typeof mark === 'object' && 'mounts' in mark && mark.id === own.id)
        return mark;
    // The first mark is gone, so the change was finished or cleared.
    (0,external_node_fs_.rmSync)((0,external_node_path_.join)(stateDir, name), { force: true });
    return undefined;
}
function markName(state) {
    return state.replace(/\.state$/, '.dirty');
}
function dirty_mark_write(stateDir, name, content) {
    const temporary = (0,external_node_path_.join)(stateDir, `${name}-${content.id}`);
    const fd = (0,external_node_fs_.openSync)(temporary, 'w');
    try {
        (0,external_node_fs_.writeFileSync)(fd, JSON.stringify(content));
        (0,external_node_fs_.fsyncSync)(fd);
    }
    finally {
        (0,external_node_fs_.closeSync)(fd);
    }
    (0,external_node_fs_.renameSync)(temporary, (0,external_node_path_.join)(stateDir, name));
}
function dirty_mark_read(stateDir, name) {
    try {
        const value = JSON.parse((0,external_node_fs_.readFileSync)((0,external_node_path_.join)(stateDir, name), 'utf8'));
        return isMark(value) ? value : 'unreadable';
    }
    catch (error) {
        return error.code === 'ENOENT' ? undefined : 'unreadable';
    }
}
function isMark(value) {
    const { id, first, mounts } = (value ?? {});
    if (typeof id !== 'string')
        return false;
    return mounts === undefined ? typeof first === 'string' : Array.isArray(mounts) && mounts.every(isMount);
}
function isMount(value) {
    const { base, paths, mark, state } = (value ?? {});
    return [base, mark, state].every((text) => typeof text === 'string') && isTexts(paths);
}
/** A list of texts and of nothing else. */
function isTexts(value) {
    return Array.isArray(value) && value.every((text) => typeof text === 'string');
}
/** Makes the names in a directory last. Windows cannot open one, and needs no such thing. */
function dirty_mark_syncDirectory(directory) {
    if (external_node_process_.platform === 'win32')
        return;
    const fd = (0,external_node_fs_.openSync)(directory, external_node_fs_.constants.O_RDONLY);
    try {
        (0,external_node_fs_.fsyncSync)(fd);
    }
    finally {
        (0,external_node_fs_.closeSync)(fd);
    }
}

;// CONCATENATED MODULE: external "node:child_process"
const external_node_child_process_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:child_process");
;// CONCATENATED MODULE: ./js/workspace/git-tracked.js




const OUTPUT_BYTES = 1024 * 1024 * 1024;
/** Whatever the repository allows. */
const NO_TRANSPORT = ['file', 'ext', 'ssh', 'git', 'http', 'https'].flatMap((name) => [
    '-c',
    `protocol.${name}.allow=never`,
]);
/**
 * The files below a mount that git tracks, as paths inside the mount: no cache may remove them. Empty where no `.git`
 * stands in the mount or above it; `undefined` where one does and git cannot be asked.
 */
function trackedFiles(base) {
    let directory = base;
    while (directory !== '' && !isDirectory(directory))
        directory = safe_path_parentOf(directory);
    const root = repositoryRoot(directory);
    if (root === undefined)
        return new Set();
    const listed = listFiles(root, directory);
    if (!listed || directory === base)
        return listed && new Set(listed);
    // The mount is one file, or not there: what git says is relative to the directory around it.
    const within = base.slice(directory.length + 1);
    const below = `${within}/`;
    return new Set(listed.flatMap((path) => (path === within ? [''] : path.startsWith(below) ? [path.slice(below.length)] : [])));
}
function isDirectory(path) {
    return (0,external_node_fs_.statSync)((0,core_bytes/* toFsPath */.Yb)(path), { throwIfNoEntry: false })?.isDirectory() ?? false;
}
function repositoryRoot(directory) {
    for (let above = directory;; above = safe_path_parentOf(above)) {
        if ((0,external_node_fs_.existsSync)((0,core_bytes/* toFsPath */.Yb)(`${above}/.git`)))
            return above;
        if (above === '')
            return undefined;
    }
}
function listFiles(root, directory) {
    const text = (path) => Buffer.from(path, 'latin1').toString();
    // Named outright, whatever the environment of a git hook says and whoever checked it out. Listing must run nothing of
    // the repository's, for another lane's job may have left it: no file watcher, and no fetching of directories that a
    // sparse index lacks, which begins with a program that the repository names. So those are listed as directories,
    // where git can (2.36); nothing of theirs is checked out.
    const repository = [`--git-dir=${text(root)}/.git`, `--work-tree=${text(root)}/`];
    const settings = ['-c', 'safe.directory=*', '-c', 'core.fsmonitor=false'];
    const request = [...settings, ...repository, '-C', text(directory) || '/', 'ls-files', '-z'];
    const listed = run([...request, '--sparse']) ?? run(request);
    return listed?.filter((path) => !path.endsWith('/'));
}
function run(request) {
    try {
        const output = (0,external_node_child_process_namespaceObject.execFileSync)('git', [...NO_TRANSPORT, ...request], {
            maxBuffer: OUTPUT_BYTES,
            stdio: ['ignore', 'pipe', 'ignore'],
        });
        return output.toString('latin1').split('\0').slice(0, -1);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./js/workspace/remove.js






/**
 * Removes files and links, then those of the listed directories that are empty; never through a link, never what git
 * tracks. Returns how many files and links went; `undefined`: git could not be asked, and nothing was removed.
 */
async function removePaths(mount, paths, events) {
    if (paths.length === 0)
        return 0;
    const base = resolveBase(mount.path);
    const tracked = trackedFiles(base);
    if (!tracked) {
        events.emit({ type: 'kept-tracked', path: (0,core_bytes/* toDisplay */.Wn)(base) });
        return undefined;
    }
    const ground = new Ground(base, 'change');
    try {
        return removeListed(ground, paths.filter((path) => !tracked.has(path)));
    }
    finally {
        ground.close();
    }
}
/** The removal itself, for a caller that keeps the ground open and has left out what must stay. */
function removeListed(ground, paths) {
    const directories = [];
    let removed = 0;
    for (const path of paths) {
        checkPath(path);
        if (path !== '' && ground.at(safe_path_parentOf(path)) !== 'directory')
            continue;
        const stat = ground.stat(path);
        if (!stat)
            continue;
        if (stat.isDirectory()) {
            // The mount itself stays: it may be what a link points to.
            if (path !== '')
                directories.push(path);
            continue;
        }
        ground.use(path, external_node_fs_.unlinkSync);
        removed++;
    }
    for (const path of directories.sort(core_tree/* compareWalkOrder */.nK).reverse())
        removeIfEmpty(ground, path);
    return removed;
}
/**
 * Removes a file, or a directory with all below it however it is protected, through no link below `root`. `false`:
 * nothing was there.
 */
function removeTree(place, root = rootOf(place)) {
    const reach = new reach_Reach(root);
    try {
        return removeAt(reach, place);
    }
    finally {
        reach.close();
    }
}
function removeAt(reach, path) {
    const stat = reach.stat(path);
    if (!stat)
        return false;
    if (stat.isDirectory()) {
        const names = reach.hold(path, (place, { mode }) => {
            if ((mode & 0o700) !== 0o700)
                (0,external_node_fs_.chmodSync)(place, 0o700);
            return (0,external_node_fs_.readdirSync)(place, { encoding: 'latin1' });
        });
        for (const name of names)
            removeAt(reach, (0,core_bytes/* joinBytes */.mE)(path, name));
        reach.use(path, (place) => (0,external_node_fs_.rmdirSync)(place));
    }
    else {
        reach.use(path, external_node_fs_.unlinkSync);
    }
    return true;
}
function removeIfEmpty(ground, path) {
    try {
        ground.use(path, (place) => (0,external_node_fs_.rmdirSync)(place));
        ground.forget(path);
    }
    catch (error) {
        // POSIX allows either code for a directory that is not empty; a mount point is busy.
        if (!['ENOTEMPTY', 'EEXIST', 'EBUSY'].includes(error.code ?? ''))
            throw error;
    }
}

;// CONCATENATED MODULE: ./js/workspace/temp-names.js

const TEMP_NAME = /^(.*)\.warmstart-((\d+)-[0-9a-f]{8})[0-9a-f]*$/s;
const LONGEST_NAME = 255;
/** The stagings of this process that are neither committed nor aborted. */
const running = new Set();
/** A new staging; what it leaves behind counts as alive until `endStage`. */
function beginStage() {
    const id = `${process.pid}-${(0,external_node_crypto_.randomBytes)(4).toString('hex')}`;
    running.add(id);
    return id;
}
function endStage(id) {
    running.delete(id);
}
/** A name for the temporary place of an entry, at most 255 bytes, different for every entry of a staging. */
function tempName(name, id, entry) {
    const ending = `.warmstart-${id}${entry.toString(16)}`;
    return name.length + ending.length > LONGEST_NAME ? ending : name + ending;
}
/** Takes a temporary name apart; `undefined` for any other name. */
function parseTempName(name) {
    const match = TEMP_NAME.exec(name);
    return match ? { of: match[1], id: match[2] } : undefined;
}
/** Is the staging surely over? (A process number that was given to another program keeps it, harmlessly, alive.) */
function isOver(id) {
    const pid = Number(id.split('-')[0]);
    if (pid === process.pid)
        return !running.has(id);
    try {
        process.kill(pid, 0);
        return false;
    }
    catch (error) {
        return error.code === 'ESRCH';
    }
}

;// CONCATENATED MODULE: ./js/workspace/litter.js








// Temporary places of runs that died. Those beside a mount are found by their names; those inside it are noted in the
// state directory before they are made, because finding them would take a walk.
/** After a mount's stem: a staging's note, and what was to replace a mark, a state or its header. */
const OWN_FILE = /^\.(staging-|dirty-|state\.|json\.)(\d+-[0-9a-f]{8})$/;
/** A probe of the clock (`settle.ts`) is there for a moment: beside the states, beside the mount or in it. */
const PROBE = '.probe';
/** Notes the temporary places that a staging is about to make inside a mount. Paths are inside the mount. */
function noteTemps(stateDir, mount, id, temps) {
    (0,external_node_fs_.mkdirSync)(stateDir, { recursive: true });
    (0,external_node_fs_.writeFileSync)(noteFile(stateDir, mount, id), JSON.stringify(temps));
}
function forgetTemps(stateDir, mount, id) {
    (0,external_node_fs_.rmSync)(noteFile(stateDir, mount, id), { force: true });
}
/**
 * Removes what dead runs left of their stagings of a mount; returns how many temporary places there were. `state` is
 * the name of the mount's state file.
 */
function removeLitter(stateDir, base, state) {
    const own = (0,external_node_path_.basename)(state, '.state');
    let removed = 0;
    for (const name of list(stateDir)) {
        const [, kind, id] = name.startsWith(own) ? (OWN_FILE.exec(name.slice(own.length)) ?? []) : [];
        if (id === undefined || !isOver(id))
            continue;
        if (kind === 'staging-')
            removed += removeNoted(base, (0,external_node_path_.join)(stateDir, name));
        (0,external_node_fs_.rmSync)((0,external_node_path_.join)(stateDir, name), { force: true });
    }
    const beside = safe_path_parentOf(base) || '/';
    const baseName = base.slice(base.lastIndexOf('/') + 1);
    for (const name of list((0,core_bytes/* toFsPath */.Yb)(beside))) {
        const temp = parseTempName(name);
        if (temp && (temp.of === baseName || temp.of === '') && isOver(temp.id) && vanishes((0,core_bytes/* joinBytes */.mE)(beside, name)))
            removed++;
    }
    for (const directory of [(0,core_bytes/* toBytePath */.xe)(stateDir), beside, base])
        removeProbes(directory);
    return removed;
}
function noteFile(stateDir, mount, id) {
    return stateFile(stateDir, mount).replace(/state$/, `staging-${id}`);
}
function removeNoted(base, file) {
    let temps;
    try {
        temps = JSON.parse((0,external_node_fs_.readFileSync)(file, 'utf8'));
    }
    catch {
        // Cut short, so nothing had been made yet.
    }
    if (!isTexts(temps))
        return 0;
    const ground = new Ground(base, 'change');
    try {
        let removed = 0;
        for (const temp of temps) {
            checkPath(temp);
            if (parseTempName(temp) === undefined || ground.at(safe_path_parentOf(temp)) !== 'directory')
                continue;
            if (vanishes((0,core_bytes/* joinBytes */.mE)(base, temp), rootOf(base)))
                removed++;
        }
        return removed;
    }
    finally {
        ground.close();
    }
}
function removeProbes(directory) {
    for (const name of list((0,core_bytes/* toFsPath */.Yb)(directory))) {
        const temp = parseTempName(name);
        if (temp?.of === PROBE && isOver(temp.id))
            vanishes((0,core_bytes/* joinBytes */.mE)(directory, name));
    }
}
/** Litter that cannot be removed harms nobody. */
function vanishes(place, root) {
    try {
        return removeTree(place, root);
    }
    catch {
        return false;
    }
}
/** Nothing to see is nothing there. */
function list(directory) {
    try {
        return (0,external_node_fs_.readdirSync)(directory, { encoding: 'latin1' });
    }
    catch {
        return [];
    }
}

;// CONCATENATED MODULE: ./js/workspace/mount-point.js



/**
 * Is something mounted on this directory? It cannot be replaced then. A directory mounted from the same file system has
 * its parent's device; of that only the kernel's list tells (Linux, proc(5)).
 */
function isMountPoint(directory) {
    const place = (0,core_bytes/* toFsPath */.Yb)(directory);
    if ((0,external_node_fs_.lstatSync)(place).dev !== (0,external_node_fs_.lstatSync)((0,core_bytes/* toFsPath */.Yb)(safe_path_parentOf(directory) || '/')).dev)
        return true;
    let list;
    try {
        list = (0,external_node_fs_.readFileSync)('/proc/self/mountinfo', 'latin1');
    }
    catch {
        return false;
    }
    const real = external_node_fs_.realpathSync.native(place, 'latin1');
    return list.split('\n').some((line) => unescaped(line.split(' ')[4] ?? '') === real);
}
function unescaped(text) {
    return text.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)));
}

;// CONCATENATED MODULE: ./js/workspace/recover.js











/**
 * Clears what a killed run left of a mount: if it died while it changed the mount in place, every file that the state
 * or the new version names goes (git-tracked ones stay), so that what remains is no half of anything; and its
 * temporary places go. A mount that was changed together with others is cleared together with them.
 */
function recover(stateDir, mount) {
    const mark = readMark(stateDir, mount);
    const places = mark?.mounts ?? [{ base: resolveBase(mount.path), state: (0,external_node_path_.basename)(stateFile(stateDir, mount)) }];
    let removedSiblings = 0;
    // First the temporary places: a directory that is to go may hold some.
    for (const { base, state } of places)
        removedSiblings += removeLitter(stateDir, base, state);
    return { removedFiles: mark ? clearDirty(stateDir, mark) : 0, removedSiblings };
}
/** Removes what a mark names, then the mark. Returns the number of files and links removed. */
function clearDirty(stateDir, mark) {
    let removed = 0;
    let complete = true;
    for (const { base, paths, state } of mark.mounts) {
        const tracked = trackedFiles(base);
        try {
            // Without git's word the job's own sources may be among them.
            if (!tracked)
                throw new Error('git cannot be asked');
            removed += removeAll(base, new Set([...paths, ...statePaths((0,external_node_path_.join)(stateDir, state))]), tracked);
        }
        catch {
            // The mark stays, and the next run tries again.
            complete = false;
        }
    }
    if (complete)
        clearMark(stateDir, mark);
    return removed;
}
/** Is there anything at a mount's place that a rename could not replace: content, a link, a mount point? */
function occupied(mount) {
    const place = (0,core_bytes/* toFsPath */.Yb)(mount.path);
    const stat = (0,external_node_fs_.lstatSync)(place, { throwIfNoEntry: false });
    if (!stat)
        return false;
    if (!stat.isDirectory())
        return true;
    try {
        return (0,external_node_fs_.readdirSync)(place).length > 0 || isMountPoint(mount.path);
    }
    catch {
        // A directory that keeps out its owner: whatever is in it, it is worked on where it stands.
        return true;
    }
}
function removeAll(base, paths, tracked) {
    for (const path of tracked)
        paths.delete(path);
    const ground = new Ground(base, 'change');
    try {
        return removeListed(ground, paths);
    }
    finally {
        ground.close();
    }
}
function statePaths(file) {
    try {
        return decodeState((0,external_node_fs_.readFileSync)(file)).tree.paths();
    }
    catch {
        return [];
    }
}

;// CONCATENATED MODULE: ./js/workspace/known-tree.js

/** What an earlier walk found, as the next walk of the same place goes along it. */
class KnownTree {
    #tree;
    #dev;
    /** For each entry the number after the last one below it. */
    #end;
    /** The newest change time of its entries. */
    newestNs;
    /** `dev`: where a directory's ctime tells that entries came or went; all others are listed. */
    constructor(tree, dev) {
        this.#tree = tree;
        this.#dev = dev;
        this.#end = new Int32Array(tree.length);
        let newestNs = 0n;
        for (let entry = tree.length - 1; entry >= 0; entry--) {
            const end = Math.max(this.#end[entry], entry + 1);
            this.#end[entry] = end;
            const parent = tree.parent[entry];
            if (parent !== core_tree/* NONE */.x3 && this.#end[parent] < end)
                this.#end[parent] = end;
            if (tree.ctimeNs[entry] > newestNs)
                newestNs = tree.ctimeNs[entry];
        }
        this.newestNs = newestNs;
    }
    /**
     * The first entry in a directory, from `from` on (the directory's number and one at first), whose name is not before
     * `name`: names are asked for in the order of a walk.
     */
    seek(directory, from, name) {
        const end = this.#end[directory];
        let entry = from;
        while (entry < end && this.#tree.name[entry] < name)
            entry = this.#end[entry];
        return entry;
    }
    /** Is that entry, as `seek` gave it, in the directory and of that name? */
    has(directory, entry, name) {
        return entry < this.#end[directory] && this.#tree.name[entry] === name;
    }
    /**
     * What lies in a directory that is as it was: nothing came, went or was renamed there since, or its ctime would tell.
     * `undefined`: it has to be listed.
     */
    list(directory, stat) {
        const tree = this.#tree;
        if (tree.type[directory] !== core_tree/* EntryType */.$Y.directory || tree.ctimeNs[directory] === 0n)
            return undefined;
        if (tree.ctimeNs[directory] !== stat.ctimeNs || tree.ino[directory] !== stat.ino)
            return undefined;
        if (stat.dev !== this.#dev || tree.dev[directory] !== stat.dev)
            return undefined;
        const names = [];
        const areFiles = [];
        const end = this.#end[directory];
        for (let entry = directory + 1; entry < end; entry = this.#end[entry]) {
            names.push(tree.name[entry]);
            areFiles.push(tree.type[entry] === core_tree/* EntryType */.$Y.file);
        }
        return { names, areFiles };
    }
}

;// CONCATENATED MODULE: ./js/workspace/stat-files.js


const stat_files_Seen = { file: 0, vanished: 1, unreadable: 2 };
function statFiles({ directories, names, ends }) {
    const rows = names.split('\0');
    const stats = statRows(rows.length);
    let row = 0;
    for (const [number, directory] of directories.split('\0').entries()) {
        for (; row < ends[number]; row++)
            stat_files_look((0,core_bytes/* joinBytes */.mE)(directory, rows[row]), stats, row);
    }
    return stats;
}
/** What was listed as a file and is something else by now has vanished. */
function stat_files_look(path, to, row) {
    let stat;
    try {
        stat = (0,external_node_fs_.lstatSync)((0,core_bytes/* toFsPath */.Yb)(path), { bigint: true, throwIfNoEntry: false });
    }
    catch (error) {
        to.seen[row] = isAbsence(error) ? stat_files_Seen.vanished : stat_files_Seen.unreadable;
        return;
    }
    const mode = Number(stat?.mode ?? 0n);
    if (!stat || (mode & external_node_fs_.constants.S_IFMT) !== external_node_fs_.constants.S_IFREG) {
        to.seen[row] = stat_files_Seen.vanished;
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

;// CONCATENATED MODULE: ./js/workspace/listed-files.js


/** Files looked at by one task: 4 ms or so. */
const TASK_FILES = 1024;
/** So that a worker has something to do until this thread gets to see its answers. */
const TASKS_A_WORKER = 4;
/**
 * Files that a walk has listed and not looked at. Workers that run take part while the walk goes on. None is started for
 * that, which takes as long as it would save; but files that changed after `knownNs` will have to be read, so those that
 * it takes start now.
 */
class ListedFiles {
    #fill;
    #pool;
    #knownNs;
    #waiting = [];
    #load;
    #answers = [];
    #open = new Files();
    #changedBytes = 0;
    constructor(fill, pool, knownNs) {
        this.#fill = fill;
        this.#pool = pool;
        this.#knownNs = knownNs;
        // This thread is as good as one of them.
        this.#load = new Array(pool ? Math.max(1, pool.size - 1) : 0).fill(0);
    }
    add(entry, directory, name) {
        this.#open.add(entry, directory, name);
        if (this.#open.entries.length === TASK_FILES)
            this.#close();
    }
    /** Looks at what nobody has looked at yet, and waits for all that is under way. */
    async finish({ signal }) {
        if (this.#open.entries.length > 0)
            this.#waiting.push(this.#open);
        do {
            for (let files = this.#waiting.shift(); files; files = this.#waiting.shift()) {
                this.#look(files);
                // Answers are noticed here.
                await (0,promises_namespaceObject.setImmediate)();
                signal?.throwIfAborted();
                this.#share();
            }
            await Promise.all(this.#answers.splice(0));
            // What one worker lost another may have taken.
        } while (this.#waiting.length + this.#answers.length > 0);
    }
    #close() {
        const files = this.#open;
        this.#open = new Files();
        if (this.#pool?.isWarm()) {
            this.#waiting.push(files);
            this.#share();
        }
        else
            this.#look(files);
    }
    #look(files) {
        this.#take(files, statFiles(files.task()));
    }
    #take({ entries }, rows) {
        this.#fill(entries, rows);
        if (this.#knownNs === undefined || !this.#pool)
            return;
        let isChanged = false;
        for (let row = 0; row < entries.length; row++) {
            if (rows.ctimeNs[row] <= this.#knownNs)
                continue;
            isChanged = true;
            this.#changedBytes += rows.size[row];
        }
        if (isChanged)
            this.#pool.warm(this.#pool.threadsFor(this.#changedBytes));
    }
    #share() {
        for (const worker of this.#load.keys())
            if (this.#pool?.isReady(worker))
                this.#give(worker);
    }
    #give(worker) {
        while (this.#load[worker] < TASKS_A_WORKER) {
            const files = this.#waiting.shift();
            if (!files || !this.#pool)
                return;
            this.#load[worker] = this.#load[worker] + 1;
            const answered = (rows) => {
                this.#load[worker] = this.#load[worker] - 1;
                this.#take(files, rows);
                this.#give(worker);
            };
            // A worker that is lost gets no more, and what it had is for this thread.
            const lost = () => void this.#waiting.push(files);
            this.#answers.push(this.#pool.call(worker, files.task()).then(answered, lost));
        }
    }
}
/** Files by the directories they lie in. */
class Files {
    entries = [];
    #names = [];
    #directories = [];
    #ends = [];
    add(entry, directory, name) {
        if (this.#directories.at(-1) !== directory) {
            this.#directories.push(directory);
            this.#ends.push(0);
        }
        this.entries.push(entry);
        this.#names.push(name);
        this.#ends[this.#ends.length - 1] = this.#names.length;
    }
    task() {
        const [directories, names] = [this.#directories.join('\0'), this.#names.join('\0')];
        return { for: 'stat', directories, names, ends: Uint32Array.from(this.#ends) };
    }
}

;// CONCATENATED MODULE: ./js/workspace/settle.js






/** No file system has stamps coarser than two seconds (FAT); one further ahead is another machine's wrong clock. */
const settle_SETTLE_MILLIS = 3000;
/** How far the machine's clock may stand ahead of the clock of a file system that cannot be asked. */
const UNSURE_NS = 2000000000n;
function probe(mount, stateDir) {
    return probeIn(probeDirectories(mount, stateDir));
}
/**
 * Waits until whatever is written to the mount from then on gets a later ctime than `newestCtimeNs`, so that a stat
 * tells every change; at most three seconds. Returns what that clock says then.
 */
async function settle(mount, stateDir, newestCtimeNs) {
    const directories = probeDirectories(mount, stateDir);
    const giveUpAt = Date.now() + settle_SETTLE_MILLIS;
    for (let wait = 1;; wait = Math.min(wait * 2, 50)) {
        const stamp = probeIn(directories).nowNs;
        if (stamp > newestCtimeNs || Date.now() >= giveUpAt)
            return stamp;
        await (0,promises_namespaceObject.setTimeout)(wait);
    }
}
/** Directories on the mount's file system, the least conspicuous first: the state's, the one it lies in, itself. */
function probeDirectories(mount, stateDir) {
    const above = (0,external_node_path_.dirname)(mount.path);
    const own = device(mount.path) ?? device(above);
    return [(0,core_bytes/* toBytePath */.xe)(stateDir), above, mount.path].filter((path) => own !== undefined && device(path) === own);
}
/** `undefined` for what is no directory, or cannot be asked. */
function device(path) {
    try {
        const stat = (0,external_node_fs_.statSync)((0,core_bytes/* toFsPath */.Yb)(path), { bigint: true });
        return stat.isDirectory() ? stat.dev : undefined;
    }
    catch {
        return undefined;
    }
}
function probeIn(directories) {
    for (const directory of directories) {
        // Named like everything of ours that lies in a mount for a moment: scans pass it over.
        const name = `.probe.warmstart-${external_node_process_.pid}-${(0,external_node_crypto_.randomBytes)(4).toString('hex')}`;
        const path = (0,core_bytes/* toFsPath */.Yb)((0,core_bytes/* joinBytes */.mE)(directory, name));
        let file;
        try {
            file = (0,external_node_fs_.openSync)(path, 'wx');
        }
        catch {
            continue;
        }
        try {
            const nowNs = (0,external_node_fs_.fstatSync)(file, { bigint: true }).ctimeNs;
            const around = (0,external_node_fs_.statSync)((0,core_bytes/* toFsPath */.Yb)(directory), { bigint: true });
            return { nowNs, tellingDev: around.ctimeNs >= nowNs ? around.dev : undefined };
        }
        finally {
            (0,external_node_fs_.closeSync)(file);
            (0,external_node_fs_.unlinkSync)(path);
        }
    }
    return { nowNs: BigInt(Date.now()) * 1000000n - UNSURE_NS, tellingDev: undefined };
}

// EXTERNAL MODULE: ./js/core/tree-rules.js
var tree_rules = __nccwpck_require__(7148);
;// CONCATENATED MODULE: ./js/workspace/listing.js


/**
 * Throws the system's error. Where the file system does not tell what a name is, Node looks; it may not know a name that
 * is no UTF-8.
 */
function listing_list(path) {
    let entries;
    try {
        entries = (0,external_node_fs_.readdirSync)((0,core_bytes/* toFsPath */.Yb)(path), { encoding: 'latin1', withFileTypes: true });
    }
    catch {
        const names = (0,external_node_fs_.readdirSync)((0,core_bytes/* toFsPath */.Yb)(path), 'latin1').sort();
        return { names, areFiles: [] };
    }
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    return { names: entries.map(({ name }) => name), areFiles: entries.map((entry) => entry.isFile()) };
}

;// CONCATENATED MODULE: ./js/workspace/walk-result.js

/** Files with several names: each but the first is a link to that. */
function groupLinks(tree, entries) {
    const firsts = new Map();
    for (const entry of entries.sort((a, b) => a - b)) {
        const [dev, ino] = [tree.dev[entry], tree.ino[entry]];
        const ofDevice = firsts.get(dev) ?? new Map();
        firsts.set(dev, ofDevice);
        const first = ofDevice.get(ino);
        if (first === undefined)
            ofDevice.set(ino, entry);
        else {
            tree.link[first] = first;
            tree.link[entry] = first;
        }
    }
}
/** Without entries, and without directories that were kept only for them. */
function walk_result_without({ tree, leftOut, incomplete }, lost) {
    const keep = new Uint8Array(tree.length);
    for (let entry = tree.length - 1; entry >= 0; entry--) {
        if (lost.has(entry))
            continue;
        if (tree.implied[entry] === 0 || tree.type[entry] !== core_tree/* EntryType */.$Y.directory)
            keep[entry] = 1;
        const parent = tree.parent[entry];
        if (keep[entry] && parent !== core_tree/* NONE */.x3)
            keep[parent] = 1;
    }
    const moved = new Int32Array(tree.length);
    for (let entry = 0, kept = 0; entry < tree.length; entry++)
        moved[entry] = keep[entry] ? kept++ : core_tree/* NONE */.x3;
    const left = incomplete.map((entry) => moved[entry]).filter((entry) => entry !== core_tree/* NONE */.x3);
    return { tree: (0,core_tree/* filterTree */.hV)(tree, keep), leftOut, incomplete: left };
}

;// CONCATENATED MODULE: ./js/workspace/walk.js









const { S_IFMT, S_IFREG, S_IFDIR, S_IFLNK } = external_node_fs_.constants;
/**
 * Lists what a mount's patterns select, in the order of a walk. Regular files are left to others to look at: until
 * `filled` their entries have no stat.
 */
class Walk {
    tree = new core_tree/* Tree */.PH();
    leftOut = [];
    incomplete = [];
    /** Of the regular files that were looked at so far. */
    bytes = 0;
    #mount;
    #without;
    /** Where the path inside the mount begins in an absolute one. */
    #cut = 0;
    #takesAll;
    #known;
    #levels = [];
    /** How many of them had to be opened: what lies below is looked at before they are shut again. */
    #opened = 0;
    #leave;
    /** Files that may have several names. */
    #linked = [];
    /** Listed files that could not be looked at, and why. */
    #lost = new Map();
    constructor(mount, without, known, leave) {
        this.#mount = mount;
        this.#leave = leave;
        const prefix = withSlash(mount.path);
        this.#without = new Set(without.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length)));
        // What a pattern leaves out may lie in any directory.
        this.#takesAll = mount.selection.everything && this.#without.size === 0;
        if (this.#takesAll)
            this.#known = known;
        this.#begin();
    }
    /** Deals with one name, or leaves a directory. `false`: the walk is over. */
    step() {
        const level = this.#levels.at(-1);
        if (!level)
            return false;
        const number = level.next++;
        const name = level.listing.names[number];
        if (name === undefined)
            this.#ascend();
        else if (isOurs(name))
            return true;
        else if (level.listing.areFiles[number] && this.#opened === 0)
            this.#leaveFile(level, name);
        else
            this.#visit((0,core_bytes/* joinBytes */.mE)(level.path, name), name, level.entry);
        return true;
    }
    /** Takes what was seen of files that were left to others. */
    filled(entries, rows) {
        const { tree } = this;
        for (const [row, entry] of entries.entries()) {
            const seen = rows.seen[row];
            if (seen !== stat_files_Seen.file) {
                this.#lost.set(entry, seen === stat_files_Seen.vanished ? 'vanished' : 'unreadable');
                continue;
            }
            tree.mode[entry] = rows.mode[row];
            tree.size[entry] = rows.size[row];
            tree.mtimeNs[entry] = rows.mtimeNs[row];
            tree.ctimeNs[entry] = rows.ctimeNs[row];
            tree.ino[entry] = rows.ino[row];
            tree.dev[entry] = rows.dev[row];
            this.bytes += rows.size[row];
            if (rows.linked[row])
                this.#linked.push(entry);
        }
    }
    /** What was found, once everything has been looked at. */
    end() {
        groupLinks(this.tree, this.#linked);
        if (this.#lost.size === 0)
            return this;
        for (const [entry, reason] of this.#lost) {
            this.leftOut.push({ path: this.tree.path(entry), reason });
            this.incomplete.push(this.tree.parent[entry]);
        }
        this.leftOut.sort((a, b) => (0,core_tree/* compareWalkOrder */.nK)(a.path, b.path));
        return walk_result_without(this, this.#lost);
    }
    /** Puts back the modes of directories that are still open. */
    close() {
        for (const level of this.#levels.splice(0).reverse())
            shut(level);
    }
    /** The mount itself. A link to a directory stands for the directory: the only link that is followed. */
    #begin() {
        const { path } = this.#mount;
        let root = path;
        let stat;
        try {
            stat = (0,external_node_fs_.lstatSync)((0,core_bytes/* toFsPath */.Yb)(path), { bigint: true, throwIfNoEntry: false });
            const behind = stat?.isSymbolicLink()
                ? (0,external_node_fs_.statSync)((0,core_bytes/* toFsPath */.Yb)(path), { bigint: true, throwIfNoEntry: false })
                : undefined;
            if (behind?.isDirectory()) {
                root = external_node_fs_.realpathSync.native((0,core_bytes/* toFsPath */.Yb)(path), 'latin1');
                stat = behind;
            }
        }
        catch (error) {
            if (!stat && error.code !== 'ENOTDIR')
                this.#leaveOut('', walk_reasonOf(error));
        }
        this.#cut = withSlash(root).length;
        if (stat)
            this.#add(root, '', core_tree/* NONE */.x3, stat);
    }
    #leaveFile(level, name) {
        const { selection } = this.#mount;
        const path = (0,core_bytes/* joinBytes */.mE)(level.path, name);
        if (this.#without.size > 0 && this.#without.has(this.#inside(path)))
            return;
        if (!this.#fits(path, name))
            this.#leaveOut(this.#inside(path), 'special');
        else if (selection.everything || selection.selects(this.#inside(path), false)) {
            const entry = this.tree.push(name, core_tree/* EntryType */.$Y.file, level.entry);
            this.tree.implied[entry] = 0;
            this.#leave(entry, level.path, name);
        }
    }
    #visit(path, name, parent) {
        if (this.#without.size > 0 && this.#without.has(this.#inside(path)))
            return;
        if (!this.#fits(path, name)) {
            this.#leaveOut(this.#inside(path), 'special');
            return;
        }
        let stat;
        try {
            stat = (0,external_node_fs_.lstatSync)((0,core_bytes/* toFsPath */.Yb)(path), { bigint: true, throwIfNoEntry: false });
        }
        catch (error) {
            this.#leaveOut(this.#inside(path), walk_reasonOf(error));
            return;
        }
        if (stat)
            this.#add(path, name, parent, stat);
        else
            this.#leaveOut(this.#inside(path), 'vanished');
    }
    #add(path, name, parent, stat) {
        const kind = Number(stat.mode) & S_IFMT;
        const { selection } = this.#mount;
        const selected = selection.everything || selection.selects(this.#inside(path), kind === S_IFDIR);
        if (kind === S_IFDIR) {
            if (selected || selection.descends(this.#inside(path)))
                this.#enter(path, name, parent, stat, selected);
        }
        else if (selected) {
            if (kind === S_IFREG)
                this.#addFile(name, parent, stat);
            else if (kind === S_IFLNK)
                this.#addLink(path, name, parent, stat);
            else
                this.#leaveOut(this.#inside(path), 'special');
        }
    }
    #addFile(name, parent, stat) {
        const entry = this.#push(name, core_tree/* EntryType */.$Y.file, parent, stat);
        const size = Number(stat.size);
        this.tree.size[entry] = size;
        this.bytes += size;
        if (stat.nlink > 1n && stat.ino !== 0n)
            this.#linked.push(entry);
    }
    #addLink(path, name, parent, stat) {
        let target;
        try {
            target = (0,external_node_fs_.readlinkSync)((0,core_bytes/* toFsPath */.Yb)(path), 'latin1');
        }
        catch (error) {
            this.#leaveOut(this.#inside(path), walk_reasonOf(error));
            return;
        }
        this.tree.target.set(this.#push(name, core_tree/* EntryType */.$Y.symlink, parent, stat), target);
    }
    /** A directory that was not selected is kept only if something below it is: see `#ascend`. */
    #enter(path, name, parent, stat, selected) {
        const mode = closedMode(stat);
        const known = this.#knownOf(name);
        let listing;
        try {
            if (mode !== undefined)
                openDirectory(path, mode);
            listing = (known === core_tree/* NONE */.x3 ? undefined : this.#known?.list(known, stat)) ?? listing_list(path);
        }
        catch (error) {
            if (mode !== undefined)
                shutDirectory(path, mode);
            this.#leaveOut(this.#inside(path), walk_reasonOf(error));
            return;
        }
        const entry = this.#push(name, core_tree/* EntryType */.$Y.directory, parent, stat);
        this.tree.implied[entry] = selected ? 0 : 1;
        if (!this.#takesAll)
            this.incomplete.push(entry);
        if (mode !== undefined)
            this.#opened++;
        this.#levels.push({ path, entry, listing, next: 0, known, passed: known + 1, closedMode: mode });
    }
    /** The known tree's entry of a directory in the one that is being walked; `NONE` if it has none. */
    #knownOf(name) {
        const level = this.#levels.at(-1);
        if (!level)
            return this.#known ? 0 : core_tree/* NONE */.x3;
        if (!this.#known || level.known === core_tree/* NONE */.x3)
            return core_tree/* NONE */.x3;
        level.passed = this.#known.seek(level.known, level.passed, name);
        return this.#known.has(level.known, level.passed, name) ? level.passed : core_tree/* NONE */.x3;
    }
    #ascend() {
        const level = this.#levels.pop();
        if (level.closedMode !== undefined)
            this.#opened--;
        shut(level);
        if (this.tree.implied[level.entry] === 1 && this.tree.length === level.entry + 1) {
            this.tree.length--;
            this.tree.name.pop();
        }
    }
    #push(name, type, parent, stat) {
        const { tree } = this;
        const entry = tree.push(name, type, parent);
        // All columns: the place may have been that of a directory that was taken back.
        tree.implied[entry] = 0;
        tree.mode[entry] = Number(stat.mode) & 0o777;
        tree.mtimeNs[entry] = stat.mtimeNs;
        tree.ctimeNs[entry] = stat.ctimeNs;
        tree.ino[entry] = stat.ino;
        tree.dev[entry] = stat.dev;
        return entry;
    }
    #leaveOut(path, reason) {
        this.leftOut.push({ path, reason });
        const level = this.#levels.at(-1);
        if (level)
            this.incomplete.push(level.entry);
    }
    /** Does the format have room for it? (Only Windows has longer names.) */
    #fits(path, name) {
        return name.length <= tree_rules/* NAME_MAX */.fo && this.#levels.length <= tree_rules/* DEPTH_MAX */.tZ && path.length - this.#cut <= tree_rules/* PATH_MAX */.n6;
    }
    #inside(path) {
        return path.slice(this.#cut);
    }
}
function walk_reasonOf(error) {
    return isAbsence(error) ? 'vanished' : 'unreadable';
}
function shut(level) {
    if (level.closedMode !== undefined)
        shutDirectory(level.path, level.closedMode);
}
/** Temporary files and directories that stand beside what they will replace, and probes. */
function isOurs(name) {
    return name.includes('.warmstart-') && parseTempName(name) !== undefined;
}
function withSlash(path) {
    return path.endsWith('/') ? path : `${path}/`;
}

;// CONCATENATED MODULE: ./js/workspace/scan.js





/** How long the walk keeps the thread before timers and signals get their turn. */
const TURN_MILLIS = 10;
const scan_PROGRESS_MILLIS = 100;
/**
 * Walks a mount and stats all that its patterns select; content is never read. Synchronous calls in turns of 10 ms: for
 * a walk that is bound by the kernel they take half the time of asynchronous ones.
 */
async function scan(mount, place, options = {}) {
    options.signal?.throwIfAborted();
    const { nowNs: startedNs, tellingDev } = probe(mount, place.stateDir);
    const known = options.known && tellingDev !== undefined ? new KnownTree(options.known, tellingDev) : undefined;
    const files = new ListedFiles((entries, rows) => walk.filled(entries, rows), place.pool, known?.newestNs);
    const walk = new Walk(mount, options.without ?? [], known, (...file) => files.add(...file));
    try {
        let turnEnds = performance.now() + TURN_MILLIS;
        let nextProgress = performance.now() + scan_PROGRESS_MILLIS;
        while (walk.step()) {
            if (performance.now() < turnEnds)
                continue;
            if (performance.now() >= nextProgress) {
                const { bytes, tree } = walk;
                place.events.emit({ type: 'progress', phase: 'scan', done: bytes, total: 0, files: tree.length, totalFiles: 0 });
                nextProgress = performance.now() + scan_PROGRESS_MILLIS;
            }
            await (0,promises_namespaceObject.setImmediate)();
            options.signal?.throwIfAborted();
            turnEnds = performance.now() + TURN_MILLIS;
        }
    }
    finally {
        walk.close();
    }
    await files.finish(options);
    const { tree, leftOut, incomplete } = walk.end();
    return { tree: tree.length > 0 ? tree : undefined, leftOut, incomplete, startedNs };
}

;// CONCATENATED MODULE: ./js/workspace/seen-heads.js





/**
 * The heads that this machine has seen, a file for each volume: they have to outlive a mount's state, which every miss and
 * every job of another lane replaces. Of two processes that write at once, one is forgotten. What is known of a volume is
 * what was known when it was asked for first, and what this process has seen since: what another process saw meanwhile
 * may be later than what this one has read of the store.
 */
function createSeenHeads(stateDir) {
    const fileOf = (store, { namespace, lane, volume }) => {
        const name = (0,digest/* sha256Hex */.fg)(Buffer.from(JSON.stringify([store, namespace, lane, volume]))).slice(0, 32);
        return (0,external_node_path_.join)(stateDir, `${name}.heads`);
    };
    const known = new Map();
    const recall = (file) => {
        const rows = known.get(file) ?? seen_heads_read(file);
        known.set(file, rows);
        return rows;
    };
    return {
        seenHead: (store, line) => recall(fileOf(store, line)).find(([key]) => key === line.key)?.[1],
        sawHead(store, line, seen) {
            const file = fileOf(store, line);
            const withIt = (rows) => [[line.key, seen], ...rows.filter(([key]) => key !== line.key)];
            known.set(file, withIt(recall(file)));
            seen_heads_replace(file, JSON.stringify(withIt(seen_heads_read(file)).slice(0, seen_heads_MOST)));
        },
    };
}
/** More keys of one volume are seldom alive at a time. */
const seen_heads_MOST = 50;
/** Whatever is not as this release writes it was never seen. */
function seen_heads_read(file) {
    try {
        const rows = JSON.parse((0,external_node_fs_.readFileSync)(file, 'utf8'));
        return Array.isArray(rows) ? rows.filter(isRow) : [];
    }
    catch {
        return [];
    }
}
function isRow(row) {
    if (!Array.isArray(row) || typeof row[0] !== 'string')
        return false;
    const { commit, version, committedAt } = (row[1] ?? {});
    return typeof commit === 'string' && typeof version === 'string' && Number.isFinite(committedAt);
}
/** A machine where nothing can be written remembers nothing. */
function seen_heads_replace(file, text) {
    const temp = `${file}.${external_node_process_.pid}-${(0,external_node_crypto_.randomBytes)(4).toString('hex')}`;
    try {
        (0,external_node_fs_.mkdirSync)((0,external_node_path_.dirname)(file), { recursive: true, mode: 0o700 });
        (0,external_node_fs_.writeFileSync)(temp, text, { mode: 0o600 });
        (0,external_node_fs_.renameSync)(temp, file);
    }
    catch {
        (0,external_node_fs_.rmSync)(temp, { force: true });
    }
}

;// CONCATENATED MODULE: ./js/workspace/collisions.js





/**
 * Throws if two entries would be one file on this platform. The second would be written over the first, or through it
 * where that is a link.
 */
function checkCollisions(tree, platform = external_node_process_.platform) {
    if (platform !== 'darwin' && platform !== 'win32')
        return;
    const seen = new Map();
    for (let entry = 0; entry < tree.length; entry++) {
        const parent = tree.parent[entry];
        if (parent === core_tree/* NONE */.x3)
            continue;
        const folded = `${parent}/${foldName(tree.name[entry], platform)}`;
        const other = seen.get(folded);
        if (other !== undefined) {
            const path = tree.path(entry);
            throw targetError(path, `and ${(0,core_bytes/* toDisplay */.Wn)(tree.path(other))} are one name on this system`);
        }
        seen.set(folded, entry);
    }
}

;// CONCATENATED MODULE: ./js/workspace/stage-plan.js








/** How a file gets its content. */
const Content = {
    /** It is not written. */
    stays: 0,
    /** One task creates, fills and finishes it: all its bytes lie in one frame. */
    whole: 1,
    /** Created ahead at its full size, filled by any number of tasks, finished at the commit. */
    pieces: 2,
};
/** Plans a mount. Looks at the disk and changes nothing; throws if the tree cannot be put there. */
function planMount({ mount, tree, how, write, restamp, remove }, id) {
    const base = resolveBase(mount.path);
    if (base !== mount.path && tree.type[0] !== core_tree/* EntryType */.$Y.directory) {
        throw targetError(base, 'is a directory behind a link, and the version has something else there');
    }
    checkCollisions(tree);
    const paths = tree.paths();
    const places = new Array(tree.length);
    const roots = [];
    const standing = [];
    const fresh = how === 'sibling' && isReplaceable(base);
    const ground = new Ground(base, 'look');
    const tempDirectory = tempDirectories(ground);
    try {
        for (const path of remove)
            checkPath(path);
        for (const entry of restamp)
            ground.hold(paths[entry]);
        for (const entry of write) {
            const name = tree.name[entry];
            if (entry > 0)
                checkName(name);
            const parent = tree.parent[entry];
            const above = parent === core_tree/* NONE */.x3 ? undefined : places[parent];
            if (above !== undefined) {
                places[entry] = `${above}/${name}`;
                continue;
            }
            const path = paths[entry];
            if (tree.type[entry] === core_tree/* EntryType */.$Y.directory && !fresh && ground.at(path) === 'directory') {
                standing.push(entry);
                continue;
            }
            ground.hold(path);
            const directory = entry === 0 ? undefined : tempDirectory(safe_path_parentOf(path));
            places[entry] =
                directory === undefined
                    ? `${safe_path_parentOf(base)}/${tempName(base.slice(base.lastIndexOf('/') + 1), id, entry)}`
                    : (0,core_bytes/* joinBytes */.mE)(directory, tempName(`.${name}`, id, entry));
            roots.push(entry);
        }
    }
    finally {
        ground.close();
    }
    return {
        mount,
        tree,
        base,
        root: rootOf(base),
        paths,
        write,
        restamp,
        remove,
        places,
        roots,
        standing,
        content: contents(tree, write),
        fresh,
    };
}
/** The bytes that have to come from frames. */
function expectedBytes({ tree, write, content }) {
    let bytes = 0;
    for (const entry of write) {
        if (content[entry] === Content.stays)
            continue;
        const first = tree.firstExtent[entry];
        for (let extent = first; extent < first + tree.extentCount[entry]; extent++) {
            if (tree.frame[extent] !== core_tree/* HOLE */.vs)
                bytes += tree.extentLength[extent];
        }
    }
    return bytes;
}
/**
 * Can a directory made beside the mount be renamed to it? Not over a mount point, nor in a directory that may not be
 * written, nor on Windows, where a directory that any program is in cannot be replaced. An empty one is filled then.
 */
function isReplaceable(base) {
    if (!(0,external_node_fs_.lstatSync)((0,core_bytes/* toFsPath */.Yb)(base), { throwIfNoEntry: false }))
        return true;
    if (external_node_process_.platform === 'win32' || isMountPoint(base))
        return false;
    return isAllowed((0,core_bytes/* toFsPath */.Yb)(safe_path_parentOf(base) || '/'), external_node_fs_.constants.W_OK | external_node_fs_.constants.X_OK);
}
/**
 * The directory for the temporary place of something in a directory: that directory, or the nearest one above it that
 * can be written as things are, so that what is closed stays closed until the commit. `undefined`: beside the mount.
 */
function tempDirectories(ground) {
    const known = new Map();
    const find = (directory) => {
        if (known.has(directory))
            return known.get(directory);
        const above = directory === '' ? undefined : find(safe_path_parentOf(directory));
        const place = (0,core_bytes/* joinBytes */.mE)(ground.base, directory);
        const isUsable = isAllowed((0,core_bytes/* toFsPath */.Yb)(place), external_node_fs_.constants.W_OK | external_node_fs_.constants.X_OK) && !isClosed(ground.opened, directory);
        known.set(directory, isUsable ? place : above);
        return known.get(directory);
    };
    return find;
}
/** Is it, or a directory above it, one that had to be opened to be looked into? */
function isClosed(opened, directory) {
    if (opened.size === 0)
        return false;
    return opened.has(directory) || (directory !== '' && isClosed(opened, safe_path_parentOf(directory)));
}
function contents(tree, write) {
    const content = new Uint8Array(tree.length);
    for (const entry of write) {
        if (tree.type[entry] !== core_tree/* EntryType */.$Y.file || tree.source(entry) !== entry)
            continue;
        const first = tree.firstExtent[entry];
        const count = tree.extentCount[entry];
        const frame = tree.frame[first];
        let whole = count > 0 && frame !== core_tree/* HOLE */.vs;
        for (let extent = first; whole && extent < first + count; extent++)
            whole = tree.frame[extent] === frame;
        content[entry] = whole ? Content.whole : Content.pieces;
    }
    return content;
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
function stamps_stampOf(ns) {
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
const NEW_FILE = external_node_fs_.constants.O_CREAT | external_node_fs_.constants.O_EXCL | external_node_fs_.constants.O_WRONLY | (external_node_fs_.constants.O_NOFOLLOW ?? 0);
const OLD_FILE = external_node_fs_.constants.O_WRONLY | (external_node_fs_.constants.O_NOFOLLOW ?? 0);
function writeFrames(task, reaches) {
    const paths = task.paths.split('\0');
    const stats = statColumns(task.whole.length);
    const now = Date.now() / 1000;
    let file = 0;
    let run = 0;
    for (let frame = 0; frame < task.at.length; frame++) {
        const raw = openFrame(task, frame, wantedOf(task, frame, run));
        for (; file < task.filesEnd[frame]; file++) {
            const whole = task.whole[file] === 1;
            const mode = task.mode[file];
            const reach = reaches.to[task.root[file]];
            const fd = reach.use(paths[file], (place) => openSync(place, whole ? NEW_FILE : OLD_FILE, mode));
            try {
                for (; run < task.runsEnd[file]; run++) {
                    write_worker_writeAll(fd, raw, task.from[run], task.length[run], task.to[run]);
                }
                if (!whole)
                    continue;
                if (mode & task.umask)
                    fchmodSync(fd, mode);
                futimesSync(fd, now, stampOf(task.mtimeNs[file]));
                let stat = fstatSync(fd, { bigint: true });
                // An inherited access list may have changed what the umask did not.
                if ((Number(stat.mode) & 0o777) !== mode) {
                    fchmodSync(fd, mode);
                    stat = fstatSync(fd, { bigint: true });
                }
                setStat(stats, file, stat);
            }
            finally {
                closeSync(fd);
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
function openFrame(task, frame, end) {
    const at = task.at[frame];
    const stored = task.bytes.subarray(at, at + task.storedLength[frame]);
    if (!sameBytes(sha256(stored), task.sha256.subarray(frame * 32, frame * 32 + 32))) {
        throw new FormatError('a frame is not what was stored');
    }
    const seal = task.seal && { ...task.seal, number: task.number[frame] };
    return decodeFrame(stored, task.codec[frame], task.rawLength[frame], seal, end);
}
/** A full disk shows as a short write first and as an error at the next. */
function write_worker_writeAll(fd, bytes, from, length, to) {
    for (let done = 0; done < length;)
        done += writeSync(fd, bytes, from + done, length - done, to + done);
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
                to.use(path, (place) => mkdirSync(place, mode | 0o700));
                break;
            case 'create':
                to.use(path, (place) => createFile(place, mode, task.size[row]));
                break;
            case 'link':
                from.use(other, (source) => to.use(path, (place) => linkSync(source, place)));
                break;
            case 'symlink':
                to.use(path, (place) => {
                    symlinkSync(toFsPath(other), place);
                    lutimesSync(place, now, stampOf(mtimeNs));
                    setStat(stats, row, lstatSync(place, { bigint: true }));
                });
                break;
            case 'move':
                from.use(path, (source) => to.use(other, (place) => renameSync(source, place)));
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
    const fd = openSync(path, NEW_FILE, mode | 0o600);
    try {
        if (size > 0)
            ftruncateSync(fd, size);
    }
    finally {
        closeSync(fd);
    }
}
/** `chmod` and `utimes` follow links, so they are given what was looked at, not what stands there. */
function stamp(reach, path, type, mode, mtimeNs, now) {
    reach.hold(path, (place, stat) => {
        if (type === EntryType.directory ? !stat.isDirectory() : !stat.isFile()) {
            throw Object.assign(new Error(`${toDisplay(path)} was replaced while it was restored`), { path: toDisplay(path) });
        }
        if (mode !== NO_MODE && (stat.mode & 0o777) !== (mode & 0o777))
            chmodSync(place, mode);
        if (mtimeNs !== NO_TIME)
            utimesSync(place, now, stampOf(mtimeNs));
    });
}
function write_worker_look(reach, path, stats, row) {
    setStat(stats, row, reach.use(path, (place) => lstatSync(place, { bigint: true })));
}
function statColumns(length) {
    return { ctimeNs: new BigInt64Array(length), ino: new BigUint64Array(length), dev: new BigUint64Array(length) };
}
function setStat(to, row, stat) {
    to.ctimeNs[row] = stat.ctimeNs;
    to.ino[row] = stat.ino;
    to.dev[row] = stat.dev;
}

;// CONCATENATED MODULE: ./js/workspace/frames-task.js



/**
 * Cuts a batch into one for each worker that has nothing to do: a small volume is one read, and the first read of a
 * large one is what everybody waits for. The others are not worth the copies.
 */
function splitBatch(batch, ways) {
    const { bytes, parts, frames, seal, writes } = batch;
    if (ways === 1 || parts.length < 2 * ways)
        return [batch];
    const size = Math.ceil(parts.length / ways);
    const shareOf = new Map(parts.map(({ frame }, number) => [frame, Math.floor(number / size)]));
    const shares = Array.from({ length: Math.ceil(parts.length / size) }, () => []);
    for (const write of writes)
        shares[shareOf.get(write.frame) ?? 0]?.push(write);
    const split = shares.map((its, share) => {
        const own = parts.slice(share * size, (share + 1) * size);
        const begin = Math.min(...own.map(({ at }) => at));
        const end = Math.max(...own.map(({ at, frame }) => at + frames.storedLength[frame]));
        return {
            bytes: (0,core_bytes/* copyOf */.zP)(bytes, begin, end),
            parts: own.map(({ at, frame }) => ({ frame, at: at - begin })),
            frames,
            seal,
            writes: its,
        };
    });
    (0,core_bytes/* release */._r)(bytes);
    return split;
}
/** Turns a batch into columns. The writes of one entry from one frame must come one after the other. */
function prepareBatch(batch, plans, umask) {
    const { bytes, parts, frames, seal, writes } = batch;
    const at = new Uint32Array(parts.length);
    const storedLength = new Uint32Array(parts.length);
    const rawLength = new Uint32Array(parts.length);
    const codec = new Uint8Array(parts.length);
    const sha256 = new Uint8Array(parts.length * 32);
    const ownNumber = new Uint32Array(parts.length);
    const filesEnd = new Uint32Array(parts.length);
    const numbers = new Map();
    parts.forEach((part, number) => {
        at[number] = part.at;
        storedLength[number] = frames.storedLength[part.frame];
        rawLength[number] = frames.rawLength[part.frame];
        codec[number] = frames.codec[part.frame];
        sha256.set(frames.sha256.subarray(part.frame * 32, part.frame * 32 + 32), number * 32);
        ownNumber[number] = frames.number[part.frame];
        numbers.set(part.frame, number);
    });
    const byPart = parts.map(() => []);
    for (const write of writes) {
        const number = numbers.get(write.frame);
        if (number === undefined)
            throw new Error(`a write from frame ${write.frame}, which is not in the batch`);
        byPart[number]?.push(write);
    }
    const owners = [];
    const paths = [];
    const whole = [];
    const mode = [];
    const mtimeNs = [];
    const runsEnd = [];
    const from = [];
    const length = [];
    const to = [];
    let writtenBytes = 0;
    byPart.forEach((its, number) => {
        let last;
        for (const write of its) {
            const plan = plans[write.mount];
            const { entry } = write;
            const place = plan.places[entry];
            if (place === undefined)
                throw new Error(`a write to entry ${entry}, which is not to be written`);
            if (last?.entry !== entry || last.mount !== write.mount) {
                owners.push({ plan, entry });
                paths.push(place);
                whole.push(plan.content[entry] === Content.whole ? 1 : 0);
                mode.push(plan.tree.mode[entry]);
                mtimeNs.push(plan.tree.mtimeNs[entry]);
                runsEnd.push(from.length);
            }
            from.push(write.frameOffset);
            length.push(write.length);
            to.push(write.fileOffset);
            runsEnd[runsEnd.length - 1] = from.length;
            writtenBytes += write.length;
            last = write;
        }
        filesEnd[number] = owners.length;
    });
    return {
        task: {
            for: 'write',
            kind: 'frames',
            bytes,
            umask,
            at,
            storedLength,
            rawLength,
            codec,
            sha256,
            number: ownNumber,
            seal,
            filesEnd,
            paths: paths.join('\0'),
            ...rootColumns(owners.map(({ plan }) => plan.root)),
            whole: Uint8Array.from(whole),
            mode: Uint16Array.from(mode),
            mtimeNs: BigInt64Array.from(mtimeNs),
            runsEnd: Uint32Array.from(runsEnd),
            from: Uint32Array.from(from),
            length: Uint32Array.from(length),
            to: Float64Array.from(to),
        },
        writtenBytes,
        record(stats) {
            owners.forEach(({ plan: { tree }, entry }, row) => {
                if (!whole[row])
                    return;
                tree.ctimeNs[entry] = stats.ctimeNs[row];
                tree.ino[entry] = stats.ino[row];
                tree.dev[entry] = stats.dev[row];
            });
        },
    };
}

;// CONCATENATED MODULE: ./js/workspace/room.js




/**
 * Throws if what is to be written cannot fit: more bytes than are free, or files that together would be larger than
 * the whole file system if their holes were filled. Looked at before anything is made, so that neither a full disk nor
 * a version that is meant to fill it stops anybody else.
 */
function checkRoom(loads) {
    const needs = new Map();
    for (const { base, tree, write } of loads) {
        let place = rootOf(base);
        while (!(0,external_node_fs_.existsSync)((0,core_bytes/* toFsPath */.Yb)(place)))
            place = rootOf(place);
        const { dev } = (0,external_node_fs_.statSync)((0,core_bytes/* toFsPath */.Yb)(place));
        const need = needs.get(dev) ?? { base: place, bytes: 0, apparentBytes: 0 };
        needs.set(dev, need);
        for (const entry of write)
            addTo(need, tree, entry);
    }
    for (const { base, bytes, apparentBytes } of needs.values()) {
        const { bsize, blocks, bavail } = (0,external_node_fs_.statfsSync)((0,core_bytes/* toFsPath */.Yb)(base));
        // Some file systems do not say.
        if (blocks === 0)
            continue;
        if (bytes > bavail * bsize)
            throw targetError(base, `has ${bavail * bsize} bytes free, and ${bytes} are needed`);
        if (apparentBytes > blocks * bsize) {
            throw targetError(base, `is on a disk of ${blocks * bsize} bytes, and the files are ${apparentBytes} bytes long`);
        }
    }
}
function addTo(need, tree, entry) {
    if (tree.type[entry] !== core_tree/* EntryType */.$Y.file || tree.source(entry) !== entry)
        return;
    need.apparentBytes += tree.size[entry];
    const first = tree.firstExtent[entry];
    for (let extent = first; extent < first + tree.extentCount[entry]; extent++) {
        if (tree.frame[extent] !== core_tree/* HOLE */.vs)
            need.bytes += tree.extentLength[extent];
    }
}

;// CONCATENATED MODULE: ./js/workspace/spread.js


const FEWEST_ITEMS = 64;
const MOST_ITEMS = 2048;
/** Does one thing to many entries, on all workers; rejects with the first failure when all of them are done. */
async function spread(pool, kind, items, done) {
    const share = Math.ceil(items.length / pool.size);
    const size = Math.min(Math.max(share, FEWEST_ITEMS), MOST_ITEMS);
    const calls = [];
    for (let first = 0; first < items.length; first += size) {
        calls.push(inOrder(pool, (first / size) % pool.size, kind, items.slice(first, first + size), done));
    }
    const failed = (await Promise.allSettled(calls)).find((result) => result.status === 'rejected');
    if (failed)
        throw failed.reason;
}
/** The same on one worker, one after the other as listed. */
async function inOrder(pool, worker, kind, items, done) {
    if (items.length === 0)
        return;
    const stats = await pool.call(worker, spread_columns(kind, items));
    if (kind === 'move' || kind === 'stamp' || kind === 'symlink' || kind === 'look') {
        items.forEach(({ plan: { tree, fresh }, entry }, row) => {
            // Only in a place that was empty is a directory known to hold nothing else.
            if (tree.type[entry] === core_tree/* EntryType */.$Y.directory && !fresh)
                return;
            tree.ctimeNs[entry] = stats.ctimeNs[row];
            tree.ino[entry] = stats.ino[row];
            tree.dev[entry] = stats.dev[row];
        });
    }
    done(items.length);
}
/**
 * Every link made, rename and stamp changes the ctime of all names of a file: looks at one of `touched` of each group
 * and records for all of its names what was seen.
 */
async function lookAtLinks(pool, plan, touched, place) {
    const { tree } = plan;
    const seen = new Map();
    for (const entry of touched)
        if (tree.link[entry] !== core_tree/* NONE */.x3)
            seen.set(tree.source(entry), entry);
    if (seen.size === 0)
        return;
    await spread(pool, 'look', [...seen.values()].map((entry) => ({ plan, entry, path: place(entry) })), () => { });
    for (let entry = 0; entry < tree.length; entry++) {
        const from = tree.link[entry] === core_tree/* NONE */.x3 ? undefined : seen.get(tree.source(entry));
        if (from === undefined)
            continue;
        tree.ctimeNs[entry] = tree.ctimeNs[from];
        tree.ino[entry] = tree.ino[from];
        tree.dev[entry] = tree.dev[from];
    }
}
function spread_columns(kind, items) {
    const task = {
        type: new Uint8Array(items.length),
        mode: new Uint16Array(items.length),
        mtimeNs: new BigInt64Array(items.length),
        size: new Float64Array(items.length),
    };
    items.forEach(({ plan: { tree }, entry, mode, mtimeNs }, row) => {
        task.type[row] = tree.type[entry];
        task.mode[row] = mode ?? tree.mode[entry];
        task.mtimeNs[row] = mtimeNs ?? tree.mtimeNs[entry];
        task.size[row] = tree.size[entry];
    });
    return {
        for: 'write',
        kind,
        paths: items.map(({ path }) => path).join('\0'),
        others: items.map(({ other }) => other ?? '').join('\0'),
        ...rootColumns(items.map(({ plan }) => plan.root)),
        ...task,
    };
}

;// CONCATENATED MODULE: ./js/workspace/stage-commit.js







/**
 * Looks at what stands where the roots go. Changes nothing; throws if something is there that may not go: a directory
 * with anything in it that is not to be removed. `tracked` files are not removed.
 */
function planCommit(plan, tracked) {
    const { tree, base, paths, roots, fresh } = plan;
    const remove = plan.remove.filter((path) => !tracked.has(path));
    const clear = [];
    const ground = new Ground(base, 'look');
    try {
        const going = new Set(remove);
        for (const entry of [...roots, ...plan.restamp, ...plan.standing])
            ground.hold(paths[entry]);
        for (const root of roots) {
            const path = paths[root];
            const target = (0,core_bytes/* joinBytes */.mE)(base, path);
            const stat = ground.stat(path);
            if (!stat)
                continue;
            const isDirectory = tree.type[root] === core_tree/* EntryType */.$Y.directory;
            if (!stat.isDirectory()) {
                if (fresh)
                    throw targetError(target, 'appeared while it was restored');
                if (isDirectory)
                    clear.push(path);
                continue;
            }
            if (isDirectory && !fresh)
                throw targetError(target, 'appeared while it was restored');
            if (!goesWhole(ground, path, fresh ? new Set() : going))
                throw targetError(target, 'holds files that are not part of the volume');
            // A directory is renamed over an empty one.
            if (!isDirectory)
                clear.push(path);
        }
    }
    finally {
        ground.close();
    }
    return { plan, remove, clear };
}
/** Is there anything to do? */
function isIdle({ plan, remove }) {
    return plan.roots.length + plan.restamp.length + plan.standing.length + remove.length === 0;
}
/**
 * Carries a commit out: removals, renames, modes and times, directories last. Returns the number of files and links
 * removed. A fresh mount takes one rename; anything else is half done until it is done.
 */
async function carryOut(pool, { plan, remove, clear }, done) {
    const { base, paths, tree } = plan;
    const place = (entry) => (0,core_bytes/* joinBytes */.mE)(base, paths[entry]);
    const ground = new Ground(base, 'change');
    try {
        const removed = removeListed(ground, remove);
        for (const path of clear)
            clearTarget(ground, path);
        const files = plan.restamp.filter((entry) => tree.type[entry] !== core_tree/* EntryType */.$Y.directory);
        for (const entry of [...plan.roots, ...plan.restamp, ...plan.standing])
            ground.hold(paths[entry]);
        const moves = plan.roots.map((entry) => {
            return { plan, entry, path: plan.places[entry], other: place(entry) };
        });
        await spread(pool, 'move', moves, done);
        const stamps = files.map((entry) => ({ plan, entry, path: place(entry) }));
        await spread(pool, 'stamp', stamps, done);
        await lookAtLinks(pool, plan, [...plan.roots, ...files], place);
        if (plan.fresh)
            ground.close();
        else
            await finishDirectories(pool, plan, ground, remove, done);
        return removed;
    }
    catch (error) {
        ground.close();
        throw error;
    }
}
/** Is it a root made in another directory than the one it goes to? A directory then gets its mode only there. */
function isAway({ tree, base, paths, places }, entry) {
    const parent = tree.parent[entry];
    if (parent === core_tree/* NONE */.x3 || places[parent] !== undefined)
        return false;
    return safe_path_parentOf(places[entry]) !== safe_path_parentOf((0,core_bytes/* joinBytes */.mE)(base, paths[entry]));
}
function goesWhole(ground, directory, going) {
    if (ground.at(directory) !== 'directory')
        return false;
    const names = ground.use(directory, (place) => (0,external_node_fs_.readdirSync)(place, { withFileTypes: true, encoding: 'latin1' }));
    return names.every((found) => {
        const path = directory === '' ? found.name : `${directory}/${found.name}`;
        return found.isDirectory() ? goesWhole(ground, path, going) : going.has(path);
    });
}
/** Removes a file, or a directory in which there are only directories. */
function clearTarget(ground, path) {
    if (path !== '')
        ground.at(safe_path_parentOf(path));
    const stat = ground.stat(path);
    if (stat?.isDirectory()) {
        ground.at(path);
        for (const name of ground.use(path, (place) => (0,external_node_fs_.readdirSync)(place, { encoding: 'latin1' }))) {
            const inner = path === '' ? name : `${path}/${name}`;
            if (!ground.stat(inner)?.isDirectory()) {
                throw targetError((0,core_bytes/* joinBytes */.mE)(ground.base, inner), 'appeared while it was restored');
            }
            clearTarget(ground, inner);
        }
        ground.use(path, (place) => (0,external_node_fs_.rmdirSync)(place));
        ground.forget(path);
    }
    else if (stat) {
        ground.use(path, external_node_fs_.unlinkSync);
    }
}
/**
 * Modes and times of the directories that stood already, deepest first: those that are to have others, those whose
 * content changed (their time only), and those that had to be opened (back to what they were).
 */
async function finishDirectories(pool, plan, ground, removed, done) {
    const { tree, base, paths, roots, places } = plan;
    const { opened } = ground;
    const listed = new Set([...plan.standing, ...plan.restamp, ...roots.filter((root) => isAway(plan, root))]);
    const touched = new Set([...removed, ...roots.map((root) => paths[root])].map(safe_path_parentOf));
    const stamps = [];
    const stamped = new Set();
    for (let entry = tree.length - 1; entry >= 0; entry--) {
        const path = paths[entry];
        if (tree.type[entry] !== core_tree/* EntryType */.$Y.directory || (places[entry] !== undefined && !listed.has(entry)))
            continue;
        const own = listed.has(entry) && !(tree.implied[entry] && places[entry] === undefined);
        const mode = own ? tree.mode[entry] : (opened.get(path) ?? NO_MODE);
        // A directory that nobody selected keeps its time.
        const mtimeNs = tree.implied[entry] || !(own || touched.has(path)) ? NO_TIME : tree.mtimeNs[entry];
        if (mode === NO_MODE && mtimeNs === NO_TIME)
            continue;
        stamped.add(path);
        stamps.push({ plan, entry, path: (0,core_bytes/* joinBytes */.mE)(base, path), mode, mtimeNs });
    }
    ground.close((path) => stamped.has(path));
    await inOrder(pool, 0, 'stamp', stamps, done);
}

;// CONCATENATED MODULE: ./js/workspace/stage-complete.js




/** Completes everything at its temporary place: links, times and modes, directories last. */
async function completeStaged(pool, plans) {
    const done = () => { };
    const links = stagedItems(plans, ({ tree }, entry) => tree.type[entry] === core_tree/* EntryType */.$Y.file && tree.source(entry) !== entry);
    await spread(pool, 'link', links.map((item) => ({ ...item, other: sourcePlace(item) })), done);
    await spread(pool, 'stamp', stagedItems(plans, ({ content }, entry) => content[entry] === Content.pieces), done);
    const symlinks = stagedItems(plans, ({ tree }, entry) => tree.type[entry] === core_tree/* EntryType */.$Y.symlink);
    const targets = symlinks.map((item) => ({ ...item, other: item.plan.tree.target.get(item.entry) ?? '' }));
    await spread(pool, 'symlink', targets, done);
    for (const plan of plans) {
        await lookAtLinks(pool, plan, plan.write, (entry) => plan.places[entry]);
    }
    const directories = stagedItems(plans, (plan, entry) => {
        return plan.tree.type[entry] === core_tree/* EntryType */.$Y.directory && !isAway(plan, entry);
    });
    // One that is searchable to the end can have its time at any moment; what the others hold must be finished first.
    const open = ({ plan, entry }) => (plan.tree.mode[entry] & 0o700) === 0o700;
    await spread(pool, 'stamp', directories.filter(open), done);
    await inOrder(pool, 0, 'stamp', directories.filter((item) => !open(item)).reverse(), done);
}
/** Entries that are made, in walk order. */
function stagedItems(plans, which) {
    return plans.flatMap((plan) => plan.write
        .filter((entry) => plan.places[entry] !== undefined && which(plan, entry))
        .map((entry) => ({ plan, entry, path: plan.places[entry] })));
}
function sourcePlace({ plan, entry }) {
    const place = plan.places[plan.tree.source(entry)];
    if (place === undefined)
        throw new Error('a group of hard links was not written as a whole');
    return place;
}

;// CONCATENATED MODULE: ./js/workspace/stage.js


















const stage_PROGRESS_MILLIS = 100;
/**
 * Starts putting versions in place. Rejects if a tree cannot be put where it is to go. What follows (making
 * directories, creating files) goes on in the workers; a failure of that shows at the next `write` or `commit`.
 */
async function stage(pool, stateDir, events, mounts, options) {
    options.signal?.throwIfAborted();
    const id = beginStage();
    try {
        const plans = mounts.map((mount) => planMount(mount, id));
        checkRoom(plans);
        return new Stage(pool, stateDir, events, id, plans, options.signal);
    }
    catch (error) {
        endStage(id);
        throw error;
    }
}
class Stage {
    #pool;
    #stateDir;
    #events;
    #id;
    #plans;
    #signal;
    /** Resolves when every directory and every file that gets its content in pieces is made. */
    #ready;
    #writes = [];
    #load;
    #umask = external_node_process_.umask();
    /** Directories made on the way to a mount, outermost first. */
    #parents = [];
    #steps;
    #stepsDone = 0;
    #shownAt = 0;
    #writtenBytes = 0;
    #mark;
    #ended = false;
    constructor(pool, stateDir, events, id, plans, signal) {
        this.#pool = pool;
        this.#stateDir = stateDir;
        this.#events = events;
        this.#id = id;
        this.#plans = plans;
        this.#signal = signal;
        this.#load = new Array(pool.size).fill(0);
        this.#steps = plans.reduce((sum, { roots, restamp }) => sum + roots.length + restamp.length, 0);
        this.#ready = this.#make();
        // Whoever comes first awaits it; until then it is no unhandled failure.
        this.#ready.catch(() => { });
    }
    write(batch) {
        const written = this.#write(batch);
        this.#writes.push(written);
        return written;
    }
    async commit() {
        try {
            await this.#ready;
            await Promise.all(this.#writes);
            const expected = this.#plans.reduce((sum, plan) => sum + expectedBytes(plan), 0);
            if (this.#writtenBytes !== expected)
                throw new Error(`${this.#writtenBytes} of ${expected} bytes were written`);
            await completeStaged(this.#pool, this.#plans);
            this.#signal?.throwIfAborted();
            const commits = this.#plans
                .map((plan) => planCommit(plan, this.#tracked(plan)))
                .filter((commit) => !isIdle(commit));
            const stats = await this.#carryOut(commits);
            this.#end();
            return stats;
        }
        catch (error) {
            await this.abort();
            throw error;
        }
    }
    async abort() {
        if (this.#ended)
            return;
        await Promise.allSettled([this.#ready, ...this.#writes]);
        try {
            for (const { base, roots, places } of this.#plans) {
                for (const root of roots)
                    removeTree(places[root], rootOf(base));
            }
            if (this.#mark)
                clearDirty(this.#stateDir, this.#mark);
            for (const parent of this.#parents.reverse())
                (0,external_node_fs_.rmdirSync)((0,core_bytes/* toFsPath */.Yb)(parent));
        }
        catch {
            // What cannot be removed now is litter that the next run looks for.
            this.#ended = true;
            return endStage(this.#id);
        }
        this.#end();
    }
    async #make() {
        for (const plan of this.#plans) {
            const { mount, base, roots, places } = plan;
            if (places[0] !== undefined)
                this.#makeParents(base);
            const within = `${base}/`;
            const noted = roots.flatMap((root) => {
                const place = places[root];
                return place.startsWith(within) ? [place.slice(within.length)] : [];
            });
            if (noted.length > 0)
                noteTemps(this.#stateDir, mount, this.#id, noted);
        }
        const directories = stagedItems(this.#plans, (plan, entry) => plan.tree.type[entry] === core_tree/* EntryType */.$Y.directory);
        await inOrder(this.#pool, 0, 'mkdir', directories, () => { });
        await spread(this.#pool, 'create', stagedItems(this.#plans, ({ content }, entry) => content[entry] === Content.pieces), () => { });
    }
    #makeParents(base) {
        const missing = [];
        for (let above = safe_path_parentOf(base); above !== '' && !(0,external_node_fs_.existsSync)((0,core_bytes/* toFsPath */.Yb)(above)); above = safe_path_parentOf(above)) {
            missing.unshift(above);
        }
        for (const path of missing) {
            (0,external_node_fs_.mkdirSync)((0,core_bytes/* toFsPath */.Yb)(path));
            this.#parents.push(path);
        }
    }
    async #write(batch) {
        await this.#ready;
        this.#signal?.throwIfAborted();
        const idle = this.#load.filter((bytes) => bytes === 0).length;
        const calls = splitBatch(batch, Math.max(1, idle)).map((share) => this.#send(share));
        const failed = (await Promise.allSettled(calls)).find((result) => result.status === 'rejected');
        if (failed)
            throw failed.reason;
    }
    async #send(batch) {
        const { task, writtenBytes, record } = prepareBatch(batch, this.#plans, this.#umask);
        const bytes = batch.bytes.length;
        const worker = this.#load.indexOf(Math.min(...this.#load));
        this.#load[worker] = this.#load[worker] + bytes;
        try {
            record(await this.#pool.call(worker, task, [batch.bytes.buffer]));
            this.#writtenBytes += writtenBytes;
        }
        catch (error) {
            const { name, message } = error;
            throw name === 'FormatError' ? new errors/* FormatError */.IF(message) : error;
        }
        finally {
            this.#load[worker] = this.#load[worker] - bytes;
        }
    }
    /** Everything is complete and verified: from here on a failure leaves a mount empty, not as it was. */
    async #carryOut(commits) {
        const [first] = commits;
        if (commits.length > 1 || (first && !first.plan.fresh)) {
            const mounts = commits.map(({ plan }) => ({ ...plan, paths: [...plan.paths, ...plan.remove] }));
            this.#mark = writeMark(this.#stateDir, this.#id, mounts);
        }
        let removedFiles = 0;
        for (const commit of commits)
            removedFiles += await carryOut(this.#pool, commit, (count) => this.#progress(count));
        if (this.#mark)
            clearMark(this.#stateDir, this.#mark);
        return { ...this.#written(), removedFiles };
    }
    #written() {
        let writtenFiles = 0;
        let writtenBytes = 0;
        for (const { tree, write, content } of this.#plans) {
            for (const entry of write) {
                if (tree.type[entry] !== core_tree/* EntryType */.$Y.directory)
                    writtenFiles++;
                if (content[entry] !== Content.stays)
                    writtenBytes += tree.size[entry];
            }
        }
        return { writtenFiles, writtenBytes };
    }
    #tracked({ base, remove }) {
        if (remove.length === 0)
            return new Set();
        const tracked = trackedFiles(base);
        if (!tracked)
            this.#events.emit({ type: 'kept-tracked', path: (0,core_bytes/* toDisplay */.Wn)(base) });
        return tracked ?? new Set(remove);
    }
    #progress(count) {
        this.#stepsDone += count;
        const now = Date.now();
        if (now - this.#shownAt < stage_PROGRESS_MILLIS)
            return;
        this.#shownAt = now;
        const [done, total] = [this.#stepsDone, this.#steps];
        this.#events.emit({ type: 'progress', phase: 'finish', done, total, files: done, totalFiles: total });
    }
    #end() {
        this.#ended = true;
        endStage(this.#id);
        for (const { mount } of this.#plans)
            forgetTemps(this.#stateDir, mount, this.#id);
    }
}

// EXTERNAL MODULE: external "node:worker_threads"
var external_node_worker_threads_ = __nccwpck_require__(5919);
;// CONCATENATED MODULE: ./js/workspace/workers.js


/** A failure inside a worker, with the system error's code where there was one. */
class WorkerError extends Error {
    code;
    path;
    constructor(wire) {
        super(wire.message);
        this.name = wire.name;
        this.code = wire.code;
        this.path = wire.path;
    }
}
/** Of changed files: a choice. To deal with so many takes about twice as long as to start a thread. */
const BYTES_A_THREAD = 16 * 1024 * 1024;
/**
 * Threads that do synchronous file calls, hashing and compression. A worker handles its tasks one at a time in the
 * order they were sent, and keeps memory between them, so callers choose the worker. More than four never paid in
 * measurements, and each idle one costs 14 MB.
 */
class WorkerPool {
    size;
    #url;
    #bytesAThread;
    #workers = [];
    #running = new WeakSet();
    #waiting = new Map();
    #ending = [];
    #nextId = 0;
    #closed = false;
    constructor(url, size = Math.max(1, Math.min((0,external_node_os_.availableParallelism)(), 4)), bytesAThread = BYTES_A_THREAD) {
        this.#url = url;
        this.size = size;
        this.#bytesAThread = bytesAThread;
    }
    /** How many threads it takes to deal with so many bytes of files: with less each, starting one costs more than it gives. */
    threadsFor(bytes) {
        return Math.min(this.size, Math.max(1, Math.ceil(bytes / this.#bytesAThread)));
    }
    /** Starts threads ahead of the first task (about 50 ms each), so that it overlaps other work. */
    warm(threads = this.size) {
        for (let worker = 0; worker < threads; worker++)
            this.#worker(worker);
    }
    /** Is there a thread, at least on its way? */
    isWarm() {
        return this.#workers.some((thread) => thread !== undefined);
    }
    /** Does that thread run, so that a task would not wait for its start? */
    isReady(worker) {
        const thread = this.#workers[worker];
        return thread !== undefined && this.#running.has(thread);
    }
    call(worker, task, transfer = []) {
        const id = this.#nextId++;
        return new Promise((resolve, reject) => {
            const thread = this.#worker(worker);
            this.#waiting.set(id, { thread, resolve, reject });
            thread.ref();
            thread.postMessage({ id, task }, transfer);
        });
    }
    /** Ends the threads in the background: it takes 20 ms and more. A later task starts new ones. */
    cool() {
        for (const thread of this.#workers.splice(0)) {
            // Or the process could end first, with this left unsettled.
            thread?.ref();
            if (thread)
                this.#ending.push(thread.terminate());
        }
    }
    async close() {
        this.#closed = true;
        this.cool();
        await Promise.all(this.#ending);
    }
    #worker(index) {
        if (this.#closed)
            throw new Error('the worker pool is closed');
        const running = this.#workers[index];
        if (running)
            return running;
        const thread = new external_node_worker_threads_.Worker(this.#url);
        thread.on('online', () => this.#running.add(thread));
        thread.on('message', (answer) => {
            const waiting = this.#waiting.get(answer.id);
            this.#waiting.delete(answer.id);
            // A thread that is being ended keeps the process until it has.
            const idle = ![...this.#waiting.values()].some((other) => other.thread === thread);
            if (idle && !this.#closed)
                thread.unref();
            if ('error' in answer)
                waiting?.reject(new WorkerError(answer.error));
            else
                waiting?.resolve(answer.reply);
        });
        const lost = (error) => {
            // A new thread may have taken its place between its error and its end.
            if (this.#workers[index] === thread)
                this.#workers[index] = undefined;
            for (const [id, waiting] of this.#waiting) {
                if (waiting.thread !== thread)
                    continue;
                this.#waiting.delete(id);
                waiting.reject(error);
            }
        };
        thread.on('error', lost);
        thread.on('exit', (code) => lost(new Error(`a worker thread ended with code ${code}`)));
        // Last: listening for messages takes it back.
        thread.unref();
        this.#workers[index] = thread;
        return thread;
    }
}

;// CONCATENATED MODULE: ./js/workspace/local.js
var local_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var local_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});











/** The directory trees of this machine. */
function local_createWorkspace(options) {
    const { stateDir, events } = options;
    const pool = new WorkerPool(options.workerUrl, options.workers);
    const states = createStates(stateDir);
    return {
        warm: (howFar) => pool.warm(howFar && 1),
        cool: () => pool.cool(),
        scan: (mount, callOptions) => scan(mount, { stateDir, events, pool }, callOptions),
        peek: peek,
        async capture(request, sink, callOptions = {}) {
            const env_1 = { stack: [], error: void 0, hasError: false };
            try {
                const _ = local_addDisposableResource(env_1, openClosedDirectories(request.mounts.map(({ mount, tree }) => ({ path: mount.path, tree }))), false);
                return await capture(pool, request, sink, events, callOptions);
            }
            catch (e_1) {
                env_1.error = e_1;
                env_1.hasError = true;
            }
            finally {
                local_disposeResources(env_1);
            }
        },
        loadState: states.load,
        saveState: states.save,
        nestedMounts: states.nestedMounts,
        ...createSeenHeads(stateDir),
        // What a living process is in the middle of is its own to finish.
        recover: (mount) => (states.holds(mount) ? recover(stateDir, mount) : { removedFiles: 0, removedSiblings: 0 }),
        occupied: occupied,
        remove: (mount, paths) => removePaths(mount, paths, events),
        stage: (mounts, callOptions = {}) => stage(pool, stateDir, events, mounts, callOptions),
        settle: (mount, newestCtimeNs) => settle(mount, stateDir, newestCtimeNs),
        async close() {
            states.close();
            await pool.close();
        },
    };
}

;// CONCATENATED MODULE: ./js/faces/adapters.js
var __rewriteRelativeImportExtension = (undefined && undefined.__rewriteRelativeImportExtension) || function (path, preserveJsx) {
    if (typeof path === "string" && /^\.\.?\//.test(path)) {
        return path.replace(/\.(tsx)$|((?:\.d)?)((?:\.[^./]+?)?)\.([cm]?)ts$/i, function (m, tsx, d, ext, cm) {
            return tsx ? preserveJsx ? ".jsx" : ".js" : d && (!ext || !cm) ? m : (d + ext + "." + cm.toLowerCase() + "js");
        });
    }
    return path;
};


/**
 * The adapters that carry a cloud's SDK. Each is a bundle of its own beside this one, as the worker thread is: it exists
 * once however many bundles use it, and nobody who uses another store loads it.
 */
const adapters = {
    s3: () => load('s3'),
    gcs: () => {
        // Google's library otherwise knocks at an address that only Google's machines have, waits, and writes a warning.
        process.env['METADATA_SERVER_DETECTION'] ||= 'bios-only';
        return load('gcs');
    },
    azure: () => load('azure'),
};
async function load(name) {
    const isSource = import.meta.filename.endsWith('.ts');
    const file = (0,external_node_path_.join)(import.meta.dirname, isSource ? `../stores/${name}/open.ts` : `../${name}/index.js`);
    return import(__rewriteRelativeImportExtension(/* webpackIgnore: true */ (0,external_node_url_.pathToFileURL)(file).href));
}

;// CONCATENATED MODULE: ./js/faces/identity-token.js
/**
 * How this job says who it is: gives a statement, signed by its CI and made for `audience`, that a cloud can check.
 * `undefined`: the job was given none. On GitHub that takes the permission `id-token: write`; elsewhere the CI puts the
 * statement into `WARMSTART_ID_TOKEN`, made for the audience that its configuration names. Each is passed to `hide`.
 */
function identityTokenSource(env, hide) {
    const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: key, WARMSTART_ID_TOKEN: given } = env;
    if (url && key) {
        return async (audience) => {
            const token = await ask(`${url}&audience=${encodeURIComponent(audience)}`, key);
            hide(token);
            return token;
        };
    }
    if (!given)
        return undefined;
    return async () => {
        hide(given);
        return given;
    };
}
/** https://docs.github.com/en/actions/reference/security/oidc */
async function ask(url, key) {
    const answer = await fetch(url, {
        headers: { authorization: `Bearer ${key}`, accept: 'application/json' },
        signal: AbortSignal.timeout(ASK_MILLIS),
    });
    const { value } = answer.ok ? (await answer.json()) : {};
    if (typeof value === 'string' && value !== '')
        return value;
    throw new Error(`GitHub gave no identity token (HTTP ${answer.status})`);
}
const ASK_MILLIS = 10_000;

;// CONCATENATED MODULE: ./js/faces/worker-url.js


/**
 * Where the worker thread's file lies: beside this bundle's directory (`dist/worker/index.js` for `dist/cli/…`), or in
 * the sources when they are run as they are. Deliberately not `new URL(…, import.meta.url)`: a bundler takes that for
 * an asset and copies the one file without what it imports.
 */
function worker_url_workerUrl() {
    const isSource = import.meta.filename.endsWith('.ts');
    return (0,external_node_url_.pathToFileURL)((0,external_node_path_.join)(import.meta.dirname, isSource ? '../workspace/worker.ts' : '../worker/index.js'));
}

;// CONCATENATED MODULE: ./js/faces/compose.js











/** Puts a configuration's store and this machine together. Throws `UserError` for a store that does not exist. */
async function compose(setting, events, signal, use) {
    const identityToken = identityTokenOf(events);
    const github = githubAccess(process.env, setting.token);
    const { counts, tiers, settle, ...opened } = await openStore(setting.store, {
        ...adapterDependencies(events, identityToken),
        github,
        adapters: adapters,
        stateDir: setting.stateDir,
        tiers: use,
    });
    const workspace = local_createWorkspace({ stateDir: setting.stateDir, workerUrl: worker_url_workerUrl(), events });
    const keys = (0,encryption_key/* parseKeys */.Ss)(setting.encryptionKey);
    const trust = trust_trustOf(setting);
    return {
        context: {
            ...opened,
            workspace,
            clock,
            random,
            events,
            signal,
            ...(keys && { keys }),
            ...(trust && { trust, ...identitySource(identityToken) }),
        },
        counts,
        tiers,
        async close() {
            await settle?.(signal);
            await workspace.close();
        },
    };
}
/** What this process opens adapters with. */
function adapterDependencies(events, identityToken = identityTokenOf(events)) {
    return {
        clock,
        random,
        events,
        env: process.env,
        openSend: () => (0,client/* createSend */.R)(proxySetting(process.env)),
        identityToken,
        hide: (secret) => events.hide(secret),
    };
}
function identityTokenOf(events) {
    return identityTokenSource(process.env, (secret) => events.hide(secret));
}
const clock = {
    now: () => Date.now(),
    sleep: (ms, signal) => (0,promises_namespaceObject.setTimeout)(ms, undefined, { ...(signal && { signal }) }),
};
const random = (length) => (0,external_node_crypto_.randomBytes)(length);

;// CONCATENATED MODULE: ./js/faces/messages/outcomes.js



/** What became of a restore. */
function outcomes_describeRestore(config, outcome) {
    if (config.access.reads.length === 0)
        return info(`Nothing is restored: ${config.access.why}.`);
    if (outcome.hit === 'miss')
        return info(`Cache miss for “${config.key}”${config.adopt ? '' : ': the job starts cold'}.`);
    const what = `${counted(outcome.files, 'file')}, ${bytes(outcome.totalBytes)}`;
    const key = outcome.matchedKey ?? config.key;
    const kind = outcome.hit === 'exact' ? 'Cache hit' : 'Fallback hit';
    if (config.lookupOnly)
        return info(`${kind}: “${key}” can be restored; it was only looked up.`);
    const { fetchAndWrite, find, finish } = outcome.millis;
    if (outcome.version === undefined) {
        const verb = config.access.dry ? 'would be restored' : `restored in ${duration(fetchAndWrite)}`;
        return info(`${kind}: “${key}” ${verb}, an archive as actions/cache makes them.`);
    }
    const speed = rate(outcome.fetchedBytes, fetchAndWrite);
    const fetched = `fetched ${bytes(outcome.fetchedBytes)}${speed ? ` at ${speed}` : ''}`;
    const wrote = `wrote ${counted(outcome.writtenFiles, 'file')}`;
    const verb = config.access.dry ? 'would be restored' : 'restored';
    return info(`${kind}: “${key}” ${verb} in ${duration(find + fetchAndWrite + finish)}: ${what}; ${fetched}, ${wrote}.`);
}
/** What became of a save. */
function describeSave(config, outcome) {
    const what = `${text_counted(outcome.files, 'file')}, ${text_bytes(outcome.totalBytes)}`;
    if (outcome.reason === 'linked') {
        return message_info(`“${config.key}” now names version ${outcome.version ?? ''}, which is equal: ${what}, nothing stored.`);
    }
    if (outcome.reason === 'saved') {
        const { scan, read, commit } = outcome.millis;
        if (outcome.version === undefined) {
            return message_info(`Saved “${config.key}” as an archive in ${text_duration(scan + commit)}: ${what}.`);
        }
        const stored = `${text_bytes(outcome.newBytes)} new, ${text_bytes(outcome.uploadedBytes)} stored`;
        return message_info(`Saved “${config.key}” as version ${outcome.version ?? ''} in ${text_duration(scan + read + commit)}: ${what}; ${stored}.`);
    }
    if (outcome.reason === 'dry-run') {
        return message_info(`A dry run: “${config.key}” would be saved with ${what}; ${text_bytes(outcome.newBytes)} new.`);
    }
    // What a store failed to do was said when it did; nobody else tells of the old service's failures.
    const warned = WARNED.has(outcome.reason) || (outcome.reason === 'store-failed' && config.store === environment_V1_STORE);
    const level = warned ? warning : message_info;
    return level(`Nothing was saved under “${config.key}”: ${notSaved(outcome.reason, config)}.`);
}
/** A clause for why a save stored nothing. */
function notSaved(reason, config) {
    if (reason === 'read-only')
        return `this job may not write (${config.access.why})`;
    return (config.store === environment_V1_STORE && NOT_SAVED_BY_V1[reason]) || NOT_SAVED[reason];
}
const WARNED = new Set(['nothing-to-save', 'other-lane', 'encrypted']);
const NOT_SAVED = {
    unchanged: 'nothing has changed',
    exists: 'the key has a version, and save-if is missing',
    'nothing-to-save': 'none of the declared paths exists',
    changing: 'a file kept changing while it was read',
    'too-large': 'the volume is over its size limit',
    superseded: 'a job that started later has saved already',
    'other-lane': "the files there were left by another lane's job",
    encrypted: 'what it would replace is encrypted, and this job has no encryption key',
    secrets: 'files there hold credentials',
    'store-failed': 'the store failed',
    'dry-run': 'this was a dry run',
};
const NOT_SAVED_BY_V1 = {
    exists: 'the key has an archive, which is never overwritten',
    'store-failed': 'the cache service did not take it, for the reason above',
};

;// CONCATENATED MODULE: ./js/faces/record.js




/** A store that takes longer for one small object gets none. */
const WITHIN_MILLIS = 2000;
/**
 * Leaves what a step has to tell in the journal. Never rejects: it is best effort, and where it was asked for and fails,
 * a warning says so.
 */
async function record(context, setting, audit, author, told, reporter) {
    if (audit === 'off' || told.length === 0)
        return;
    const rights = rightsOf(setting);
    const required = audit === 'on';
    if (!mayAppend(context, rights)) {
        if (required)
            reporter.say(sentences_sentences.noJournal(rights.writes === undefined ? setting.access.why : undefined));
        return;
    }
    const late = AbortSignal.timeout(WITHIN_MILLIS);
    try {
        await append(context, rights, author, told, context.signal ? AbortSignal.any([context.signal, late]) : late);
    }
    catch (error) {
        if (required)
            reporter.say(sentences_sentences.notRecorded(error));
    }
}
function authorOf({ writer, provenance, job }) {
    return { ...writer, job, runner: provenance.runner, engine: provenance.engine };
}
/** Of a command that goes by no configuration. */
function authorOfJob({ origin, id }) {
    const { repository, run, actor, runner } = origin;
    return { repository, run, actor, runner, job: id, engine: ENGINE };
}

;// CONCATENATED MODULE: ./js/faces/steps.js










/**
 * Restores, and says what became of it. A cache never fails a build: whatever goes wrong is a warning and a miss; only
 * `UserError` and an aborted signal reject.
 */
async function runRestore(config, reporter, signal, dryRun = false) {
    if (config.nothingHashed)
        reporter.say(sentences.nothingHashed(config));
    const request = restoreRequest(config, dryRun);
    sayWithheld(config, reporter);
    const tiers = tiersFor(config, !dryRun && !config.access.dry);
    const step = (context) => restore(context, request);
    const tell = (outcome, seen) => (tiers === 'read' ? [] : toldByRestore(request, outcome, seen));
    const outcome = await steps_run('Restoring', config, reporter, signal, tiers, MISS, step, tell);
    reporter.say(describeRestore(config, outcome));
    return outcome;
}
/** Saves, and says what became of it. Rejects as `runRestore` does. */
async function steps_runSave(config, fork, reporter, signal, dryRun = false) {
    const request = saveRequest(config, fork, dryRun);
    sayWithheld(config, reporter);
    const tiers = tiersFor(config, !request.dryRun);
    const step = (context) => save(context, request);
    const tell = (outcome, seen) => (tiers === 'read' ? [] : toldBySave(request, outcome, seen));
    const outcome = await steps_run('Saving', config, reporter, signal, tiers, NOTHING_SAVED, step, tell);
    await outcome.recorded;
    reporter.say(describeSave(config, outcome));
    return outcome;
}
function sayWithheld(config, reporter) {
    for (const { label, path } of guardedMounts(config).withheld)
        reporter.say(sentences_sentences.withheld(label, path));
}
/** A dry run changes nothing anywhere; a job that may write nowhere changes nothing that others share. */
function tiersFor({ access }, changes) {
    if (!changes)
        return 'read';
    return access.writes === undefined ? 'local' : 'filled';
}
async function steps_run(doing, config, reporter, signal, use, otherwise, step, tell) {
    const began = performance.now();
    let composed;
    let outcome = otherwise;
    let recorded;
    try {
        composed = await compose(config, reporter, signal, use);
        const { context, seen } = witnessed(composed.context);
        outcome = await step(context);
        recorded = record(context, config, config.audit, authorOf(config), tell(outcome, seen), reporter);
    }
    catch (error) {
        signal.throwIfAborted();
        if (error instanceof errors/* UserError */.yo)
            throw error;
        reporter.say(sentences_sentences.unexpected(doing, error));
    }
    finally {
        await composed?.close();
        reporter.finish();
    }
    const { requests = 0, upkeepRequests = 0 } = composed?.counts ?? {};
    const tiers = composed?.tiers?.map(({ name: store, counts }) => {
        const { requests, fetchedBytes, uploadedBytes } = counts;
        return { store, requests, fetchedBytes, uploadedBytes };
    });
    const seconds = (performance.now() - began) / 1000;
    return { ...outcome, requests, upkeepRequests, ...(tiers && { tiers }), seconds, ...(recorded && { recorded }) };
}

;// CONCATENATED MODULE: ./js/faces/asked.js
const asked_NOTHING_ASKED = {
    paths: [],
    key: '',
    restoreKeys: [],
    name: '',
    hashFiles: [],
    crossOs: false,
    store: '',
    namespace: '',
    environment: '',
    shareFrom: [],
    lane: '',
    mode: '',
    policy: '',
    saveIf: '',
    saveOn: '',
    conflict: '',
    clean: false,
    allowDangerousPaths: false,
    sizeLimit: '',
    secrets: '',
    audit: '',
    lookupOnly: false,
    failOnCacheMiss: false,
    adopt: false,
    token: '',
    encryptionKey: '',
    signingKey: '',
    verifyKeys: [],
    requireWriter: [],
};

;// CONCATENATED MODULE: ./js/faces/github/archives.js






/** Is there an entry? */
async function archives_findArchive(config, { key, restoreKeys }) {
    return askClient(config, { key, restoreKeys }, true);
}
/**
 * Restores the entry that actions/cache would. The archive is unpacked wherever it says: who wrote it is trusted. One
 * that could not be unpacked whole leaves its first files, and the client does not tell that from finding nothing: what
 * came or changed at the paths is removed then, and it is a miss.
 */
async function archives_restoreArchive(config, keys, reporter) {
    const workspace = createWorkspace({ stateDir: config.stateDir, workerUrl: workerUrl(), events: reporter });
    try {
        const { mounts } = parsePaths(config.paths, config);
        const before = [];
        for (const mount of mounts)
            before.push(await workspace.settle(mount, 0n));
        const found = await askClient(config, keys, false);
        if (found)
            return found;
        for (const [i, mount] of mounts.entries()) {
            const files = await removeLate(workspace, mount, before[i], config);
            if (files > 0)
                reporter.say(sentences.halfRestored(toDisplay(mount.path), files));
        }
        return undefined;
    }
    finally {
        await workspace.close();
    }
}
/** Saves the paths as one archive. `false`: it was not stored, for whatever reason; the client has logged it. */
async function saveArchive(config, key) {
    const { saveCache } = await Promise.all(/* import() */[__nccwpck_require__.e(219), __nccwpck_require__.e(211)]).then(__nccwpck_require__.bind(__nccwpck_require__, 4211));
    return (await saveCache(clientPaths(config), key, {}, config.crossOs)) !== -1;
}
async function askClient(config, { key, restoreKeys }, lookupOnly) {
    const { restoreCache } = await Promise.all(/* import() */[__nccwpck_require__.e(219), __nccwpck_require__.e(211)]).then(__nccwpck_require__.bind(__nccwpck_require__, 4211));
    const matchedKey = await restoreCache(clientPaths(config), key, [...restoreKeys], { lookupOnly }, config.crossOs);
    if (matchedKey === undefined)
        return undefined;
    return { hit: archives_sameKey(matchedKey, key) ? 'exact' : 'fallback', matchedKey };
}
/** The paths as actions/cache reads its input: an entry is found by their text, so nothing may be resolved. */
function clientPaths({ paths, named }) {
    return paths.map((path) => (named ? withoutLabel(path) : path).replace(/^!\s+/, '!'));
}
/** The rule of actions/cache (its `isExactKeyMatch`): the case of letters does not count. */
function archives_sameKey(a, b) {
    return a.localeCompare(b, undefined, { sensitivity: 'accent' }) === 0;
}
/** Removes what came to the mount or changed there after a time of its file system's; returns how many files. */
async function removeLate(workspace, mount, beforeNs, { job, volume }) {
    const without = workspace
        .nestedMounts(mount)
        .filter(({ state }) => state.fork?.job === job && state.volume !== volume)
        .map(({ path }) => path);
    const { tree } = await workspace.scan(mount, { without });
    if (!tree)
        return 0;
    // A directory is touched by what comes into it; of those listed, only the empty ones go.
    const late = tree.paths().filter((_, entry) => {
        const isMount = entry === 0 && tree.type[entry] === EntryType.directory;
        return !isMount && tree.ctimeNs[entry] > beforeNs;
    });
    return (await workspace.remove(mount, late)) ?? 0;
}

;// CONCATENATED MODULE: ./js/faces/github/v1.js












// Where the server has only the first protocol of GitHub's cache service there is no store to put packs in: a version
// is one archive under one key, written once, by the client of actions/cache and with its identity.
/** The store of a workflow that names none on such a server; `''` elsewhere. */
function v1_v1Store(machine) {
    return !machine.env['WARMSTART_STORE'] && cacheService(machine) === 'v1' ? V1_STORE : '';
}
/** As `runRestore`; a hit has no version, and nobody knows how many files and bytes it brought. */
async function restoreV1(config, reporter, signal) {
    reporter.say(sentences.oldService());
    if (config.nothingHashed)
        reporter.say(sentences.nothingHashed(config));
    const { access, lookupOnly, namespace: reader } = config;
    for (const namespace of access.shares ?? [])
        reporter.emit({ type: 'not-shared', namespace, reader, reason: 'unsupported' });
    const outcome = await v1_run('Restoring', reporter, signal, MISS, async () => {
        if (access.reads.length === 0)
            return MISS;
        const began = performance.now();
        const keys = v1_keysOf(config);
        const found = lookupOnly || access.dry ? await findArchive(config, keys) : await restoreArchive(config, keys, reporter);
        signal.throwIfAborted();
        if (!found)
            return MISS;
        const matchedKey = found.matchedKey.slice(prefixOf(config).length);
        return { ...MISS, hit: found.hit, matchedKey, millis: { ...MISS.millis, fetchAndWrite: performance.now() - began } };
    });
    reporter.say(describeRestore(config, outcome));
    return outcome;
}
/** As `runSave`. `restored`: the job started from this very key, which cannot be written again. */
async function v1_saveV1(config, restored, reporter, signal) {
    // A failed upload can throw where nobody can catch it, long after the call; a cache fails no build.
    process.on('uncaughtException', (error) => reporter.say(sentences_sentences.unexpected('Saving', error)));
    const outcome = await v1_run('Saving', reporter, signal, NOTHING_SAVED, () => v1_save(config, restored, reporter, signal));
    reporter.say(describeSave(config, outcome));
    return outcome;
}
async function v1_save(config, restored, reporter, signal) {
    if (config.access.writes === undefined)
        return { ...NOTHING_SAVED, reason: 'read-only' };
    if (restored)
        return { ...NOTHING_SAVED, reason: 'exists' };
    const began = performance.now();
    const { found, refused, ...size } = await v1_measure(config, reporter, signal);
    const scanned = performance.now();
    const outcome = { ...NOTHING_SAVED, ...size, millis: { scan: scanned - began, read: 0, commit: 0 } };
    if (!found)
        return { ...outcome, reason: 'nothing-to-save' };
    if (refused)
        return { ...outcome, reason: 'secrets' };
    if (config.sizeLimit !== undefined && size.totalBytes > config.sizeLimit)
        return { ...outcome, reason: 'too-large' };
    if (config.access.dry)
        return { ...outcome, reason: 'dry-run', newBytes: size.totalBytes };
    const { key } = v1_keysOf(config);
    const stored = await saveArchive(config, key);
    const millis = { ...outcome.millis, commit: performance.now() - scanned };
    if (stored)
        return { ...outcome, saved: true, reason: 'saved', newBytes: size.totalBytes, objectsPut: 1, millis };
    // The client does not tell failures from another job's having been first, which is none.
    const there = await archives_findArchive(config, { key, restoreKeys: [] });
    return { ...outcome, reason: there?.hit === 'exact' ? 'exists' : 'store-failed', millis };
}
/**
 * What lies at the paths; says what is absent, what makes it too large, and what holds a credential: an archive is made of
 * the paths as they are written, so nothing can be left out of it.
 */
async function v1_measure(config, reporter, signal) {
    const { mounts } = mount_parsePaths(config.paths, config);
    const workspace = local_createWorkspace({ stateDir: config.stateDir, workerUrl: worker_url_workerUrl(), events: reporter });
    try {
        const scans = [];
        const secrets = [];
        for (const mount of mounts) {
            const { tree } = await workspace.scan(mount, { signal });
            scans.push({ label: mount.label, tree });
            if (tree && config.secrets !== 'allow')
                secrets.push({ mount, ...withoutSecrets({ workspace }, mount, tree, undefined) });
        }
        const trees = scans.flatMap(({ label, tree }) => (tree ? [{ label, tree }] : []));
        const absent = scans.filter(({ tree }) => !tree);
        if (trees.length > 0) {
            for (const { label } of absent)
                reporter.emit({ type: 'mount-absent', label, others: trees.length });
        }
        const files = trees.reduce((sum, { tree }) => sum + tree.fileCount(), 0);
        const totalBytes = trees.reduce((sum, { tree }) => sum + tree.totalBytes(), 0);
        const limit = config.sizeLimit;
        if (limit !== undefined && totalBytes > limit) {
            reporter.emit({ type: 'too-large', bytes: totalBytes, limit, largest: largestDirectories(trees, 10) });
        }
        const refused = config.secrets === 'refuse' && secrets.some(({ omitted }) => omitted.length > 0);
        tellOmitted(reporter, secrets, refused ? 'refused' : 'kept');
        return { found: trees.length > 0, refused, files, totalBytes };
    }
    finally {
        await workspace.close();
    }
}
/**
 * Key and restore keys as the service is told them. Volumes without a name are kept apart by their paths, as in
 * actions/cache, whose entries they therefore are; one with a name has it before its keys. With `hash-files` the key
 * without its hash is the last restore key.
 */
function v1_keysOf(config) {
    const { key, restoreKeys, newestAsLastResort, provenance } = config;
    const prefix = prefixOf(config);
    const hash = provenance.inputHash || NO_FILES;
    const last = newestAsLastResort ? [key.slice(0, key.length - hash.length)] : [];
    return { key: prefix + key, restoreKeys: [...restoreKeys, ...last].map((one) => prefix + one) };
}
function prefixOf({ named, volume }) {
    return named ? `${encodeURIComponent(volume)}/` : '';
}
/** A cache never fails a build: only bad input (what the client calls a `ValidationError`) and an abort reject. */
async function v1_run(doing, reporter, signal, otherwise, step) {
    const began = performance.now();
    let outcome = otherwise;
    try {
        outcome = await step();
    }
    catch (error) {
        signal.throwIfAborted();
        if (error instanceof errors/* UserError */.yo)
            throw error;
        if (error instanceof Error && error.name === 'ValidationError')
            throw new errors/* UserError */.yo(error.message);
        reporter.say(sentences_sentences.unexpected(doing, error));
    }
    finally {
        reporter.finish();
    }
    return { ...outcome, requests: 0, upkeepRequests: 0, seconds: (performance.now() - began) / 1000 };
}

;// CONCATENATED MODULE: ./js/faces/github/inputs.js






/** Reads every input once. One that an action does not declare reads as absent. Throws `UserError`. */
function inputs_readInputs(machine) {
    const text = (name) => core.getInput(name);
    const list = (name) => lines(core.getInput(name));
    const flag = (name) => parseBoolean(core.getInput(name), name);
    const saveAlways = flag('save-always');
    return {
        asked: {
            ...NOTHING_ASKED,
            paths: list('path'),
            key: text('key'),
            restoreKeys: list('restore-keys'),
            name: text('name'),
            hashFiles: list('hash-files'),
            crossOs: flag('enableCrossOsArchive'),
            store: text('store') || v1Store(machine),
            environment: text('environment'),
            shareFrom: list('share-from'),
            mode: text('mode'),
            policy: text('policy'),
            saveIf: text('save-if'),
            saveOn: saveAlways ? 'always' : text('save-on'),
            conflict: text('conflict'),
            clean: flag('clean'),
            allowDangerousPaths: flag('allow-dangerous-paths'),
            sizeLimit: text('size-limit'),
            secrets: text('secrets'),
            audit: text('audit'),
            lookupOnly: flag('lookup-only'),
            failOnCacheMiss: flag('fail-on-cache-miss'),
            adopt: flag('adopt'),
            token: readToken(),
            encryptionKey: readEncryptionKey(machine),
            signingKey: readSigningKey(machine),
            verifyKeys: list('verify-keys'),
            requireWriter: list('require-writer'),
            workspace: machine.directory,
        },
        uploadChunkSize: text('upload-chunk-size') !== '',
        saveAlways,
    };
}
/** The input `token`, kept out of every log from now on. */
function readToken() {
    const token = lib_core/* getInput */.V4('token');
    if (token !== '')
        lib_core/* setSecret */.Pq(token);
    return token;
}
/** The input `encryption-key`, or what stands for it, kept out of every log from now on. */
function readEncryptionKey(machine) {
    const text = environment_encryptionKeyText(lib_core/* getInput */.V4('encryption-key'), machine);
    for (const line of parse_lines(text))
        lib_core/* setSecret */.Pq(line);
    return text;
}
/** The input `signing-key`, or what stands for it, kept out of every log from now on. */
function readSigningKey(machine) {
    const text = environment_signingKeyText(lib_core/* getInput */.V4('signing-key'), machine);
    for (const line of parse_lines(text))
        lib_core/* setSecret */.Pq(line);
    return text;
}
/** The runner's machine; relative paths begin at the workspace. */
function inputs_readMachine() {
    const { env, platform, arch } = process;
    return { env, platform, arch, home: homedir(), directory: env['GITHUB_WORKSPACE'] || process.cwd() };
}
/** As the expression `hashFiles()`: the same package, and like the runner it follows no links to directories. */
async function inputs_hashFiles(patterns, workspace) {
    const glob = await __nccwpck_require__.e(/* import() */ 583).then(__nccwpck_require__.bind(__nccwpck_require__, 583));
    return glob.hashFiles(patterns.join('\n'), workspace, { followSymbolicLinks: false });
}

;// CONCATENATED MODULE: ./js/faces/github/handover.js




function handOver(handover) {
    const { config } = handover;
    const withoutSecrets = { ...config, token: '', encryptionKey: '', signingKey: '' };
    core.saveState(NAME, JSON.stringify({ ...handover, keyIds: keyIdsOf(config), config: withoutSecrets }));
}
/** `undefined`: the main step ended before there was anything to do afterwards. */
function takeOver() {
    const state = lib_core/* getState */.Gu(NAME);
    if (state === '')
        return undefined;
    const { keyIds, ...handover } = JSON.parse(state);
    const secrets = {
        token: readToken(),
        encryptionKey: readEncryptionKey(process),
        signingKey: readSigningKey(process),
    };
    const config = { ...handover.config, ...secrets };
    const now = keyIdsOf(config);
    const other = ['encryption', 'signing'].find((name) => now[name] !== keyIds[name]);
    if (!other)
        return { ...handover, config };
    // What was to be encrypted or signed with one key is stored with no other, nor without.
    const { access } = config;
    const why = `${access.why}; the ${other} key is not the one that its main step had`;
    return { ...handover, config: { ...config, access: { ...access, writes: undefined, why } } };
}
function keyIdsOf({ encryptionKey, signingKey }) {
    return {
        encryption: (0,encryption_key/* parseKeys */.Ss)(encryptionKey)?.newest.id ?? '',
        signing: signingKey === '' ? '' : (0,core_signature/* parseSigningKey */.UG)(signingKey).id,
    };
}
/**
 * Does the job's status ask for a save? Only `success` and `failure` are outcomes; anything else (`cancelled`, or what
 * a later runner may say) abandons the job's changes, whatever was asked.
 */
function savesAfter(status, saveOn) {
    return (status === 'success' || status === 'failure') && (saveOn === 'always' || saveOn === status);
}
const NAME = 'warmstart';

;// CONCATENATED MODULE: ./js/faces/github/log.js


/** The step's log: warnings and notices become annotations; progress is a line now and then. */
const log_stepLog = {
    say: ({ level, text }) => SAY[level](text),
    progress: progressLines((line) => (0,lib_core/* info */.pq)(line)),
    hide: lib_core/* setSecret */.Pq,
};
const SAY = { info: lib_core/* info */.pq, notice: lib_core/* notice */.lm, warning: lib_core/* warning */.$e };

// EXTERNAL MODULE: external "os"
var external_os_ = __nccwpck_require__(857);
// EXTERNAL MODULE: external "fs"
var external_fs_ = __nccwpck_require__(9896);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/summary.js
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const { access: summary_access, appendFile, writeFile } = external_fs_.promises;
const SUMMARY_ENV_VAR = 'GITHUB_STEP_SUMMARY';
const SUMMARY_DOCS_URL = 'https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions#adding-a-job-summary';
class Summary {
    constructor() {
        this._buffer = '';
    }
    /**
     * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
     * Also checks r/w permissions.
     *
     * @returns step summary file path
     */
    filePath() {
        return __awaiter(this, void 0, void 0, function* () {
            if (this._filePath) {
                return this._filePath;
            }
            const pathFromEnv = process.env[SUMMARY_ENV_VAR];
            if (!pathFromEnv) {
                throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
            }
            try {
                yield summary_access(pathFromEnv, external_fs_.constants.R_OK | external_fs_.constants.W_OK);
            }
            catch (_a) {
                throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
            }
            this._filePath = pathFromEnv;
            return this._filePath;
        });
    }
    /**
     * Wraps content in an HTML tag, adding any HTML attributes
     *
     * @param {string} tag HTML tag to wrap
     * @param {string | null} content content within the tag
     * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
     *
     * @returns {string} content wrapped in HTML element
     */
    wrap(tag, content, attrs = {}) {
        const htmlAttrs = Object.entries(attrs)
            .map(([key, value]) => ` ${key}="${value}"`)
            .join('');
        if (!content) {
            return `<${tag}${htmlAttrs}>`;
        }
        return `<${tag}${htmlAttrs}>${content}</${tag}>`;
    }
    /**
     * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
     *
     * @param {SummaryWriteOptions} [options] (optional) options for write operation
     *
     * @returns {Promise<Summary>} summary instance
     */
    write(options) {
        return __awaiter(this, void 0, void 0, function* () {
            const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
            const filePath = yield this.filePath();
            const writeFunc = overwrite ? writeFile : appendFile;
            yield writeFunc(filePath, this._buffer, { encoding: 'utf8' });
            return this.emptyBuffer();
        });
    }
    /**
     * Clears the summary buffer and wipes the summary file
     *
     * @returns {Summary} summary instance
     */
    clear() {
        return __awaiter(this, void 0, void 0, function* () {
            return this.emptyBuffer().write({ overwrite: true });
        });
    }
    /**
     * Returns the current summary buffer as a string
     *
     * @returns {string} string of summary buffer
     */
    stringify() {
        return this._buffer;
    }
    /**
     * If the summary buffer is empty
     *
     * @returns {boolen} true if the buffer is empty
     */
    isEmptyBuffer() {
        return this._buffer.length === 0;
    }
    /**
     * Resets the summary buffer without writing to summary file
     *
     * @returns {Summary} summary instance
     */
    emptyBuffer() {
        this._buffer = '';
        return this;
    }
    /**
     * Adds raw text to the summary buffer
     *
     * @param {string} text content to add
     * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
     *
     * @returns {Summary} summary instance
     */
    addRaw(text, addEOL = false) {
        this._buffer += text;
        return addEOL ? this.addEOL() : this;
    }
    /**
     * Adds the operating system-specific end-of-line marker to the buffer
     *
     * @returns {Summary} summary instance
     */
    addEOL() {
        return this.addRaw(external_os_.EOL);
    }
    /**
     * Adds an HTML codeblock to the summary buffer
     *
     * @param {string} code content to render within fenced code block
     * @param {string} lang (optional) language to syntax highlight code
     *
     * @returns {Summary} summary instance
     */
    addCodeBlock(code, lang) {
        const attrs = Object.assign({}, (lang && { lang }));
        const element = this.wrap('pre', this.wrap('code', code), attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML list to the summary buffer
     *
     * @param {string[]} items list of items to render
     * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
     *
     * @returns {Summary} summary instance
     */
    addList(items, ordered = false) {
        const tag = ordered ? 'ol' : 'ul';
        const listItems = items.map(item => this.wrap('li', item)).join('');
        const element = this.wrap(tag, listItems);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML table to the summary buffer
     *
     * @param {SummaryTableCell[]} rows table rows
     *
     * @returns {Summary} summary instance
     */
    addTable(rows) {
        const tableBody = rows
            .map(row => {
            const cells = row
                .map(cell => {
                if (typeof cell === 'string') {
                    return this.wrap('td', cell);
                }
                const { header, data, colspan, rowspan } = cell;
                const tag = header ? 'th' : 'td';
                const attrs = Object.assign(Object.assign({}, (colspan && { colspan })), (rowspan && { rowspan }));
                return this.wrap(tag, data, attrs);
            })
                .join('');
            return this.wrap('tr', cells);
        })
            .join('');
        const element = this.wrap('table', tableBody);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds a collapsable HTML details element to the summary buffer
     *
     * @param {string} label text for the closed state
     * @param {string} content collapsable content
     *
     * @returns {Summary} summary instance
     */
    addDetails(label, content) {
        const element = this.wrap('details', this.wrap('summary', label) + content);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML image tag to the summary buffer
     *
     * @param {string} src path to the image you to embed
     * @param {string} alt text description of the image
     * @param {SummaryImageOptions} options (optional) addition image attributes
     *
     * @returns {Summary} summary instance
     */
    addImage(src, alt, options) {
        const { width, height } = options || {};
        const attrs = Object.assign(Object.assign({}, (width && { width })), (height && { height }));
        const element = this.wrap('img', null, Object.assign({ src, alt }, attrs));
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML section heading element
     *
     * @param {string} text heading text
     * @param {number | string} [level=1] (optional) the heading level, default: 1
     *
     * @returns {Summary} summary instance
     */
    addHeading(text, level) {
        const tag = `h${level}`;
        const allowedTag = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].includes(tag)
            ? tag
            : 'h1';
        const element = this.wrap(allowedTag, text);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML thematic break (<hr>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addSeparator() {
        const element = this.wrap('hr', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML line break (<br>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addBreak() {
        const element = this.wrap('br', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML blockquote to the summary buffer
     *
     * @param {string} text quote text
     * @param {string} cite (optional) citation url
     *
     * @returns {Summary} summary instance
     */
    addQuote(text, cite) {
        const attrs = Object.assign({}, (cite && { cite }));
        const element = this.wrap('blockquote', text, attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML anchor tag to the summary buffer
     *
     * @param {string} text link text/content
     * @param {string} href hyperlink
     *
     * @returns {Summary} summary instance
     */
    addLink(text, href) {
        const element = this.wrap('a', text, { href });
        return this.addRaw(element).addEOL();
    }
}
const _summary = new Summary();
/**
 * @deprecated use `core.summary`
 */
const markdownSummary = (/* unused pure expression or super */ null && (_summary));
const summary = _summary;
//# sourceMappingURL=summary.js.map
;// CONCATENATED MODULE: ./js/faces/github/summary.js




function restoreRows(config, outcome) {
    const { hit, matchedKey, matchedLane: lane = '', matchedNamespace: namespace, committedAt, version, millis } = outcome;
    if (config.access.reads.length === 0)
        return [['Result', `nothing restored: ${config.access.why}`]];
    if (hit === 'miss')
        return [['Result', 'miss'], ['Key', config.key], rights(config), time(outcome.seconds, millis)];
    const result = `${hit === 'exact' ? 'hit' : 'fallback hit'}${config.lookupOnly ? ', looked up only' : ''}${config.access.dry ? ', shadow mode' : ''}`;
    const saved = committedAt === undefined ? '' : `, saved ${new Date(committedAt).toISOString().slice(0, 16)}Z`;
    return [
        ['Result', result],
        ['Key', config.key],
        ...(matchedKey === config.key ? [] : [['Matched key', matchedKey ?? '']]),
        ...(version === undefined
            ? [['Version', 'none yet: an archive of actions/cache']]
            : [['Version', `${version} in lane ${placeOf({ lane, namespace })}${saved}`]]),
        ...(config.lookupOnly || version === undefined ? [] : restored(outcome)),
        ...tiers(outcome),
        ...upkeep(outcome),
        rights(config),
        time(outcome.seconds, millis),
    ];
}
function saveRows(config, outcome) {
    const { reason, version, files, totalBytes, newBytes, uploadedBytes, objectsRemoved, millis } = outcome;
    const result = reason === 'saved'
        ? version === undefined
            ? 'a new archive'
            : 'a new version'
        : reason === 'linked'
            ? 'equal to a version that is stored: the key names it now'
            : `nothing saved: ${notSaved(reason, config)}`;
    const speed = text_rate(uploadedBytes, millis.read + millis.commit);
    return [
        ['Result', result],
        ['Key', config.key],
        ...(version === undefined ? [] : [['Version', version]]),
        ['Files', `${text_count(files)}, ${text_bytes(totalBytes)}`],
        ...(uploadedBytes === 0
            ? []
            : [['Stored', `${text_bytes(uploadedBytes)} for ${text_bytes(newBytes)} new${speed ? `, ${speed}` : ''}`]]),
        ...(objectsRemoved === 0 ? [] : [['Removed', `${text_count(objectsRemoved)} superseded objects`]]),
        ...tiers(outcome),
        ...upkeep(outcome),
        rights(config),
        time(outcome.seconds, millis),
    ];
}
/** The table as the HTML that a step summary takes. Whatever the texts hold, they stay text. */
function summaryTable(title, rows) {
    const body = rows.map(([name, value]) => `<tr><td>${htmlSafe(name)}</td><td>${htmlSafe(value)}</td></tr>`).join('');
    return `<table><tr><th colspan="2" align="left">${htmlSafe(title)}</th></tr>${body}</table>`;
}
/** Adds the table and what was warned of to the step's summary; a runner without summaries gets none. */
async function writeSummary(step, config, rows, warnings) {
    if (!process.env['GITHUB_STEP_SUMMARY'])
        return;
    const volume = config.named ? config.volume : config.paths.join(', ');
    try {
        await summary
            .addRaw(summaryTable(`Warmstart ${step}: ${volume}`, [...rows, ...warnings.map(asRow)]), true)
            .addEOL()
            .write();
    }
    catch (error) {
        lib_core/* debug */.Yz(`The summary could not be written: ${String(error)}`);
    }
}
function asRow(warning) {
    return ['Warning', warning];
}
function restored(outcome) {
    const speed = rate(outcome.fetchedBytes, outcome.millis.fetchAndWrite);
    return [
        ['Files', `${count(outcome.files)}, ${bytes(outcome.totalBytes)}`],
        ['Fetched', `${bytes(outcome.fetchedBytes)}${speed ? `, ${speed}` : ''}`],
        ['Written', `${count(outcome.writtenFiles)} files, ${bytes(outcome.writtenBytes)}`],
    ];
}
/** Where several stores are, what came from each and went to it. */
function tiers({ tiers: used = [] }) {
    return used.map(({ store, requests, fetchedBytes, uploadedBytes }) => {
        const wrote = uploadedBytes === 0 ? '' : `, wrote ${text_bytes(uploadedBytes)}`;
        return ['Store', `${store}: ${text_counted(requests, 'request')}, read ${text_bytes(fetchedBytes)}${wrote}`];
    });
}
function upkeep({ upkeepRequests }) {
    return upkeepRequests === 0
        ? []
        : [['Upkeep', `${text_counted(upkeepRequests, 'request')}: the journal, and what keeps stored things from expiring`]];
}
function rights({ access }) {
    const reads = [...access.reads, ...(access.shares ?? []).map((namespace) => message_placeOf({ lane: 'trusted', namespace }))];
    return ['Lanes', `reads ${reads.join(', ') || 'none'}; writes ${access.writes ?? 'none'} (${access.why})`];
}
/** The whole, and where it went. */
function time(seconds, parts) {
    const names = { fetchAndWrite: 'fetch and write' };
    const split = Object.entries(parts).map(([name, millis]) => `${names[name] ?? name} ${text_duration(millis)}`);
    return ['Time', `${text_duration(seconds * 1000)} (${split.join(', ')})`];
}

;// CONCATENATED MODULE: ./js/faces/github/save-step.js

















/** The post step: saves if the job's status asks for it. Never fails the job. */
async function postStep() {
    const reporter = new reporter_Reporter(log_stepLog);
    await neverFailing(reporter, async (interrupt) => {
        const handover = takeOver();
        if (!handover)
            return;
        const { config, fork, exact } = handover;
        const status = lib_core/* getInput */.V4('job-status');
        if (!savesAfter(status, config.saveOn))
            reporter.say(sentences_sentences.abandoned(status));
        else if (exact && config.lookupOnly)
            reporter.say(sentences_sentences.lookedUp());
        else if (config.store === environment_V1_STORE)
            await summarise(config, await v1_saveV1(config, exact, reporter, interrupt.signal), reporter);
        else
            await summarise(config, await steps_runSave(config, fork, reporter, interrupt.signal), reporter);
    });
}
/** The step of the `save` action: the workflow's own `if:` decided that it runs. Fails for bad input only. */
async function saveStep() {
    const reporter = new Reporter(stepLog);
    await neverFailing(reporter, async (interrupt) => {
        try {
            const machine = readMachine();
            const { asked, uploadChunkSize } = readInputs(machine);
            if (uploadChunkSize)
                reporter.say(sentences.chunkSize());
            const config = await configure(asked, currentJob(machine), machine, hashFiles);
            if (config.mode === 'off')
                reporter.say(sentences.off());
            else if (config.store === V1_STORE) {
                reporter.say(sentences.oldService());
                await summarise(config, await saveV1(config, false, reporter, interrupt.signal), reporter);
            }
            else
                await summarise(config, await runSave(config, NO_FORK, reporter, interrupt.signal), reporter);
        }
        catch (error) {
            if (!(error instanceof UserError))
                throw error;
            core.setFailed(logSafe(errorText(error)));
        }
    });
}
async function summarise(config, outcome, { warnings }) {
    await writeSummary('save', config, saveRows(config, outcome), warnings);
}
async function neverFailing(reporter, step) {
    const interrupt = new Interrupt();
    try {
        await step(interrupt);
    }
    catch (error) {
        reporter.say(interrupt.received ? sentences_sentences.interrupted() : sentences_sentences.unexpected('Saving', error));
    }
    finally {
        interrupt.close();
    }
}


/***/ }),

/***/ 1454:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  R: () => (/* binding */ compileSparingly)
});

// EXTERNAL MODULE: external "node:process"
var external_node_process_ = __nccwpck_require__(1708);
;// CONCATENATED MODULE: external "node:v8"
const external_node_v8_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:v8");
;// CONCATENATED MODULE: ./js/faces/short-lived.js


/**
 * Leaves out V8's slowest compiler, for this process and its threads: what lives for a second or two gets less back
 * than its work costs. The one before it makes code that is nearly as fast; where that one is
 * off (GitHub's runner turns it off on some machines), nothing changes. WebAssembly is not concerned.
 */
function compileSparingly() {
    if (external_node_process_.execArgv.includes('--no-maglev'))
        return;
    (0,external_node_v8_namespaceObject.setFlagsFromString)('--no-turbofan');
}


/***/ }),

/***/ 5108:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  R: () => (/* binding */ createSend)
});

// EXTERNAL MODULE: external "node:events"
var external_node_events_ = __nccwpck_require__(8474);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __nccwpck_require__(7030);
;// CONCATENATED MODULE: ./js/stores/http/reading.js
/**
 * An agent whose connections each read into one array. By itself Node allocates 64 KiB for every read, and its HTTP
 * parser copies of that what is body: the first array nobody else ever sees, so nobody can give it back, and it waits
 * for a collection; a collection of the whole heap for every 30 MiB that come. What goes through a proxy's tunnel is
 * read as ever.
 */
function readingInPlace(agent) {
    const connect = agent.createConnection.bind(agent);
    agent.createConnection = (options, done) => {
        // A part of a larger one, which `releaseWhole` leaves alone whoever may come to hold it.
        const bytes = Buffer.allocUnsafeSlow(READ_BYTES + 1).subarray(0, READ_BYTES);
        const onread = {
            buffer: bytes,
            callback(length) {
                // Nobody waits for an answer here, so nothing should have come.
                if (!socket.emit('data', bytes.subarray(0, length)))
                    socket.destroy();
                return true;
            },
        };
        const socket = connect({ ...options, onread }, done);
        return socket;
    };
    return agent;
}
/** Four times of what Node reads at once: measured, it pays where a connection is fast, and more does not. */
const READ_BYTES = 256 * 1024;

;// CONCATENATED MODULE: ./js/stores/http/agents.js


/** Agents that keep connections, one for each way; those of proxies are loaded where there is one. */
function createAgents() {
    const agents = new Map();
    return (scheme, proxy) => {
        const way = `${scheme} ${proxy ?? 'directly'}`;
        const agent = agents.get(way) ?? openAgent(scheme, proxy);
        agents.set(way, agent);
        return agent;
    };
}
async function openAgent(scheme, proxy) {
    if (!proxy) {
        const { Agent } = scheme === 'http:' ? await Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 7067, 19)) : await Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 4708, 19));
        return readingInPlace(new Agent({ keepAlive: true }));
    }
    if (scheme === 'http:') {
        // No tunnel: many proxies open them to port 443 only.
        const { HttpProxyAgent } = await Promise.all(/* import() */[__nccwpck_require__.e(219), __nccwpck_require__.e(286)]).then(__nccwpck_require__.t.bind(__nccwpck_require__, 1286, 19));
        return guarded(new HttpProxyAgent(proxy, { keepAlive: true }), proxy);
    }
    const { HttpsProxyAgent } = await Promise.all(/* import() */[__nccwpck_require__.e(219), __nccwpck_require__.e(129)]).then(__nccwpck_require__.t.bind(__nccwpck_require__, 4129, 19));
    return guarded(new HttpsProxyAgent(proxy, { keepAlive: true }), proxy);
}
/**
 * Connections that are being opened for a request end with it, and a refused tunnel is an error. By themselves the
 * agents would wait for a silent proxy for ever, and take what it says for the server's answer: a 404 for a miss.
 */
function guarded(agent, proxy) {
    const connect = agent.connect.bind(agent);
    const name = proxy.hostname.replace(/^\[|\]$/g, '');
    const connectOpts = { ...agent.connectOpts, ...(!(0,external_node_net_.isIP)(name) && { servername: name }) };
    agent.connect = async (request, options) => {
        const { until } = options;
        until.throwIfAborted();
        const opening = new AbortController();
        const end = () => opening.abort(until.reason);
        until.addEventListener('abort', end);
        let refusal;
        request.once('proxyConnect', ({ statusCode, statusText }) => {
            if (statusCode !== 200)
                refusal = `${statusCode} ${statusText}`.trimEnd();
        });
        // Read at once. The connection outlives the request, so it does not get the request's own signal.
        agent.connectOpts = { ...connectOpts, signal: opening.signal };
        try {
            const socket = await connect(request, options);
            if (refusal === undefined)
                return socket;
            socket.destroy();
            throw new Error(`the proxy opened no tunnel: ${refusal}`);
        }
        finally {
            until.removeEventListener('abort', end);
        }
    };
    return agent;
}

// EXTERNAL MODULE: ./js/core/bytes.js
var bytes = __nccwpck_require__(5547);
;// CONCATENATED MODULE: ./js/stores/http/pour.js

/**
 * Hands a body over piece by piece as it comes, until its end or until `take` returns `false`; a piece is gone after
 * `take`. Rejects if the body breaks off, and with what `take` throws; the body is destroyed then. Does what `for await`
 * does: that costs several times as much for each piece, and over TLS a piece is 16 KiB.
 */
function pour(body, take) {
    return new Promise((resolve, reject) => {
        // Who comes too late for its events would wait for ever.
        if (body.destroyed)
            return reject(body.errored ?? brokenOff());
        let isOver = false;
        const end = (settle) => {
            isOver = true;
            settle();
        };
        body.once('end', () => end(resolve));
        // Stays: an error after this would end the process.
        body.on('error', (error) => end(() => reject(error)));
        body.once('close', () => end(() => reject(brokenOff())));
        body.on('data', (piece) => {
            if (isOver)
                return;
            try {
                if (take(piece) === false)
                    end(resolve);
            }
            catch (error) {
                end(() => reject(error));
            }
            if (isOver)
                body.destroy();
            // Or they pile up until a collection that nothing here brings about.
            (0,bytes/* releaseWhole */.jf)(piece);
        });
    });
}
function brokenOff() {
    return new Error('the answer broke off');
}

// EXTERNAL MODULE: ./js/core/ports/errors.js
var errors = __nccwpck_require__(3820);
;// CONCATENATED MODULE: ./js/stores/http/proxy.js

/**
 * Says through which proxy an address is reached, as GitHub's own actions would reach it: one a scheme, none for
 * loopback addresses. Throws `UserError` for a proxy that is no URL.
 */
function proxyFinder(setting) {
    const proxies = { 'http:': proxyUrl(setting.http), 'https:': proxyUrl(setting.https) };
    return (url) => {
        const proxy = proxies[url.protocol];
        return proxy && !isExcepted(url, setting.except ?? '') ? proxy : undefined;
    };
}
function proxyUrl(text) {
    if (!text)
        return undefined;
    try {
        const url = new URL(/^https?:\/\//i.test(text) ? text : `http://${text}`);
        // As it is done for each connection.
        decodeURIComponent(`${url.username}:${url.password}`);
        return url;
    }
    catch {
        // Not quoted: it may hold a password.
        throw new errors/* UserError */.yo('The proxy in http_proxy or https_proxy is no URL.');
    }
}
function isExcepted(url, except) {
    const host = url.hostname.toLowerCase();
    if (host === 'localhost' || host.startsWith('127.') || host === '[::1]')
        return true;
    const hosts = [host, `${host}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`];
    return except.split(',').some((entry) => {
        const name = entry.trim().toLowerCase().replace(/^\./, '');
        return name === '*' || (name !== '' && hosts.some((one) => one === name || one.endsWith(`.${name}`)));
    });
}

;// CONCATENATED MODULE: ./js/stores/http/client.js




/**
 * Requests by Node's own client, directly or through this machine's proxies. `fetch` does the same for half as much
 * memory again and more processor time: every piece goes through web streams. Redirects are answers. Certificate
 * authorities of one's own are Node's matter (`NODE_EXTRA_CA_CERTS`). One for a run: it keeps connections. Throws
 * `UserError` for a proxy that is no URL.
 */
function createSend(setting = {}) {
    const proxyOf = proxyFinder(setting);
    const agentFor = createAgents();
    return async (address, { method, headers, body, signal }) => {
        const url = new URL(address);
        const proxy = proxyOf(url);
        const { request: open } = url.protocol === 'http:' ? await Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 7067, 19)) : await Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 4708, 19));
        const agent = await agentFor(url.protocol, proxy);
        // The agent makes the target whole by itself, but would take a path that begins with two slashes for a host.
        const whole = proxy && url.protocol === 'http:' && { path: `${url.origin}${url.pathname}${url.search}` };
        // Node keeps `signal` from agents.
        const request = open(url, { method, headers, agent, signal, ...whole, ...{ until: signal } });
        // Whoever waits for the answer or reads it is told; an error that nobody listened to would end the process.
        request.on('error', () => undefined);
        const [answer] = await Promise.all([response(request), sendBody(request, body)]);
        return answer;
    };
}
/** The answer as soon as its head is there. */
async function response(request) {
    const [message] = (await (0,external_node_events_.once)(request, 'response'));
    const text = (name) => {
        const value = message.headers[name.toLowerCase()];
        return Array.isArray(value) ? value.join(', ') : (value ?? null);
    };
    return {
        status: message.statusCode ?? 0,
        headers: { get: text, has: (name) => text(name) !== null },
        body: {
            async pour(take) {
                try {
                    await pour(message, take);
                }
                finally {
                    if (!request.writableFinished)
                        request.destroy();
                }
            },
            async cancel() {
                if (!request.writableFinished) {
                    request.destroy();
                    return;
                }
                // A short rest is read to its end: the connection can then be used again.
                let rest = 0;
                message.on('data', (piece) => {
                    rest += piece.length;
                    if (rest > WORTH_READING)
                        request.destroy();
                });
                message.setTimeout(REST_MILLIS, () => request.destroy());
            },
        },
    };
}
/** Ends early where the answer comes before all is sent: what is still to go out must not be waited for. */
async function sendBody(request, body) {
    const answered = new Promise((resolve) => {
        request.once('response', () => resolve('answered'));
        request.once('close', () => resolve('answered'));
    });
    if (typeof body !== 'object') {
        request.end(body);
        return;
    }
    for await (const piece of body) {
        if (request.destroyed)
            return;
        if (request.write(piece))
            continue;
        if ((await Promise.race([answered, (0,external_node_events_.once)(request, 'drain')])) === 'answered')
            return;
    }
    request.end();
}
const WORTH_READING = 64 * 1024;
const REST_MILLIS = 1000;


/***/ }),

/***/ 7166:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Yz: () => (/* binding */ debug),
  V4: () => (/* binding */ getInput),
  Gu: () => (/* binding */ getState),
  pq: () => (/* binding */ info),
  lm: () => (/* binding */ notice),
  Pq: () => (/* binding */ setSecret),
  $e: () => (/* binding */ warning)
});

// UNUSED EXPORTS: ExitCode, addPath, endGroup, error, exportVariable, getBooleanInput, getIDToken, getMultilineInput, group, isDebug, markdownSummary, platform, saveState, setCommandEcho, setFailed, setOutput, startGroup, summary, toPlatformPath, toPosixPath, toWin32Path

// EXTERNAL MODULE: external "os"
var external_os_ = __nccwpck_require__(857);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/utils.js
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function utils_toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
function utils_toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/command.js


/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
function command_issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_.EOL);
}
function command_issue(name, message = '') {
    command_issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}
//# sourceMappingURL=command.js.map
// EXTERNAL MODULE: external "path"
var external_path_ = __nccwpck_require__(6928);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/core.js
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};






/**
 * The code to exit an action
 */
var ExitCode;
(function (ExitCode) {
    /**
     * A code indicating that the action was successful
     */
    ExitCode[ExitCode["Success"] = 0] = "Success";
    /**
     * A code indicating that the action was a failure
     */
    ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
//-----------------------------------------------------------------------
// Variables
//-----------------------------------------------------------------------
/**
 * Sets env variable for this action and future actions in the job
 * @param name the name of the variable to set
 * @param val the value of the variable. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function exportVariable(name, val) {
    const convertedVal = toCommandValue(val);
    process.env[name] = convertedVal;
    const filePath = process.env['GITHUB_ENV'] || '';
    if (filePath) {
        return issueFileCommand('ENV', prepareKeyValueMessage(name, val));
    }
    issueCommand('set-env', { name }, convertedVal);
}
/**
 * Registers a secret which will get masked from logs
 *
 * @param secret - Value of the secret to be masked
 * @remarks
 * This function instructs the Actions runner to mask the specified value in any
 * logs produced during the workflow run. Once registered, the secret value will
 * be replaced with asterisks (***) whenever it appears in console output, logs,
 * or error messages.
 *
 * This is useful for protecting sensitive information such as:
 * - API keys
 * - Access tokens
 * - Authentication credentials
 * - URL parameters containing signatures (SAS tokens)
 *
 * Note that masking only affects future logs; any previous appearances of the
 * secret in logs before calling this function will remain unmasked.
 *
 * @example
 * ```typescript
 * // Register an API token as a secret
 * const apiToken = "abc123xyz456";
 * setSecret(apiToken);
 *
 * // Now any logs containing this value will show *** instead
 * console.log(`Using token: ${apiToken}`); // Outputs: "Using token: ***"
 * ```
 */
function setSecret(secret) {
    command_issueCommand('add-mask', {}, secret);
}
/**
 * Prepends inputPath to the PATH (for this action and future actions)
 * @param inputPath
 */
function addPath(inputPath) {
    const filePath = process.env['GITHUB_PATH'] || '';
    if (filePath) {
        issueFileCommand('PATH', inputPath);
    }
    else {
        issueCommand('add-path', {}, inputPath);
    }
    process.env['PATH'] = `${inputPath}${path.delimiter}${process.env['PATH']}`;
}
/**
 * Gets the value of an input.
 * Unless trimWhitespace is set to false in InputOptions, the value is also trimmed.
 * Returns an empty string if the value is not defined.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string
 */
function getInput(name, options) {
    const val = process.env[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`] || '';
    if (options && options.required && !val) {
        throw new Error(`Input required and not supplied: ${name}`);
    }
    if (options && options.trimWhitespace === false) {
        return val;
    }
    return val.trim();
}
/**
 * Gets the values of an multiline input.  Each value is also trimmed.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string[]
 *
 */
function getMultilineInput(name, options) {
    const inputs = getInput(name, options)
        .split('\n')
        .filter(x => x !== '');
    if (options && options.trimWhitespace === false) {
        return inputs;
    }
    return inputs.map(input => input.trim());
}
/**
 * Gets the input value of the boolean type in the YAML 1.2 "core schema" specification.
 * Support boolean input list: `true | True | TRUE | false | False | FALSE` .
 * The return value is also in boolean type.
 * ref: https://yaml.org/spec/1.2/spec.html#id2804923
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   boolean
 */
function getBooleanInput(name, options) {
    const trueValue = ['true', 'True', 'TRUE'];
    const falseValue = ['false', 'False', 'FALSE'];
    const val = getInput(name, options);
    if (trueValue.includes(val))
        return true;
    if (falseValue.includes(val))
        return false;
    throw new TypeError(`Input does not meet YAML 1.2 "Core Schema" specification: ${name}\n` +
        `Support boolean input list: \`true | True | TRUE | false | False | FALSE\``);
}
/**
 * Sets the value of an output.
 *
 * @param     name     name of the output to set
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function setOutput(name, value) {
    const filePath = process.env['GITHUB_OUTPUT'] || '';
    if (filePath) {
        return issueFileCommand('OUTPUT', prepareKeyValueMessage(name, value));
    }
    process.stdout.write(os.EOL);
    issueCommand('set-output', { name }, toCommandValue(value));
}
/**
 * Enables or disables the echoing of commands into stdout for the rest of the step.
 * Echoing is disabled by default if ACTIONS_STEP_DEBUG is not set.
 *
 */
function setCommandEcho(enabled) {
    issue('echo', enabled ? 'on' : 'off');
}
//-----------------------------------------------------------------------
// Results
//-----------------------------------------------------------------------
/**
 * Sets the action status to failed.
 * When the action exits it will be with an exit code of 1
 * @param message add error issue message
 */
function setFailed(message) {
    process.exitCode = ExitCode.Failure;
    error(message);
}
//-----------------------------------------------------------------------
// Logging Commands
//-----------------------------------------------------------------------
/**
 * Gets whether Actions Step Debug is on or not
 */
function isDebug() {
    return process.env['RUNNER_DEBUG'] === '1';
}
/**
 * Writes debug message to user log
 * @param message debug message
 */
function debug(message) {
    command_issueCommand('debug', {}, message);
}
/**
 * Adds an error issue
 * @param message error issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function error(message, properties = {}) {
    issueCommand('error', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a warning issue
 * @param message warning issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function warning(message, properties = {}) {
    command_issueCommand('warning', utils_toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a notice issue
 * @param message notice issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function notice(message, properties = {}) {
    command_issueCommand('notice', utils_toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Writes info to log with console.log.
 * @param message info message
 */
function info(message) {
    process.stdout.write(message + external_os_.EOL);
}
/**
 * Begin an output group.
 *
 * Output until the next `groupEnd` will be foldable in this group
 *
 * @param name The name of the output group
 */
function startGroup(name) {
    issue('group', name);
}
/**
 * End an output group.
 */
function endGroup() {
    issue('endgroup');
}
/**
 * Wrap an asynchronous function call in a group.
 *
 * Returns the same type as the function itself.
 *
 * @param name The name of the group
 * @param fn The function to wrap in the group
 */
function group(name, fn) {
    return __awaiter(this, void 0, void 0, function* () {
        startGroup(name);
        let result;
        try {
            result = yield fn();
        }
        finally {
            endGroup();
        }
        return result;
    });
}
//-----------------------------------------------------------------------
// Wrapper action state
//-----------------------------------------------------------------------
/**
 * Saves state for current action, the state can only be retrieved by this action's post job execution.
 *
 * @param     name     name of the state to store
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function saveState(name, value) {
    const filePath = process.env['GITHUB_STATE'] || '';
    if (filePath) {
        return issueFileCommand('STATE', prepareKeyValueMessage(name, value));
    }
    issueCommand('save-state', { name }, toCommandValue(value));
}
/**
 * Gets the value of an state set by this action's main execution.
 *
 * @param     name     name of the state to get
 * @returns   string
 */
function getState(name) {
    return process.env[`STATE_${name}`] || '';
}
function getIDToken(aud) {
    return __awaiter(this, void 0, void 0, function* () {
        return yield OidcClient.getIDToken(aud);
    });
}
/**
 * Summary exports
 */

/**
 * @deprecated use core.summary
 */

/**
 * Path exports
 */

/**
 * Platform utilities exports
 */

//# sourceMappingURL=core.js.map

/***/ }),

/***/ 2545:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  VR: () => (/* binding */ Minimatch)
});

// UNUSED EXPORTS: AST, GLOBSTAR, braceExpand, defaults, escape, filter, makeRe, match, minimatch, sep, unescape

;// CONCATENATED MODULE: ../../node_modules/balanced-match/dist/esm/index.js
const balanced = (a, b, str) => {
    const ma = a instanceof RegExp ? maybeMatch(a, str) : a;
    const mb = b instanceof RegExp ? maybeMatch(b, str) : b;
    const r = ma !== null && mb != null && range(ma, mb, str);
    return (r && {
        start: r[0],
        end: r[1],
        pre: str.slice(0, r[0]),
        body: str.slice(r[0] + ma.length, r[1]),
        post: str.slice(r[1] + mb.length),
    });
};
const maybeMatch = (reg, str) => {
    const m = str.match(reg);
    return m ? m[0] : null;
};
const range = (a, b, str) => {
    let begs, beg, left, right = undefined, result;
    let ai = str.indexOf(a);
    let bi = str.indexOf(b, ai + 1);
    let i = ai;
    if (ai >= 0 && bi > 0) {
        if (a === b) {
            return [ai, bi];
        }
        begs = [];
        left = str.length;
        while (i >= 0 && !result) {
            if (i === ai) {
                begs.push(i);
                ai = str.indexOf(a, i + 1);
            }
            else if (begs.length === 1) {
                const r = begs.pop();
                if (r !== undefined)
                    result = [r, bi];
            }
            else {
                beg = begs.pop();
                if (beg !== undefined && beg < left) {
                    left = beg;
                    right = bi;
                }
                bi = str.indexOf(b, i + 1);
            }
            i = ai < bi && ai >= 0 ? ai : bi;
        }
        if (begs.length && right !== undefined) {
            result = [left, right];
        }
    }
    return result;
};
//# sourceMappingURL=index.js.map
;// CONCATENATED MODULE: ../../node_modules/brace-expansion/dist/esm/index.js

const escSlash = '\0SLASH' + Math.random().toFixed(16) + '\0';
const escOpen = '\0OPEN' + Math.random().toFixed(16) + '\0';
const escClose = '\0CLOSE' + Math.random().toFixed(16) + '\0';
const escComma = '\0COMMA' + Math.random().toFixed(16) + '\0';
const escPeriod = '\0PERIOD' + Math.random().toFixed(16) + '\0';
const escSlashPattern = new RegExp(escSlash, 'g');
const escOpenPattern = new RegExp(escOpen, 'g');
const escClosePattern = new RegExp(escClose, 'g');
const escCommaPattern = new RegExp(escComma, 'g');
const escPeriodPattern = new RegExp(escPeriod, 'g');
const slashPattern = /\\\\/g;
const openPattern = /\\{/g;
const closePattern = /\\}/g;
const commaPattern = /\\,/g;
const periodPattern = /\\\./g;
const EXPANSION_MAX = 100_000;
// `EXPANSION_MAX` caps the *number* of expansions, but not their length. An
// input like `'{a,b}'.repeat(1500)` stays under that count - its output is
// truncated to 100k results - while making every result ~1500 characters
// long. The result set, and the intermediate arrays built while combining
// brace sets, then grow large enough to exhaust memory and crash the process
// (CVE-2026-14257). `EXPANSION_MAX_LENGTH` bounds the total number of
// characters the accumulator may hold at any point, so memory stays flat no
// matter how many brace groups are chained. The limit sits well above any
// realistic expansion (100k results hitting `EXPANSION_MAX` measure ~1M
// characters) so legitimate input is unaffected.
const EXPANSION_MAX_LENGTH = 4_000_000;
// `expand_` recurses once per level of brace *nesting* - both when expanding a
// set's comma members and when re-wrapping a set whose body is a single part.
// The CVE-2026-14257 fix made the *tail* iterative (recursion on `m.post`, one
// level per chained group), which left nesting depth unbounded: about 3,100
// levels of `{{{...a,b...}}}` - only ~6KB of input - exhausted the native stack
// and crashed the process. `EXPANSION_MAX_DEPTH` bounds how deep the parser
// will follow nesting. It sits far above any realistic pattern and well below
// the depth at which the stack runs out.
const EXPANSION_MAX_DEPTH = 1_000;
// Bash keeps a quirk where a brace group followed by a comma set still expands
// (`{a},b}`). The parser implements it by rewriting the string and restarting
// the scan, absorbing one `}` per pass. `n` trailing braces therefore cost `n`
// full passes over a string that itself grows by one `escClose` sentinel each
// time - quadratic in `n`, with a ~26x constant from the sentinel's length.
// 128KB of `'{a}' + '}'.repeat(n) + ',z}'` blocked the event loop for 27
// seconds to produce two results. `EXPANSION_MAX_REWRITES` bounds how many
// times the scan may restart. Real `{a},b}` input needs a handful.
const EXPANSION_MAX_REWRITES = 1_000;
// `EXPANSION_MAX_STEPS` bounds the work one `expand` call does, which `max`,
// `maxLength` and `maxDepth` don't: nested sets are rescanned at every level
// and chained groups each rebuild up to `max` results, so 2KB of input could
// block the event loop for over 30 seconds. Each character scanned, result
// built and sequence value generated is a step, and each `expand_` call costs
// `CALL_STEPS` more. Past the budget, the set being expanded and everything
// after it stay literal. A glob needs a few hundred steps, and nesting all the
// way to `EXPANSION_MAX_DEPTH` about 4M.
const EXPANSION_MAX_STEPS = 20_000_000;
// What one `expand_` call costs on top of what it scans and builds. Setting
// one up takes about as long as scanning 16 characters, and a set whose
// results are wrapped to be expanded again makes one call per result, each
// scanning and building next to nothing: 64KB of
// `('{{' + ','.repeat(316) + '}{' + ','.repeat(316) + '}}').repeat(n)` made
// 4M such calls, which spent the budget three times as slowly as anything
// else.
const CALL_STEPS = 16;
function numeric(str) {
    return !isNaN(str) ? parseInt(str, 10) : str.charCodeAt(0);
}
function escapeBraces(str) {
    return str
        .replace(slashPattern, escSlash)
        .replace(openPattern, escOpen)
        .replace(closePattern, escClose)
        .replace(commaPattern, escComma)
        .replace(periodPattern, escPeriod);
}
function unescapeBraces(str) {
    return str
        .replace(escSlashPattern, '\\')
        .replace(escOpenPattern, '{')
        .replace(escClosePattern, '}')
        .replace(escCommaPattern, ',')
        .replace(escPeriodPattern, '.');
}
// Like `target.push(...items)` but doesn't overflow the stack
function pushAll(target, items) {
    for (let i = 0; i < items.length; i++) {
        target.push(items[i]);
    }
}
// `balanced`, run on `masked` (see `maskUnmatchedOpens`), sliced from `str`
// and charged for the characters it walks: up to the group's `}`, or the
// whole string when there is no match or unmatched `{` come first, which
// `unmatched` then flags for masking. Once a call overdraws the budget, it
// and every later one return undefined, so the rest stays literal.
function balancedWithBudget(str, masked, budget) {
    if (budget.remaining < 0) {
        return undefined;
    }
    const r = range('{', '}', masked);
    const unmatched = r !== undefined && masked.indexOf('{') < r[0];
    budget.remaining -= r && !unmatched ? r[1] + 1 : str.length;
    if (!r || budget.remaining < 0) {
        return undefined;
    }
    return {
        end: r[1],
        pre: str.slice(0, r[0]),
        body: str.slice(r[0] + 1, r[1]),
        post: str.slice(r[1] + 1),
        unmatched,
    };
}
// `masked` with every `{` that has no matching `}` swapped for a `\0`, which
// keeps the length, so a scan of it still lines up with the string it was
// made from. Such a `{` is literal either way, but `balanced` only learns that
// one is unmatched by reading to the end of the string, so with one at the
// head of every group (`'{a,{b,c}'.repeat(n)`) each scan read the rest of the
// input. That was quadratic, and once the step budget charged for it, it ran
// out partway through and left the rest literal. A scan of the masked copy
// stops at the group's `}`. It is one pass, charged as such.
function maskUnmatchedOpens(masked, budget) {
    budget.remaining -= masked.length;
    const open = [];
    for (let i = 0; i < masked.length; i++) {
        const c = masked.charCodeAt(i);
        if (c === 0x7b) {
            open.push(i);
        }
        else if (c === 0x7d && open.length) {
            open.pop();
        }
    }
    let out = '';
    let last = 0;
    for (let i = 0; i < open.length; i++) {
        const at = open[i];
        out += masked.slice(last, at) + '\0';
        last = at + 1;
    }
    return out + masked.slice(last);
}
// Whether `str` has a `,` not followed by another `,`, with a `}` after it on
// the same line - what `/,(?!,).*\}/.test(str)` asks, answered in one pass from
// the end. The regex tries every `,` and backtracks through the rest of its
// line from each, which is quadratic, and the `{a},b}` rewrite asks again on
// every pass. Like a scan, it is charged for the whole string and refused if
// that overdraws the budget.
function commaSetFollows(str, budget) {
    budget.remaining -= str.length;
    if (budget.remaining < 0) {
        return false;
    }
    // Whether a `}` follows the current position before the line ends
    let close = false;
    for (let i = str.length - 1; i >= 0; i--) {
        const c = str.charCodeAt(i);
        if (c === 0x7d) {
            close = true;
        }
        else if (c === 0x0a || c === 0x0d || c === 0x2028 || c === 0x2029) {
            // A line terminator, which `.` does not match
            close = false;
        }
        else if (c === 0x2c && close && str.charCodeAt(i + 1) !== 0x2c) {
            return true;
        }
    }
    return false;
}
/**
 * Basically just str.split(","), but handling cases
 * where we have nested braced sections, which should be
 * treated as individual members, like {a,{b,c},d}
 *
 * Returns `undefined` if the step budget runs out before the whole set is
 * split, since splitting what is left on every comma would tear apart the
 * nested sets it still holds.
 */
function parseCommaParts(str, budget) {
    const parts = [];
    // Walk the brace groups iteratively. Recursing on `post` once per group let a
    // chain of them exhaust the stack - the parsing-side counterpart to
    // the `expand_` overflow fixed for CVE-2026-14257, and not something `max` or
    // `maxLength` can bound, since it happens before expansion.
    //
    // The part the next chunk continues
    let carry = '';
    for (;;) {
        // A set's body holds no unmatched `{`, so there is nothing to mask.
        const m = balancedWithBudget(str, str, budget);
        if (budget.remaining < 0) {
            return undefined;
        }
        if (!m) {
            const tail = str.split(',');
            tail[0] = carry + tail[0];
            pushAll(parts, tail);
            return parts;
        }
        const { pre, body, post } = m;
        const p = pre.split(',');
        p[0] = carry + p[0];
        p[p.length - 1] += '{' + body + '}';
        if (!post.length) {
            pushAll(parts, p);
            return parts;
        }
        carry = p.pop();
        pushAll(parts, p);
        str = post;
    }
}
// An option that is left out, or that is NaN, gets its default. Every
// comparison against NaN is false, so a NaN bound would never be reached:
// `{ maxSteps: NaN }` let 15KB of input block the event loop for 16 seconds,
// and `{ maxDepth: NaN }` overflowed the stack again (CVE-2026-102278). Pass
// `Infinity` to lift a bound.
function bound(value, fallback) {
    return value === undefined || isNaN(value) ? fallback : value;
}
function expand(str, options = {}) {
    if (!str) {
        return [];
    }
    const max = bound(options.max, EXPANSION_MAX);
    const maxLength = bound(options.maxLength, EXPANSION_MAX_LENGTH);
    const maxDepth = bound(options.maxDepth, EXPANSION_MAX_DEPTH);
    const maxRewrites = bound(options.maxRewrites, EXPANSION_MAX_REWRITES);
    const maxSteps = bound(options.maxSteps, EXPANSION_MAX_STEPS);
    // I don't know why Bash 4.3 does this, but it does.
    // Anything starting with {} will have the first two bytes preserved
    // but *only* at the top level, so {},a}b will not expand to anything,
    // but a{},b}c will be expanded to [a}c,abc].
    // One could argue that this is a bug in Bash, but since the goal of
    // this module is to match Bash's rules, we escape a leading {}
    if (str.slice(0, 2) === '{}') {
        str = '\\{\\}' + str.slice(2);
    }
    return expand_(escapeBraces(str), max, maxLength, maxDepth, 0, maxRewrites, { remaining: maxSteps }, true).map(unescapeBraces);
}
function embrace(str) {
    return '{' + str + '}';
}
function isPadded(el) {
    return /^-?0\d/.test(el);
}
function lte(i, y) {
    return i <= y;
}
function gte(i, y) {
    return i >= y;
}
// Build `{ acc[a] + pre + values[v] }` for every combination, capping the
// number of results at `max` and the total number of characters at `maxLength`.
// This is the one place output grows, so bounding it here keeps the single
// accumulator - and therefore memory - flat regardless of how many brace groups
// are combined (CVE-2026-14257). Each result built is a step, since `max` and
// `maxLength` bound one combination, not how many brace groups are combined.
function combine(acc, pre, values, max, maxLength, dropEmpties, budget) {
    const out = [];
    let length = 0;
    // Bash drops empty results at the top level, and they don't count against
    // `max`, so `max` bounds the number of *kept* results. Only an empty
    // `acc[a] + pre` can make one, so for those the empty values are skipped
    // without being visited. Visiting them one at a time let a set of empties
    // cost `acc.length * values.length` while keeping nothing.
    let nonEmpty;
    outer: for (let a = 0; a < acc.length; a++) {
        const prefix = acc[a] + pre;
        let vs = values;
        if (dropEmpties && !prefix) {
            if (!nonEmpty)
                nonEmpty = values.filter(v => v);
            vs = nonEmpty;
        }
        for (let v = 0; v < vs.length; v++) {
            if (out.length >= max)
                break outer;
            const expansion = prefix + vs[v];
            if (length + expansion.length > maxLength)
                break outer;
            out.push(expansion);
            length += expansion.length;
        }
    }
    budget.remaining -= out.length;
    return out;
}
// The expansion values of a single numeric (`1..5`) or alphabetic (`a..e..2`)
// sequence body, or `undefined` if the step budget runs out generating them.
function expandSequence(body, isAlphaSequence, max, maxLength, budget) {
    const n = body.split(/\.\./);
    const N = [];
    // A sequence body always splits into two or three parts, but the compiler
    // can't know that.
    /* c8 ignore start */
    if (n[0] === undefined || n[1] === undefined) {
        return N;
    }
    /* c8 ignore stop */
    const x = numeric(n[0]);
    const y = numeric(n[1]);
    const width = Math.max(n[0].length, n[1].length);
    let incr = n.length === 3 && n[2] !== undefined ?
        Math.max(Math.abs(numeric(n[2])), 1)
        : 1;
    let test = lte;
    const reverse = y < x;
    if (reverse) {
        incr *= -1;
        test = gte;
    }
    const pad = n.some(isPadded);
    // A padded value is built a character at a time to `width`, which the input
    // sets, so it costs one step per character: 64KB of
    // `('{' + '0'.repeat(100) + '..99999}').repeat(n)` took 7 seconds charged
    // one step per value.
    const cost = pad ? width : 1;
    let length = 0;
    for (let i = x; test(i, y) && N.length < max; i += incr) {
        // Each value is a step. `max` and `maxLength` bound one sequence, but a
        // chain of them still generated up to `max` values each, however few
        // combining could keep.
        budget.remaining -= cost;
        if (budget.remaining < 0) {
            return undefined;
        }
        let c;
        if (isAlphaSequence) {
            c = String.fromCharCode(i);
            if (c === '\\') {
                c = '';
            }
        }
        else {
            c = String(i);
            if (pad) {
                const need = width - c.length;
                if (need > 0) {
                    const z = new Array(need + 1).join('0');
                    if (i < 0) {
                        c = '-' + z + c.slice(1);
                    }
                    else {
                        c = z + c;
                    }
                }
            }
        }
        if (length + c.length > maxLength)
            break;
        N.push(c);
        length += c.length;
    }
    return N;
}
function expand_(str, max, maxLength, maxDepth, depth, maxRewrites, budget, isTop) {
    // An overdraft here makes the first scan refuse, so `str` stays literal.
    budget.remaining -= CALL_STEPS;
    // Too deeply nested to keep following: treat the rest as literal, the same
    // way a group that cannot expand is already handled. Truncating rather than
    // throwing keeps `expand` total, matching `max` and `maxLength`.
    if (depth > maxDepth) {
        return [str];
    }
    // Consume the string's top-level brace groups left to right, threading a
    // running set of combined prefixes (`acc`). Expanding the tail iteratively -
    // rather than recursing on `m.post` once per group - keeps the native stack
    // depth constant, so deeply chained input (`'{a,b}'.repeat(3000)`) can no
    // longer overflow the stack, and leaves a single accumulator whose size
    // `maxLength` bounds directly (CVE-2026-14257).
    let acc = [''];
    // Bash drops empty results, but only when the *first* top-level group is a
    // comma set - a sequence like `{a..\}` may legitimately yield ''. The drop
    // is on the final strings, so it is applied to whichever `combine` produces
    // them (the one with no brace set left in the tail).
    // How many times the `{a},b}` rewrite below has restarted the scan. Each pass
    // re-reads the whole string, so leaving this unbounded is quadratic.
    let rewrites = 0;
    let dropEmpties = false;
    let firstGroup = true;
    // `str` with its unmatched `{` masked, once a scan has run into them
    let masked = str;
    for (;;) {
        const m = balancedWithBudget(str, masked, budget);
        // No brace set left, or no step budget left to look for one: the rest of
        // the string is literal.
        if (!m) {
            return combine(acc, str, [''], max, maxLength, dropEmpties, budget);
        }
        if (m.unmatched) {
            masked = maskUnmatchedOpens(masked, budget);
        }
        // no need to expand pre, since it is guaranteed to be free of brace-sets
        const pre = m.pre;
        // This set and the rest of the string, literal: for a set that cannot
        // expand, and for one the step budget runs out on. Once it is overdrawn,
        // every set still being expanded, at every level, stays literal like this -
        // otherwise each level above would go on combining, and wrapping and
        // expanding again, results the budget was too small for.
        const literal = () => combine(acc, pre + '{' + m.body + '}' + m.post, [''], max, maxLength, dropEmpties, budget);
        if (/\$$/.test(pre)) {
            acc = combine(acc, pre + '{' + m.body + '}', [''], max, maxLength, dropEmpties && !m.post.length, budget);
            firstGroup = false;
            if (!m.post.length)
                break;
            str = m.post;
            masked = masked.slice(m.end + 1);
            continue;
        }
        const isNumericSequence = /^-?\d+\.\.-?\d+(?:\.\.-?\d+)?$/.test(m.body);
        const isAlphaSequence = /^[a-zA-Z]\.\.[a-zA-Z](?:\.\.-?\d+)?$/.test(m.body);
        const isSequence = isNumericSequence || isAlphaSequence;
        const isOptions = m.body.indexOf(',') >= 0;
        if (!isSequence && !isOptions) {
            // {a},b}
            if (rewrites < maxRewrites && commaSetFollows(m.post, budget)) {
                rewrites++;
                str = m.pre + '{' + m.body + escClose + m.post;
                // Taking a `}` away never gives an unmatched `{` a partner, so what
                // is masked stays unmatched. The `{` it closed can be left without
                // one, and the next scan masks it.
                masked =
                    masked.slice(0, m.end) + escClose + masked.slice(m.end + 1);
                isTop = true;
                continue;
            }
            // Nothing here expands, so the whole remaining string is literal.
            return literal();
        }
        if (firstGroup) {
            dropEmpties = isTop && !isSequence;
            firstGroup = false;
        }
        let values;
        if (isSequence) {
            values = expandSequence(m.body, isAlphaSequence, max, maxLength, budget);
            if (!values) {
                return literal();
            }
        }
        else {
            let n = parseCommaParts(m.body, budget);
            // The step budget ran out partway through the set.
            if (!n) {
                return literal();
            }
            if (n.length === 1 && n[0] !== undefined) {
                // x{{a,b}}y ==> x{a}y x{b}y
                n = expand_(n[0], max, maxLength, maxDepth, depth + 1, maxRewrites, budget, false).map(embrace);
                // The step budget ran out expanding the set's only part.
                if (budget.remaining < 0) {
                    return literal();
                }
                //XXX is this necessary? Can't seem to hit it in tests.
                /* c8 ignore start */
                if (n.length === 1) {
                    const next = combine(acc, pre + n[0], [''], max, maxLength, dropEmpties && !m.post.length, budget);
                    if (budget.remaining < 0) {
                        return literal();
                    }
                    acc = next;
                    if (!m.post.length)
                        break;
                    str = m.post;
                    masked = masked.slice(m.end + 1);
                    continue;
                }
                /* c8 ignore stop */
            }
            // Values that `combine` is going to drop as empty produce no result, so
            // they must not count against `max` - otherwise `{a,,b}` with `max: 2`
            // would stop at `['a', '']` and yield one result instead of two. Skipping
            // them outright keeps `values` bounded while leaving `max` a bound on
            // *kept* results.
            let dropsEmpties = dropEmpties && !m.post.length && !pre;
            for (let d = 0; dropsEmpties && d < acc.length; d++) {
                if (acc[d]) {
                    dropsEmpties = false;
                }
            }
            values = [];
            let valuesLength = 0;
            outer: for (let j = 0; j < n.length; j++) {
                const expanded = expand_(n[j], max, maxLength, maxDepth, depth + 1, maxRewrites, budget, false);
                // The step budget ran out expanding a member.
                if (budget.remaining < 0) {
                    return literal();
                }
                for (let k = 0; k < expanded.length; k++) {
                    const v = expanded[k];
                    if (dropsEmpties && !v)
                        continue;
                    if (values.length >= max ||
                        valuesLength + v.length > maxLength) {
                        break outer;
                    }
                    values.push(v);
                    valuesLength += v.length;
                }
            }
        }
        const next = combine(acc, pre, values, max, maxLength, dropEmpties && !m.post.length, budget);
        // The step budget ran out combining the set's values in.
        if (budget.remaining < 0) {
            return literal();
        }
        acc = next;
        if (!m.post.length)
            break;
        str = m.post;
        masked = masked.slice(m.end + 1);
    }
    return acc;
}
//# sourceMappingURL=index.js.map
;// CONCATENATED MODULE: ../../node_modules/minimatch/dist/esm/assert-valid-pattern.js
const MAX_PATTERN_LENGTH = 1024 * 64;
const assertValidPattern = (pattern) => {
    if (typeof pattern !== 'string') {
        throw new TypeError('invalid pattern');
    }
    if (pattern.length > MAX_PATTERN_LENGTH) {
        throw new TypeError('pattern is too long');
    }
};
//# sourceMappingURL=assert-valid-pattern.js.map
;// CONCATENATED MODULE: ../../node_modules/minimatch/dist/esm/brace-expressions.js
// translate the various posix character classes into unicode properties
// this works across all unicode locales
// { <posix class>: [<translation>, /u flag required, negated]
const posixClasses = {
    '[:alnum:]': ['\\p{L}\\p{Nl}\\p{Nd}', true],
    '[:alpha:]': ['\\p{L}\\p{Nl}', true],
    '[:ascii:]': ['\\x' + '00-\\x' + '7f', false],
    '[:blank:]': ['\\p{Zs}\\t', true],
    '[:cntrl:]': ['\\p{Cc}', true],
    '[:digit:]': ['\\p{Nd}', true],
    '[:graph:]': ['\\p{Z}\\p{C}', true, true],
    '[:lower:]': ['\\p{Ll}', true],
    '[:print:]': ['\\p{C}', true],
    '[:punct:]': ['\\p{P}', true],
    '[:space:]': ['\\p{Z}\\t\\r\\n\\v\\f', true],
    '[:upper:]': ['\\p{Lu}', true],
    '[:word:]': ['\\p{L}\\p{Nl}\\p{Nd}\\p{Pc}', true],
    '[:xdigit:]': ['A-Fa-f0-9', false],
};
// only need to escape a few things inside of brace expressions
// escapes: [ \ ] -
const braceEscape = (s) => s.replace(/[[\]\\-]/g, '\\$&');
// escape all regexp magic characters
const regexpEscape = (s) => s.replace(/[-[\]{}()*+?.,\\^$|#\s]/g, '\\$&');
// everything has already been escaped, we just have to join
const rangesToString = (ranges) => ranges.join('');
// takes a glob string at a posix brace expression, and returns
// an equivalent regular expression source, and boolean indicating
// whether the /u flag needs to be applied, and the number of chars
// consumed to parse the character class.
// This also removes out of order ranges, and returns ($.) if the
// entire class just no good.
const parseClass = (glob, position) => {
    const pos = position;
    /* c8 ignore start */
    if (glob.charAt(pos) !== '[') {
        throw new Error('not in a brace expression');
    }
    /* c8 ignore stop */
    const ranges = [];
    const negs = [];
    let i = pos + 1;
    let sawStart = false;
    let uflag = false;
    let escaping = false;
    let negate = false;
    let endPos = pos;
    let rangeStart = '';
    WHILE: while (i < glob.length) {
        const c = glob.charAt(i);
        if ((c === '!' || c === '^') && i === pos + 1) {
            negate = true;
            i++;
            continue;
        }
        if (c === ']' && sawStart && !escaping) {
            endPos = i + 1;
            break;
        }
        sawStart = true;
        if (c === '\\') {
            if (!escaping) {
                escaping = true;
                i++;
                continue;
            }
            // escaped \ char, fall through and treat like normal char
        }
        if (c === '[' && !escaping) {
            // either a posix class, a collation equivalent, or just a [
            for (const [cls, [unip, u, neg]] of Object.entries(posixClasses)) {
                if (glob.startsWith(cls, i)) {
                    // invalid, [a-[] is fine, but not [a-[:alpha]]
                    if (rangeStart) {
                        return ['$.', false, glob.length - pos, true];
                    }
                    i += cls.length;
                    if (neg)
                        negs.push(unip);
                    else
                        ranges.push(unip);
                    uflag = uflag || u;
                    continue WHILE;
                }
            }
        }
        // now it's just a normal character, effectively
        escaping = false;
        if (rangeStart) {
            // throw this range away if it's not valid, but others
            // can still match.
            if (c > rangeStart) {
                ranges.push(braceEscape(rangeStart) + '-' + braceEscape(c));
            }
            else if (c === rangeStart) {
                ranges.push(braceEscape(c));
            }
            rangeStart = '';
            i++;
            continue;
        }
        // now might be the start of a range.
        // can be either c-d or c-] or c<more...>] or c] at this point
        if (glob.startsWith('-]', i + 1)) {
            ranges.push(braceEscape(c + '-'));
            i += 2;
            continue;
        }
        if (glob.startsWith('-', i + 1)) {
            rangeStart = c;
            i += 2;
            continue;
        }
        // not the start of a range, just a single character
        ranges.push(braceEscape(c));
        i++;
    }
    if (endPos < i) {
        // didn't see the end of the class, not a valid class,
        // but might still be valid as a literal match.
        return ['', false, 0, false];
    }
    // if we got no ranges and no negates, then we have a range that
    // cannot possibly match anything, and that poisons the whole glob
    if (!ranges.length && !negs.length) {
        return ['$.', false, glob.length - pos, true];
    }
    // if we got one positive range, and it's a single character, then that's
    // not actually a magic pattern, it's just that one literal character.
    // we should not treat that as "magic", we should just return the literal
    // character. [_] is a perfectly valid way to escape glob magic chars.
    if (negs.length === 0 &&
        ranges.length === 1 &&
        /^\\?.$/.test(ranges[0]) &&
        !negate) {
        const r = ranges[0].length === 2 ? ranges[0].slice(-1) : ranges[0];
        return [regexpEscape(r), false, endPos - pos, false];
    }
    const sranges = '[' + (negate ? '^' : '') + rangesToString(ranges) + ']';
    const snegs = '[' + (negate ? '' : '^') + rangesToString(negs) + ']';
    const comb = ranges.length && negs.length ? '(' + sranges + '|' + snegs + ')'
        : ranges.length ? sranges
            : snegs;
    return [comb, uflag, endPos - pos, true];
};
//# sourceMappingURL=brace-expressions.js.map
;// CONCATENATED MODULE: ../../node_modules/minimatch/dist/esm/unescape.js
/**
 * Un-escape a string that has been escaped with {@link escape}.
 *
 * If the {@link MinimatchOptions.windowsPathsNoEscape} option is used, then
 * square-bracket escapes are removed, but not backslash escapes.
 *
 * For example, it will turn the string `'[*]'` into `*`, but it will not
 * turn `'\\*'` into `'*'`, because `\` is a path separator in
 * `windowsPathsNoEscape` mode.
 *
 * When `windowsPathsNoEscape` is not set, then both square-bracket escapes and
 * backslash escapes are removed.
 *
 * Slashes (and backslashes in `windowsPathsNoEscape` mode) cannot be escaped
 * or unescaped.
 *
 * When `magicalBraces` is not set, escapes of braces (`{` and `}`) will not be
 * unescaped.
 */
const unescape_unescape = (s, { windowsPathsNoEscape = false, magicalBraces = true, } = {}) => {
    if (magicalBraces) {
        return windowsPathsNoEscape ?
            s.replace(/\[([^/\\])\]/g, '$1')
            : s
                .replace(/((?!\\).|^)\[([^/\\])\]/g, '$1$2')
                .replace(/\\([^/])/g, '$1');
    }
    return windowsPathsNoEscape ?
        s.replace(/\[([^/\\{}])\]/g, '$1')
        : s
            .replace(/((?!\\).|^)\[([^/\\{}])\]/g, '$1$2')
            .replace(/\\([^/{}])/g, '$1');
};
//# sourceMappingURL=unescape.js.map
;// CONCATENATED MODULE: ../../node_modules/minimatch/dist/esm/ast.js
// parse a single path portion
var _a;


const types = new Set(['!', '?', '+', '*', '@']);
const isExtglobType = (c) => types.has(c);
const isExtglobAST = (c) => isExtglobType(c.type);
// Map of which extglob types can adopt the children of a nested extglob
//
// anything but ! can adopt a matching type:
// +(a|+(b|c)|d) => +(a|b|c|d)
// *(a|*(b|c)|d) => *(a|b|c|d)
// @(a|@(b|c)|d) => @(a|b|c|d)
// ?(a|?(b|c)|d) => ?(a|b|c|d)
//
// * can adopt anything, because 0 or repetition is allowed
// *(a|?(b|c)|d) => *(a|b|c|d)
// *(a|+(b|c)|d) => *(a|b|c|d)
// *(a|@(b|c)|d) => *(a|b|c|d)
//
// + can adopt @, because 1 or repetition is allowed
// +(a|@(b|c)|d) => +(a|b|c|d)
//
// + and @ CANNOT adopt *, because 0 would be allowed
// +(a|*(b|c)|d) => would match "", on *(b|c)
// @(a|*(b|c)|d) => would match "", on *(b|c)
//
// + and @ CANNOT adopt ?, because 0 would be allowed
// +(a|?(b|c)|d) => would match "", on ?(b|c)
// @(a|?(b|c)|d) => would match "", on ?(b|c)
//
// ? can adopt @, because 0 or 1 is allowed
// ?(a|@(b|c)|d) => ?(a|b|c|d)
//
// ? and @ CANNOT adopt * or +, because >1 would be allowed
// ?(a|*(b|c)|d) => would match bbb on *(b|c)
// @(a|*(b|c)|d) => would match bbb on *(b|c)
// ?(a|+(b|c)|d) => would match bbb on +(b|c)
// @(a|+(b|c)|d) => would match bbb on +(b|c)
//
// ! CANNOT adopt ! (nothing else can either)
// !(a|!(b|c)|d) => !(a|b|c|d) would fail to match on b (not not b|c)
//
// ! can adopt @
// !(a|@(b|c)|d) => !(a|b|c|d)
//
// ! CANNOT adopt *
// !(a|*(b|c)|d) => !(a|b|c|d) would match on bbb, not allowed
//
// ! CANNOT adopt +
// !(a|+(b|c)|d) => !(a|b|c|d) would match on bbb, not allowed
//
// ! CANNOT adopt ?
// x!(a|?(b|c)|d) => x!(a|b|c|d) would fail to match "x"
const adoptionMap = new Map([
    ['!', ['@']],
    ['?', ['?', '@']],
    ['@', ['@']],
    ['*', ['*', '+', '?', '@']],
    ['+', ['+', '@']],
]);
// nested extglobs that can be adopted in, but with the addition of
// a blank '' element.
const adoptionWithSpaceMap = new Map([
    ['!', ['?']],
    ['@', ['?']],
    ['+', ['?', '*']],
]);
// union of the previous two maps
const adoptionAnyMap = new Map([
    ['!', ['?', '@']],
    ['?', ['?', '@']],
    ['@', ['?', '@']],
    ['*', ['*', '+', '?', '@']],
    ['+', ['+', '@', '?', '*']],
]);
// Extglobs that can take over their parent if they are the only child
// the key is parent, value maps child to resulting extglob parent type
// '@' is omitted because it's a special case. An `@` extglob with a single
// member can always be usurped by that subpattern.
const usurpMap = new Map([
    ['!', new Map([['!', '@']])],
    [
        '?',
        new Map([
            ['*', '*'],
            ['+', '*'],
        ]),
    ],
    [
        '@',
        new Map([
            ['!', '!'],
            ['?', '?'],
            ['@', '@'],
            ['*', '*'],
            ['+', '+'],
        ]),
    ],
    [
        '+',
        new Map([
            ['?', '*'],
            ['*', '*'],
        ]),
    ],
]);
// Patterns that get prepended to bind to the start of either the
// entire string, or just a single path portion, to prevent dots
// and/or traversal patterns, when needed.
// Exts don't need the ^ or / bit, because the root binds that already.
const startNoTraversal = '(?!(?:^|/)\\.\\.?(?:$|/))';
const startNoDot = '(?!\\.)';
// characters that indicate a start of pattern needs the "no dots" bit,
// because a dot *might* be matched. ( is not in the list, because in
// the case of a child extglob, it will handle the prevention itself.
const addPatternStart = new Set(['[', '.']);
// cases where traversal is A-OK, no dot prevention needed
const justDots = new Set(['..', '.']);
const reSpecials = new Set('().*{}+?[]^$\\!');
const regExpEscape = (s) => s.replace(/[-[\]{}()*+?.,\\^$|#\s]/g, '\\$&');
// any single thing other than /
const qmark = '[^/]';
// * => any number of characters
const star = qmark + '*?';
// use + when we need to ensure that *something* matches, because the * is
// the only thing in the path portion.
const starNoEmpty = qmark + '+?';
// remove the \ chars that we added if we end up doing a nonmagic compare
// const deslash = (s: string) => s.replace(/\\(.)/g, '$1')
let ID = 0;
class AST {
    type;
    #root;
    #hasMagic;
    #uflag = false;
    #parts = [];
    #parent;
    #parentIndex;
    #negs;
    #filledNegs = false;
    #options;
    #toString;
    // set to true if it's an extglob with no children
    // (which really means one child of '')
    #emptyExt = false;
    id = ++ID;
    get depth() {
        return (this.#parent?.depth ?? -1) + 1;
    }
    [Symbol.for('nodejs.util.inspect.custom')]() {
        return {
            '@@type': 'AST',
            id: this.id,
            type: this.type,
            root: this.#root.id,
            parent: this.#parent?.id,
            depth: this.depth,
            partsLength: this.#parts.length,
            parts: this.#parts,
        };
    }
    constructor(type, parent, options = {}) {
        this.type = type;
        // extglobs are inherently magical
        if (type)
            this.#hasMagic = true;
        this.#parent = parent;
        this.#root = this.#parent ? this.#parent.#root : this;
        this.#options = this.#root === this ? options : this.#root.#options;
        this.#negs = this.#root === this ? [] : this.#root.#negs;
        if (type === '!' && !this.#root.#filledNegs)
            this.#negs.push(this);
        this.#parentIndex = this.#parent ? this.#parent.#parts.length : 0;
    }
    get hasMagic() {
        /* c8 ignore start */
        if (this.#hasMagic !== undefined)
            return this.#hasMagic;
        /* c8 ignore stop */
        for (const p of this.#parts) {
            if (typeof p === 'string')
                continue;
            if (p.type || p.hasMagic)
                return (this.#hasMagic = true);
        }
        // note: will be undefined until we generate the regexp src and find out
        return this.#hasMagic;
    }
    // reconstructs the pattern
    toString() {
        return (this.#toString !== undefined ? this.#toString
            : !this.type ?
                (this.#toString = this.#parts.map(p => String(p)).join(''))
                : (this.#toString =
                    this.type +
                        '(' +
                        this.#parts.map(p => String(p)).join('|') +
                        ')'));
    }
    #fillNegs() {
        /* c8 ignore start */
        if (this !== this.#root)
            throw new Error('should only call on root');
        if (this.#filledNegs)
            return this;
        /* c8 ignore stop */
        // call toString() once to fill this out
        this.toString();
        this.#filledNegs = true;
        let n;
        while ((n = this.#negs.pop())) {
            if (n.type !== '!')
                continue;
            // walk up the tree, appending everthing that comes AFTER parentIndex
            let p = n;
            let pp = p.#parent;
            while (pp) {
                for (let i = p.#parentIndex + 1; !pp.type && i < pp.#parts.length; i++) {
                    for (const part of n.#parts) {
                        /* c8 ignore start */
                        if (typeof part === 'string') {
                            throw new Error('string part in extglob AST??');
                        }
                        /* c8 ignore stop */
                        part.copyIn(pp.#parts[i]);
                    }
                }
                p = pp;
                pp = p.#parent;
            }
        }
        return this;
    }
    push(...parts) {
        for (const p of parts) {
            if (p === '')
                continue;
            /* c8 ignore start */
            if (typeof p !== 'string' &&
                !(p instanceof _a && p.#parent === this)) {
                throw new Error('invalid part: ' + p);
            }
            /* c8 ignore stop */
            this.#parts.push(p);
        }
    }
    toJSON() {
        const ret = this.type === null ?
            this.#parts
                .slice()
                .map(p => (typeof p === 'string' ? p : p.toJSON()))
            : [this.type, ...this.#parts.map(p => p.toJSON())];
        if (this.isStart() && !this.type)
            ret.unshift([]);
        if (this.isEnd() &&
            (this === this.#root ||
                (this.#root.#filledNegs && this.#parent?.type === '!'))) {
            ret.push({});
        }
        return ret;
    }
    isStart() {
        if (this.#root === this)
            return true;
        // if (this.type) return !!this.#parent?.isStart()
        if (!this.#parent?.isStart())
            return false;
        if (this.#parentIndex === 0)
            return true;
        // if everything AHEAD of this is a negation, then it's still the "start"
        const p = this.#parent;
        for (let i = 0; i < this.#parentIndex; i++) {
            const pp = p.#parts[i];
            if (!(pp instanceof _a && pp.type === '!')) {
                return false;
            }
        }
        return true;
    }
    isEnd() {
        if (this.#root === this)
            return true;
        if (this.#parent?.type === '!')
            return true;
        if (!this.#parent?.isEnd())
            return false;
        if (!this.type)
            return this.#parent?.isEnd();
        // if not root, it'll always have a parent
        /* c8 ignore start */
        const pl = this.#parent ? this.#parent.#parts.length : 0;
        /* c8 ignore stop */
        return this.#parentIndex === pl - 1;
    }
    copyIn(part) {
        if (typeof part === 'string')
            this.push(part);
        else
            this.push(part.clone(this));
    }
    clone(parent) {
        const c = new _a(this.type, parent);
        for (const p of this.#parts) {
            c.copyIn(p);
        }
        return c;
    }
    static #parseAST(str, ast, pos, opt, extDepth) {
        const maxDepth = opt.maxExtglobRecursion ?? 2;
        let escaping = false;
        let inBrace = false;
        let braceStart = -1;
        let braceNeg = false;
        if (ast.type === null) {
            // outside of a extglob, append until we find a start
            let i = pos;
            let acc = '';
            while (i < str.length) {
                const c = str.charAt(i++);
                // still accumulate escapes at this point, but we do ignore
                // starts that are escaped
                if (escaping || c === '\\') {
                    escaping = !escaping;
                    acc += c;
                    continue;
                }
                if (inBrace) {
                    if (i === braceStart + 1) {
                        if (c === '^' || c === '!') {
                            braceNeg = true;
                        }
                    }
                    else if (c === ']' && !(i === braceStart + 2 && braceNeg)) {
                        inBrace = false;
                    }
                    acc += c;
                    continue;
                }
                else if (c === '[') {
                    inBrace = true;
                    braceStart = i;
                    braceNeg = false;
                    acc += c;
                    continue;
                }
                // we don't have to check for adoption here, because that's
                // done at the other recursion point.
                const doRecurse = !opt.noext &&
                    isExtglobType(c) &&
                    str.charAt(i) === '(' &&
                    extDepth <= maxDepth;
                if (doRecurse) {
                    ast.push(acc);
                    acc = '';
                    const ext = new _a(c, ast);
                    i = _a.#parseAST(str, ext, i, opt, extDepth + 1);
                    ast.push(ext);
                    continue;
                }
                acc += c;
            }
            ast.push(acc);
            return i;
        }
        // some kind of extglob, pos is at the (
        // find the next | or )
        let i = pos + 1;
        let part = new _a(null, ast);
        const parts = [];
        let acc = '';
        while (i < str.length) {
            const c = str.charAt(i++);
            // still accumulate escapes at this point, but we do ignore
            // starts that are escaped
            if (escaping || c === '\\') {
                escaping = !escaping;
                acc += c;
                continue;
            }
            if (inBrace) {
                if (i === braceStart + 1) {
                    if (c === '^' || c === '!') {
                        braceNeg = true;
                    }
                }
                else if (c === ']' && !(i === braceStart + 2 && braceNeg)) {
                    inBrace = false;
                }
                acc += c;
                continue;
            }
            else if (c === '[') {
                inBrace = true;
                braceStart = i;
                braceNeg = false;
                acc += c;
                continue;
            }
            const doRecurse = !opt.noext &&
                isExtglobType(c) &&
                str.charAt(i) === '(' &&
                /* c8 ignore start - the maxDepth is sufficient here */
                (extDepth <= maxDepth || (ast && ast.#canAdoptType(c)));
            /* c8 ignore stop */
            if (doRecurse) {
                const depthAdd = ast && ast.#canAdoptType(c) ? 0 : 1;
                part.push(acc);
                acc = '';
                const ext = new _a(c, part);
                part.push(ext);
                i = _a.#parseAST(str, ext, i, opt, extDepth + depthAdd);
                continue;
            }
            if (c === '|') {
                part.push(acc);
                acc = '';
                parts.push(part);
                part = new _a(null, ast);
                continue;
            }
            if (c === ')') {
                if (acc === '' && ast.#parts.length === 0) {
                    ast.#emptyExt = true;
                }
                part.push(acc);
                acc = '';
                ast.push(...parts, part);
                return i;
            }
            acc += c;
        }
        // unfinished extglob
        // if we got here, it was a malformed extglob! not an extglob, but
        // maybe something else in there.
        ast.type = null;
        ast.#hasMagic = undefined;
        ast.#parts = [str.substring(pos - 1)];
        return i;
    }
    #canAdoptWithSpace(child) {
        return this.#canAdopt(child, adoptionWithSpaceMap);
    }
    #canAdopt(child, map = adoptionMap) {
        if (!child ||
            typeof child !== 'object' ||
            child.type !== null ||
            child.#parts.length !== 1 ||
            this.type === null) {
            return false;
        }
        const gc = child.#parts[0];
        if (!gc || typeof gc !== 'object' || gc.type === null) {
            return false;
        }
        return this.#canAdoptType(gc.type, map);
    }
    #canAdoptType(c, map = adoptionAnyMap) {
        return !!map.get(this.type)?.includes(c);
    }
    #adoptWithSpace(child, index) {
        const gc = child.#parts[0];
        const blank = new _a(null, gc, this.options);
        blank.#parts.push('');
        gc.push(blank);
        this.#adopt(child, index);
    }
    #adopt(child, index) {
        const gc = child.#parts[0];
        this.#parts.splice(index, 1, ...gc.#parts);
        for (const p of gc.#parts) {
            if (typeof p === 'object')
                p.#parent = this;
        }
        this.#toString = undefined;
    }
    #canUsurpType(c) {
        const m = usurpMap.get(this.type);
        return !!m?.has(c);
    }
    #canUsurp(child) {
        if (!child ||
            typeof child !== 'object' ||
            child.type !== null ||
            child.#parts.length !== 1 ||
            this.type === null ||
            this.#parts.length !== 1) {
            return false;
        }
        const gc = child.#parts[0];
        if (!gc || typeof gc !== 'object' || gc.type === null) {
            return false;
        }
        return this.#canUsurpType(gc.type);
    }
    #usurp(child) {
        const m = usurpMap.get(this.type);
        const gc = child.#parts[0];
        const nt = m?.get(gc.type);
        /* c8 ignore start - impossible */
        if (!nt)
            return false;
        /* c8 ignore stop */
        this.#parts = gc.#parts;
        for (const p of this.#parts) {
            if (typeof p === 'object') {
                p.#parent = this;
            }
        }
        this.type = nt;
        this.#toString = undefined;
        this.#emptyExt = false;
    }
    static fromGlob(pattern, options = {}) {
        const ast = new _a(null, undefined, options);
        _a.#parseAST(pattern, ast, 0, options, 0);
        return ast;
    }
    // returns the regular expression if there's magic, or the unescaped
    // string if not.
    toMMPattern() {
        // should only be called on root
        /* c8 ignore start */
        if (this !== this.#root)
            return this.#root.toMMPattern();
        /* c8 ignore stop */
        const glob = this.toString();
        const [re, body, hasMagic, uflag] = this.toRegExpSource();
        // if we're in nocase mode, and not nocaseMagicOnly, then we do
        // still need a regular expression if we have to case-insensitively
        // match capital/lowercase characters.
        const anyMagic = hasMagic ||
            this.#hasMagic ||
            (this.#options.nocase &&
                !this.#options.nocaseMagicOnly &&
                glob.toUpperCase() !== glob.toLowerCase());
        if (!anyMagic) {
            return body;
        }
        const flags = (this.#options.nocase ? 'i' : '') + (uflag ? 'u' : '');
        return Object.assign(new RegExp(`^${re}$`, flags), {
            _src: re,
            _glob: glob,
        });
    }
    get options() {
        return this.#options;
    }
    // returns the string match, the regexp source, whether there's magic
    // in the regexp (so a regular expression is required) and whether or
    // not the uflag is needed for the regular expression (for posix classes)
    // TODO: instead of injecting the start/end at this point, just return
    // the BODY of the regexp, along with the start/end portions suitable
    // for binding the start/end in either a joined full-path makeRe context
    // (where we bind to (^|/), or a standalone matchPart context (where
    // we bind to ^, and not /).  Otherwise slashes get duped!
    //
    // In part-matching mode, the start is:
    // - if not isStart: nothing
    // - if traversal possible, but not allowed: ^(?!\.\.?$)
    // - if dots allowed or not possible: ^
    // - if dots possible and not allowed: ^(?!\.)
    // end is:
    // - if not isEnd(): nothing
    // - else: $
    //
    // In full-path matching mode, we put the slash at the START of the
    // pattern, so start is:
    // - if first pattern: same as part-matching mode
    // - if not isStart(): nothing
    // - if traversal possible, but not allowed: /(?!\.\.?(?:$|/))
    // - if dots allowed or not possible: /
    // - if dots possible and not allowed: /(?!\.)
    // end is:
    // - if last pattern, same as part-matching mode
    // - else nothing
    //
    // Always put the (?:$|/) on negated tails, though, because that has to be
    // there to bind the end of the negated pattern portion, and it's easier to
    // just stick it in now rather than try to inject it later in the middle of
    // the pattern.
    //
    // We can just always return the same end, and leave it up to the caller
    // to know whether it's going to be used joined or in parts.
    // And, if the start is adjusted slightly, can do the same there:
    // - if not isStart: nothing
    // - if traversal possible, but not allowed: (?:/|^)(?!\.\.?$)
    // - if dots allowed or not possible: (?:/|^)
    // - if dots possible and not allowed: (?:/|^)(?!\.)
    //
    // But it's better to have a simpler binding without a conditional, for
    // performance, so probably better to return both start options.
    //
    // Then the caller just ignores the end if it's not the first pattern,
    // and the start always gets applied.
    //
    // But that's always going to be $ if it's the ending pattern, or nothing,
    // so the caller can just attach $ at the end of the pattern when building.
    //
    // So the todo is:
    // - better detect what kind of start is needed
    // - return both flavors of starting pattern
    // - attach $ at the end of the pattern when creating the actual RegExp
    //
    // Ah, but wait, no, that all only applies to the root when the first pattern
    // is not an extglob. If the first pattern IS an extglob, then we need all
    // that dot prevention biz to live in the extglob portions, because eg
    // +(*|.x*) can match .xy but not .yx.
    //
    // So, return the two flavors if it's #root and the first child is not an
    // AST, otherwise leave it to the child AST to handle it, and there,
    // use the (?:^|/) style of start binding.
    //
    // Even simplified further:
    // - Since the start for a join is eg /(?!\.) and the start for a part
    // is ^(?!\.), we can just prepend (?!\.) to the pattern (either root
    // or start or whatever) and prepend ^ or / at the Regexp construction.
    toRegExpSource(allowDot) {
        const dot = allowDot ?? !!this.#options.dot;
        if (this.#root === this) {
            this.#flatten();
            this.#fillNegs();
        }
        if (!isExtglobAST(this)) {
            const noEmpty = this.isStart() &&
                this.isEnd() &&
                !this.#parts.some(s => typeof s !== 'string');
            const src = this.#parts
                .map(p => {
                const [re, _, hasMagic, uflag] = typeof p === 'string' ?
                    _a.#parseGlob(p, this.#hasMagic, noEmpty)
                    : p.toRegExpSource(allowDot);
                this.#hasMagic = this.#hasMagic || hasMagic;
                this.#uflag = this.#uflag || uflag;
                return re;
            })
                .join('');
            let start = '';
            if (this.isStart()) {
                if (typeof this.#parts[0] === 'string') {
                    // this is the string that will match the start of the pattern,
                    // so we need to protect against dots and such.
                    // '.' and '..' cannot match unless the pattern is that exactly,
                    // even if it starts with . or dot:true is set.
                    const dotTravAllowed = this.#parts.length === 1 && justDots.has(this.#parts[0]);
                    if (!dotTravAllowed) {
                        const aps = addPatternStart;
                        // check if we have a possibility of matching . or ..,
                        // and prevent that.
                        const needNoTrav = 
                        // dots are allowed, and the pattern starts with [ or .
                        (dot && aps.has(src.charAt(0))) ||
                            // the pattern starts with \., and then [ or .
                            (src.startsWith('\\.') && aps.has(src.charAt(2))) ||
                            // the pattern starts with \.\., and then [ or .
                            (src.startsWith('\\.\\.') && aps.has(src.charAt(4)));
                        // no need to prevent dots if it can't match a dot, or if a
                        // sub-pattern will be preventing it anyway.
                        const needNoDot = !dot && !allowDot && aps.has(src.charAt(0));
                        start =
                            needNoTrav ? startNoTraversal
                                : needNoDot ? startNoDot
                                    : '';
                    }
                }
            }
            // append the "end of path portion" pattern to negation tails
            let end = '';
            if (this.isEnd() &&
                this.#root.#filledNegs &&
                this.#parent?.type === '!') {
                end = '(?:$|\\/)';
            }
            const final = start + src + end;
            return [
                final,
                unescape_unescape(src),
                (this.#hasMagic = !!this.#hasMagic),
                this.#uflag,
            ];
        }
        // We need to calculate the body *twice* if it's a repeat pattern
        // at the start, once in nodot mode, then again in dot mode, so a
        // pattern like *(?) can match 'x.y'
        const repeated = this.type === '*' || this.type === '+';
        // some kind of extglob
        const start = this.type === '!' ? '(?:(?!(?:' : '(?:';
        let body = this.#partsToRegExp(dot);
        if (this.isStart() && this.isEnd() && !body && this.type !== '!') {
            // invalid extglob, has to at least be *something* present, if it's
            // the entire path portion.
            const s = this.toString();
            const me = this;
            me.#parts = [s];
            me.type = null;
            me.#hasMagic = undefined;
            return [s, unescape_unescape(this.toString()), false, false];
        }
        let bodyDotAllowed = !repeated || allowDot || dot || !startNoDot ?
            ''
            : this.#partsToRegExp(true);
        if (bodyDotAllowed === body) {
            bodyDotAllowed = '';
        }
        if (bodyDotAllowed) {
            body = `(?:${body})(?:${bodyDotAllowed})*?`;
        }
        // an empty !() is exactly equivalent to a starNoEmpty
        let final = '';
        if (this.type === '!' && this.#emptyExt) {
            final = (this.isStart() && !dot ? startNoDot : '') + starNoEmpty;
        }
        else {
            const close = this.type === '!' ?
                // !() must match something,but !(x) can match ''
                '))' +
                    (this.isStart() && !dot && !allowDot ? startNoDot : '') +
                    star +
                    ')'
                : this.type === '@' ? ')'
                    : this.type === '?' ? ')?'
                        : this.type === '+' && bodyDotAllowed ? ')'
                            : this.type === '*' && bodyDotAllowed ? `)?`
                                : `)${this.type}`;
            final = start + body + close;
        }
        return [
            final,
            unescape_unescape(body),
            (this.#hasMagic = !!this.#hasMagic),
            this.#uflag,
        ];
    }
    #flatten() {
        if (!isExtglobAST(this)) {
            for (const p of this.#parts) {
                if (typeof p === 'object') {
                    p.#flatten();
                }
            }
        }
        else {
            // do up to 10 passes to flatten as much as possible
            let iterations = 0;
            let done = false;
            do {
                done = true;
                for (let i = 0; i < this.#parts.length; i++) {
                    const c = this.#parts[i];
                    if (typeof c === 'object') {
                        c.#flatten();
                        if (this.#canAdopt(c)) {
                            done = false;
                            this.#adopt(c, i);
                        }
                        else if (this.#canAdoptWithSpace(c)) {
                            done = false;
                            this.#adoptWithSpace(c, i);
                        }
                        else if (this.#canUsurp(c)) {
                            done = false;
                            this.#usurp(c);
                        }
                    }
                }
            } while (!done && ++iterations < 10);
        }
        this.#toString = undefined;
    }
    #partsToRegExp(dot) {
        return this.#parts
            .map(p => {
            // extglob ASTs should only contain parent ASTs
            /* c8 ignore start */
            if (typeof p === 'string') {
                throw new Error('string type in extglob ast??');
            }
            /* c8 ignore stop */
            // can ignore hasMagic, because extglobs are already always magic
            const [re, _, _hasMagic, uflag] = p.toRegExpSource(dot);
            this.#uflag = this.#uflag || uflag;
            return re;
        })
            .filter(p => !(this.isStart() && this.isEnd()) || !!p)
            .join('|');
    }
    static #parseGlob(glob, hasMagic, noEmpty = false) {
        let escaping = false;
        let re = '';
        let uflag = false;
        // multiple stars that aren't globstars coalesce into one *
        let inStar = false;
        for (let i = 0; i < glob.length; i++) {
            const c = glob.charAt(i);
            if (escaping) {
                escaping = false;
                re += (reSpecials.has(c) ? '\\' : '') + c;
                continue;
            }
            if (c === '*') {
                if (inStar)
                    continue;
                inStar = true;
                re += noEmpty && /^[*]+$/.test(glob) ? starNoEmpty : star;
                hasMagic = true;
                continue;
            }
            else {
                inStar = false;
            }
            if (c === '\\') {
                if (i === glob.length - 1) {
                    re += '\\\\';
                }
                else {
                    escaping = true;
                }
                continue;
            }
            if (c === '[') {
                const [src, needUflag, consumed, magic] = parseClass(glob, i);
                if (consumed) {
                    re += src;
                    uflag = uflag || needUflag;
                    i += consumed - 1;
                    hasMagic = hasMagic || magic;
                    continue;
                }
            }
            if (c === '?') {
                re += qmark;
                hasMagic = true;
                continue;
            }
            re += regExpEscape(c);
        }
        return [re, unescape_unescape(glob), !!hasMagic, uflag];
    }
}
_a = AST;
//# sourceMappingURL=ast.js.map
;// CONCATENATED MODULE: ../../node_modules/minimatch/dist/esm/escape.js
/**
 * Escape all magic characters in a glob pattern.
 *
 * If the {@link MinimatchOptions.windowsPathsNoEscape}
 * option is used, then characters are escaped by wrapping in `[]`, because
 * a magic character wrapped in a character class can only be satisfied by
 * that exact character.  In this mode, `\` is _not_ escaped, because it is
 * not interpreted as a magic character, but instead as a path separator.
 *
 * If the {@link MinimatchOptions.magicalBraces} option is used,
 * then braces (`{` and `}`) will be escaped.
 */
const escape_escape = (s, { windowsPathsNoEscape = false, magicalBraces = false, } = {}) => {
    // don't need to escape +@! because we escape the parens
    // that make those magic, and escaping ! as [!] isn't valid,
    // because [!]] is a valid glob class meaning not ']'.
    if (magicalBraces) {
        return windowsPathsNoEscape ?
            s.replace(/[?*()[\]{}]/g, '[$&]')
            : s.replace(/[?*()[\]\\{}]/g, '\\$&');
    }
    return windowsPathsNoEscape ?
        s.replace(/[?*()[\]]/g, '[$&]')
        : s.replace(/[?*()[\]\\]/g, '\\$&');
};
//# sourceMappingURL=escape.js.map
;// CONCATENATED MODULE: ../../node_modules/minimatch/dist/esm/index.js





const minimatch = (p, pattern, options = {}) => {
    assertValidPattern(pattern);
    // shortcut: comments match nothing.
    if (!options.nocomment && pattern.charAt(0) === '#') {
        return false;
    }
    return new Minimatch(pattern, options).match(p);
};
// Optimized checking for the most common glob patterns.
const starDotExtRE = /^\*+([^+@!?*[(]*)$/;
const starDotExtTest = (ext) => (f) => !f.startsWith('.') && f.endsWith(ext);
const starDotExtTestDot = (ext) => (f) => f.endsWith(ext);
const starDotExtTestNocase = (ext) => {
    ext = ext.toLowerCase();
    return (f) => !f.startsWith('.') && f.toLowerCase().endsWith(ext);
};
const starDotExtTestNocaseDot = (ext) => {
    ext = ext.toLowerCase();
    return (f) => f.toLowerCase().endsWith(ext);
};
const starDotStarRE = /^\*+\.\*+$/;
const starDotStarTest = (f) => !f.startsWith('.') && f.includes('.');
const starDotStarTestDot = (f) => f !== '.' && f !== '..' && f.includes('.');
const dotStarRE = /^\.\*+$/;
const dotStarTest = (f) => f !== '.' && f !== '..' && f.startsWith('.');
const starRE = /^\*+$/;
const starTest = (f) => f.length !== 0 && !f.startsWith('.');
const starTestDot = (f) => f.length !== 0 && f !== '.' && f !== '..';
const qmarksRE = /^\?+([^+@!?*[(]*)?$/;
const qmarksTestNocase = ([$0, ext = '']) => {
    const noext = qmarksTestNoExt([$0]);
    if (!ext)
        return noext;
    ext = ext.toLowerCase();
    return (f) => noext(f) && f.toLowerCase().endsWith(ext);
};
const qmarksTestNocaseDot = ([$0, ext = '']) => {
    const noext = qmarksTestNoExtDot([$0]);
    if (!ext)
        return noext;
    ext = ext.toLowerCase();
    return (f) => noext(f) && f.toLowerCase().endsWith(ext);
};
const qmarksTestDot = ([$0, ext = '']) => {
    const noext = qmarksTestNoExtDot([$0]);
    return !ext ? noext : (f) => noext(f) && f.endsWith(ext);
};
const qmarksTest = ([$0, ext = '']) => {
    const noext = qmarksTestNoExt([$0]);
    return !ext ? noext : (f) => noext(f) && f.endsWith(ext);
};
const qmarksTestNoExt = ([$0]) => {
    const len = $0.length;
    return (f) => f.length === len && !f.startsWith('.');
};
const qmarksTestNoExtDot = ([$0]) => {
    const len = $0.length;
    return (f) => f.length === len && f !== '.' && f !== '..';
};
/* c8 ignore start */
const defaultPlatform = (typeof process === 'object' && process ?
    (typeof process.env === 'object' &&
        process.env &&
        process.env.__MINIMATCH_TESTING_PLATFORM__) ||
        process.platform
    : 'posix');
const path = {
    win32: { sep: '\\' },
    posix: { sep: '/' },
};
/* c8 ignore stop */
const sep = defaultPlatform === 'win32' ? path.win32.sep : path.posix.sep;
minimatch.sep = sep;
const GLOBSTAR = Symbol('globstar **');
minimatch.GLOBSTAR = GLOBSTAR;
// any single thing other than /
// don't need to escape / when using new RegExp()
const esm_qmark = '[^/]';
// * => any number of characters
const esm_star = esm_qmark + '*?';
// ** when dots are allowed.  Anything goes, except .. and .
// not (^ or / followed by one or two dots followed by $ or /),
// followed by anything, any number of times.
const twoStarDot = '(?:(?!(?:\\/|^)(?:\\.{1,2})($|\\/)).)*?';
// not a ^ or / followed by a dot,
// followed by anything, any number of times.
const twoStarNoDot = '(?:(?!(?:\\/|^)\\.).)*?';
const filter = (pattern, options = {}) => (p) => minimatch(p, pattern, options);
minimatch.filter = filter;
const ext = (a, b = {}) => Object.assign({}, a, b);
const defaults = (def) => {
    if (!def || typeof def !== 'object' || !Object.keys(def).length) {
        return minimatch;
    }
    const orig = minimatch;
    const m = (p, pattern, options = {}) => orig(p, pattern, ext(def, options));
    return Object.assign(m, {
        Minimatch: class Minimatch extends orig.Minimatch {
            constructor(pattern, options = {}) {
                super(pattern, ext(def, options));
            }
            static defaults(options) {
                return orig.defaults(ext(def, options)).Minimatch;
            }
        },
        AST: class AST extends orig.AST {
            /* c8 ignore start */
            constructor(type, parent, options = {}) {
                super(type, parent, ext(def, options));
            }
            /* c8 ignore stop */
            static fromGlob(pattern, options = {}) {
                return orig.AST.fromGlob(pattern, ext(def, options));
            }
        },
        unescape: (s, options = {}) => orig.unescape(s, ext(def, options)),
        escape: (s, options = {}) => orig.escape(s, ext(def, options)),
        filter: (pattern, options = {}) => orig.filter(pattern, ext(def, options)),
        defaults: (options) => orig.defaults(ext(def, options)),
        makeRe: (pattern, options = {}) => orig.makeRe(pattern, ext(def, options)),
        braceExpand: (pattern, options = {}) => orig.braceExpand(pattern, ext(def, options)),
        match: (list, pattern, options = {}) => orig.match(list, pattern, ext(def, options)),
        sep: orig.sep,
        GLOBSTAR: GLOBSTAR,
    });
};
minimatch.defaults = defaults;
// Brace expansion:
// a{b,c}d -> abd acd
// a{b,}c -> abc ac
// a{0..3}d -> a0d a1d a2d a3d
// a{b,c{d,e}f}g -> abg acdfg acefg
// a{b,c}d{e,f}g -> abdeg acdeg abdeg abdfg
//
// Invalid sets are not expanded.
// a{2..}b -> a{2..}b
// a{b}c -> a{b}c
const braceExpand = (pattern, options = {}) => {
    assertValidPattern(pattern);
    // Thanks to Yeting Li <https://github.com/yetingli> for
    // improving this regexp to avoid a ReDOS vulnerability.
    if (options.nobrace || !/\{(?:(?!\{).)*\}/.test(pattern)) {
        // shortcut. no need to expand.
        return [pattern];
    }
    return expand(pattern, { max: options.braceExpandMax });
};
minimatch.braceExpand = braceExpand;
// parse a component of the expanded set.
// At this point, no pattern may contain "/" in it
// so we're going to return a 2d array, where each entry is the full
// pattern, split on '/', and then turned into a regular expression.
// A regexp is made at the end which joins each array with an
// escaped /, and another full one which joins each regexp with |.
//
// Following the lead of Bash 4.1, note that "**" only has special meaning
// when it is the *only* thing in a path portion.  Otherwise, any series
// of * is equivalent to a single *.  Globstar behavior is enabled by
// default, and can be disabled by setting options.noglobstar.
const makeRe = (pattern, options = {}) => new Minimatch(pattern, options).makeRe();
minimatch.makeRe = makeRe;
const match = (list, pattern, options = {}) => {
    const mm = new Minimatch(pattern, options);
    list = list.filter(f => mm.match(f));
    if (mm.options.nonull && !list.length) {
        list.push(pattern);
    }
    return list;
};
minimatch.match = match;
// replace stuff like \* with *
const globMagic = /[?*]|[+@!]\(.*?\)|\[|\]/;
const esm_regExpEscape = (s) => s.replace(/[-[\]{}()*+?.,\\^$|#\s]/g, '\\$&');
class Minimatch {
    options;
    set;
    pattern;
    windowsPathsNoEscape;
    nonegate;
    negate;
    comment;
    empty;
    preserveMultipleSlashes;
    partial;
    globSet;
    globParts;
    nocase;
    isWindows;
    platform;
    windowsNoMagicRoot;
    maxGlobstarRecursion;
    regexp;
    constructor(pattern, options = {}) {
        assertValidPattern(pattern);
        options = options || {};
        this.options = options;
        this.maxGlobstarRecursion = options.maxGlobstarRecursion ?? 200;
        this.pattern = pattern;
        this.platform = options.platform || defaultPlatform;
        this.isWindows = this.platform === 'win32';
        // avoid the annoying deprecation flag lol
        const awe = ('allowWindow' + 'sEscape');
        this.windowsPathsNoEscape =
            !!options.windowsPathsNoEscape || options[awe] === false;
        if (this.windowsPathsNoEscape) {
            this.pattern = this.pattern.replace(/\\/g, '/');
        }
        this.preserveMultipleSlashes = !!options.preserveMultipleSlashes;
        this.regexp = null;
        this.negate = false;
        this.nonegate = !!options.nonegate;
        this.comment = false;
        this.empty = false;
        this.partial = !!options.partial;
        this.nocase = !!this.options.nocase;
        this.windowsNoMagicRoot =
            options.windowsNoMagicRoot !== undefined ?
                options.windowsNoMagicRoot
                : !!(this.isWindows && this.nocase);
        this.globSet = [];
        this.globParts = [];
        this.set = [];
        // make the set of regexps etc.
        this.make();
    }
    hasMagic() {
        if (this.options.magicalBraces && this.set.length > 1) {
            return true;
        }
        for (const pattern of this.set) {
            for (const part of pattern) {
                if (typeof part !== 'string')
                    return true;
            }
        }
        return false;
    }
    debug(..._) { }
    make() {
        const pattern = this.pattern;
        const options = this.options;
        // empty patterns and comments match nothing.
        if (!options.nocomment && pattern.charAt(0) === '#') {
            this.comment = true;
            return;
        }
        if (!pattern) {
            this.empty = true;
            return;
        }
        // step 1: figure out negation, etc.
        this.parseNegate();
        // step 2: expand braces
        this.globSet = [...new Set(this.braceExpand())];
        if (options.debug) {
            //oxlint-disable-next-line no-console
            this.debug = (...args) => console.error(...args);
        }
        this.debug(this.pattern, this.globSet);
        // step 3: now we have a set, so turn each one into a series of
        // path-portion matching patterns.
        // These will be regexps, except in the case of "**", which is
        // set to the GLOBSTAR object for globstar behavior,
        // and will not contain any / characters
        //
        // First, we preprocess to make the glob pattern sets a bit simpler
        // and deduped.  There are some perf-killing patterns that can cause
        // problems with a glob walk, but we can simplify them down a bit.
        const rawGlobParts = this.globSet.map(s => this.slashSplit(s));
        this.globParts = this.preprocess(rawGlobParts);
        this.debug(this.pattern, this.globParts);
        // glob --> regexps
        let set = this.globParts.map((s, _, __) => {
            if (this.isWindows && this.windowsNoMagicRoot) {
                // check if it's a drive or unc path.
                const isUNC = s[0] === '' &&
                    s[1] === '' &&
                    (s[2] === '?' || !globMagic.test(s[2])) &&
                    !globMagic.test(s[3]);
                const isDrive = /^[a-z]:/i.test(s[0]);
                if (isUNC) {
                    return [
                        ...s.slice(0, 4),
                        ...s.slice(4).map(ss => this.parse(ss)),
                    ];
                }
                else if (isDrive) {
                    return [s[0], ...s.slice(1).map(ss => this.parse(ss))];
                }
            }
            return s.map(ss => this.parse(ss));
        });
        this.debug(this.pattern, set);
        // filter out everything that didn't compile properly.
        this.set = set.filter(s => s.indexOf(false) === -1);
        // do not treat the ? in UNC paths as magic
        if (this.isWindows) {
            for (let i = 0; i < this.set.length; i++) {
                const p = this.set[i];
                if (p[0] === '' &&
                    p[1] === '' &&
                    this.globParts[i][2] === '?' &&
                    typeof p[3] === 'string' &&
                    /^[a-z]:$/i.test(p[3])) {
                    p[2] = '?';
                }
            }
        }
        this.debug(this.pattern, this.set);
    }
    // various transforms to equivalent pattern sets that are
    // faster to process in a filesystem walk.  The goal is to
    // eliminate what we can, and push all ** patterns as far
    // to the right as possible, even if it increases the number
    // of patterns that we have to process.
    preprocess(globParts) {
        // if we're not in globstar mode, then turn ** into *
        if (this.options.noglobstar) {
            for (const partset of globParts) {
                for (let j = 0; j < partset.length; j++) {
                    if (partset[j] === '**') {
                        partset[j] = '*';
                    }
                }
            }
        }
        const { optimizationLevel = 1 } = this.options;
        if (optimizationLevel >= 2) {
            // aggressive optimization for the purpose of fs walking
            globParts = this.firstPhasePreProcess(globParts);
            globParts = this.secondPhasePreProcess(globParts);
        }
        else if (optimizationLevel >= 1) {
            // just basic optimizations to remove some .. parts
            globParts = this.levelOneOptimize(globParts);
        }
        else {
            // just collapse multiple ** portions into one
            globParts = this.adjascentGlobstarOptimize(globParts);
        }
        return globParts;
    }
    // just get rid of adjascent ** portions
    adjascentGlobstarOptimize(globParts) {
        return globParts.map(parts => {
            let gs = -1;
            while (-1 !== (gs = parts.indexOf('**', gs + 1))) {
                let i = gs;
                while (parts[i + 1] === '**') {
                    i++;
                }
                if (i !== gs) {
                    parts.splice(gs, i - gs);
                }
            }
            return parts;
        });
    }
    // get rid of adjascent ** and resolve .. portions
    levelOneOptimize(globParts) {
        return globParts.map(parts => {
            parts = parts.reduce((set, part) => {
                const prev = set[set.length - 1];
                if (part === '**' && prev === '**') {
                    return set;
                }
                if (part === '..') {
                    if (prev && prev !== '..' && prev !== '.' && prev !== '**') {
                        set.pop();
                        return set;
                    }
                }
                set.push(part);
                return set;
            }, []);
            return parts.length === 0 ? [''] : parts;
        });
    }
    levelTwoFileOptimize(parts) {
        if (!Array.isArray(parts)) {
            parts = this.slashSplit(parts);
        }
        let didSomething = false;
        do {
            didSomething = false;
            // <pre>/<e>/<rest> -> <pre>/<rest>
            if (!this.preserveMultipleSlashes) {
                for (let i = 1; i < parts.length - 1; i++) {
                    const p = parts[i];
                    // don't squeeze out UNC patterns
                    if (i === 1 && p === '' && parts[0] === '')
                        continue;
                    if (p === '.' || p === '') {
                        didSomething = true;
                        parts.splice(i, 1);
                        i--;
                    }
                }
                if (parts[0] === '.' &&
                    parts.length === 2 &&
                    (parts[1] === '.' || parts[1] === '')) {
                    didSomething = true;
                    parts.pop();
                }
            }
            // <pre>/<p>/../<rest> -> <pre>/<rest>
            let dd = 0;
            while (-1 !== (dd = parts.indexOf('..', dd + 1))) {
                const p = parts[dd - 1];
                if (p &&
                    p !== '.' &&
                    p !== '..' &&
                    p !== '**' &&
                    !(this.isWindows && /^[a-z]:$/i.test(p))) {
                    didSomething = true;
                    parts.splice(dd - 1, 2);
                    dd -= 2;
                }
            }
        } while (didSomething);
        return parts.length === 0 ? [''] : parts;
    }
    // First phase: single-pattern processing
    // <pre> is 1 or more portions
    // <rest> is 1 or more portions
    // <p> is any portion other than ., .., '', or **
    // <e> is . or ''
    //
    // **/.. is *brutal* for filesystem walking performance, because
    // it effectively resets the recursive walk each time it occurs,
    // and ** cannot be reduced out by a .. pattern part like a regexp
    // or most strings (other than .., ., and '') can be.
    //
    // <pre>/**/../<p>/<p>/<rest> -> {<pre>/../<p>/<p>/<rest>,<pre>/**/<p>/<p>/<rest>}
    // <pre>/<e>/<rest> -> <pre>/<rest>
    // <pre>/<p>/../<rest> -> <pre>/<rest>
    // **/**/<rest> -> **/<rest>
    //
    // **/*/<rest> -> */**/<rest> <== not valid because ** doesn't follow
    // this WOULD be allowed if ** did follow symlinks, or * didn't
    firstPhasePreProcess(globParts) {
        let didSomething = false;
        do {
            didSomething = false;
            // <pre>/**/../<p>/<p>/<rest> -> {<pre>/../<p>/<p>/<rest>,<pre>/**/<p>/<p>/<rest>}
            for (let parts of globParts) {
                let gs = -1;
                while (-1 !== (gs = parts.indexOf('**', gs + 1))) {
                    let gss = gs;
                    while (parts[gss + 1] === '**') {
                        // <pre>/**/**/<rest> -> <pre>/**/<rest>
                        gss++;
                    }
                    // eg, if gs is 2 and gss is 4, that means we have 3 **
                    // parts, and can remove 2 of them.
                    if (gss > gs) {
                        parts.splice(gs + 1, gss - gs);
                    }
                    let next = parts[gs + 1];
                    const p = parts[gs + 2];
                    const p2 = parts[gs + 3];
                    if (next !== '..')
                        continue;
                    if (!p ||
                        p === '.' ||
                        p === '..' ||
                        !p2 ||
                        p2 === '.' ||
                        p2 === '..') {
                        continue;
                    }
                    didSomething = true;
                    // edit parts in place, and push the new one
                    parts.splice(gs, 1);
                    const other = parts.slice(0);
                    other[gs] = '**';
                    globParts.push(other);
                    gs--;
                }
                // <pre>/<e>/<rest> -> <pre>/<rest>
                if (!this.preserveMultipleSlashes) {
                    for (let i = 1; i < parts.length - 1; i++) {
                        const p = parts[i];
                        // don't squeeze out UNC patterns
                        if (i === 1 && p === '' && parts[0] === '')
                            continue;
                        if (p === '.' || p === '') {
                            didSomething = true;
                            parts.splice(i, 1);
                            i--;
                        }
                    }
                    if (parts[0] === '.' &&
                        parts.length === 2 &&
                        (parts[1] === '.' || parts[1] === '')) {
                        didSomething = true;
                        parts.pop();
                    }
                }
                // <pre>/<p>/../<rest> -> <pre>/<rest>
                let dd = 0;
                while (-1 !== (dd = parts.indexOf('..', dd + 1))) {
                    const p = parts[dd - 1];
                    if (p && p !== '.' && p !== '..' && p !== '**') {
                        didSomething = true;
                        const needDot = dd === 1 && parts[dd + 1] === '**';
                        const splin = needDot ? ['.'] : [];
                        parts.splice(dd - 1, 2, ...splin);
                        if (parts.length === 0)
                            parts.push('');
                        dd -= 2;
                    }
                }
            }
        } while (didSomething);
        return globParts;
    }
    // second phase: multi-pattern dedupes
    // {<pre>/*/<rest>,<pre>/<p>/<rest>} -> <pre>/*/<rest>
    // {<pre>/<rest>,<pre>/<rest>} -> <pre>/<rest>
    // {<pre>/**/<rest>,<pre>/<rest>} -> <pre>/**/<rest>
    //
    // {<pre>/**/<rest>,<pre>/**/<p>/<rest>} -> <pre>/**/<rest>
    // ^-- not valid because ** doens't follow symlinks
    secondPhasePreProcess(globParts) {
        for (let i = 0; i < globParts.length - 1; i++) {
            for (let j = i + 1; j < globParts.length; j++) {
                const matched = this.partsMatch(globParts[i], globParts[j], !this.preserveMultipleSlashes);
                if (matched) {
                    globParts[i] = [];
                    globParts[j] = matched;
                    break;
                }
            }
        }
        return globParts.filter(gs => gs.length);
    }
    partsMatch(a, b, emptyGSMatch = false) {
        let ai = 0;
        let bi = 0;
        let result = [];
        let which = '';
        while (ai < a.length && bi < b.length) {
            if (a[ai] === b[bi]) {
                result.push(which === 'b' ? b[bi] : a[ai]);
                ai++;
                bi++;
            }
            else if (emptyGSMatch && a[ai] === '**' && b[bi] === a[ai + 1]) {
                result.push(a[ai]);
                ai++;
            }
            else if (emptyGSMatch && b[bi] === '**' && a[ai] === b[bi + 1]) {
                result.push(b[bi]);
                bi++;
            }
            else if (a[ai] === '*' &&
                b[bi] &&
                (this.options.dot || !b[bi].startsWith('.')) &&
                b[bi] !== '**') {
                if (which === 'b')
                    return false;
                which = 'a';
                result.push(a[ai]);
                ai++;
                bi++;
            }
            else if (b[bi] === '*' &&
                a[ai] &&
                (this.options.dot || !a[ai].startsWith('.')) &&
                a[ai] !== '**') {
                if (which === 'a')
                    return false;
                which = 'b';
                result.push(b[bi]);
                ai++;
                bi++;
            }
            else {
                return false;
            }
        }
        // if we fall out of the loop, it means they two are identical
        // as long as their lengths match
        return a.length === b.length && result;
    }
    parseNegate() {
        if (this.nonegate)
            return;
        const pattern = this.pattern;
        let negate = false;
        let negateOffset = 0;
        for (let i = 0; i < pattern.length && pattern.charAt(i) === '!'; i++) {
            negate = !negate;
            negateOffset++;
        }
        if (negateOffset)
            this.pattern = pattern.slice(negateOffset);
        this.negate = negate;
    }
    // set partial to true to test if, for example,
    // "/a/b" matches the start of "/*/b/*/d"
    // Partial means, if you run out of file before you run
    // out of pattern, then that's fine, as long as all
    // the parts match.
    matchOne(file, pattern, partial = false) {
        let fileStartIndex = 0;
        let patternStartIndex = 0;
        // UNC paths like //?/X:/... can match X:/... and vice versa
        // Drive letters in absolute drive or unc paths are always compared
        // case-insensitively.
        if (this.isWindows) {
            const fileDrive = typeof file[0] === 'string' && /^[a-z]:$/i.test(file[0]);
            const fileUNC = !fileDrive &&
                file[0] === '' &&
                file[1] === '' &&
                file[2] === '?' &&
                /^[a-z]:$/i.test(file[3]);
            const patternDrive = typeof pattern[0] === 'string' && /^[a-z]:$/i.test(pattern[0]);
            const patternUNC = !patternDrive &&
                pattern[0] === '' &&
                pattern[1] === '' &&
                pattern[2] === '?' &&
                typeof pattern[3] === 'string' &&
                /^[a-z]:$/i.test(pattern[3]);
            const fdi = fileUNC ? 3
                : fileDrive ? 0
                    : undefined;
            const pdi = patternUNC ? 3
                : patternDrive ? 0
                    : undefined;
            if (typeof fdi === 'number' && typeof pdi === 'number') {
                const [fd, pd] = [
                    file[fdi],
                    pattern[pdi],
                ];
                // start matching at the drive letter index of each
                if (fd.toLowerCase() === pd.toLowerCase()) {
                    pattern[pdi] = fd;
                    patternStartIndex = pdi;
                    fileStartIndex = fdi;
                }
            }
        }
        // resolve and reduce . and .. portions in the file as well.
        // don't need to do the second phase, because it's only one string[]
        const { optimizationLevel = 1 } = this.options;
        if (optimizationLevel >= 2) {
            file = this.levelTwoFileOptimize(file);
        }
        if (pattern.includes(GLOBSTAR)) {
            return this.#matchGlobstar(file, pattern, partial, fileStartIndex, patternStartIndex);
        }
        return this.#matchOne(file, pattern, partial, fileStartIndex, patternStartIndex);
    }
    #matchGlobstar(file, pattern, partial, fileIndex, patternIndex) {
        // split the pattern into head, tail, and middle of ** delimited parts
        const firstgs = pattern.indexOf(GLOBSTAR, patternIndex);
        const lastgs = pattern.lastIndexOf(GLOBSTAR);
        // split the pattern up into globstar-delimited sections
        // the tail has to be at the end, and the others just have
        // to be found in order from the head.
        const [head, body, tail] = partial ?
            [
                pattern.slice(patternIndex, firstgs),
                pattern.slice(firstgs + 1),
                [],
            ]
            : [
                pattern.slice(patternIndex, firstgs),
                pattern.slice(firstgs + 1, lastgs),
                pattern.slice(lastgs + 1),
            ];
        // check the head, from the current file/pattern index.
        if (head.length) {
            const fileHead = file.slice(fileIndex, fileIndex + head.length);
            if (!this.#matchOne(fileHead, head, partial, 0, 0)) {
                return false;
            }
            fileIndex += head.length;
            patternIndex += head.length;
        }
        // now we know the head matches!
        // if the last portion is not empty, it MUST match the end
        // check the tail
        let fileTailMatch = 0;
        if (tail.length) {
            // if head + tail > file, then we cannot possibly match
            if (tail.length + fileIndex > file.length)
                return false;
            // try to match the tail
            let tailStart = file.length - tail.length;
            if (this.#matchOne(file, tail, partial, tailStart, 0)) {
                fileTailMatch = tail.length;
            }
            else {
                // affordance for stuff like a/**/* matching a/b/
                // if the last file portion is '', and there's more to the pattern
                // then try without the '' bit.
                if (file[file.length - 1] !== '' ||
                    fileIndex + tail.length === file.length) {
                    return false;
                }
                tailStart--;
                if (!this.#matchOne(file, tail, partial, tailStart, 0)) {
                    return false;
                }
                fileTailMatch = tail.length + 1;
            }
        }
        // now we know the tail matches!
        // the middle is zero or more portions wrapped in **, possibly
        // containing more ** sections.
        // so a/**/b/**/c/**/d has become **/b/**/c/**
        // if it's empty, it means a/**/b, just verify we have no bad dots
        // if there's no tail, so it ends on /**, then we must have *something*
        // after the head, or it's not a matc
        if (!body.length) {
            let sawSome = !!fileTailMatch;
            for (let i = fileIndex; i < file.length - fileTailMatch; i++) {
                const f = String(file[i]);
                sawSome = true;
                if (f === '.' ||
                    f === '..' ||
                    (!this.options.dot && f.startsWith('.'))) {
                    return false;
                }
            }
            // in partial mode, we just need to get past all file parts
            return partial || sawSome;
        }
        // now we know that there's one or more body sections, which can
        // be matched anywhere from the 0 index (because the head was pruned)
        // through to the length-fileTailMatch index.
        // split the body up into sections, and note the minimum index it can
        // be found at (start with the length of all previous segments)
        // [section, before, after]
        const bodySegments = [[[], 0]];
        let currentBody = bodySegments[0];
        let nonGsParts = 0;
        const nonGsPartsSums = [0];
        for (const b of body) {
            if (b === GLOBSTAR) {
                nonGsPartsSums.push(nonGsParts);
                currentBody = [[], 0];
                bodySegments.push(currentBody);
            }
            else {
                currentBody[0].push(b);
                nonGsParts++;
            }
        }
        let i = bodySegments.length - 1;
        const fileLength = file.length - fileTailMatch;
        for (const b of bodySegments) {
            b[1] = fileLength - (nonGsPartsSums[i--] + b[0].length);
        }
        return !!this.#matchGlobStarBodySections(file, bodySegments, fileIndex, 0, partial, 0, !!fileTailMatch);
    }
    // return false for "nope, not matching"
    // return null for "not matching, cannot keep trying"
    #matchGlobStarBodySections(file, 
    // pattern section, last possible position for it
    bodySegments, fileIndex, bodyIndex, partial, globStarDepth, sawTail) {
        // take the first body segment, and walk from fileIndex to its "after"
        // value at the end
        // If it doesn't match at that position, we increment, until we hit
        // that final possible position, and give up.
        // If it does match, then advance and try to rest.
        // If any of them fail we keep walking forward.
        // this is still a bit recursively painful, but it's more constrained
        // than previous implementations, because we never test something that
        // can't possibly be a valid matching condition.
        const bs = bodySegments[bodyIndex];
        if (!bs) {
            // just make sure that there's no bad dots
            for (let i = fileIndex; i < file.length; i++) {
                sawTail = true;
                const f = file[i];
                if (f === '.' ||
                    f === '..' ||
                    (!this.options.dot && f.startsWith('.'))) {
                    return false;
                }
            }
            return sawTail;
        }
        // have a non-globstar body section to test
        const [body, after] = bs;
        while (fileIndex <= after) {
            const m = this.#matchOne(file.slice(0, fileIndex + body.length), body, partial, fileIndex, 0);
            // if limit exceeded, no match. intentional false negative,
            // acceptable break in correctness for security.
            if (m && globStarDepth < this.maxGlobstarRecursion) {
                // match! see if the rest match. if so, we're done!
                const sub = this.#matchGlobStarBodySections(file, bodySegments, fileIndex + body.length, bodyIndex + 1, partial, globStarDepth + 1, sawTail);
                if (sub !== false) {
                    return sub;
                }
            }
            const f = file[fileIndex];
            if (f === '.' ||
                f === '..' ||
                (!this.options.dot && f.startsWith('.'))) {
                return false;
            }
            fileIndex++;
        }
        // walked off. no point continuing
        return partial || null;
    }
    #matchOne(file, pattern, partial, fileIndex, patternIndex) {
        let fi;
        let pi;
        let pl;
        let fl;
        for (fi = fileIndex,
            pi = patternIndex,
            fl = file.length,
            pl = pattern.length; fi < fl && pi < pl; fi++, pi++) {
            this.debug('matchOne loop');
            let p = pattern[pi];
            let f = file[fi];
            this.debug(pattern, p, f);
            // should be impossible.
            // some invalid regexp stuff in the set.
            /* c8 ignore start */
            if (p === false || p === GLOBSTAR) {
                return false;
            }
            /* c8 ignore stop */
            // something other than **
            // non-magic patterns just have to match exactly
            // patterns with magic have been turned into regexps.
            let hit;
            if (typeof p === 'string') {
                hit = f === p;
                this.debug('string match', p, f, hit);
            }
            else {
                hit = p.test(f);
                this.debug('pattern match', p, f, hit);
            }
            if (!hit)
                return false;
        }
        // Note: ending in / means that we'll get a final ""
        // at the end of the pattern.  This can only match a
        // corresponding "" at the end of the file.
        // If the file ends in /, then it can only match a
        // a pattern that ends in /, unless the pattern just
        // doesn't have any more for it. But, a/b/ should *not*
        // match "a/b/*", even though "" matches against the
        // [^/]*? pattern, except in partial mode, where it might
        // simply not be reached yet.
        // However, a/b/ should still satisfy a/*
        // now either we fell off the end of the pattern, or we're done.
        if (fi === fl && pi === pl) {
            // ran out of pattern and filename at the same time.
            // an exact hit!
            return true;
        }
        else if (fi === fl) {
            // ran out of file, but still had pattern left.
            // this is ok if we're doing the match as part of
            // a glob fs traversal.
            return partial;
        }
        else if (pi === pl) {
            // ran out of pattern, still have file left.
            // this is only acceptable if we're on the very last
            // empty segment of a file with a trailing slash.
            // a/* should match a/b/
            return fi === fl - 1 && file[fi] === '';
            /* c8 ignore start */
        }
        else {
            // should be unreachable.
            throw new Error('wtf?');
        }
        /* c8 ignore stop */
    }
    braceExpand() {
        return braceExpand(this.pattern, this.options);
    }
    parse(pattern) {
        assertValidPattern(pattern);
        const options = this.options;
        // shortcuts
        if (pattern === '**')
            return GLOBSTAR;
        if (pattern === '')
            return '';
        // far and away, the most common glob pattern parts are
        // *, *.*, and *.<ext>  Add a fast check method for those.
        let m;
        let fastTest = null;
        if ((m = pattern.match(starRE))) {
            fastTest = options.dot ? starTestDot : starTest;
        }
        else if ((m = pattern.match(starDotExtRE))) {
            fastTest = (options.nocase ?
                options.dot ?
                    starDotExtTestNocaseDot
                    : starDotExtTestNocase
                : options.dot ? starDotExtTestDot
                    : starDotExtTest)(m[1]);
        }
        else if ((m = pattern.match(qmarksRE))) {
            fastTest = (options.nocase ?
                options.dot ?
                    qmarksTestNocaseDot
                    : qmarksTestNocase
                : options.dot ? qmarksTestDot
                    : qmarksTest)(m);
        }
        else if ((m = pattern.match(starDotStarRE))) {
            fastTest = options.dot ? starDotStarTestDot : starDotStarTest;
        }
        else if ((m = pattern.match(dotStarRE))) {
            fastTest = dotStarTest;
        }
        const re = AST.fromGlob(pattern, this.options).toMMPattern();
        if (fastTest && typeof re === 'object') {
            // Avoids overriding in frozen environments
            Reflect.defineProperty(re, 'test', { value: fastTest });
        }
        return re;
    }
    makeRe() {
        if (this.regexp || this.regexp === false)
            return this.regexp;
        // at this point, this.set is a 2d array of partial
        // pattern strings, or "**".
        //
        // It's better to use .match().  This function shouldn't
        // be used, really, but it's pretty convenient sometimes,
        // when you just want to work with a regex.
        const set = this.set;
        if (!set.length) {
            this.regexp = false;
            return this.regexp;
        }
        const options = this.options;
        const twoStar = options.noglobstar ? esm_star
            : options.dot ? twoStarDot
                : twoStarNoDot;
        const flags = new Set(options.nocase ? ['i'] : []);
        // regexpify non-globstar patterns
        // if ** is only item, then we just do one twoStar
        // if ** is first, and there are more, prepend (\/|twoStar\/)? to next
        // if ** is last, append (\/twoStar|) to previous
        // if ** is in the middle, append (\/|\/twoStar\/) to previous
        // then filter out GLOBSTAR symbols
        let re = set
            .map(pattern => {
            const pp = pattern.map(p => {
                if (p instanceof RegExp) {
                    for (const f of p.flags.split(''))
                        flags.add(f);
                }
                return (typeof p === 'string' ? esm_regExpEscape(p)
                    : p === GLOBSTAR ? GLOBSTAR
                        : p._src);
            });
            pp.forEach((p, i) => {
                const next = pp[i + 1];
                const prev = pp[i - 1];
                if (p !== GLOBSTAR || prev === GLOBSTAR) {
                    return;
                }
                if (prev === undefined) {
                    if (next !== undefined && next !== GLOBSTAR) {
                        pp[i + 1] = '(?:\\/|' + twoStar + '\\/)?' + next;
                    }
                    else {
                        pp[i] = twoStar;
                    }
                }
                else if (next === undefined) {
                    pp[i - 1] = prev + '(?:\\/|\\/' + twoStar + ')?';
                }
                else if (next !== GLOBSTAR) {
                    pp[i - 1] = prev + '(?:\\/|\\/' + twoStar + '\\/)' + next;
                    pp[i + 1] = GLOBSTAR;
                }
            });
            const filtered = pp.filter(p => p !== GLOBSTAR);
            // For partial matches, we need to make the pattern match
            // any prefix of the full path. We do this by generating
            // alternative patterns that match progressively longer prefixes.
            if (this.partial && filtered.length >= 1) {
                const prefixes = [];
                for (let i = 1; i <= filtered.length; i++) {
                    prefixes.push(filtered.slice(0, i).join('/'));
                }
                return '(?:' + prefixes.join('|') + ')';
            }
            return filtered.join('/');
        })
            .join('|');
        // need to wrap in parens if we had more than one thing with |,
        // otherwise only the first will be anchored to ^ and the last to $
        const [open, close] = set.length > 1 ? ['(?:', ')'] : ['', ''];
        // must match entire pattern
        // ending in a * or ** will make it less strict.
        re = '^' + open + re + close + '$';
        // In partial mode, '/' should always match as it's a valid prefix for any pattern
        if (this.partial) {
            re = '^(?:\\/|' + open + re.slice(1, -1) + close + ')$';
        }
        // can match anything, as long as it's not this.
        if (this.negate)
            re = '^(?!' + re + ').+$';
        try {
            this.regexp = new RegExp(re, [...flags].join(''));
            /* c8 ignore start */
        }
        catch {
            // should be impossible
            this.regexp = false;
        }
        /* c8 ignore stop */
        return this.regexp;
    }
    slashSplit(p) {
        // if p starts with // on windows, we preserve that
        // so that UNC paths aren't broken.  Otherwise, any number of
        // / characters are coalesced into one, unless
        // preserveMultipleSlashes is set to true.
        if (this.preserveMultipleSlashes) {
            return p.split('/');
        }
        else if (this.isWindows && /^\/\/[^/]+/.test(p)) {
            // add an extra '' for the one we lose
            return ['', ...p.split(/\/+/)];
        }
        else {
            return p.split(/\/+/);
        }
    }
    match(f, partial = this.partial) {
        this.debug('match', f, this.pattern);
        // short-circuit in the case of busted things.
        // comments, etc.
        if (this.comment) {
            return false;
        }
        if (this.empty) {
            return f === '';
        }
        if (f === '/' && partial) {
            return true;
        }
        const options = this.options;
        // windows: need to use /, not \
        if (this.isWindows) {
            f = f.split('\\').join('/');
        }
        // treat the test path as a set of pathparts.
        const ff = this.slashSplit(f);
        this.debug(this.pattern, 'split', ff);
        // just ONE of the pattern sets in this.set needs to match
        // in order for it to be valid.  If negating, then just one
        // match means that we have failed.
        // Either way, return on the first hit.
        const set = this.set;
        this.debug(this.pattern, 'set', set);
        // Find the basename of the path by looking for the last non-empty segment
        let filename = ff[ff.length - 1];
        if (!filename) {
            for (let i = ff.length - 2; !filename && i >= 0; i--) {
                filename = ff[i];
            }
        }
        for (const pattern of set) {
            let file = ff;
            if (options.matchBase && pattern.length === 1) {
                file = [filename];
            }
            const hit = this.matchOne(file, pattern, partial);
            if (hit) {
                if (options.flipNegate) {
                    return true;
                }
                return !this.negate;
            }
        }
        // didn't get any hits.  this is success if it's a negative
        // pattern, failure otherwise.
        if (options.flipNegate) {
            return false;
        }
        return this.negate;
    }
    static defaults(def) {
        return minimatch.defaults(def).Minimatch;
    }
}
/* c8 ignore start */



/* c8 ignore stop */
minimatch.AST = AST;
minimatch.Minimatch = Minimatch;
minimatch.escape = escape_escape;
minimatch.unescape = unescape_unescape;
//# sourceMappingURL=index.js.map

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
/******/ 		__webpack_modules__[moduleId].call(module.exports, module, module.exports, __nccwpck_require__);
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
/******/ var __webpack_exports__ = __nccwpck_require__(8545);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
