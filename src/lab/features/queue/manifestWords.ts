/** Words of the queue that the page shows before it loads the feature. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/queue.manifest.json' with { type: 'json' };

export const queueManifest = wordsOf('queue.manifest', english);
