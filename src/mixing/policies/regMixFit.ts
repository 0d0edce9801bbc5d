/**
 * RegMix's trial runs, as an artefact: random mixes of groups of skills. Its fit: a law of the loss
 * by the mix, and the mean of the best predicted mixes.
 */
import type { Ratios } from '#engine/core/parameters.ts';
import { mean } from '#engine/core/statistics.ts';
import type { Json } from '#engine/core/json.ts';
import type { RandomStream } from '#engine/core/random.ts';
import { exponentialLaw, linearLaw, treeLaw, type MixingLaw } from '../mixingLaw.ts';
import type { Explanation, MixContext } from '../policy.ts';
import { normalise, sharesFromRatios, temperatureShares } from '../shares.ts';
import { dirichletShares } from '../dirichlet.ts';
import { bySkill, finite, listOf, loss, objectOf, readArtefact } from '../storedData.ts';
import { indicesById } from '../rows.ts';

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
		const lawByTarget = losses.map((list) =>
			laws[values.law](
				used.map((t) => mixes[t]),
				used.map((t) => list[t]),
			),
		);
		return (shares) => mean(lawByTarget.map((law) => law(shares)));
	};
	const law = fit(() => true);
	const without = Array.from({ length: folds }, (_, fold) => fit((t) => t % folds !== fold));
	const drawn = Array.from({ length: values.draws }, (_, i) => {
		const shares = drawShares(groups, values.strength, random.child(`candidate ${i}`));
		return { shares, loss: law(shares) };
	});
	const best = drawn.sort((a, b) => a.loss - b.loss).slice(0, values.best);
	const shares = normalise(groups.map((_, g) => mean(best.map((mix) => mix.shares[g]))));
	const measured = mixes.map((_, t) => mean(losses.map((list) => list[t])));
	/** Predicted losses along the share of one group, the others in the ratio of the found mix. */
	const makeCurve = (group: number) =>
		Array.from({ length: curvePoints }, (_, i) => {
			const share = i / (curvePoints - 1);
			const others = normalise(shares.map((other, g) => (g === group ? 0 : other + 1e-9)));
			const at = others.map((other, g) => (g === group ? share : (1 - share) * other));
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

/** The mix and the validation losses of a trial run, by skill id. */
export interface Trial {
	readonly shares: Ratios;
	/** Nats per answer token; null if not finite. */
	readonly losses: { readonly [skill: string]: number | null };
}

/** Skills that are mixed as one, with fixed shares among themselves. */
interface Group {
	readonly id: string;
	readonly name: string;
	/** Share of each skill in the group; 0 outside. */
	readonly within: readonly number[];
	readonly prior: number;
}
/** A group per skill by id; the kept skills are one group, the last one. */
export function listGroups(
	{ keep, tau }: { readonly keep: Ratios; readonly tau: number },
	{ skills }: Pick<MixContext, 'skills'>,
): Group[] {
	const prior = temperatureShares(skills, tau);
	const isKept = (i: number) => (keep[skills[i].id] ?? 0) > 0;
	const byId = indicesById(skills);
	const groups: Group[] = byId
		.filter((i) => !isKept(i))
		.map((i) => ({
			id: skills[i].id,
			name: skills[i].name,
			within: skills.map((_, j) => (i === j ? 1 : 0)),
			prior: prior[i],
		}));
	const together = byId.filter(isKept);
	if (together.length === 0) return groups;
	const within = sharesFromRatios(keep, skills, 'keep');
	const name = together.map((i) => skills[i].name).join(' + ');
	const sum = together.reduce((total, i) => total + prior[i], 0);
	return [...groups, { id: 'kept ratios', name, within, prior: sum }];
}

/** The shares of the skills in a mix of the groups. */
export const toMix = (groups: readonly Group[], shares: readonly number[]): number[] =>
	normalise(
		groups[0].within.map((_, i) =>
			groups.reduce((sum, { within }, g) => sum + shares[g] * within[i], 0),
		),
	);

/** Dirichlet(c · prior), c log-uniform from 0.1 to `strength`. */
export function drawShares(
	groups: readonly Group[],
	strength: number,
	stream: RandomStream,
): number[] {
	const c = 0.1 * (strength / 0.1) ** stream.uniform(1);
	return dirichletShares(
		groups.map(({ prior }) => c * prior),
		(g) => stream.child(groups[g].id),
	);
}

export const trialSchema = ({ skills }: Pick<MixContext, 'skills'>) =>
	objectOf({ shares: bySkill(skills, finite), losses: bySkill(skills, loss) });

export const parseTrials = (
	artefact: Json,
	context: Pick<MixContext, 'skills'>,
): readonly Trial[] =>
	readArtefact(objectOf({ trials: listOf(trialSchema(context)) }), artefact).trials;
