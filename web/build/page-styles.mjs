import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Puts the styles of residents' pages and of the kit into the entry's style: they are a few hundred bytes each, and
 * a sheet of its own would hold up the first paint by one trip. Staff pages and Vant's parts keep theirs.
 * @param {string} root folder of the web package
 * @returns {import('vite').Plugin}
 */
export function pageStyles(root) {
  const main = join(root, 'src/app/main.ts')
  return {
    name: 'yima:page-styles',
    apply: 'build',
    async transform(code, id) {
      if (id !== main || this.environment.config.build.ssr) return undefined
      const source = join(root, 'src')
      const names = await readdir(source, { recursive: true })
      const parts = names.filter((name) => name.endsWith('.vue') && !/^(work|ui.gallery)\b/.test(name)).sort()
      const styled = []
      for (const name of parts)
        if ((await readFile(join(source, name), 'utf8')).includes('\n<style>')) styled.push(name)
      // Below the entry's own, so that what a page adjusts still wins.
      const imports = styled.map((name) => `import '${join(source, name)}?vue&type=style&index=0&lang.css'`)
      return { code: `${code}\n${imports.join('\n')}\n`, map: null }
    },
  }
}
