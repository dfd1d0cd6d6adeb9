let making: Promise<void> = Promise.resolve()

/** Makes the picture of a signature, one after the other: what was written last stands last. */
export function makeSignature(work: () => Promise<void>): Promise<void> {
  making = making.then(work).catch(() => undefined)
  return making
}

/** Resolves when the picture of what was written is there: whoever hands in at once has signed all the same. */
export const signatureMade = (): Promise<void> => making
