/**
 * RegMix (arXiv 2407.01492): short trial runs on random mixes, a law of the loss by the mix, and
 * the mean of the mixes that the law predicts to be best. K skills, p prior, q a mix:
 *
 *  1. Mixes q ~ Dirichlet(c p), p ∝ size^(1/τ), c log-uniform. A trial on each, from the base.
 *  2. A law per target skill, fitted to the trials' validation losses.
 *  3. Many more such mixes (candidates); those with the lowest objective, averaged, train the run:
 *
 *     mean predicted loss of the targets + λ KL(q ‖ p),   q_k · examples of the run ≤ E · size_k
 *
 * Source: the code (sail-sg/regmix @b004d3a: mixture_config/synthesize_mixture.py and
 * regression_fitting/regression.ipynb). λ, E and the exponential law are those of Olmix
 * (allenai/olmix @9586977, olmix/fit/utils.py): λ 0.05, E 4. Ours, against RegMix: the objective
 * is a mean over targets (there one domain's loss); candidates are drawn as the trials are (there
 * c = 1 and τ = 1); 64 trials by default (there 512); 100 trees of 8 leaves with 5 rows, rate 0.1
 * (there LightGBM's 31 leaves with 20 rows, rate 0.01, up to 1,000 trees, until 3 more do not
 * improve on further trials); E bounds candidates (there trials, E 15); mixes are not rounded.
 * Against Olmix: the mean of the best candidates stands for the minimum of a convex solver, and
 * least squares for Huber's loss. On ten made swarms a share differs by up to .028, and the
 * objective by up to .0027 nats (tests/golden/authors.py).
 *
 * `keep` is the reuse of Olmix (arXiv 2602.12237) when the set of skills changes: the skills with a
 * kept ratio stay in this ratio to each other, as one group, and only the others and the group are
 * mixed anew. If all skills are kept, as after a removal, nothing is trained.
 */
