/** Words of the comparisons' pages: form, cells, lanes, runs, shelf, charts and report. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/compare.json' with { type: 'json' };

export const compareWords = wordsOf('compare', english);
/** `results`: the page's report has these beside the titles of the Markdown report. */
export const { charts: studyFileWords, results: reportWords } = compareWords;
