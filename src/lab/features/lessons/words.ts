/** Words of the lessons: gallery, column, and the page for teachers. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/lessons.json' with { type: 'json' };

export const lessonWords = wordsOf('lessons', english);
