/**
 * Whether something beside this button is too long to be handed in; then its box has the focus. Every button that
 * hands something in asks, so that no page can forget it, and no box has to cut what was pasted.
 */
export function pointedToSurplus(button: EventTarget | null): boolean {
  const within = (button as Element | null)?.closest('dialog') ?? document
  const box = [...within.querySelectorAll<HTMLElement>('[data-surplus]')].find(
    (one) => !one.closest('dialog:not([open])'),
  )
  box?.focus()
  return box !== undefined
}
