/** A need that somebody spoke of elsewhere: in memory alone, taken once. */
let handed = ''

export const handNeed = (words: string): void => {
  handed = words
}

export function takeNeed(): string {
  const words = handed
  handed = ''
  return words
}
