/** RegMix's fit: a law of the loss by the mix, and the mean of the best predicted mixes. */
import type { Ratios } from '#core/parameters.ts';
import { mean } from '#core/statistics.ts';
import { exponentialLaw, linearLaw, treeLaw, type MixingLaw } from '../mixingLaw.ts';
import type { Explanation, MixContext } from '../policy.ts';
import { normalise } from '../shares.ts';
import { drawShares, listGroups, toMix, type Trial } from './regMixTrials.ts';

/** The result of the fit: the run's mix, and what the page shows of the law. */
export interface FoundMix {
	readonly weights: readonly number[];
	readonly predicted: number;
	readonly law: NonNullable<Explanation['law']>;
}

const laws = {
	trees: treeLaw({ rounds: 100, rate: 0.1, leaves: 8, rows: 5 }),
	exponential: exponentialLaw,
	linear: linearLaw,
};
/** Parts of the trials that are left out in turn, to test the law. */
const folds = 4;
const curvePoints = 11;

/** Fits a law per target, and averages the best of many predicted mixes. null: too few trials. */
export function findMix(
	trials: readonly Trial[],
	targets: readonly number[],
	values: {
		readonly law: keyof typeof laws;
		readonly keep: Ratios;
		readonly tau: number;
		readonly strength: number;
		readonly draws: number;
		readonly best: number;
	},
	context: MixContext,
): FoundMix | null {
	const { skills, random } = context;
	const groups = listGroups(values, context);
	if (groups.length === 1 || trials.length < folds) return null;
	const mixes = trials.map(({ shares }) =>
		groups.map(({ within }) =>
			within.reduce((sum, part, i) => sum + (part > 0 ? (shares[skills[i].id] ?? 0) : 0), 0),
		),
	);
	const losses = targets.map((j) => trials.map((trial) => trial.losses[skills[j].id]!));
	const fit = (isUsed: (trial: number) => boolean): MixingLaw => {
		const used = [...trials.keys()].filter(isUsed);
		const own = losses.map((list) =>
			laws[values.law](
				used.map((t) => mixes[t]),
				used.map((t) => list[t]),
			),
		);
		return (shares) => mean(own.map((law) => law(shares)));
	};
	const law = fit(() => true);
	const without = Array.from({ length: folds }, (_, fold) => fit((t) => t % folds !== fold));
	const drawn = Array.from({ length: values.draws }, (_, i) => {
		const shares = drawShares(groups, values.strength, random.child(`candidate ${i}`));
		return { shares, loss: law(shares) };
	});
	const best = drawn.sort((a, b) => a.loss - b.loss).slice(0, values.best);
	const shares = normalise(groups.map((_, g) => mean(best.map((one) => one.shares[g]))));
	const measured = mixes.map((_, t) => mean(losses.map((list) => list[t])));
	/** Predicted losses along the share of one group, the others in the ratio of the found mix. */
	const makeCurve = (group: number) =>
		Array.from({ length: curvePoints }, (_, i) => {
			const share = i / (curvePoints - 1);
			const others = normalise(shares.map((own, g) => (g === group ? 0 : own + 1e-9)));
			const at = others.map((own, g) => (g === group ? share : (1 - share) * own));
			return { share, loss: law(at) };
		});
	return {
		weights: toMix(groups, shares),
		predicted: law(shares),
		law: {
			label: 'Fitted law',
			about: { id: 'regmix.law', values: { trials: trials.length } },
			axes: groups.map(({ name }, g) => ({ label: name, found: shares[g], curve: makeCurve(g) })),
			trials: mixes.map((mix, t) => ({
				shares: mix,
				measured: measured[t],
				predicted: without[t % folds](mix),
			})),
		},
	};
}
