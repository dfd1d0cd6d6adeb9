import authorisationEn from '@yima/shared/locales/en/authorisation.json' with { type: 'json' }
import claimEn from '@yima/shared/locales/en/claim.json' with { type: 'json' }
import consentEn from '@yima/shared/locales/en/consent.json' with { type: 'json' }
import factEn from '@yima/shared/locales/en/fact.json' with { type: 'json' }
import fileEn from '@yima/shared/locales/en/file.json' with { type: 'json' }
import namesEn from '@yima/shared/locales/en/policy.names.json' with { type: 'json' }
import papersEn from '@yima/shared/locales/en/policy.papers.json' with { type: 'json' }
import authorisation from '@yima/shared/locales/zh-CN/authorisation.json' with { type: 'json' }
import claim from '@yima/shared/locales/zh-CN/claim.json' with { type: 'json' }
import consent from '@yima/shared/locales/zh-CN/consent.json' with { type: 'json' }
import fact from '@yima/shared/locales/zh-CN/fact.json' with { type: 'json' }
import file from '@yima/shared/locales/zh-CN/file.json' with { type: 'json' }
import names from '@yima/shared/locales/zh-CN/policy.names.json' with { type: 'json' }
import papers from '@yima/shared/locales/zh-CN/policy.papers.json' with { type: 'json' }

export type Language = 'zh-CN' | 'en'

const catalogues: Record<Language, Readonly<Record<string, string>>> = {
  'zh-CN': { ...authorisation, ...claim, ...consent, ...fact, ...file, ...names, ...papers },
  en: { ...authorisationEn, ...claimEn, ...consentEn, ...factEn, ...fileEn, ...namesEn, ...papersEn },
}

/** A sentence with what is filled in; the key itself where nobody wrote one, so that nothing disappears. */
export type Say = (key: string, params?: Readonly<Record<string, string>>) => string

export const sayIn =
  (language: Language): Say =>
  (key, params = {}) =>
    Object.entries(params).reduce(
      (text, [name, value]) => text.replaceAll(`{${name}}`, value),
      catalogues[language][key] ?? key,
    )

/** Whether there is a sentence for it. */
export const isSaid = (key: string): boolean => Object.hasOwn(catalogues['zh-CN'], key)
