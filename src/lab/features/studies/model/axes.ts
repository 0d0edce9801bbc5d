/** The axes of a study: what it can vary besides policies and seeds. Each axis is one entry. */
import { InputError } from '#engine/core/errors.ts';
import { sentence } from '#engine/core/message.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import type { Experiment, ModelRef, SkillRef } from '#lab/run/experiment.ts';
import { maxSteps } from '#lab/run/experiment.ts';
import { trainedExamples } from '#lab/run/trainedExamples.ts';
import { withPinnedSkills } from '#lab/run/pinnedSkills.ts';
import type { Study, StudyPolicy } from './study.ts';

export interface AxisContext {
	readonly groups: Study['groups'];
	/** The lab's skills, for their numbers of training examples. */
	readonly skills: readonly SkillInfo[];
}

interface AxisTypes {
	readonly model: ModelRef;
	readonly learningRate: number;
	/** Share of the domain skills; general skills get the rest. */
	readonly domainShare: number;
	readonly policy: StudyPolicy;
	readonly epochs: number;
	readonly seed: number;
}
export type AxisId = keyof AxisTypes;

type AxisValues = { readonly [Id in AxisId]?: AxisTypes[Id] | undefined };
/** The values of a cell. It has either a policy or a domain share. */
export type CellValues = AxisValues & Pick<AxisTypes, 'seed'>;

/** In the order in which they apply. The ids are stored in results, so never rename them. */
const axes: {
	/** Throws InputError that names what is missing. */
	readonly [Id in AxisId]: (
		experiment: Experiment,
		value: AxisTypes[Id],
		context: AxisContext,
	) => Experiment;
} = {
	model: (experiment, { id, sha256 }) => ({ ...experiment, model: { id, sha256 } }),
	learningRate: (experiment, learningRate) => ({
		...experiment,
		optimizer: { ...experiment.optimizer, learningRate },
	}),
	domainShare: blendGroups,
	policy: (experiment, { id, settings, steps, rows, switches = [] }) => ({
		...(rows === undefined ? experiment : trainOnly(experiment, rows)),
		...(steps !== undefined && { steps }),
		policy: [{ fromStep: 0, id, settings }, ...switches],
	}),
	epochs: trainEpochs,
	seed: (experiment, seed) => ({ ...experiment, seed }),
};

export function applyAxes(base: Experiment, values: AxisValues, context: AxisContext): Experiment {
	const apply = <Id extends AxisId>(experiment: Experiment, id: Id): Experiment => {
		const value: AxisTypes[Id] | undefined = values[id];
		return value === undefined ? experiment : axes[id](experiment, value, context);
	};
	return (Object.keys(axes) as AxisId[]).reduce(apply, base);
}

/** Each trained built-in skill keeps only its right rows, or trains on its validation rows. */
function trainOnly(experiment: Experiment, only: NonNullable<StudyPolicy['rows']>): Experiment {
	const clean = { wrongShare: 0, duplicates: 0 };
	const skills = experiment.skills.map((ref): SkillRef => {
		if (ref.use !== 'train' || ref.id.startsWith('file:')) return ref;
		return { ...ref, noise: { ...(only === 'right' && ref.noise ? ref.noise : clean), only } };
	});
	return withPinnedSkills({ ...experiment, skills });
}

/** Trains the general skills too. A skill with ratio 0 is never drawn. */
function blendGroups(experiment: Experiment, share: number, { groups }: AxisContext): Experiment {
	const divideEqually = (ids: readonly string[], whole: number) =>
		ids.map((id) => [id, whole / ids.length] as const);
	const ratios = Object.fromEntries([
		...divideEqually(groups.domain, share),
		...divideEqually(groups.general, 1 - share),
	]);
	const skills = experiment.skills.map((skill): SkillRef =>
		Object.hasOwn(ratios, skill.id) ? { ...skill, use: 'train' } : skill,
	);
	return { ...experiment, skills, policy: [{ fromStep: 0, id: 'fixed', settings: { ratios } }] };
}

/** steps = ceil(epochs × training examples of the trained skills ÷ batch size). */
function trainEpochs(experiment: Experiment, epochs: number, { skills }: AxisContext): Experiment {
	const examples = experiment.skills
		.filter(({ use }) => use === 'train')
		.reduce((sum, ref) => sum + countTrainingExamples(ref, skills), 0);
	const steps = Math.ceil((epochs * examples) / experiment.batching.size);
	if (steps > maxSteps)
		throw new InputError(
			sentence('studies.errors.epochsOfExamplesAreSteps', {
				epochs,
				examples: examples.toLocaleString('en'),
				steps: steps.toLocaleString('en'),
				maxSteps: maxSteps.toLocaleString('en'),
			}),
			{ field: 'epochs' },
		);
	return { ...experiment, steps };
}

/** Label of a domain share, which is a policy of its own. */
export const shareLabel = (share: number) => `domain ${Number((100 * share).toPrecision(6))} %`;

/** Includes the effect of noise. Throws InputError if the lab does not have the skill. */
function countTrainingExamples(ref: SkillRef, skills: readonly SkillInfo[]) {
	const { id, name } = ref;
	const info = skills.find((skill) => skill.id === id);
	if (!info)
		throw new InputError(sentence('studies.errors.epochsLabDoes', { name }), {
			field: 'epochs',
			skill: id,
		});
	return trainedExamples(ref, info);
}
