/**
 * The first day on which every dated table of Yima holds (figures, spans, wordings). A phone whose
 * clock stands before it has a flat battery, not another year.
 */
export const firstDay = '2024-01-01'
