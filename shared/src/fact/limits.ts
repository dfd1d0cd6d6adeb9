/** So many people of one household are told of at most. */
export const mostMembers = 30
