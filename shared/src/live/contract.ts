/** The one event of a stream. It carries nothing: who hears it asks the normal route again, by its rules. */
export const changed = 'changed'

/**
 * Seconds between two signs of life on a stream. A sign is given only while the process hears what
 * others change, so that a page which hears none knows that it must ask by itself.
 */
export const beatSeconds = 20
