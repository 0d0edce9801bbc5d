/** Words of the feature that the page shows before it loads the rest. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/teach.manifest.json' with { type: 'json' };

export const teachManifest = wordsOf('teach.manifest', english);
