/**
 * The mixer of MoS and MoSpec. A scorer gives the shares. Every S steps the mixer measures one
 * minibatch of training examples of every skill, computes rewards and updates the scorer.
 *
 * Source: MoS, Alg. 1 (arXiv 2406.08811): p_ψ0 := q_τ; at each t: draw by p_ψ, train; if t mod S =
 * 0: for every i draw one minibatch of D_i (training data) and compute R(i); ψ ← ψ + Σ_i γ R(i) ∇
 * log p_ψ(i).
 */
import { toJson } from '#engine/core/json.ts';
import type { PolicyMessage } from '../messages.ts';
import type {
	BatchPlan,
	ExampleRef,
	Explanation,
	MeasureResult,
	MixContext,
	Mixer,
	MixSkill,
	Probe,
	ProbeResult,
	Quantity,
	Restored,
	VirtualStepProbe,
	VirtualStepResult,
} from '../policy.ts';
import { requireFinite } from '../mixers.ts';
import { indexAt, pickRows } from '../rows.ts';
import { readState } from '../storedData.ts';
import {
	addToCache,
	applyUpdate,
	mixerState,
	newMixerState,
	uncachedRows,
	type MixerState,
	type UpdateRule,
} from './mixerState.ts';
import type { ScorerSettings } from './parameters.ts';
import {
	baseQuantity,
	currentQuantities,
	measureRewards,
	needsBaseLoss,
	type RewardRule,
} from './rewards.ts';
import {
	freeLogits,
	hiddenStart,
	infiniteTau,
	perceptron,
	pretrain,
	priorShares,
	scorerShares,
	startAtPrior,
} from './scorer.ts';

/** MoSpec's skill, by its index in context.skills, and a message about it. */
export interface Target {
	readonly skill: number;
	readonly sentence: PolicyMessage;
	readonly factor: number;
}

export function skillScorerMixer(
	settings: ScorerSettings,
	context: MixContext,
	restored?: Restored,
	target?: Target,
): Mixer {
	const { skills, batchSize, random } = context;
	const rule = createRule(settings, skills, random, {
		target: target?.skill,
		factor: target?.factor ?? 1,
	});
	const { model } = rule.scorer;

	const firstState = (): MixerState => {
		const prior = priorShares(skills, settings.tau);
		const isPretrained = settings.start === 'pretrained';
		const start = isPretrained
			? pretrain(model, prior, settings.keepMoments)
			: startAtPrior(model, prior);
		return newMixerState(start, skills);
	};
	let state = restored?.saved === undefined ? firstState() : readState(mixerState, restored.saved);

	const { reward, examples: count } = settings;
	const drawRows = (skill: number, round: number, part: ExampleRef['part']) =>
		pickRows(context, skill, { count, round, part });
	/** Validation rows, or training rows of a skill that has none. */
	const heldRows = (skill: number, round: number) =>
		drawRows(skill, round, skills[skill].validationSize > 0 ? 'validation' : 'train');
	const minibatches = ({ updates }: MixerState) =>
		skills.map((_, skill) =>
			reward === 'uncertainty' ? heldRows(skill, updates) : drawRows(skill, updates, 'train'),
		);
	/** Alignment: one step on each minibatch, and the validation losses that it changes. */
	const createSteps = (now: MixerState): VirtualStepProbe[] => {
		const served = target ? [target.skill] : [...skills.keys()];
		const examples = served.flatMap((skill) => heldRows(skill, now.updates));
		return minibatches(now).map((train, i) => ({
			kind: 'virtualStep',
			id: skills[i].id,
			train,
			examples,
		}));
	};
	/** One probe for all skills, and one for uncached losses with the base weights. */
	const createProbes = (now: MixerState): Probe[] => {
		const rows = minibatches(now);
		const needed = needsBaseLoss(rule.rewards, now.prompted);
		const uncached = uncachedRows(now.baseLosses, rows, needed);
		const probe = (id: string, examples: readonly ExampleRef[], quantities: readonly Quantity[]) =>
			({ kind: 'measure', id, examples, quantities }) as const;
		return [
			probe('rewards', rows.flat(), currentQuantities(rule.rewards)),
			...(uncached.length > 0 ? [probe('base', uncached, [baseQuantity(rule.rewards)])] : []),
			...(reward === 'alignment' ? createSteps(now) : []),
		];
	};

	return {
		learns: 'probes',
		plan: (step): BatchPlan => {
			const weights = scorerShares(model, state.scores);
			const replace = settings.replacement;
			if (settings.draw === 'examples') return { by: 'weights', weights, replace };
			const chosen = indexAt(weights, random.child('skill of the batch').uniform(step));
			const quotas = skills.map((_, i) => (i === chosen ? batchSize : 0));
			return { by: 'quotas', weights, quotas, replace };
		},
		// No probes before the first step: paper and code draw the first batch from the prior.
		probes: (step) => (isUpdateDue(settings, step + 1) ? createProbes(state) : []),
		observe: (observation) => {
			requireFinite(observation);
			const { step, results } = observation;
			const now = findValues(results, 'rewards');
			if (!now) return;
			const { prompted } = state;
			const needed = needsBaseLoss(rule.rewards, prompted);
			const losses = findValues(results, 'base')?.[baseQuantity(rule.rewards)];
			const rows = minibatches(state);
			const { base, cache } = addToCache(state.baseLosses, rows, needed, losses);
			const steps = skills.map(({ id }) =>
				results.find(
					(result): result is VirtualStepResult =>
						result.kind === 'virtualStep' && result.id === id,
				),
			);
			const evidence = { promptedBefore: prompted, steps };
			const measurement = measureRewards(now, base, rule.rewards, evidence);
			state = applyUpdate({ ...state, baseLosses: cache }, measurement, rule, step + 1);
		},
		state: () => toJson(state),
		explain() {
			const shares = scorerShares(model, state.scores);
			return explainScorer(state, settings, shares, target?.sentence);
		},
	};
}

