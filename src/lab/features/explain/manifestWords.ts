/** Words of the explanation column that the page shows before it loads the feature. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/explain.manifest.json' with { type: 'json' };

export const explainManifest = wordsOf('explain.manifest', english);
