/** Words of the comparisons that the page shows before it loads the feature. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/compare.manifest.json' with { type: 'json' };

export const compareManifest = wordsOf('compare.manifest', english);
