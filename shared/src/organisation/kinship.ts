/** How somebody is related to an officer (公务员回避规定: spouses, direct line, collateral line, in-laws). */
export const kinships = ['spouse', 'parent', 'child', 'sibling', 'in-law', 'other'] as const
