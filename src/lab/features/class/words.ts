/** Words of the class view. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/class.json' with { type: 'json' };

export const classWords = wordsOf('class', english);
