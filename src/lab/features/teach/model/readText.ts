/** Blocks of a lesson as plain text, with values of the visitor's run as the page writes them. */
import * as format from '#languages/format.ts';
import { listLeaves, type Block } from './markdown.ts';
import type { LessonValue, Unit, Value } from './values.ts';

/** A measured value as text, with its unit where the text of a lesson cannot know it. */
const texts: Readonly<Record<Unit, (value: number) => string>> = {
	// Differences have a decimal too: 49 % after 48 % beside +0.5 points looks like a mistake.
	share: (value) => format.numberFormats.share(value),
	points: (value) => format.points(value, 1),
	nats: format.loss,
	count: format.count,
	plain: format.figure,
	text: String,
	truth: String,
};

export const valueText = (value: Value, unit: Unit): string => {
	if (value === null) return '…';
	return typeof value === 'number' ? texts[unit](value) : String(value);
};

export const readText = (blocks: readonly Block[], shown: (value: LessonValue) => Value): string =>
	listLeaves(blocks)
		.map((leaf) =>
			leaf.kind === 'value' ? valueText(shown(leaf.value), leaf.value.unit) : leaf.text,
		)
		.join('')
		.trim();
