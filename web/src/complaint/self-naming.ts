/** What in somebody's words may tell who wrote them. A guess that warns and never keeps anything back. */
export function tellsOnSelf(words: string): 'phone' | 'id' | 'name' | undefined {
  const digits = words.replace(/[\s-]/g, '')
  if (/(?<!\d)\d{17}[\dXx](?!\d)/.test(digits)) return 'id'
  if (/(?<!\d)1[3-9]\d{9}(?!\d)/.test(digits)) return 'phone'
  return /我(?:叫|名叫|的?名字[是叫])|[Mm]y name is|I am called/.test(words) ? 'name' : undefined
}
