import { shallowRef } from 'vue'

const heard = shallowRef<string>()

/** The latest business date that an office has said, in this visit or beside what is kept of an earlier one. */
export const officeDay = (): string | undefined => heard.value

/** Told of every business date of an office; an older one changes nothing, because days do not run back. */
export function heedOfficeDay(day: string | undefined): void {
  if (day !== undefined && (heard.value === undefined || day > heard.value)) heard.value = day
}
