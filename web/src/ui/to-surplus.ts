/** What is handed in together: a form, a sheet, one side of a desk, or else the page. */
const together = 'form, dialog, .pane, .page'

/**
 * Whether something that this button would hand in is too long; then its box has the focus. Every button that hands
 * something in asks, so that no page can forget it, and no box has to cut what was pasted. What stands elsewhere holds
 * nobody back, and nothing keeps from a `way` (to end, to answer a call, to leave) outside the form that is filled in.
 */
export function pointedToSurplus(button: Element | null, way: boolean): boolean {
  const group = button?.closest(together) ?? null
  if (way && !group?.matches('form, dialog')) return false
  const boxes = [...(group ?? document).querySelectorAll<HTMLElement>('[data-surplus]')]
  const box = boxes.find((one) => one.closest(together) === group)
  box?.closest('details')?.setAttribute('open', '')
  box?.focus()
  return box !== undefined
}
