/** Registers the English texts of mixing's messages, and of the engine's, which it also throws. */
import { registerEnglish } from '#languages/language.ts';
import engine from '#languages/en/engine.json' with { type: 'json' };
import errors from '#languages/en/mixing.errors.json' with { type: 'json' };

registerEnglish({ engine, 'mixing.errors': errors });
