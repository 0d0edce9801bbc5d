/** Words of the race. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/race.json' with { type: 'json' };

export const raceWords = wordsOf('race', english);
