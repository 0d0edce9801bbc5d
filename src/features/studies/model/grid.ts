/** Size × epochs: what each model reaches after each number of epochs, by policy. */
import { figureOf } from './figure.ts';
import type { ReadMeasure } from './measures.ts';
import type { SizeGrid } from './reportTypes.ts';
import type { CellResult } from './result.ts';
import type { Study } from './study.ts';

/** None where the study does not have both axes. Means over all else: seeds, learning rates. */
export function gridsOf(
	{ axes }: Study,
	finished: readonly CellResult[],
	measures: readonly ReadMeasure[],
): SizeGrid[] {
	const { model, epochs } = axes;
	if (!model || !epochs) return [];
	const policies = [...new Set(finished.map(({ factors }) => String(factors.policy)))];
	return policies.map((policy) => ({
		policy,
		...{ models: model.map(({ id }) => id), epochs },
		cells: model.flatMap(({ id }) =>
			epochs.flatMap((times) => {
				const inCell = finished.filter(
					({ factors }) =>
						factors.policy === policy && factors.model === id && factors.epochs === times,
				);
				if (inCell.length === 0) return [];
				const figures = Object.fromEntries(
					measures.map((measure) => [measure.id, figureOf(inCell.map(measure.of))]),
				);
				return [{ model: id, epochs: times, figures }];
			}),
		),
	}));
}
