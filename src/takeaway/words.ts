/** Words of the single HTML file. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/takeaway.json' with { type: 'json' };

export const takeawayWords = wordsOf('takeaway', english);
