/** The release, as in package.json (a test compares them). */
export const VERSION = '0.0.0'
/** Written into every version's provenance. */
export const ENGINE = `warmstart ${VERSION}`
