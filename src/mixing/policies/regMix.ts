/**
 * RegMix (arXiv 2407.01492): short trial runs on random mixes, a law of the loss by the mix, and
 * the mean of the mixes that the law predicts to be best. K skills, p prior, q a mix:
 *
 *  1. Mixes q ~ Dirichlet(c p), p ∝ size^(1/τ), c log-uniform. A trial on each, from the base.
 *  2. A law per target skill, fitted to the trials' validation losses.
 *  3. Many more such mixes; those with the lowest mean predicted loss, averaged, train the run.
 *
 * Source: the code (sail-sg/regmix, mixture_config/synthesize_mixture.py, regression_fitting/):
 * LightGBM's trees, or the exponential law of Olmix (allenai/olmix, olmix/fit/utils.py). Ours: a
 * mean over targets (there one domain's loss), a fixed number of trees without early stopping, no
 * bound of 15 epochs per skill, and mixes that are not rounded.
 *
 * `keep` is the reuse of Olmix (arXiv 2602.12237) when the set of skills changes: the skills with a
 * kept ratio stay in this ratio to each other, as one group, and only the others and the group are
 * mixed anew. If all skills are kept, as after a removal, nothing is trained.
 */
import { choiceSpec, numberSpec, type Ratios } from '#engine/core/parameters.ts';
import { toJson } from '#engine/core/json.ts';
import { highest } from '#engine/core/statistics.ts';
import { constantMixer } from '../mixers.ts';
import { definePolicy } from '../policy.ts';
import { countedPlan, targetIndices } from '../rows.ts';
import {
	drawShares,
	findMix,
	listGroups,
	parseTrials,
	toMix,
	type FoundMix,
	trialSchema,
} from './regMixFit.ts';
import { listOf, readState } from '../storedData.ts';
import { lossBySkill, lossProbe, trialMixer, unvalidatedWarnings } from './skillItGraph.ts';

export const regMix = definePolicy({
	id: 'regmix',
	title: 'RegMix',
	summary:
		'Short trial runs on random mixes; a law fitted to their losses finds the mix, which stays ' +
		'fixed.',
	group: 'adaptive',
	citation: {
		text:
			'Liu et al., RegMix: Data Mixture as Regression for Language Model Pre-training, ICLR ' +
			'2025; code: github.com/sail-sg/regmix. Kept ratios: Olmix, arXiv 2602.12237',
		url: 'https://arxiv.org/abs/2407.01492',
	},
	parameters: {
		targets: {
			kind: 'skills',
			label: 'Targets',
			help: 'The skills whose mean validation loss should be low. Default: all of them.',
		},
		law: choiceSpec(
			'Law',
			{ options: { trees: 'Boosted trees', exponential: 'Exponential', linear: 'Linear' } },
			'The loss as a function of the mix: boosted trees (paper), c + exp(t·q) for each target ' +
				"(Olmix), or linear (the paper's comparison).",
		),
		trials: numberSpec(
			'Trial runs',
			{ default: 64, min: 8, max: 2048, integer: true },
			'Random mixes that are tried before the run, which count as cost: 512 in the paper, 64 here.',
		),
		trialSteps: numberSpec(
			'Steps of a trial',
			{ default: 100, min: 1, max: 100_000, integer: true, unit: 'steps' },
			'Length of each trial run from the base (our choice: 100; 1,000 with a tiny model in the ' +
				'paper). Short trials favour skills that are learnt early.',
		),
		keep: {
			kind: 'ratios',
			label: 'Kept ratios',
			help:
				'Skills with a ratio here keep it among each other and are mixed as one skill, as in ' +
				'Olmix when skills are added. Default: all skills are mixed anew.',
			partial: true,
			advanced: true,
		},
		tau: numberSpec(
			'Prior temperature τ',
			{ default: 2, min: 0.1, max: 1000, advanced: true },
			'The mean of the random mixes: shares of the sizes to the power 1/τ: 2 in the code.',
		),
		strength: numberSpec(
			'Most concentration',
			{ default: 20, min: 0.2, max: 10_000, advanced: true },
			'Random mixes have a concentration from 0.1 (nearly one skill) to this: 5 in the code; 20 ' +
				'here, so that more trials lie near the prior.',
		),
		draws: numberSpec(
			'Predicted mixes',
			{ default: 20_000, min: 100, max: 100_000, integer: true, advanced: true },
			"Random mixes whose loss the law predicts: 100,000 in the code's example, 20,000 here.",
		),
		best: numberSpec(
			'Averaged mixes',
			{ default: 32, min: 1, max: 10_000, integer: true, advanced: true },
			'The best predicted mixes, whose mean trains the run: 128 of 100,000 in the code.',
		),
		rows: numberSpec(
			'Rows per skill',
			{ default: 32, min: 1, max: 1024, integer: true, unit: 'examples', advanced: true },
			'Validation examples of each skill at the end of a trial, always the same (our choice: 32).',
		),
	},
	presets: [
		{ id: 'lab', title: 'Lab', about: 'Ours: 64 trials of 100 steps.', settings: {} },
		{
			id: 'code',
			title: "The code's numbers",
			about: 'As the code: 512 trials, concentration to 5, the best 128 of 100,000 mixes.',
			settings: { trials: 512, strength: 5, draws: 100_000, best: 128 },
		},
	],
	prepare: async (values, context, { rollOut, report, signal, saved, save }) => {
		const { trials, trialSteps, rows } = values;
		const { skills, random } = context;
		const groups = listGroups(values, context);
		if (groups.length === 1) return { steps: 0, trials: [] };
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
			let losses: readonly (number | null)[] = skills.map(() => null);
			const mixer = trialMixer(probe, trialSteps, (measured) => {
				losses = lossBySkill(context, measured, rows);
			});
			const sentence = { id: 'regmix.waiting', values: {} } as const;
			const trial = {
				...constantMixer(shares, sentence),
				...mixer,
				plan: (step: number) => countedPlan(shares, context, step),
			};
			await rollOut(trial, { steps: trialSteps, seed: stream.bits(0) });
			const byId = (list: readonly (number | null)[]) =>
				Object.fromEntries(skills.map(({ id }, i) => [id, list[i]]));
			done = [...done, { shares: byId(shares) as Ratios, losses: byId(losses) }];
			save(toJson(done));
		}
		return { steps: trialSteps, trials: toJson(done) };
	},
	preparationCost: ({ trials, trialSteps, rows }, { skills }) => ({
		updates: trials * trialSteps,
		measured: trials * rows * skills.length,
	}),
	/** Measures nothing: fits the law to the trials and searches it. */
	survey: async (values, context, _survey, artefact) => {
		if (artefact === undefined) return null;
		const targets = targetIndices(context.skills, values.targets);
		const trials = parseTrials(artefact, context);
		// A trial that diverged says nothing about the law.
		const known = trials.filter(({ losses }) =>
			targets.every((j) => losses[context.skills[j].id] !== null),
		);
		return findMix(known, targets, values, context);
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
