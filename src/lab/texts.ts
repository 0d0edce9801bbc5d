/** Registers the English texts of all messages that the worker, scripts and tests make. */
import '#engine/texts.ts';
import '#mixing/texts.ts';
import * as files from '#languages/en/labFiles.ts';
import { registerEnglish } from '#languages/language.ts';
import { registerValues } from '#languages/text.ts';
import { shownValues } from './run/shownValues.ts';

registerEnglish(files);
registerValues(shownValues);
