/** Registers the English texts of mixing's messages, and of the engine's, which it also throws. */
import { registerEnglish } from '#languages/language.ts';
import { registerValues } from '#languages/text.ts';
import engine from '#languages/en/engine.json' with { type: 'json' };
import mixing from '#languages/en/mixing.json' with { type: 'json' };
import { shownValues } from './shownValues.ts';

registerEnglish({ engine, mixing });
registerValues(shownValues);
