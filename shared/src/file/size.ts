/** Largest picture as the phone sends it. */
export const maxPictureBytes = 20 * 1024 * 1024
/** What a phone sends at a time, and no more is taken: on the slowest line a part takes seconds, and only a part is lost. */
export const partBytes = 64 * 1024
/** As many parts as the largest picture has. */
export const maxParts = maxPictureBytes / partBytes
