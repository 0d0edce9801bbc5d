/** Words of the questions that the page shows before it loads the feature. */
import { wordsOf } from '#languages/text.ts';
import type { QuestionsManifestWords } from '#languages/messages.ts';
import english from '#languages/en/questions.manifest.json' with { type: 'json' };

export const questionsManifest = wordsOf<QuestionsManifestWords>('questions.manifest', english);
