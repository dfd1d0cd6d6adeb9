import { computed, onMounted, reactive, ref, watch } from 'vue'
import type { OccasionView, PapersHere } from '@yima/shared/window/contract'
import { fieldText } from '../app/field-text.ts'
import { keepWritten } from '../app/keep-written.ts'
import { answerOf, enqueue, openOutbox, takeBack, wordOn, type NewEntry } from '../app/outbox.ts'
import { askToStay } from '../app/persistence.ts'
import { refusedPictures } from '../app/refused-pictures.ts'
import { t } from '../app/text.ts'
import type { DraftPhoto } from '../application/draft.ts'
import { taken, useSmaller } from '../application/photos.ts'
import { picturesMade } from '../application/pictures-made.ts'
import { useDesk } from '../work/desk.ts'
import { visitOf } from './filing.ts'
import { findPapers, forgetOldPapers, savePapers, type PapersKept } from './papers-kept.ts'

type Claim = NonNullable<OccasionView['shown']['papers']>[number]
type Body = Omit<PapersHere, 'papers'> & { papers: unknown }

/** The writes that carry papers: pictures, then which of them shows which paper. */
function writesOf(
  {
    claim,
    photos,
    occasion,
  }: { claim: Claim; photos: Readonly<Record<string, DraftPhoto[]>>; occasion: OccasionView },
  key: string,
  officer: { id: string; name: string },
): NewEntry[] {
  const shown = claim.papers.filter(({ id }) => (photos[id] ?? []).length > 0)
  const pictures = shown.flatMap(({ id }) => photos[id] ?? [])
  const { applicationId, claimId } = claim
  const papers = shown.map(({ id }) => ({
    id,
    files: (photos[id] ?? []).map((one) => answerOf(one.key, 'id')),
  }))
  const writtenAt = new Date(Date.now() + visitOf(occasion).ahead).toISOString()
  return [
    ...pictures.map(({ key: id, picture }) => ({ id, kind: 'file', path: '/files', blob: picture })),
    {
      ...{ id: key, kind: 'papers-here', path: `/work/occasions/${occasion.id}/papers`, act: true },
      body: { applicationId, claimId, papers, writtenAt } satisfies Body,
      after: pictures.map((one) => one.key),
      actor: `officer:${officer.id}`,
      label: { officer: officer.name, person: occasion.minimum.name },
    },
  ]
}

/** Papers that lie on the table: photographed, kept on this phone through a reload or a lock, handed over once. */
export function usePapersHere(occasion: () => OccasionView) {
  const { officer } = useDesk()
  const { id, writableUntil } = occasion()
  const papers = reactive<PapersKept>({ until: writableUntil, photos: {}, handed: {} }) as PapersKept
  const missing = ref<string>()
  const ready = ref(false)

  const writing = keepWritten(papers, () => savePapers(officer, id, papers))
  onMounted(async () => {
    // Where this phone cannot read what it kept, papers can be photographed all the same.
    await openOutbox().catch(() => undefined)
    await forgetOldPapers(officer, occasion().now).catch(() => undefined)
    const kept = await findPapers(officer, id).catch(() => undefined)
    writing.show(() => Object.assign(papers, kept))
    writing.begin()
    ready.value = true
  })

  const wanted = computed(() =>
    (occasion().shown.papers ?? [])
      .map((claim) => ({ ...claim, papers: claim.papers.filter(({ sentAt }) => sentAt === null) }))
      .filter((claim) => claim.papers.length > 0),
  )
  const wordOf = ({ claimId }: Claim) => {
    const handed = papers.handed[claimId]
    return handed === undefined ? undefined : wordOn(handed)
  }
  const photosOf = (paper: string): File[] =>
    (papers.photos[paper] ?? []).map(({ picture }) => picture as File)
  /** Why each photo of a paper was refused, as a sentence at its place. */
  function marksOf({ claimId }: Claim, paper: string): (string | undefined)[] {
    const codes = refusedPictures(papers.handed[claimId] ?? '')
    return (papers.photos[paper] ?? []).map(({ key }) => fieldText(codes[key]))
  }
  function setPhotos(paper: string, files: readonly File[]): void {
    const before = papers.photos[paper] ?? []
    const stay = before.filter(({ picture }) => files.includes(picture as File))
    const fresh = files.filter((file) => !before.some(({ picture }) => picture === file))
    papers.photos[paper] = [...stay, ...fresh.map(taken)]
  }
  useSmaller(
    () => Object.values(papers.photos).flat(),
    (small, key) => {
      for (const [paper, photos] of Object.entries(papers.photos))
        papers.photos[paper] = photos.map((one) => (one.key === key ? small : one))
    },
  )

  // What the office has need not lie here; what it refused is here to be handed over again.
  watch(
    () => wanted.value.filter((claim) => wordOf(claim)?.word === 'received'),
    (received) => {
      for (const claim of received) for (const { id: paper } of claim.papers) delete papers.photos[paper]
    },
    { immediate: true },
  )

  let sending = false
  async function send(claim: Claim): Promise<void> {
    await picturesMade() // whoever sends at once has photographed all the same
    const none = claim.papers.every(({ id: paper }) => (papers.photos[paper] ?? []).length === 0)
    missing.value = none ? t('window.papers.missing') : undefined
    if (none || sending) return
    sending = true
    try {
      const key = crypto.randomUUID()
      const before = papers.handed[claim.claimId]
      if (before !== undefined) await takeBack(before)
      void askToStay()
      await enqueue(writesOf({ claim, photos: papers.photos, occasion: occasion() }, key, officer))
      papers.handed[claim.claimId] = key
      await writing.kept()
    } finally {
      sending = false
    }
  }
  return { wanted, wordOf, photosOf, marksOf, setPhotos, send, missing, ready }
}
