/**
 * DoReMi (arXiv 2305.10429): shares grow where a proxy run is worse than a reference run. K skills,
 * α [K] shares from 1/K, L [nats per answer token]:
 *
 *     λ_i = mean over i's examples of max(L_proxy − L_reference, 0)
 *     α_i ← α_i exp(η λ_i) / Σ_j α_j exp(η λ_j),  then  α ← (1 − c) α + c/K
 *
 * The result is the mean of α over the updates; the run trains with it. Source: Algorithm 1, and
 * the code (sangmichaelxie/doremi, doremi/trainer.py), η 1, c 1e-4 (paper: 1e-3). Both runs are
 * roll-outs before this one, from its base: the reference with equal shares, the proxy with α.
 *
 * Ours: a loss is clipped per example instead of per token; the proxy draws by α, as counts, where
 * the code weights losses by α; each update measures a few fixed training rows of every skill
 * instead of the batch. `online`: this run itself is the proxy.
 */
import { say } from '#engine/core/message.ts';
import * as v from 'valibot';
import { anyObject, recordOf } from '#engine/core/fields.ts';
import type { JsonObject } from '#engine/core/json.ts';
import { settingsOf } from '#engine/core/parameters.ts';
import { highest } from '#engine/core/statistics.ts';
import { rowLossesFromJson, rowLossesToJson } from '../exampleSelector/rowLosses.ts';
import { constantMixer, explainMovement, learningMixer, learnedState } from '../mixers.ts';
import {
	policyOf,
	type ExampleRef,
	type MeasureProbe,
	type MixContext,
	type Mixer,
	type MixSkill,
	type Observation,
} from '../policy.ts';
import { countedPlan, epochOrder, measuredRows } from '../rows.ts';
import { equalShares, sharesFromRatios, softmaxShares, withEqualPart } from '../shares.ts';
import { count, finite, listOf, objectOf, readArtefact, readState } from '../storedData.ts';
import { trialMixer } from '../validationLosses.ts';

const doremiState = learnedState({
	/** λ by skill, nats; null until measured. */
	excess: listOf(v.nullable(finite)),
	/** Mean of α over the updates. */
	mean: listOf(finite),
	updates: count,
});
type DoremiState = v.InferOutput<typeof doremiState>;

/** `losses`: of the reference rows, for rowLossesFromJson. `shares`: the proxy's mean, by skill. */
const doremiArtefact = objectOf({
	losses: anyObject(say('an object')),
	shares: v.nullable(recordOf(finite)),
});

/** One update of α. */
export function doremiShares(
	alpha: readonly number[],
	excess: readonly number[],
	{ eta, smoothing }: { readonly eta: number; readonly smoothing: number },
): number[] {
	return withEqualPart(softmaxShares(excess, eta, alpha), smoothing);
}

export const doremi = policyOf('doremi', {
	group: 'adaptive',
	citation: {
		text:
			'Xie et al., DoReMi: Optimizing Data Mixtures Speeds Up Language Model Pretraining, ' +
			'NeurIPS 2023; code: github.com/sangmichaelxie/doremi',
		url: 'https://arxiv.org/abs/2305.10429',
	},
	parameters: settingsOf('doremi', {
		mode: { kind: 'choice', options: ['average', 'online'] },
		trialSteps: { kind: 'whole', default: 0, min: 0, max: 100_000, unit: true },
		eta: { kind: 'number', default: 1, min: 0, max: 100 },
		smoothing: { kind: 'number', default: 1e-4, min: 0, max: 1, advanced: true },
		every: { kind: 'whole', default: 5, min: 1, max: 10_000, unit: true },
		rows: measuredRows(8, 256),
		pool: { kind: 'whole', default: 128, min: 1, max: 100_000, unit: true, advanced: true },
	}),
	prepare: async (values, context, { rollOut, report, signal, saved, save }) => {
		const { skills, random } = context;
		const steps = values.trialSteps || context.totalSteps;
		const runs = values.mode === 'average' ? 2 : 1;
		const begin = (done: number) => {
			signal.throwIfAborted();
			report({
				done,
				of: runs,
				label: { id: 'doremi.preparing', values: { done: done + 1, of: runs } },
			});
		};
		let losses = saved === undefined ? undefined : readState(anyObject(say('an object')), saved);
		if (losses === undefined) {
			begin(0);
			let measured: Float32Array | undefined;
			const mixer = referenceMixer(values.pool, context, steps, (all) => (measured = all));
			await rollOut(mixer, { steps, seed: random.child('reference').bits(0) });
			let from = 0;
			const bySkill = skills.map((skill) => {
				const count = referenceCount(skill, values.pool);
				return measured!.subarray(from, (from += count));
			});
			losses = rowLossesToJson(skills, bySkill);
			save(losses);
		}
		if (values.mode === 'online') return { losses, shares: null };
		begin(1);
		const proxy = proxyMixer(values, context, losses);
		await rollOut(proxy, { steps, seed: random.child('proxy').bits(0) });
		const { mean } = readState(doremiState, proxy.state());
		return { losses, shares: Object.fromEntries(skills.map(({ id }, i) => [id, mean[i]])) };
	},
	preparationCost: ({ mode, trialSteps, every, rows, pool }, { skills, totalSteps }) => {
		const steps = trialSteps || totalSteps;
		const reference = skills.reduce((sum, skill) => sum + referenceCount(skill, pool), 0);
		const proxy = Math.floor(steps / every) * rows * skills.length;
		return mode === 'average'
			? { updates: 2 * steps, measured: reference + proxy }
			: { updates: steps, measured: reference };
	},
	createMixer: (values, context, restored) => {
		const { skills } = context;
		// Without an artefact the caller only checks the settings.
		if (restored?.artefact === undefined)
			return constantMixer(equalShares(skills.length), { id: 'doremi.waiting', values: {} });
		const artefact = readArtefact(doremiArtefact, restored.artefact);
		if (values.mode === 'online') return proxyMixer(values, context, artefact.losses);
		const weights = sharesFromRatios(artefact.shares ?? {}, skills, 'artefact.shares');
		const share = highest(weights);
		const { name } = skills[weights.indexOf(share)];
		return constantMixer(weights, { id: 'doremi.average', values: { name, share } });
	},
});

