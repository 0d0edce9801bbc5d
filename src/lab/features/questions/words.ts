/** The words of the screen for question sets, answers, marks and their report. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/questions.json' with { type: 'json' };

export const questionWords = wordsOf('questions', english);
