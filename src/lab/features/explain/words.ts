/** Words of the explanation panel: sentences, figures, picks, results. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/explain.json' with { type: 'json' };

export const explainWords = wordsOf('explain', english);
