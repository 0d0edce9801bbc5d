/** Words of the library's dialogs: skills, files, models, settings, missing files. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/library.json' with { type: 'json' };

export const libraryWords = wordsOf('library', english);
