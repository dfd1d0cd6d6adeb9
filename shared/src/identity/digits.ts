// Arabic, Persian, Tibetan, Mongolian and Dai keyboards: each row of digits begins at a multiple of sixteen.
const otherDigits = /[\u0660-\u0669\u06F0-\u06F9\u0F20-\u0F29\u1810-\u1819\u19D0-\u19D9]/g

// Dictation writes numbers out; 幺 is how one says 1 on the telephone.
const spoken = '〇一二三四五六七八九'
const spokenDigit = (character: string): string =>
  character === '零' ? '0' : character === '幺' ? '1' : String(spoken.indexOf(character))

/**
 * A number as people type, paste or dictate it, as plain digits: other keyboards' digits, everything
 * put between groups, and a label before it (`身份证号：`, `No.`) do not matter. What else was typed
 * stays, for the caller to refuse. NFKC; never throws.
 */
export const plainDigits = (typed: string): string =>
  typed
    .normalize('NFKC')
    .replace(otherDigits, (digit) => String(digit.charCodeAt(0) % 16))
    .replace(/[〇零幺一二三四五六七八九]/g, spokenDigit)
    .replace(/[\s\p{C}\p{Pd}\p{Default_Ignorable_Code_Point}\u2212_.·•,，、。/()~:#]/gu, '')
    .replace(/^(?:\p{Script=Han}+|no)(?=[\d+])/iu, '')
