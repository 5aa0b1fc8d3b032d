import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 2613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 4434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

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

/***/ 1421:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:child_process");

/***/ }),

/***/ 7598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

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

/***/ 4708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:https");

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

/***/ 1708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:process");

/***/ }),

/***/ 8500:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");

/***/ }),

/***/ 3136:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:url");

/***/ }),

/***/ 5919:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");

/***/ }),

/***/ 8522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

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

/***/ 6082:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8522);
/* harmony import */ var _messages_sentences_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(2446);
/* harmony import */ var _short_lived_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(1454);
// The entry of the bundle `dist/cli`. Looks at the Node it runs on before it loads anything that needs a newer one.



if (typeof node_zlib__WEBPACK_IMPORTED_MODULE_0__.zstdCompressSync === 'function') {
    const { main } = await Promise.all(/* import() */[__nccwpck_require__.e(768), __nccwpck_require__.e(380)]).then(__nccwpck_require__.bind(__nccwpck_require__, 8380));
    // Not before: with other flags V8 refuses the code cache that Node's own modules come from.
    (0,_short_lived_js__WEBPACK_IMPORTED_MODULE_2__/* .compileSparingly */ .R)();
    process.exitCode = await main(process.argv.slice(2));
}
else {
    process.stderr.write(`${_messages_sentences_js__WEBPACK_IMPORTED_MODULE_1__/* .sentences */ .h.needsNode(process.version)}\n`);
    process.exitCode = 2;
}

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 8099:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $e: () => (/* binding */ warning),
/* harmony export */   $t: () => (/* binding */ placeOf),
/* harmony export */   kc: () => (/* binding */ errorText),
/* harmony export */   lm: () => (/* binding */ notice),
/* harmony export */   pq: () => (/* binding */ info)
/* harmony export */ });
/* harmony import */ var _core_ports_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(3820);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(1240);


function info(text) {
    return { level: 'info', text: (0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .logSafe */ .sN)(text) };
}
function notice(text) {
    return { level: 'notice', text: (0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .logSafe */ .sN)(text) };
}
function warning(text) {
    return { level: 'warning', text: (0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .logSafe */ .sN)(text) };
}
/** An error as one line, without its stack. */
function errorText(error) {
    if (error instanceof _core_ports_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .StoreError */ .AD)
        return `${error.store}: ${error.message}`;
    return error instanceof Error ? error.message || error.name : String(error);
}
/** A lane, and whose it is where that is another namespace than the job's. */
function placeOf({ lane, namespace, }) {
    return namespace === undefined ? lane : `${lane} of ${namespace}`;
}


/***/ }),

/***/ 2446:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ sentences)
/* harmony export */ });
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(1240);
/* harmony import */ var _message_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8099);


/** What only a face knows. */
const sentences = {
    nothingHashed: (config) => (0,_message_js__WEBPACK_IMPORTED_MODULE_0__/* .warning */ .$e)(`hash-files matches no file, so the key is “${config.key}”: every such job shares it.`),
    chunkSize: () => (0,_message_js__WEBPACK_IMPORTED_MODULE_0__/* .notice */ .lm)('upload-chunk-size has no effect: Warmstart chooses the size of what it uploads.'),
    saveAlways: () => (0,_message_js__WEBPACK_IMPORTED_MODULE_0__/* .notice */ .lm)('save-always is deprecated; write “save-on: always” instead.'),
    unexpected: (doing, error) => (0,_message_js__WEBPACK_IMPORTED_MODULE_0__/* .warning */ .$e)(`${doing} failed and the job goes on without the cache: ${(0,_message_js__WEBPACK_IMPORTED_MODULE_0__/* .errorText */ .kc)(error)}`),
    off: () => (0,_message_js__WEBPACK_IMPORTED_MODULE_0__/* .info */ .pq)('Warmstart is off (mode: off): nothing is restored and nothing saved.'),
    abandoned: (status) => (0,_message_js__WEBPACK_IMPORTED_MODULE_0__/* .info */ .pq)(`Nothing was saved: the job's status is “${status}”.`),
    lookedUp: () => (0,_message_js__WEBPACK_IMPORTED_MODULE_0__/* .info */ .pq)('Nothing was saved: the key has a version, and it was only looked up.'),
    oldService: () => (0,_message_js__WEBPACK_IMPORTED_MODULE_0__/* .notice */ .lm)('This server has only the first version of the cache service: each version is an archive of its own, stored whole and never overwritten, as with actions/cache. A store of your own lifts that.'),
    adopted: (config, key) => (0,_message_js__WEBPACK_IMPORTED_MODULE_0__/* .notice */ .lm)(`Adopted “${key}”, which actions/cache had saved: its archive is trusted as actions/cache trusts it, and what this job saves under “${config.key}” is a version.`),
    nothingToAdopt: (config) => (0,_message_js__WEBPACK_IMPORTED_MODULE_0__/* .info */ .pq)(`actions/cache has nothing for “${config.key}” that could be adopted.`),
    halfRestored: (path, files) => (0,_message_js__WEBPACK_IMPORTED_MODULE_0__/* .warning */ .$e)(`The archive could not be restored whole; removed what it left in ${path} (${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .counted */ .hS)(files, 'file')}).`),
    withheld: (label, path) => (0,_message_js__WEBPACK_IMPORTED_MODULE_0__/* .notice */ .lm)(`“${label}” goes without ${path}, which no cache should fill; allow-dangerous-paths takes it in.`),
    missFails: (config) => (0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .logSafe */ .sN)(`No version was found for “${config.key}”, and fail-on-cache-miss is set.`),
    commandFailed: (code) => (0,_message_js__WEBPACK_IMPORTED_MODULE_0__/* .info */ .pq)(`Nothing was saved: the command ended with exit code ${code}.`),
    interrupted: () => (0,_message_js__WEBPACK_IMPORTED_MODULE_0__/* .info */ .pq)('Nothing was saved: the run was interrupted.'),
    noJournal: (why) => (0,_message_js__WEBPACK_IMPORTED_MODULE_0__/* .warning */ .$e)(why === undefined
        ? 'Nothing was recorded in the journal: this store keeps none (audit: on).'
        : `Nothing was recorded in the journal: this job may write no lane (${why}).`),
    notRecorded: (error) => (0,_message_js__WEBPACK_IMPORTED_MODULE_0__/* .warning */ .$e)(`What was done could not be recorded in the journal: ${(0,_message_js__WEBPACK_IMPORTED_MODULE_0__/* .errorText */ .kc)(error)}`),
    omitted: (number) => (0,_message_js__WEBPACK_IMPORTED_MODULE_0__/* .info */ .pq)(`… and ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .counted */ .hS)(number, 'more message')} of that kind.`),
    needsNode: (version) => `Warmstart needs Node 24 or later (with zstd built in); this is Node ${version.replace(/^v/, '')}.`,
};


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

/***/ 1240:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   TS: () => (/* binding */ rate),
/* harmony export */   U9: () => (/* binding */ count),
/* harmony export */   ee: () => (/* binding */ bytes),
/* harmony export */   hS: () => (/* binding */ counted),
/* harmony export */   p0: () => (/* binding */ duration),
/* harmony export */   sN: () => (/* binding */ logSafe),
/* harmony export */   yJ: () => (/* binding */ jsonSafe)
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
/******/ var __webpack_exports__ = __nccwpck_require__(6082);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
