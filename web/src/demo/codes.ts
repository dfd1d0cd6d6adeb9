/** The six digits of a code message, to be read and copied by themselves; undefined in every other message. */
export const codeIn = (body: string): string | undefined => /(?:^|\D)(\d{6})(?!\d)/.exec(body)?.[1]

/** A message around the address in it, so that it can be tapped as on a phone; undefined when there is none. */
export function linkIn(body: string): { before: string; href: string; after: string } | undefined {
  const [href] = /https?:\/\/[^\s，。；]+/.exec(body) ?? []
  if (href === undefined) return undefined
  const at = body.indexOf(href)
  return { before: body.slice(0, at), href, after: body.slice(at + href.length) }
}
