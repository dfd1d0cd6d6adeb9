/** The share of claims decided in time that every unit is held to, in per cent. */
export const inTimeGoal = 95
