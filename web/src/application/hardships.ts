/**
 * Common hardships, each with the sentence that its tile adds to the words. The sentence is what the
 * reader of words understands and what the clerk reads, so it is Chinese whatever language the page speaks.
 */
export const hardships = [
  { id: 'medical', says: '家里看病花钱多，负担不起。' },
  { id: 'income', says: '家里没有收入。' },
  { id: 'house', says: '房子漏雨，住着危险。' },
  { id: 'school', says: '孩子上学，学费交不起。' },
  { id: 'care', says: '家里老人没人照顾。' },
  { id: 'disability', says: '家里有残疾人。' },
  { id: 'disaster', says: '家里受了灾。' },
  { id: 'wages', says: '干活的工资被拖欠。' },
  { id: 'food', says: '家里没饭吃了。' },
] as const

export type Hardship = (typeof hardships)[number]

/** The words with the hardship's sentence added at the end, or taken out again where it stands. */
export function toggleHardship(words: string, { says }: Hardship): string {
  if (words.includes(says))
    return words
      .replace(says, '')
      .replace(/\n{2,}/g, '\n')
      .trim()
  const before = words.trimEnd()
  const joined = before === '' || /[。！？!?.\n]$/.test(before) ? before : `${before}。`
  return joined + says
}
