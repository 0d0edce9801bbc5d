/** Words of the questions that the page shows before it loads the feature. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/questions.manifest.json' with { type: 'json' };

export const questionsManifest = wordsOf('questions.manifest', english);
