/**
 * Takes Vant's icon font out of its style sheets: 25 KB inlined as a data: address, which our content security
 * policy refuses, with a fallback on a foreign host. Every icon is ours and comes through a slot.
 * @returns {import('vite').Plugin}
 */
export function dropIconFont() {
  return {
    name: 'yima:drop-icon-font',
    enforce: 'pre',
    transform(code, id) {
      if (!/[\\/]vant[\\/].*\.css/.test(id) || !code.includes('@font-face')) return undefined
      return { code: code.replace(/@font-face\s*\{[^}]*\}/g, ''), map: null }
    },
  }
}
