/** Words of the place with the stored runs. */
import { wordsOf } from '#languages/text.ts';
import type { RunsWords } from '#languages/messages.ts';
import english from '#languages/en/runs.json' with { type: 'json' };

export const runWords = wordsOf<RunsWords>('runs', english);
