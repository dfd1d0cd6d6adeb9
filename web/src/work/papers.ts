import type { AskedPapers } from './api.ts'

export type PapersDraft = { chosen: string[]; /** One paper a line. */ own: string; note: string }

/** The list as it is sent: catalogue papers first, then each own line once, and a note if there is one. */
export function askedPapers({ chosen, own, note }: PapersDraft): AskedPapers {
  const lines = [
    ...new Set(
      own
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== ''),
    ),
  ]
  return {
    papers: [...chosen.map((paper) => ({ paper })), ...lines.map((words) => ({ paper: 'other', words }))],
    ...(note.trim() === '' ? {} : { note: note.trim() }),
  }
}
