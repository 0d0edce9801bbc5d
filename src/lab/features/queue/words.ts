/** Words of the queue. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/queue.json' with { type: 'json' };

export const queueWords = wordsOf('queue', english);
