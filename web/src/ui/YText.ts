import { h, type FunctionalComponent } from 'vue'
import { clauses } from './clauses.ts'

/** A sentence whose lines break between clauses first, so that no single character is left over. */
const YText: FunctionalComponent<{ text: string }> = ({ text }) => {
  const parts = clauses(text)
  if (parts.length === 1 && parts[0]?.every((piece) => !piece.whole)) return [text]
  return parts.map((part) =>
    h(
      'span',
      { class: 'cl' },
      part.map(({ text: words, whole }) => (whole ? h('span', { class: 'nb' }, words) : words)),
    ),
  )
}
YText.props = ['text']

export default YText
