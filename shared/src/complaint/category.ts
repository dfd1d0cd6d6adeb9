/** Of what somebody complains; ids are those of the reader, which proposes one from the words. */
export const complaintCategories = [
  'delay', 'refusal', 'attitude', 'wrong-decision', 'procedure-violation', 'ineligible-recipient', 'relative-favour', 'ghost-recipient',
  'illegal-fee', 'bribe', 'embezzlement', 'misallocation', 'corruption', 'privacy-breach', 'safety', 'retaliation', 'other',
] as const
export type ComplaintCategory = (typeof complaintCategories)[number]

/** 求决 (solve my matter), 投诉 (service), 检举控告 (misconduct), 意见 (opinion). */
export const complaintKinds = ['solve', 'service', 'misconduct', 'opinion'] as const
export type ComplaintKind = (typeof complaintKinds)[number]

const kinds: Record<ComplaintCategory, ComplaintKind> = {
  'delay': 'service',
  'refusal': 'service',
  'attitude': 'service',
  'wrong-decision': 'solve',
  'procedure-violation': 'misconduct',
  'ineligible-recipient': 'misconduct',
  'relative-favour': 'misconduct',
  'ghost-recipient': 'misconduct',
  'illegal-fee': 'misconduct',
  'bribe': 'misconduct',
  'embezzlement': 'misconduct',
  'misallocation': 'misconduct',
  'corruption': 'misconduct',
  'privacy-breach': 'service',
  'safety': 'solve',
  'retaliation': 'misconduct',
  'other': 'opinion',
}

/** What kind of matter a category makes it: its days follow from it. */
export const kindOf = (category: ComplaintCategory): ComplaintKind => kinds[category]

const isCategory = (name: string): name is ComplaintCategory => (complaintCategories as readonly string[]).includes(name)

/** The category that is proposed for what the reader heard in the words; a decision that is disputed is a wrong one. */
export const proposedCategory = (heard: string | null): ComplaintCategory | null => {
  if (heard === 'decision-appeal') return 'wrong-decision'
  return heard !== null && isCategory(heard) ? heard : null
}
