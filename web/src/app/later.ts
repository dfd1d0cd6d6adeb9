import { defineAsyncComponent, type Component } from 'vue'
import { insist } from './insist.ts'
import { loadTexts } from './text.ts'

const underWay = new Set<Promise<unknown>>()

function start(run: () => unknown): void {
  const round = Promise.resolve(run()).catch(() => undefined)
  underWay.add(round)
  void round.then(() => underWay.delete(round))
}

/** Runs once the page stands and the phone has nothing more urgent to do. Never at build time. */
export function whenIdle(run: () => unknown): void {
  if (import.meta.env.SSR) return
  const soon = (): void => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => start(run), { timeout: 3000 })
    else setTimeout(() => start(run), 200) // Safari before 16.4
  }
  if (document.readyState === 'complete') soon()
  else addEventListener('load', soon, { once: true })
}

/**
 * Runs when everything is through that waited for an idle phone: on a slow line what this page needs comes
 * before what other pages will need one day.
 */
export function whenSettled(run: () => void): void {
  whenIdle(() => {
    // A turn later, so that what was idle at the same time has begun.
    setTimeout(() => void Promise.all(underWay).then(run))
  })
}

/** Lets the phone answer a finger before the work goes on. */
export const pause = (): Promise<void> => new Promise((resume) => setTimeout(resume))

type Load<Part> = () => Promise<{ default: Part }>

/** A part with its catalogues. */
const together = <Part>(load: Load<Part>, texts: readonly string[]): Promise<{ default: Part }> =>
  insist(async () => (await Promise.all([load(), loadTexts(texts)]))[0])

/**
 * A part of a page that its first screen does not show: its code comes when it is first drawn, together with the
 * catalogues it reads. Who is about to show it calls the loader first, where failing can be said in a sentence.
 */
export const later = <Part extends Component>(load: Load<Part>, texts: readonly string[] = []): Part =>
  defineAsyncComponent(() => together(load, texts)) as unknown as Part

/**
 * A part that is drawn at build time and only to be read: it stands there at once, and its code comes when the
 * phone has nothing else to do.
 */
export const laterAlive = <Part extends Component>(load: Load<Part>, texts: readonly string[] = []): Part =>
  defineAsyncComponent({
    loader: () => together(load, texts),
    hydrate: (hydrate) => whenIdle(hydrate),
  }) as unknown as Part

let taking = false

/** Whether what stands on the page was drawn at build time and parts of it may come to life one by one. */
export function takeTurns(drawn: boolean): void {
  taking = drawn
}

/**
 * A part of a drawn page that comes to life by itself, after the page around it: what takes a cheap phone 300 ms
 * in one piece keeps no finger waiting in five. Only for parts whose links and words do without code: what is
 * pressed, written or chosen before its turn would be lost.
 */
export function inTurn<Part extends Component>(part: Part): Part {
  if (!taking) return part
  return defineAsyncComponent({
    loader: () => Promise.resolve(part),
    hydrate: (hydrate) => whenIdle(hydrate),
  }) as unknown as Part
}