const referenceCount = ({ size }: Pick<MixSkill, 'size'>, pool: number): number =>
	Math.min(size, pool);

/** Reference row number k of a skill: the rows are spread over the skill. */
const referenceRow = (context: MixContext, skill: number, pool: number, k: number): ExampleRef => {
	const { size } = context.skills[skill];
	const index = Math.floor((k * size) / Math.min(size, pool));
	return { skill, part: 'train', index };
};

/** Equal shares; measures the reference rows of all skills after the last step. */
function referenceMixer(
	pool: number,
	context: MixContext,
	steps: number,
	keep: (losses: Float32Array) => void,
): Mixer {
	const { skills } = context;
	const examples = skills.flatMap((definition, skill) =>
		Array.from({ length: referenceCount(definition, pool) }, (_, k) =>
			referenceRow(context, skill, pool, k),
		),
	);
	const probe: MeasureProbe = { kind: 'measure', id: 'reference', examples, quantities: ['loss'] };
	const weights = equalShares(skills.length);
	return {
		...constantMixer(weights, { id: 'doremi.waiting', values: {} }),
		plan: (step) => countedPlan(weights, context, step),
		...trialMixer(probe, steps, keep),
	};
}

/** Shares that follow the excess loss over the reference `losses`. */
function proxyMixer(
	{
		eta,
		smoothing,
		every,
		rows,
		pool,
	}: { readonly [name in 'eta' | 'smoothing' | 'every' | 'rows' | 'pool']: number },
	context: MixContext,
	losses: JsonObject,
): Mixer {
	const { skills, random } = context;
	const K = skills.length;
	const counts = skills.map((skill) => referenceCount(skill, pool));
	const reference = rowLossesFromJson(losses, skills, counts);
	/** The reference rows of an update, by skill: each comes once before any repeats. */
	const rowsAt = (step: number): number[][] =>
		skills.map(({ id }, skill) =>
			Array.from({ length: rows }, (_, i) => {
				const k = Math.floor(step / every) * rows + i;
				const count = counts[skill];
				return epochOrder(random, `doremi ${id}`, count, Math.floor(k / count))[k % count];
			}),
		);
	const next = (state: DoremiState, { step, results: [result] }: Observation): DoremiState => {
		if (result?.kind !== 'measure') return state;
		let at = 0;
		const excess = rowsAt(step).map((indices, skill) => {
			const sum = indices.reduce(
				(total, k) => total + Math.max(result.values.loss![at++] - reference[skill][k], 0),
				0,
			);
			return sum / rows;
		});
		const weights = doremiShares(state.weights, excess, { eta, smoothing });
		const updates = state.updates + 1;
		const mean = state.mean.map((old, i) => (old * (updates - 1) + weights[i]) / updates);
		const shares = [state.weights, weights] as const;
		const sentence = explainMovement('excess', skills, shares, [state.excess, excess]);
		return { ...state, weights, sentence, excess, mean, updates };
	};
	return learningMixer({
		schema: doremiState,
		start: {
			weights: equalShares(K),
			sentence: { id: 'doremi.start', values: {} },
			warnings: [],
			excess: skills.map(() => null),
			mean: equalShares(K),
			updates: 0,
		},
		learns: 'probes',
		plan: ({ weights }, step) => countedPlan(weights, context, step),
		probes: (step) =>
			step >= 0 && (step + 1) % every === 0
				? [
						{
							kind: 'measure',
							id: 'excess',
							examples: rowsAt(step).flatMap((indices, skill) =>
								indices.map((k) => referenceRow(context, skill, pool, k)),
							),
							quantities: ['loss'],
						},
					]
				: [],
		next,
		traces: ({ excess, mean }) => [
			{ label: 'excess', values: excess },
			{ label: 'mean share', values: mean },
		],
	});
}
