/** Raw text has no answer to mark: its loss is all that is measured. */
import { defineMeasure } from './measure.ts';

export const loss = defineMeasure({ kind: 'loss' });
