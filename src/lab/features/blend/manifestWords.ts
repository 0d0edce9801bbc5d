/** Words of the blend that the page shows before it loads the feature. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/blend.manifest.json' with { type: 'json' };

export const blendManifest = wordsOf('blend.manifest', english);
