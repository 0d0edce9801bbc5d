/** Words of the share dialog that the page shows before it loads the feature. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/share.manifest.json' with { type: 'json' };

export const shareManifest = wordsOf('share.manifest', english);
