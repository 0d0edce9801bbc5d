/**
 * RAISE (arXiv 2504.07282): a selector learns by reinforcement which training examples lower the
 * validation loss of a target, at each point of a run. The full text was not available to us; this
 * follows summaries of it.
 *
 * From the summaries: the state of 2 + 4 + 32 + 1 numbers (stage, difficulty, semantics,
 * availability); a perceptron that scores each example; k-means classes on the semantics with the
 * top b of each, B = C · b; reward = P(M_t) − P(M_{t−1}) with P = − validation loss; PPO with a
 * ratio per class, GAE and a critic; K = 20 roll-outs from the start weights on a subset of the
 * pool; the selector frozen in the final run. Our reading: the numbers in each part of the state
 * (features.ts, survey.ts), PCA for the 32 semantic ones, Plackett–Luce for exploration
 * (plackettLuce.ts), the critic's inputs (ppo.ts), every constant of PPO and Adam, the networks'
 * width, sampling in the final run, random candidates for each choice, and the rest of a batch that
 * is not a multiple of the classes (choose.ts). Ours: learning in the run itself (mode "online"),
 * the cap on repeats, and measuring the stage only every few steps in the run.
 */
import { InputError } from '#engine/core/errors.ts';
import type { Json } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import { selectorFromJson } from '../exampleSelector/artefact.ts';
import type { PoolFeatures } from '../exampleSelector/features.ts';
import { OnlineRun } from '../exampleSelector/OnlineRun.ts';
import { FrozenRun } from '../exampleSelector/FrozenRun.ts';
import { raiseParameters, type RaiseValues } from '../exampleSelector/settings.ts';
import { raiseSetup, unpreparedMixer } from '../exampleSelector/setup.ts';
import { fitBasis, surveyPool } from '../exampleSelector/survey.ts';
import { trainSelector } from '../exampleSelector/trainSelector.ts';
import { policyOf, presetsOf } from '../policy.ts';

export const raise = policyOf('raise', {
	group: 'examples',
	// The stage feature is the part of the run that is trained.
	clock: 'run',
	citation: {
		text:
			'RAISE: dynamic instruction selection by reinforcement, Findings of EMNLP 2025. This ' +
			'follows summaries: the full text was not available',
		url: 'https://arxiv.org/abs/2504.07282',
	},
	isReading: true,
	parameters: raiseParameters,
	presets: presetsOf('raise', {
		lab: {},
		paper: {
			episodes: 20,
			subset: 0.05,
			selection: 'greedy',
			keep: 'last',
			decay: false,
			ratio: 'product',
			clip: 0.2,
		},
	}),
	prepare: async (values, context, preparation) =>
		values.mode === 'online' ? null : trainSelector(raiseSetup(values, context), preparation),
	preparationCost: ({ mode, episodes, episodeSteps, subset, validation }, context) => {
		if (mode === 'online') return { updates: 0, measured: 0 };
		const updates = episodes * (episodeSteps || context.totalSteps);
		const pool = subset * context.skills.reduce((sum, { size }) => sum + size, 0);
		// Each example of the pool has an answer with and without its prompt.
		return { updates, measured: Math.round(updates * validation + 2 * pool) };
	},
	survey: async (values, context, survey, artefact) => {
		const { pool } = raiseSetup(values, context);
		if (values.mode === 'first')
			return surveyPool(pool, readSelector(values, artefact).basis, survey);
		const stream = context.random.child('basis');
		const basis = await fitBasis(pool, survey, { classes: values.classes, stream });
		return surveyPool(pool, basis, survey);
	},
	createMixer: (values, context, restored) => {
		const setup = raiseSetup(values, context);
		const features = restored?.survey as PoolFeatures | undefined;
		const isOnline = values.mode === 'online';
		if (!features)
			return unpreparedMixer(context.skills.length, isOnline ? 'raise.online' : 'raise.waiting');
		if (isOnline) return new OnlineRun(setup, features, restored?.saved);
		const selector = readSelector(values, restored?.artefact);
		return new FrozenRun(setup, features, selector, restored?.saved);
	},
});

/** Throws an InputError if there is no selector, or if it was trained with other settings. */
function readSelector(values: RaiseValues, artefact: Json | undefined) {
	const selector = selectorFromJson(artefact ?? null);
	const { classes, hidden, leaveOut } = values;
	const differs =
		selector.hidden !== hidden
			? say('a hidden width of {hidden}; set the hidden width to it', { hidden: selector.hidden })
			: selector.without !== leaveOut
				? say('"{without}" left out of its features; set the features left out to it', {
						without: selector.without,
					})
				: selector.basis.centres.count > classes
					? say('{count} classes; set the classes to it', { count: selector.basis.centres.count })
					: undefined;
	if (differs)
		throw new InputError(say('artefact: this selector was trained with {differs}.', { differs }), {
			field: 'artefact',
		});
	return selector;
}
