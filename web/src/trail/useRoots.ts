import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { ComplaintRoot } from '@yima/shared/complaint/reported'
import type { RootsPage, TrailRoot } from '@yima/shared/trail/contract'
import { download } from '../app/download.ts'
import { http, ProblemError } from '../app/http.ts'

export type Roots = {
  state: Ref<'loading' | 'shown' | 'failed'>
  error: ShallowRef<ProblemError | undefined>
  roots: ShallowRef<readonly TrailRoot[]>
  /** The newest signed days of complaints: as many leaves on each, whatever happened. */
  complaints: ShallowRef<readonly ComplaintRoot[]>
  /** There are earlier ones than those shown. */
  more: Ref<boolean>
  busy: Ref<boolean>
  load: () => Promise<void>
  loadMore: () => Promise<void>
  /** What is shown, as a file that can be held against the office later. */
  save: () => void
}

/** The signed ends of the days, the newest first. */
export function useRoots(): Roots {
  const state = ref<'loading' | 'shown' | 'failed'>('loading')
  const error = shallowRef<ProblemError>()
  const pages = shallowRef<readonly RootsPage[]>([])
  const roots = shallowRef<readonly TrailRoot[]>([])
  const complaints = shallowRef<readonly ComplaintRoot[]>([])
  const more = ref(false)
  const busy = ref(false)

  function show(page: RootsPage, before: readonly RootsPage[]): void {
    pages.value = [...before, page]
    roots.value = pages.value.flatMap((one) => one.roots)
    more.value = page.more
    state.value = 'shown'
  }

  async function bring(path: string, before: readonly RootsPage[]): Promise<void> {
    if (busy.value) return
    busy.value = true
    try {
      show(await http.get<RootsPage>(path), before)
      error.value = undefined
    } catch (problem) {
      if (!(problem instanceof ProblemError)) throw problem
      error.value = problem
      if (before.length === 0) state.value = 'failed'
    } finally {
      busy.value = false
    }
  }

  /** Kept with the others; that they do not come keeps nobody from those. */
  const bringComplaints = (): Promise<void> =>
    http.get<{ roots: ComplaintRoot[] }>('/complaints/roots').then((page) => {
      complaints.value = page.roots
    }, () => undefined)
  const load = async (): Promise<void> => {
    await Promise.all([bring('/trail/roots', []), bringComplaints()])
  }
  const loadMore = (): Promise<void> =>
    bring(`/trail/roots?before=${roots.value.at(-1)?.number ?? 1}`, pages.value)

  function save(): void {
    const last = roots.value[0]
    if (!last) return
    const text = JSON.stringify({ keys: pages.value[0]?.keys ?? [], roots: roots.value, complaints: complaints.value }, null, 1)
    download(new File([text], `yima-${last.county}-${last.number}.json`, { type: 'application/json' }))
  }

  return { state, error, roots, complaints, more, busy, load, loadMore, save }
}
