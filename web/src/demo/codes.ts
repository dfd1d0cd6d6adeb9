/** The six digits of a code message, to be read and copied by themselves; undefined in every other message. */
export const codeIn = (body: string): string | undefined => /(?:^|\D)(\d{6})(?!\d)/.exec(body)?.[1]
