/** Words of the stored runs that the page shows before it loads the feature. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/runs.manifest.json' with { type: 'json' };

export const runsManifest = wordsOf('runs.manifest', english);
