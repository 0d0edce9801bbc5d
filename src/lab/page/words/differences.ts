/** The words for the differences between two experiments. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/differences.json' with { type: 'json' };

export const differences = wordsOf('differences', english);
