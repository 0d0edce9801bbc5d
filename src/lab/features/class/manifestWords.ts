/** Words of the class view that the page shows before it loads the feature. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/class.manifest.json' with { type: 'json' };

export const classManifest = wordsOf('class.manifest', english);
