/** The likeliest of the skill's different answers (engine/training/rankLabels.ts). */
import { defineMeasure } from './measure.ts';

export const labels = defineMeasure({ kind: 'labels' });
