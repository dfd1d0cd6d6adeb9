import { partsOf } from './routes.mjs'

/** @typedef {Record<string, { file: string, css?: string[], imports?: string[], dynamicImports?: string[] }>} Manifest */

/**
 * Which built files the service worker leaves out of what it fetches at once: by the name of the part that brings
 * them later (`work` for staff, a language's code), or `''` for what is kept only when it is used. Everything that
 * is not named here is a resident's, in Chinese: what no route is known to need must not be missing offline.
 * @param {Manifest} manifest @param {import('./routes.mjs').Route[]} routes
 * @returns {Map<string, string>} file → part
 */
export function laterFiles(manifest, routes) {
  const ofStaff = ({ path }) => /^\/(work|admin|oversight)(\/|$)/.test(path) || path.startsWith('/demo/')
  const isText = (key) => key.includes('/locales/')
  const pages = (wanted) => routes.filter(wanted).flatMap((route) => partsOf(manifest, route))
  const staffPages = new Set(pages(ofStaff))
  const residents = reach(manifest, ['index.html', ...pages((one) => !ofStaff(one))], (key) =>
    isText(key) || staffPages.has(key),
  )
  const staff = reach(manifest, [...staffPages].filter((key) => !isText(key)), isText)
  const found = new Map()
  for (const key of staff) if (!residents.has(key)) add(found, manifest[key], 'work')
  for (const key of Object.keys(manifest).filter(isText)) {
    const [, language, name] = /\/locales\/([^/]+)\/([^.]+)/.exec(key) ?? []
    if (language !== 'zh-CN') add(found, manifest[key], language)
    else if (name === 'work' || name === 'admin') add(found, manifest[key], 'work')
    else if (name === 'demo' || name === 'sms') add(found, manifest[key], '')
  }
  return found
}

function add(found, { file, css = [] }, part) {
  for (const one of [file, ...css]) found.set(one, part)
}

/** All parts reached from these, later ones included; `stop` is not entered. @param {Manifest} manifest */
function reach(manifest, keys, stop, seen = new Set()) {
  for (const key of keys) {
    if (seen.has(key) || !manifest[key]) continue
    seen.add(key)
    const { imports = [], dynamicImports = [] } = manifest[key]
    reach(manifest, [...imports, ...dynamicImports].filter((one) => !stop(one)), stop, seen)
  }
  return seen
}

/** Pages that are not kept as drawn: without a network they are drawn from `shell.html`. @param {string} url */
export const isDrawnOnly = (url) => /^(policies|work|admin|demo|oversight)\/.*\.html$|^(work|admin|oversight)\.html$|\/_\.html$/.test(url)
