/** Words of the blend. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/blend.json' with { type: 'json' };

export const blendWords = wordsOf('blend', english);
