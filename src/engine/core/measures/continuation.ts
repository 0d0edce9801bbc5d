/** A built-in skill's rule about how the model continues the beginning of a text. */
import { defineMeasure } from './measure.ts';

export const continuation = defineMeasure({ kind: 'continuation' });
