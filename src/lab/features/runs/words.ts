/** Words of the place with the stored runs. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/runs.json' with { type: 'json' };

export const runWords = wordsOf('runs', english);
