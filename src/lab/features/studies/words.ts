/** Words of the studies' pages: form, cells, shelf, charts and report. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/studies.json' with { type: 'json' };

export const studyWords = wordsOf('studies', english);
/** `results`: the page's report has these beside the titles of the Markdown report. */
export const { charts: studyFileWords, results: reportWords } = studyWords;
