/** Words of the single HTML file. */
import { wordsOf } from '#languages/text.ts';
import type { TakeawayWords } from '#languages/messages.ts';
import english from '#languages/en/takeaway.json' with { type: 'json' };

export const takeawayWords = wordsOf<TakeawayWords>('takeaway', english);
