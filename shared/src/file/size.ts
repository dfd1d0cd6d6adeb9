/** Largest picture as the phone sends it. */
export const maxPictureBytes = 20 * 1024 * 1024
/** What a phone sends at a time: on the slowest line a part takes seconds, and only a part is lost. */
export const partBytes = 64 * 1024
/** Largest part that is taken. */
export const maxPartBytes = 256 * 1024
/** As many parts as the largest picture has. */
export const maxParts = maxPictureBytes / partBytes
