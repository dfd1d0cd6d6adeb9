// Scripts whose letters change shape at a joiner: there it is spelling, elsewhere it is a disguise.
const joining = String.raw`(?:[\p{Script=Arabic}\p{Script=Tibetan}\p{Script=Mongolian}\p{Extended_Pictographic}]|\uFE0F)`

// Controls but tab and newline, direction marks and overrides, zero-width characters, fillers, half
// surrogates, noncharacters. Variation selectors stay: they choose the written form of rare Han
// characters. Unassigned code points stay: they are only newer than this engine.
const invisible =
  String.raw`(?!\t|\n|[\u180B-\u180D]|\u180F|[\uFE00-\uFE0F]|[\u{E0100}-\u{E01EF}])` +
  String.raw`[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]`

const spelledOrInvisible = new RegExp(
  `(${joining}(?:\\u200C|\\u200D|\\u180E))(?=${joining})|${invisible}`,
  'gu',
)

/** Removes what cannot be seen, so that two texts that look alike are alike. Newline and tab stay. */
export const stripInvisible = (text: string): string =>
  text.replace(spelledOrInvisible, (_, spelled: string | undefined) => spelled ?? '')

/** At most four combining marks on a letter: more would paint over the neighbours' lines. */
export const capMarks = (text: string): string => text.replace(/(\p{M}{4})\p{M}+/gu, '$1')

/** How long an account of one's hardship may be. */
export const wordsMax = 2000
/** How long an address, or how to find a house, may be. */
export const addressMax = 200
/** How long a reason or a question may be. */
export const reasonMax = 500

/**
 * A person's own words, safe to store, show and read: NFC, newlines as LF, nothing invisible, cut
 * to `max` code points where given. Never throws and never cuts a character in half.
 */
export function cleanText(text: string, max = Number.POSITIVE_INFINITY): string {
  const clean = capMarks(stripInvisible(text.replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')).normalize('NFC'))
    .replace(/\t/g, ' ')
    .trim()
  const points = Array.from(clean)
  return points.length <= max ? clean : points.slice(0, max).join('').trimEnd()
}

/**
 * By how many characters a typed text is longer than `max`, counted as every border counts: cleaned, in code points,
 * so that a rare character of a name or village is one. 0 where it fits.
 */
export const surplusOf = (typed: string, max: number): number =>
  Math.max(0, Array.from(cleanText(typed)).length - max)
