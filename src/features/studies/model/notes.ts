/** How a report's figures are to be read. */
import { budgetOf } from './budget.ts';
import type { ReadMeasure } from './measures.ts';
import type { Comparison } from './reportTypes.ts';
import type { CellResult } from './result.ts';
import type { Study } from './study.ts';

export function notesOf(
	study: Study,
	finished: readonly CellResult[],
	measures: readonly ReadMeasure[],
	comparisons: readonly Comparison[],
): string[] {
	const { seeds, axes } = study;
	const budget = budgetOf(study);
	const examples = finished.flatMap(({ final }) => final.skills.map((score) => score.examples));
	const range = [Math.min(...examples), Math.max(...examples)];
	const tests = comparisons.reduce((sum, { differences }) => sum + differences.length, 0);
	return [
		'n is the number of cells that a mean is over; brackets hold its 95 % percentile bootstrap interval over them.',
		...(examples.length > 0
			? [
					`Each cell is scored at its end on ${range[0] === range[1] ? range[0] : `${range[0]} to ${range[1]}`} held-out examples a skill: the scatter of that is in the intervals.`,
				]
			: []),
		...measures.map(({ title, about }) => `${title}: ${about}`),
		...(comparisons.length > 0
			? [
					'Differences are paired: the same seed and all other factors equal. Two are told apart only where the bootstrap interval and Student’s t interval both exclude 0.',
				]
			: []),
		...(tests > 1
			? [
					`${tests} differences at 95 %: about ${Math.max(1, Math.round(tests / 20))} of them would exclude 0 by chance alone if nothing differed.`,
				]
			: []),
		...(seeds.length === 1 ? ['One seed: nothing can be said about chance.'] : []),
		...(budget ? [budgetNote(budget)] : []),
		...(axes.epochs ? ['Epochs set the number of steps: runs of more epochs train longer.'] : []),
	];
}

function budgetNote(budget: NonNullable<Study['budget']>): string {
	if (budget.kind === 'updates')
		return `Every cell has ${budget.updates.toLocaleString('en')} updates, where its policy says no other number; what a policy measures and does beforehand comes on top, and stands under cost.`;
	if (budget.kind === 'tokens')
		return `Every cell trains on ${budget.tokens.toLocaleString('en')} tokens and the rest of its last batch; what a policy measures and does beforehand comes on top, and stands under cost.`;
	return `Every cell has ${budget.seconds.toLocaleString('en')} s for its steps and all that its policy measures and does beforehand; evaluations are not counted. How many steps that is depends on the machine, and on what else it did.`;
}
