import { languages, type Language } from './preferences-kept.ts'
import { t } from './text.ts'

/** Every language by its own name: whoever cannot read this one must find the other. */
export const languageChoices = (): { value: Language; label: string }[] =>
  languages.map((value) => ({ value, label: t(`common.language.${value}`) }))
