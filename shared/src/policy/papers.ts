/**
 * Papers that a programme may need; names and how to get them: catalogue `policy`,
 * `policy.paper.<id>`. A paper that already proves another makes it needless.
 */
export const papers = {
  'id-card': [],
  'household-book': [],
  commitment: [],
  authorisation: [],
  'means-proof': [],
  'disability-or-diagnosis': [],
  'disability-certificate': ['disability-or-diagnosis'],
  'support-statement': [],
  'spending-receipts': [],
  'event-proof': [],
  'insurance-card': [],
  'hospital-bill': [],
  diagnosis: ['disability-or-diagnosis'],
  'student-application': [],
  'school-roll': [],
  'housing-proof': [],
  'rent-contract': [],
  'homestead-proof': ['housing-proof'],
  'house-grading': [],
  'building-photos': [],
  'unemployment-registration': [],
  'employment-application': [],
  'damage-record': ['event-proof'],
  'bank-card': [],
  'child-and-guardian-ids': ['id-card', 'household-book'],
  'parents-death-papers': [],
  'unsupported-child-application': [],
  'relationship-proof': ['household-book'],
  'case-papers': [],
  'hardship-statement': [],
  'tell-the-truth': [],
  'pension-registration': [],
  'judicial-application': [],
  'harm-proof': [],
  'no-compensation-proof': [],
  'service-agreement': [],
} as const satisfies Record<string, readonly string[]>

export type PaperId = keyof typeof papers

/** The papers of several programmes as one list: each once, none that another already covers. */
export function joinPapers(lists: readonly (readonly PaperId[])[]): PaperId[] {
  const wanted = [...new Set(lists.flat())]
  const covered = new Set<string>(wanted.flatMap((paper) => papers[paper]))
  return wanted.filter((paper) => !covered.has(paper))
}