/**
 * MoS, Alg. 1 updates after steps t with t mod S = 0, t = 0, 1, … (`atStepZero`); the code's first
 * update comes after S steps.
 */
function isUpdateDue(
	{ interval, atStepZero }: Pick<ScorerSettings, 'interval' | 'atStepZero'>,
	trained: number,
): boolean {
	if (trained < 1) return false;
	return (atStepZero ? trained - 1 : trained) % interval === 0;
}

const findValues = (results: readonly ProbeResult[], id: string) =>
	results.find((result): result is MeasureResult => result.kind === 'measure' && result.id === id)
		?.values;

function createRule(
	settings: ScorerSettings,
	skills: readonly MixSkill[],
	random: MixContext['random'],
	target: Pick<RewardRule, 'target' | 'factor'>,
): UpdateRule {
	const ids = skills.map((skill) => skill.id);
	const model =
		settings.scorer === 'perceptron'
			? perceptron(ids.length, hiddenStart(ids, random.child('scorer')))
			: freeLogits(ids.length);
	const { average, beta, averageStart: start } = settings;
	return {
		names: skills.map((skill) => skill.name),
		scorer: { ...settings, model },
		rewards: { ...settings, ...target },
		average: average ? { beta, start } : null,
	};
}

/** `shares`: current p. `target`: about MoSpec's target. */
function explainScorer(
	{ last, warnings }: MixerState,
	{ average, tau, interval, atStepZero }: ScorerSettings,
	shares: readonly number[],
	target: PolicyMessage | undefined,
): Explanation {
	const firstUpdate = atStepZero ? 1 : interval;
	const prior = tau >= infiniteTau ? null : tau;
	const waiting: PolicyMessage = {
		id: 'scorer.waiting',
		values: { tau: prior, firstUpdate, interval },
	};
	const sentence = last?.sentence ?? waiting;
	const trace = (label: string, values: readonly (number | null)[] | null) =>
		values ? [{ label, values }] : [];
	return {
		weights: shares,
		sentence: target === undefined ? sentence : [sentence, target],
		traces: last
			? [
					...trace('Reward', last.rewards),
					...(average ? trace('Averaged', last.averaged) : []),
					...trace('R/ΣR', last.fixed),
					...trace('Share before', last.before),
					...trace('Right', last.right),
					...trace('Loss', last.loss),
				]
			: [],
		...(warnings.length > 0 && { warnings: warnings.map(({ text }) => text) }),
	};
}
