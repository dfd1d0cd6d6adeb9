/** More never go to one home; each one's hands stay in it. */
export const mostCompanions = 3

/** So many offices are asked for their view at once. */
export const mostParties = 5
