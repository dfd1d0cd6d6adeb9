import { fileURLToPath } from 'node:url'
import { VantResolver } from '@vant/auto-import-resolver'
import vue from '@vitejs/plugin-vue'
import components from 'unplugin-vue-components/vite'
import { defineConfig, type PluginOption, type UserConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { dropIconFont } from './build/drop-icon-font.mjs'
import { pageStyles } from './build/page-styles.mjs'
import { divide } from './build/precache.mjs'
import { prerender } from './build/prerender.mjs'

const root = fileURLToPath(new URL('.', import.meta.url))

/** What both builds share: the one for the browser and the one that draws `/` at build time. */
const shared = (): UserConfig & { plugins: PluginOption[] } => ({
  root,
  plugins: [vue(), components({ dirs: [], dts: false, resolvers: [VantResolver()] }), dropIconFont()],
  define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
  json: { namedExports: false },
})

/** Parts of the kit on first screens, except the very first, and those that come after them. */
const kit = /src\/ui\/Y(Card|Choice|Empty|Field|Rows?|Say|Segments|Status|Steps)\.vue/
const kitLater = /src\/ui\/Y(Due|Error|Facts|Loading|Numbers|Sheet|Slip|Thread)\.vue/
/** What keeps drafts on the phone and talks to the api; comes after the first paint. */
const keeping = /src\/app\/(http|device|store|sealing)\.ts|node_modules\/idb\//

const { plugin: parts, transform } = divide(root)

const pwa = VitePWA({
  strategies: 'injectManifest',
  srcDir: 'src',
  filename: 'sw.ts',
  // The page registers the worker itself, through a Trusted Type (app/updates.ts).
  injectRegister: false,
  manifest: {
    name: '一码',
    short_name: '一码',
    description: '有难处，说一句就行',
    lang: 'zh-CN',
    id: '/',
    start_url: '/',
    display: 'standalone',
    background_color: '#f6f3ec',
    theme_color: '#f6f3ec',
    icons: [
      { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icon-maskable.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  },
  injectManifest: {
    // A worker registered the classic way must not end in `export`.
    rollupFormat: 'iife',
    globPatterns: ['**/*.{js,css,html,svg}', 'icon-192.png', 'manifest.webmanifest'],
    manifestTransforms: [transform],
  },
})

export default defineConfig(() => ({
  ...shared(),
  plugins: [...shared().plugins, pageStyles(root), prerender(root, shared), parts, pwa],
  build: {
    target: ['chrome87', 'safari14', 'firefox90'],
    manifest: true,
    modulePreload: { polyfill: false },
    // data: addresses are refused by the content security policy
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // The entry names every part of the app: a first visit carries 2 KB less where those are hashes alone.
        chunkFileNames: 'assets/[hash].js',
        // Twenty small files are twenty trips on a bad network; what `/` itself needs stays with the entry.
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            { name: 'kit', test: kit },
            { name: 'kit-later', test: kitLater },
            { name: 'keeping', test: keeping },
          ],
        },
      },
    },
  },
  server: { host: '127.0.0.1', proxy: { '/api': process.env.YIMA_API ?? 'http://127.0.0.1:8787' } },
}))
