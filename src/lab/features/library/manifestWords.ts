/** Words of the library that the page shows before it loads the feature. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/library.manifest.json' with { type: 'json' };

export const libraryManifest = wordsOf('library.manifest', english);
