/**
 * The mixer of MoS and MoSpec: a scorer gives the shares; every S steps one minibatch of training examples of every skill is
 * measured, made into rewards, and the scorer moves.
 *
 * Source: MoS, Alg. 1 (arXiv 2406.08811): p_ψ0 := q_τ; at each t: draw by p_ψ, train; if t mod S = 0: for every i draw one
 * minibatch of D_i (training data) and compute R(i); ψ ← ψ + Σ_i γ R(i) ∇ log p_ψ(i).
 *
 * Everything inside runs over the skills in the order of their ids, so that their order in the mix changes no bit.
 */
import { InputError } from '#core/errors.ts';
import type {
	BatchPlan,
	ExampleRef,
	Explanation,
	MeasureProbe,
	MeasureResult,
	MixContext,
	Mixer,
	MixSkill,
	ProbeResult,
	Quantity,
	Restored,
} from '../policy.ts';
import { indicesById, pickRows } from '../rows.ts';
import { missingRows, withMeasured } from './baseLosses.ts';
import { firstUpdate, isDue } from './clock.ts';
import { explanationOf } from './explanation.ts';
import { freeLogits } from './freeLogits.ts';
import { memoryFromJson, memoryToJson, newMemory, type Memory } from './memory.ts';
import type { ScorerSettings } from './parameters.ts';
import { hiddenStart, perceptron } from './perceptron.ts';
import {
	baseQuantityOf,
	needBase,
	quantitiesOf,
	readingOf,
	type RewardKind,
	type RewardName,
} from './rewards.ts';
import { sharesOfScores, type Scorer } from './scorer.ts';
import { infiniteTau, pretrained, priorShares, startAt } from './start.ts';
import { afterUpdate, type UpdateRule } from './update.ts';

/** MoSpec's skill, by its place in context.skills, and what the page says of it. */
export interface Target {
	readonly skill: number;
	readonly sentence: string;
}

export function skillScorerMixer(
	settings: ScorerSettings,
	context: MixContext,
	restored?: Restored,
	target?: Target,
): Mixer {
	const { skills, batchSize, random } = context;
	const order = indicesById(skills);
	const sorted = order.map((i) => skills[i]);
	checkNotEmpty(sorted);
	const rule = ruleOf(settings, sorted, random, target && order.indexOf(target.skill));
	const { form } = rule.scorer;
	const clock = { interval: settings.interval, atStepZero: settings.atStepZero };
	const outward = <T>(values: readonly T[]) => skills.map((_, i) => values[order.indexOf(i)]);

	let memory: Memory =
		restored?.saved === undefined
			? newMemory(
					startOf(settings, rule.scorer, sorted),
					sorted.map(({ size }) => size),
				)
			: memoryFromJson(restored.saved);
	/** In the order of ids. */
	const shares = () => sharesOfScores(form, memory.scores);
	const minibatches = ({ updates }: Memory) =>
		order.map((skill) => pickRows(context, skill, { count: rule.kind.examples, round: updates }));
	/** All skills in one, and what is not known yet of the base weights. */
	const probesOf = (now: Memory): MeasureProbe[] => {
		const rows = minibatches(now);
		const missing = missingRows(now.baseLosses, rows, needBase(rule.kind, now.prompted));
		const probe = (id: string, examples: readonly ExampleRef[], quantities: readonly Quantity[]) =>
			({ kind: 'measure', id, examples, quantities }) as const;
		return [
			probe('rewards', rows.flat(), quantitiesOf(rule.kind)),
			...(missing.length > 0 ? [probe('base', missing, [baseQuantityOf(rule.kind)])] : []),
		];
	};
	const beginAt = (step: number): number => {
		memory = { ...memory, origin: memory.origin ?? step };
		return memory.origin ?? step;
	};

	return {
		learns: 'probes',
		plan: (step): BatchPlan => {
			beginAt(step);
			const inner = shares();
			const weights = outward(inner);
			const replace = settings.replacement;
			if (settings.draw === 'examples') return { by: 'weights', weights, replace };
			const chosen = order[drawnFrom(inner, random.child('skill of the batch').uniform(step))];
			const quotas = skills.map((_, i) => (i === chosen ? batchSize : 0));
			return { by: 'quotas', weights, quotas, replace };
		},
		// The opening observation is not asked for: the first batch is drawn from the prior, in paper and code.
		probes: (step) => (isDue(clock, step, beginAt(step + 1)) ? probesOf(memory) : []),
		observe: ({ step, results }) => {
			const now = measured(results, 'rewards');
			if (!now) return;
			const needed = needBase(rule.kind, memory.prompted);
			const losses = measured(results, 'base')?.[baseQuantityOf(rule.kind)];
			const { base, kept } = withMeasured(
				memory.baseLosses,
				minibatches(memory),
				needed,
				losses ?? new Float32Array(),
			);
			const reading = readingOf(now, base, rule.kind, memory.prompted);
			memory = afterUpdate({ ...memory, baseLosses: kept }, reading, rule, step + 1);
		},
		state: () => memoryToJson(memory),
		explain: (): Explanation =>
			explanationOf(memory, {
				shares: shares(),
				outward,
				average: settings.average,
				waiting: {
					prior: priorInWords(settings.tau),
					first: firstUpdate(clock, memory.origin ?? 0),
					interval: settings.interval,
				},
				target: target?.sentence,
			}),
	};
}

