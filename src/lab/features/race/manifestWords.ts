/** Words of the race that the page shows before it loads the feature. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/race.manifest.json' with { type: 'json' };

export const raceManifest = wordsOf('race.manifest', english);
