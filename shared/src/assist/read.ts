/** How it was read to somebody who does not read: by the phone's voice, or by the worker. */
export const readWays = ['voice', 'worker'] as const
