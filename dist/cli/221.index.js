export const id = 221;
export const ids = [221];
export const modules = {

/***/ 1221:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   keyCommand: () => (/* binding */ keyCommand)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var _core_encryption_key_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7949);
/* harmony import */ var _core_signature_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8470);



/** `new` prints a key to encrypt with, `signing` a pair to sign and to verify with. They are kept nowhere. */
async function keyCommand(action) {
    process.stdout.write(action === 'new' ? `${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(_core_encryption_key_js__WEBPACK_IMPORTED_MODULE_1__/* .KEY_BYTES */ .Co).toString('base64')}\n` : signingLines());
    return 0;
}
/** The secret is alone on the first line, so that it can be taken from there. */
function signingLines() {
    const { secret, verify, id } = (0,_core_signature_js__WEBPACK_IMPORTED_MODULE_2__/* .signingPair */ .wd)((0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(32));
    return `${secret}\n${verify}\n${id}\n`;
}


/***/ })

};
