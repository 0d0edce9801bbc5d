/** Named sets of settings. Each changes its own settings and leaves the rest of the experiment. */
import { InputError } from '#engine/core/errors.ts';
import type { JsonObject } from '#engine/core/json.ts';
import { say, sentence, type Text } from '#engine/core/message.ts';
import { parseParameters } from '#engine/core/parameters.ts';
import { policyById } from '#mixing/index.ts';
import type { Experiment, ModelRef, SkillRef } from './experiment.ts';
import { withPinnedSkills } from './pinnedSkills.ts';
import { realModelExperiment } from './realModel.ts';
import { parseExperiment } from './schema.ts';

export interface Preset {
	readonly id: string;
	readonly title: Text;
	/** One sentence: its settings and their source. */
	readonly about: Text;
	/** `models`: all models of the lab. Throws InputError if a needed skill or model is missing. */
	readonly apply: (experiment: Experiment, models: readonly ModelRef[]) => Experiment;
}

/** Noise of each skill in the noisy pool: few examples, half of them wrong, some repeated. */
export const poolNoise = { wrongShare: 0.5, duplicates: 40, rows: 200 } as const;
/** The target skill of the noisy pool. */
export const poolTarget = 'extraction';
const auxiliaryModel = 'skillet-tutor';
const generalText = 'stories';

export const presets: readonly Preset[] = [
	{
		id: '2310.04945',
		title: sentence('experiment.presets.2310.04945.title'),
		about: sentence('experiment.presets.2310.04945.about'),
		apply: (experiment) => ({
			...experiment,
			schedule: { ...experiment.schedule, kind: 'cosine' },
			optimizer: { ...experiment.optimizer, weightDecay: 0.1 },
		}),
	},
	{
		id: 'replay',
		title: sentence('experiment.presets.replay.title'),
		about: sentence('experiment.presets.replay.about'),
		apply: (experiment) => withReplay(experiment, 0.03),
	},
	{
		id: 'noise',
		title: sentence('experiment.presets.noise.title'),
		about: sentence('experiment.presets.noise.about'),
		apply: (experiment) =>
			withPinnedSkills(
				withSkill(experiment, 'addition', (skill) => ({
					...skill,
					noise: { wrongShare: 0.5, duplicates: 0 },
				})),
			),
	},
	{
		id: 'noisy-pool',
		title: sentence('experiment.presets.noisy-pool.title'),
		about: sentence('experiment.presets.noisy-pool.about'),
		apply: noisyPool,
	},
	{
		id: 'mastered',
		title: sentence('experiment.presets.mastered.title'),
		about: sentence('experiment.presets.mastered.about'),
		apply: (experiment) =>
			withSkill(withSkill(experiment, generalText, trained), 'pirate', (skill) => ({
				...skill,
				use: 'watch',
			})),
	},
	{
		id: '600-steps',
		title: sentence('experiment.presets.600-steps.title'),
		about: sentence('experiment.presets.600-steps.about'),
		apply: (experiment) => ({ ...experiment, steps: 600 }),
	},
	{
		id: 'real-model',
		title: sentence('experiment.presets.real-model.title'),
		about: sentence('experiment.presets.real-model.about'),
		apply: realModelExperiment,
	},
];

/** The checked experiment with the settings of the preset. `models`: all models of the lab. */
export const withPreset = (
	id: string,
	experiment: Experiment,
	models: readonly ModelRef[],
): Experiment => parseExperiment(presetById(id).apply(parseExperiment(experiment), models));

/** Throws InputError with the known ids. */
export function presetById(id: string): Preset {
	const preset = presets.find((candidate) => candidate.id === id);
	if (preset === undefined)
		throw new InputError(
			say('There is no preset "{id}". Known ones: {presets}.', {
				id,
				presets: presets.map((p) => p.id).join(', '),
			}),
			{ field: 'preset' },
		);
	return preset;
}

function noisyPool(experiment: Experiment, models: readonly ModelRef[]): Experiment {
	const { skills } = withSkill(experiment, poolTarget, trained);
	const isPooled = ({ id, use }: SkillRef) => use === 'train' && !id.startsWith('file:');
	return withPinnedSkills({
		...experiment,
		skills: skills.map((skill) => (isPooled(skill) ? { ...skill, noise: poolNoise } : skill)),
		auxiliary: findModel(models, auxiliaryModel, 'auxiliary'),
		policy: [
			{ fromStep: 0, id: 'raise', settings: labSettings('raise', { targets: [poolTarget] }) },
		],
		steps: 150,
		batching: { ...experiment.batching, size: 16 },
		optimizer: { ...experiment.optimizer, learningRate: 2e-3 },
	});
}

/** A policy's lab preset with some other settings, written out. */
function labSettings(id: string, over: JsonObject): JsonObject {
	const { parameters, presets } = policyById(id);
	const lab = presets?.find((preset) => preset.id === 'lab')?.settings;
	return parseParameters(parameters, { ...lab, ...over }, 'policy[0].settings');
}

function findModel(
	models: readonly ModelRef[],
	id: string,
	field: 'model' | 'auxiliary',
): ModelRef {
	const model = models.find((candidate) => candidate.id === id);
	if (!model)
		throw new InputError(
			say(
				'This preset needs the shipped model "{id}", which the lab does not have. Reload the page with a connection.',
				{ id },
			),
			{ field },
		);
	return { id, sha256: model.sha256 };
}

function withReplay(experiment: Experiment, share: number): Experiment {
	const replayed = withSkill(experiment, generalText, trained);
	const others = replayed.skills.filter(({ id, use }) => use === 'train' && id !== generalText);
	const rest = others.map(({ id }) => [id, (1 - share) / others.length] as const);
	const ratios = { ...Object.fromEntries(rest), [generalText]: share };
	return { ...replayed, policy: [{ fromStep: 0, id: 'fixed', settings: { ratios } }] };
}

const trained = (skill: SkillRef): SkillRef => ({ ...skill, use: 'train' });

function withSkill(
	experiment: Experiment,
	id: string,
	change: (skill: SkillRef) => SkillRef,
): Experiment {
	if (!experiment.skills.some((skill) => skill.id === id))
		throw new InputError(
			say(
				'This preset needs the built-in skill "{id}", which the experiment does not have. Add it first.',
				{ id },
			),
			{ field: 'skills' },
		);
	return {
		...experiment,
		skills: experiment.skills.map((skill) => (skill.id === id ? change(skill) : skill)),
	};
}
