/** The numbers of sections, for all kinds of objects; `docs/format.md` says what each holds. Never given out again. */
export const SectionId = {
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
} as const