const measured = (results: readonly ProbeResult[], id: string) =>
	results.find((result): result is MeasureResult => result.kind === 'measure' && result.id === id)
		?.values;

function ruleOf(
	settings: ScorerSettings,
	sorted: readonly MixSkill[],
	random: MixContext['random'],
	target: number | undefined,
): UpdateRule {
	const ids = sorted.map((skill) => skill.id);
	const form =
		settings.scorer === 'perceptron'
			? perceptron(ids.length, hiddenStart(ids, random.child('scorer')))
			: freeLogits(ids.length);
	const kind: RewardKind = {
		reward: settings.reward as RewardName,
		tokens: settings.tokens === 'all' ? 'all' : 'answer',
		examples: settings.examples,
		target,
	};
	const { learningRate, innerSteps, beta } = settings;
	return {
		names: sorted.map((skill) => skill.name),
		scorer: {
			form,
			optimizer: settings.optimizer === 'sgd' ? 'sgd' : 'adam',
			learningRate,
			innerSteps,
		},
		kind,
		average: settings.average
			? { beta, start: settings.averageStart === 'first' ? 'first' : 'one' }
			: null,
	};
}

function startOf(settings: ScorerSettings, { form }: Scorer, sorted: readonly MixSkill[]) {
	const prior = priorShares(sorted, settings.tau);
	return settings.start === 'pretrained'
		? pretrained(form, prior, settings.keepMoments)
		: startAt(form, prior);
}

function priorInWords(tau: number): string {
	if (tau >= infiniteTau) return 'equal';
	if (tau === 1) return "proportional to the skills' sizes";
	return `between proportional and equal (τ = ${Number(tau.toPrecision(3))})`;
}

/** The place in shares that a uniform number falls on. */
function drawnFrom(shares: readonly number[], at: number): number {
	let sum = 0;
	const place = shares.findIndex((share) => (sum += share) > at);
	// The shares may sum to a little below 1: what is left over belongs to the last that has one.
	return place >= 0 ? place : shares.findLastIndex((share) => share > 0);
}

function checkNotEmpty(skills: readonly MixSkill[]): void {
	const empty = skills.find(({ size }) => size === 0);
	if (empty)
		throw new InputError(
			`skills.${empty.id}: ${empty.name} has no training example, so its reward cannot be measured. Import rows for it, ` +
				'or only watch it.',
			{ field: `skills.${empty.id}` },
		);
}
