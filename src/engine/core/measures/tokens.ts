/** The next tokens of the right answer that the model would choose: for answers of any form. */
import { defineMeasure } from './measure.ts';

export const tokens = defineMeasure({ kind: 'tokens' });
