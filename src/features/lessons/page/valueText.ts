/** A measured value as text, with its unit where the text of a lesson cannot know it. */
import * as format from '#page/words/format.ts';
import type { Unit, Value } from '../model/measures.ts';

const texts: Readonly<Record<Unit, (value: number) => string>> = {
	share: (value) => format.percent(value),
	// 44 % after 49 % are −4.3 points, which rounded would look like a mistake.
	points: (value) => format.points(value, 1),
	nats: format.loss,
	count: format.count,
	plain: format.figure,
};

export const valueText = (value: Value, unit: Unit): string => {
	if (value === null) return '…';
	return typeof value === 'number' ? texts[unit](value) : String(value);
};
