/** The government's own telephone, the same everywhere in the country: whoever is stuck here can always ring it. */
export const helpLine = '12345'
