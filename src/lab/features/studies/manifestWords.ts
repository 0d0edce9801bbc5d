/** Words of the studies that the page shows before it loads the feature. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/studies.manifest.json' with { type: 'json' };

export const studiesManifest = wordsOf('studies.manifest', english);
