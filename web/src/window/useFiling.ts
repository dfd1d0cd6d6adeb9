import { computed, nextTick, onMounted, reactive, ref, watch } from 'vue'
import { useRouter } from 'vue-router'
import { fieldText } from '../app/field-text.ts'
import { loadTexts } from '../app/text.ts'
import { applySteps, newDraft, saveDraft, type ApplyStep } from '../application/draft.ts'
import { park } from '../application/parked.ts'
import { loadReader } from '../application/reader.ts'
import { picturesMade } from '../application/pictures-made.ts'
import { fieldOf } from '../application/submission.ts'
import { useComplaint } from '../application/useComplaint.ts'
import { useHearing } from '../application/useHearing.ts'
import { usePlace } from '../application/usePlace.ts'
import { useDesk } from '../work/desk.ts'
import { lacksOf, removeFiling, type FilingField } from './filing.ts'
import { useHandedIn, type FilingState } from './useHandedIn.ts'
import { useKeptFiling } from './useKeptFiling.ts'

const onFirst: readonly FilingField[] = ['words', 'photos', 'facts', 'complaint']
const stepOf = (field: FilingField): ApplyStep => (onFirst.includes(field) ? 'say' : 'sign')
const fieldAt = (path: string): FilingField | undefined =>
  path.startsWith('consent.witness') ? 'witness' : path === 'chosenFour' ? 'idNumber' : fieldOf(path)

type Lacks = readonly { field: FilingField; code: string }[]

/** What an officer writes down for somebody, from the first word to the slip in that person's hand. */
export function useFiling(id: string) {
  const router = useRouter()
  const { officer } = useDesk()
  const state = ref<FilingState>('loading')
  const keeping = useKeptFiling(id, officer)
  const { filing } = keeping
  const { problem, word, takeUp, handOver, sendNow } = useHandedIn(keeping, officer, state)
  const step = computed(() => filing.step)
  const errors = reactive<Partial<Record<FilingField, string>>>({})
  const hearing = useHearing(filing)
  const complaint = useComplaint(filing, hearing)
  const { county, place, preset } = usePlace(filing)

  // What was missing is said until it is there.
  watch(filing, () => {
    for (const field of Object.keys(errors) as FilingField[]) delete errors[field]
  })

  async function load(): Promise<void> {
    if (!(await keeping.open())) {
      state.value = 'lost'
      return
    }
    takeUp()
    await preset(undefined)
  }

  async function go(to: ApplyStep): Promise<void> {
    filing.step = to
    await nextTick()
  }

  async function point(lacks: Lacks): Promise<boolean> {
    const [first] = lacks
    if (!first) return false
    await go(stepOf(first.field))
    for (const { field, code } of lacks) errors[field] ??= fieldText(code) ?? ''
    await nextTick()
    const at = document.getElementById(`apply-${first.field}`)
    const target = at?.matches('section, input, textarea, button')
      ? at
      : at?.querySelector<HTMLElement>('input')
    target?.scrollIntoView({ block: 'center' })
    target?.focus({ preventScroll: true })
    return true
  }

  const lacksOfFirst = (): Lacks => [
    ...lacksOf(filing).filter(({ field }) => field === 'words'),
    ...(complaint.undecided.value.length > 0 ? [{ field: 'complaint', code: 'not-a-choice' } as const] : []),
  ]
  async function handIn(): Promise<void> {
    await picturesMade()
    if (await point([...lacksOfFirst(), ...lacksOf(filing).filter(({ field }) => field !== 'words')])) return
    await handOver()
  }

  let handing = false
  /** On to the next step; from the last it is handed in, once however often it is pressed. */
  async function forward(): Promise<void> {
    // Who is accused in the words is known once they can be read; without a network what is here already counts.
    await Promise.all([loadTexts(['problem']), loadReader()]).catch(() => undefined)
    if (step.value === 'say') {
      if (!(await point(lacksOfFirst()))) await go('answer')
    } else if (step.value === 'answer') await go('sign')
    else if (!handing) {
      handing = true
      await handIn().finally(() => {
        handing = false
      })
    }
  }
  const back = (): Promise<void> => go(applySteps[applySteps.indexOf(step.value) - 1] ?? 'say')

  /** Back to the words; what was refused stands at its place, if it has one here. */
  async function mend(): Promise<void> {
    const signature = filing.consent.signature?.key
    const pictures = Object.entries(filing.marks ?? {}).map(([key, code]) => ({
      ...{ field: key === signature ? ('signature' as const) : ('photos' as const), code },
    }))
    const named = (problem.value?.errors ?? []).flatMap(({ field, code }) => {
      const at = fieldAt(field)
      return at === undefined ? [] : [{ field: at, code }]
    })
    const lacks = [...pictures, ...named]
    delete filing.refused
    state.value = 'writing'
    await nextTick()
    if (!(await point(lacks))) await go('sign')
  }

  /** Nobody could be recognised: what was said goes as a request to visit, in the officer's own name. */
  async function asOutreach(): Promise<void> {
    const { words, photos, complaintKept, place: where, address } = filing
    await park()
    await saveDraft({
      ...newDraft(),
      ...{
        words,
        photos,
        complaintKept,
        forWhom: 'neighbour',
        forWhomChosen: true,
        ...(where ? { place: where } : {}),
      },
      applicant: { ...newDraft().applicant, name: officer.name },
      beneficiary: { ...newDraft().beneficiary, whereToFind: address },
    })
    await finish()
    await router.push('/apply')
  }

  /** The slip is handed over, or what was written is dropped: nothing of this person stays on this phone. */
  async function finish(): Promise<void> {
    await keeping.rest()
    await removeFiling(officer, id)
  }

  onMounted(() => void load())
  return {
    ...{ filing, hearing, complaint, state, step, errors, problem, word, place, county, officer },
    ...{ forward, back, mend, asOutreach, finish, sendNow },
  }
}
export type FilingPage = ReturnType<typeof useFiling>
