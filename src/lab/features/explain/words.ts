/** Words of the explanation panel: sentences, traces, matrices, influences, picks, results. */
import { wordsOf } from '#languages/text.ts';
import type { ExplainWords } from '#languages/messages.ts';
import english from '#languages/en/explain.json' with { type: 'json' };

export const explainWords = wordsOf<ExplainWords>('explain', english);
