/** Words of the lessons that the page shows before it loads the feature. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/lessons.manifest.json' with { type: 'json' };

export const lessonsManifest = wordsOf('lessons.manifest', english);
