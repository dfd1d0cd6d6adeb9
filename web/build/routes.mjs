import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** @typedef {{ path: string, page: string, texts: string[], drawn: boolean, within?: string, list?: string }} Route */

/**
 * The pages of src/app/router.ts and of staff: address, source file, catalogues, whether it is drawn at build time, and the
 * file of the list itself where that comes later.
 * Read from the source, because after bundling nobody can tell which file a route's `import()` meant.
 * @param {string} root folder of the web package
 * @returns {Promise<Route[]>}
 */
export async function readRoutes(root) {
  const [everybody, staff] = await Promise.all([
    readFile(join(root, 'src/app/router.ts'), 'utf8'),
    readFile(join(root, staffList), 'utf8'),
  ])
  return [...routesIn(everybody), ...routesIn(staff).map((route) => ({ ...route, list: staffList }))]
}

const staffList = 'src/app/staff-routes.ts'

/** @param {string} source @returns {Route[]} */
function routesIn(source) {
  const [list = ''] = source.slice(source.indexOf('export const routes')).split('import.meta.env.DEV')
  const named = new Map(
    [...source.matchAll(/const (\w+) = \[([^\]]*)\]/g)].map(([, name, inside]) => [name, textsIn(inside, new Map())]),
  )
  const routes = []
  let parent
  for (const [, path, rest] of list.matchAll(/path: '([^']+)'([^]*?)(?=path: '|$)/g)) {
    const page = /import\('\.\.\/([^']+\.vue)'\)/.exec(rest)?.[1]
    const [, inside, alone] = /texts: (?:\[([^\]]*)\]|(\w+))/.exec(rest) ?? []
    const texts = textsIn(inside ?? (alone === undefined ? '' : `...${alone}`), named)
    const child = !path.startsWith('/')
    if (!child) parent = path
    if (page)
      routes.push({
        path: child ? `${parent}/${path}` : path,
        page: `src/${page}`,
        texts,
        drawn: rest.includes('drawn: true'),
        ...(child ? { within: parent } : {}),
      })
  }
  return routes
}

/** `'work', ...deskTexts`: the names, with those of lists that have one. */
function textsIn(inside, named) {
  return [...inside.matchAll(/'([^']+)'|\.\.\.(\w+)/g)].flatMap(([, name, list]) => {
    if (name !== undefined) return [name]
    const known = named.get(list)
    if (!known) throw new Error(`Nobody says what the texts ${list} of a route are`)
    return known
  })
}

/**
 * The parts of the bundle that a route brings besides the entry, in Chinese.
 * @param {Record<string, unknown>} manifest @param {Route} route
 */
export function partsOf(manifest, route) {
  const catalogues = route.texts.map((name) => `/locales/zh-CN/${name}.`)
  return Object.keys(manifest).filter(
    (key) => key === route.page || key === route.list || catalogues.some((name) => key.includes(name)),
  )
}
