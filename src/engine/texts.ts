/** Registers the English texts of the engine's messages. */
import { registerEnglish } from '#languages/language.ts';
import engine from '#languages/en/engine.json' with { type: 'json' };

registerEnglish({ engine });
