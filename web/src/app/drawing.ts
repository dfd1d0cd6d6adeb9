import { createMemoryHistory } from 'vue-router'
import { renderToString } from 'vue/server-renderer'
import { createYima } from './app.ts'

/** Draws a page at build time: in Chinese, in normal size, as somebody sees it who comes for the first time. */
export async function draw(path: string): Promise<string> {
  const { app, router } = createYima(createMemoryHistory(), true)
  await router.push(path)
  await router.isReady()
  return renderToString(app)
}
