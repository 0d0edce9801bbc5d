/** Registers the English texts of mixing's messages. */
import { registerEnglish } from '#languages/language.ts';
import errors from '#languages/en/mixing.errors.json' with { type: 'json' };

registerEnglish({ 'mixing.errors': errors });
