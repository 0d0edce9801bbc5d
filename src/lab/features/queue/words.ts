/** Words of the queue. */
import { wordsOf } from '#languages/text.ts';
import type { QueueWords } from '#languages/messages.ts';
import english from '#languages/en/queue.json' with { type: 'json' };

export const queueWords = wordsOf<QueueWords>('queue', english);
