/** Registers the English texts of the messages that the worker, scripts and tests make. */
import '#engine/texts.ts';
import '#mixing/texts.ts';
import lab from '#languages/en/lab.json' with { type: 'json' };
import run from '#languages/en/run.json' with { type: 'json' };
import { registerEnglish } from '#languages/language.ts';
import { registerValues } from '#languages/text.ts';
import { shownValues } from './run/shownValues.ts';

registerEnglish({ lab, run });
registerValues(shownValues);