import { fieldError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { settingsOf, type Ratios } from '#engine/core/parameters.ts';
import { toJson, type Json } from '#engine/core/json.ts';
import type { RandomStream } from '#engine/core/random.ts';
import { highest, lowest, mean } from '#engine/core/statistics.ts';
import { dirichletShares } from '../dirichlet.ts';
import { constantMixer } from '../mixers.ts';
import { exponentialLaw, linearLaw, treeLaw, type MixingLaw } from '../mixingLaw.ts';
import { policyOf, presetsOf, type Explanation, type MixContext } from '../policy.ts';
import { countedPlan, groupMeans, measuredRows, targetIndices } from '../rows.ts';
import { normalise, sharesFromRatios, temperatureShares } from '../shares.ts';
import { bySkill, finite, listOf, objectOf, readArtefact, readState } from '../storedData.ts';
import { lossProbe, trialMixer, unvalidatedWarnings } from '../validationLosses.ts';

export const regMix = policyOf('regmix', {
	group: 'adaptive',
	citation: {
		text:
			'Liu et al., RegMix: Data Mixture as Regression for Language Model Pre-training, ICLR ' +
			'2025; code: github.com/sail-sg/regmix. Kept ratios: Olmix, arXiv 2602.12237',
		url: 'https://arxiv.org/abs/2407.01492',
	},
	parameters: settingsOf('regmix', {
		targets: { kind: 'skills' },
		law: { kind: 'choice', options: ['trees', 'exponential', 'linear'] },
		trials: { kind: 'whole', default: 64, min: 8, max: 2048 },
		trialSteps: { kind: 'whole', default: 100, min: 1, max: 100_000, unit: true },
		keep: { kind: 'ratios', partial: true, advanced: true },
		tau: { kind: 'number', default: 2, min: 0.1, max: 1000, advanced: true },
		strength: { kind: 'number', default: 20, min: 0.2, max: 10_000, advanced: true },
		draws: { kind: 'whole', default: 20_000, min: 100, max: 100_000, advanced: true },
		kl: { kind: 'number', default: 0, min: 0, max: 100, advanced: true },
		epochs: { kind: 'number', default: 0, min: 0, max: 10_000, unit: true, advanced: true },
		best: { kind: 'whole', default: 32, min: 1, max: 10_000, advanced: true },
		rows: measuredRows(32, 1024),
	}),
	presets: presetsOf('regmix', {
		lab: {},
		code: { trials: 512, strength: 5, draws: 100_000, best: 128 },
		olmix: { law: 'exponential', tau: 1, strength: 5, kl: 0.05, epochs: 4 },
	}),
	prepare: async (values, context, { rollOut, report, signal, saved, save }) => {
		const { trials, trialSteps, rows } = values;
		const { skills, random } = context;
		const groups = listGroups(values, context);
		if (groups.length === 1) return { steps: 0, trials: [] };
		// Trials take minutes, so a run without a possible mix ends before them.
		drawCandidates(groups, values, context).next();
		const probe = lossProbe(context, rows);
		let done = saved === undefined ? [] : readState(listOf(trialSchema(context)), saved);
		while (done.length < trials) {
			signal.throwIfAborted();
			const progress = { done: done.length + 1, of: trials };
			report({
				...progress,
				done: done.length,
				label: { id: 'regmix.preparing', values: progress },
			});
			const stream = random.child(`trial ${done.length}`);
			const shares = toMix(groups, drawShares(groups, values.strength, stream));
			let losses: readonly number[] = [];
			const mixer = trialMixer(probe, trialSteps, (measured) => {
				losses = groupMeans(measured, rows);
			});
			const sentence = { id: 'regmix.waiting', values: {} } as const;
			const trial = {
				...constantMixer(shares, sentence),
				...mixer,
				plan: (step: number) => countedPlan(shares, context, step),
			};
			await rollOut(trial, { steps: trialSteps, seed: stream.bits(0) });
			const byId = (list: readonly number[]): Ratios =>
				Object.fromEntries(skills.map(({ id }, i) => [id, list[i]]));
			done = [...done, { shares: byId(shares), losses: byId(losses) }];
			save(toJson(done));
		}
		return { steps: trialSteps, trials: toJson(done) };
	},
	preparationCost: ({ trialSteps, rows, ...values }, context) => {
		const trials = listGroups(values, context).length === 1 ? 0 : values.trials;
		return { updates: trials * trialSteps, measured: trials * rows * context.skills.length };
	},
	/** Measures nothing: fits the law to the trials and searches it. */
	survey: async (values, context, _survey, artefact) => {
		if (artefact === undefined) return null;
		const targets = targetIndices(context.skills, values.targets);
		return findMix(parseTrials(artefact, context), targets, values, context);
	},
	createMixer: (values, context, restored) => {
		const { skills } = context;
		const groups = listGroups(values, context);
		targetIndices(skills, values.targets);
		const prior = toMix(
			groups,
			groups.map((group) => group.prior),
		);
		const found = restored?.survey as FoundMix | null | undefined;
		if (groups.length > 1 && !found)
			return constantMixer(prior, { id: 'regmix.waiting', values: {} });
		const weights = found?.weights ?? prior;
		const share = highest(weights);
		const { name } = skills[weights.indexOf(share)];
		const mixer = constantMixer(
			weights,
			found
				? { id: 'regmix.mix', values: { name, share, loss: found.predicted } }
				: { id: 'regmix.kept', values: { name, share } },
		);
		const warnings = found ? unvalidatedWarnings(context) : [];
		const trials = found?.law.trials.length ?? Infinity;
		if (values.law === 'trees' && trials < 2 * leafRows)
			warnings.push({ id: 'regmix.fewTrials', values: { trials, least: 2 * leafRows } });
		return {
			...mixer,
			plan: (step) => {
				mixer.plan(step);
				return countedPlan(weights, context, step);
			},
			explain: () => ({ ...mixer.explain(), warnings, ...(found && { law: found.law }) }),
		};
	},
});

/** The result of the fit: the run's mix, and what the page shows of the law. */
interface FoundMix {
	readonly weights: readonly number[];
	readonly predicted: number;
	readonly law: NonNullable<Explanation['law']>;
}

/** The least trials of a tree's leaf: a tree with one leaf predicts the same for all mixes. */
const leafRows = 5;
const laws = {
	trees: treeLaw({ rounds: 100, rate: 0.1, leaves: 8, rows: leafRows }),
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
		readonly kl: number;
		readonly epochs: number;
		readonly best: number;
	},
	context: MixContext,
): FoundMix | null {
	const { skills } = context;
	const groups = listGroups(values, context);
	if (groups.length === 1 || trials.length < folds) return null;
	const mixes = trials.map(({ shares }) =>
		groups.map(({ within }) =>
			within.reduce((sum, part, i) => sum + (part > 0 ? (shares[skills[i].id] ?? 0) : 0), 0),
		),
	);
	const losses = targets.map((j) => trials.map((trial) => trial.losses[skills[j].id]));
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
	const best = [...drawCandidates(groups, values, context)]
		.map((shares) => ({ shares, at: law(shares) + values.kl * divergence(shares, groups) }))
		.sort((a, b) => a.at - b.at)
		.slice(0, values.best);
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

/** Random mixes that repeat no skill too often. Throws an InputError if there is none. */
function* drawCandidates(
	groups: readonly Group[],
	{ draws, epochs, strength }: { readonly [name in 'draws' | 'epochs' | 'strength']: number },
	context: MixContext,
): Generator<readonly number[]> {
	const caps = listCaps(groups, epochs, context);
	let isFound = false;
	for (let i = 0; i < draws; i++) {
		const shares = drawShares(groups, strength, context.random.child(`candidate ${i}`));
		if (!shares.every((share, g) => share <= caps[g])) continue;
		isFound = true;
		yield shares;
	}
	if (!isFound)
		throw fieldError(
			'epochs',
			say(
				'each of {draws, number, count} random mixes repeats a skill for more than {epochs, number, digits3} {epochs, plural, one {epoch} other {epochs}} in this run. Allow more epochs, or train fewer steps.',
				{ draws, epochs },
			),
		);
}

/** The mix and the validation losses of a trial run, by skill id. */
export interface Trial {
	readonly shares: Ratios;
	/** Nats per answer token. */
	readonly losses: { readonly [skill: string]: number };
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
	const indices = [...skills.keys()];
	const groups: Group[] = indices
		.filter((i) => !isKept(i))
		.map((i) => ({
			id: skills[i].id,
			name: skills[i].name,
			within: skills.map((_, j) => (i === j ? 1 : 0)),
			prior: prior[i],
		}));
	const together = indices.filter(isKept);
	if (together.length === 0) return groups;
	const within = sharesFromRatios(keep, skills, 'keep');
	const name = together.map((i) => skills[i].name).join(' + ');
	const sum = together.reduce((total, i) => total + prior[i], 0);
	return [...groups, { id: 'kept ratios', name, within, prior: sum }];
}

/** KL(q ‖ p) in nats, p the groups' priors. */
const divergence = (shares: readonly number[], groups: readonly Group[]): number =>
	shares.reduce((sum, q, g) => (q > 0 ? sum + q * Math.log(q / groups[g].prior) : sum), 0);

/** The largest share of each group with which none of its skills exceeds `epochs`. */
const listCaps = (
	groups: readonly Group[],
	epochs: number,
	{ skills, totalSteps, batchSize }: MixContext,
): number[] =>
	groups.map(({ within }) =>
		epochs === 0
			? 1
			: lowest(
					within.flatMap((part, i) =>
						part > 0 ? [(epochs * skills[i].size) / (part * totalSteps * batchSize)] : [],
					),
				),
	);

/** The shares of the skills in a mix of the groups. */
const toMix = (groups: readonly Group[], shares: readonly number[]): number[] =>
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

const trialSchema = ({ skills }: Pick<MixContext, 'skills'>) =>
	objectOf({ shares: bySkill(skills, finite), losses: bySkill(skills, finite) });

export const parseTrials = (
	artefact: Json,
	context: Pick<MixContext, 'skills'>,
): readonly Trial[] =>
	readArtefact(objectOf({ trials: listOf(trialSchema(context)) }), artefact).trials;
