/** Words of sharing: links and their content, reduced pages, runs as files. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/share.json' with { type: 'json' };

export const shareWords = wordsOf('share', english);
