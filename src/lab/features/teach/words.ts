/** Words of lessons, of the class and of the share dialog. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/teach.json' with { type: 'json' };

const words = wordsOf('teach', english);
export const { lesson: lessonWords, class: classWords, share: shareWords } = words;
