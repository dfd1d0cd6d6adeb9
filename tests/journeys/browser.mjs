// @ts-check
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { cacheFolder } from '../../api/boot/places.mjs'
import { Stop } from '../../api/boot/stop.mjs'

/** What every journey's browser is started with: no window, no sandbox (root), no calls home. */
export const launchArguments = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  // A browser without a window has no such part, and asking for it ends the page.
  '--disable-blink-features=OnDeviceWebSpeechAvailable',
]

const names = [
  'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge',
]
const usual = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/**
 * @param {string} path
 * @param {NodeJS.ProcessEnv} [env]
 */
function works(path, env = process.env) {
  if (!existsSync(path)) return false
  // Chrome on Windows opens a window when asked for its version.
  return process.platform === 'win32' || spawnSync(path, ['--version'], { env, timeout: 30_000 }).status === 0
}

function findSystemBrowser() {
  const folders = (process.env['PATH'] ?? '').split(process.platform === 'win32' ? ';' : ':').filter(Boolean)
  const found = folders.flatMap((folder) => names.map((name) => join(folder, name)))
  return [...found, ...usual].find((path) => works(path))
}

/** @typedef {{ executablePath: string, args: string[], env?: Record<string, string> }} Launch */

/**
 * The browser that came with the npm packages, unpacked once (200 MB) into the cache of this folder.
 * Elsewhere, in the common temporary folder, another user's copy would be in the way.
 * @returns {Promise<string>} the folder it lies in
 */
async function unpack() {
  const packed = createRequire(import.meta.url).resolve('@sparticuz/chromium')
  const bin = join(dirname(packed), '..', '..', 'bin')
  const { version } = JSON.parse(readFileSync(join(bin, '..', 'package.json'), 'utf8'))
  const folder = join(cacheFolder('browser'), version)
  if (existsSync(folder)) return folder
  const draft = `${folder}.${process.pid}`
  mkdirSync(draft)
  const before = process.env['TMPDIR']
  // The package unpacks to the temporary folder of the moment and nowhere else.
  process.env['TMPDIR'] = draft
  try {
    const entry = join(dirname(packed), '..', 'esm', 'index.mjs')
    const { default: chromium, inflate } = await import(pathToFileURL(entry).href)
    await chromium.executablePath(bin)
    await inflate(join(bin, 'al2023.tar.br'))
    // Whoever shares this folder may run it too.
    chmodSync(join(draft, 'chromium'), 0o755)
    renameSync(draft, folder)
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
    rmSync(draft, { recursive: true, force: true })
  }
  return folder
}

/**
 * The system's fonts, if there are any, and those of the package: without a single one every page crashes.
 * @param {string} folder where the browser lies
 */
function fontSettings(folder) {
  const file = join(folder, 'fonts.conf')
  const path = folder.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const lines = [
    '<?xml version="1.0"?>', '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">', '<fontconfig>',
    '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>',
    `<dir>${path}/fonts/fonts</dir>`, `<cachedir>${path}/font-cache</cachedir>`, '</fontconfig>',
  ]
  if (!existsSync(file)) writeFileSync(file, lines.join('\n'))
  return { FONTCONFIG_FILE: file }
}

/** @returns {Promise<Launch | undefined>} */
async function findPackedBrowser() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  const folder = await unpack()
  const path = join(folder, 'chromium')
  const fonts = fontSettings(folder)
  // A bare server lacks a few libraries, which the package brings along.
  const libraries = { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') }
  for (const extra of [fonts, { ...fonts, ...libraries }]) {
    const env = /** @type {Record<string, string>} */ ({ ...process.env, ...extra })
    if (works(path, env)) return { executablePath: path, args: [...launchArguments], env }
  }
  return undefined
}

/** Debian's browser, where we may install it. */
function installBrowser() {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return undefined
  process.stdout.write('Installing Debian\'s Chromium for the journeys …\n')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    if (spawnSync('apt-get', args, { env, stdio: 'ignore' }).status !== 0) return undefined
  }
  return findSystemBrowser()
}

/**
 * How to start a Chromium: CHROME_PATH, else the system's, else the one of the npm package, else
 * Debian's. Playwright's own download is never asked for: it is out of reach in many networks.
 * @returns {Promise<Launch>}
 */
export async function findBrowser() {
  const told = process.env['CHROME_PATH']
  if (told && !works(told)) {
    throw new Stop(`CHROME_PATH=${told} does not start as a browser: correct it or leave it unset.`)
  }
  const own = told || findSystemBrowser()
  if (own) return { executablePath: own, args: [...launchArguments] }
  const packed = await findPackedBrowser()
  if (packed) return packed
  const installed = installBrowser()
  if (installed) return { executablePath: installed, args: [...launchArguments] }
  throw new Stop('No Chromium was found for the journeys: install one and set CHROME_PATH to it.')
}
