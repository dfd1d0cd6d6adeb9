import { notBefore } from '../app/keep-latest.ts'

let making: Promise<void> = Promise.resolve()

/** Makes a picture of what was signed or photographed, one after the other: what was made last stands last. */
export function makePicture(work: () => Promise<void>): Promise<void> {
  making = notBefore(making.then(work).catch(() => undefined))
  return making
}

/** Resolves when every picture is there: whoever hands in at once has signed and photographed all the same. */
export const picturesMade = (): Promise<void> => making
