/** How a report shows its numbers: drawn, as tables only, or drawn with the tables folded below (in a file). */
export type Tables = 'none' | 'only' | 'folded';
