/** Before the run: a policy's mix, if it neither prepares nor measures, and what a policy costs. */
import { parseParameters } from '#engine/core/parameters.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import {
	composePolicy,
	type Explanation,
	TrainedSkills,
	type MeasureProbe,
	type Mixer,
	policyById,
	policyRandom,
	type Probe,
} from '#mixing/index.ts';
import type { PolicySegment } from '#lab/training/runSettings.ts';
import type { Experiment } from './experiment.ts';

/** The parts of an experiment that a policy uses before a run, and the segment to preview. */
export interface MixQuestion extends Pick<Experiment, 'skills' | 'batching' | 'steps' | 'seed'> {
	readonly segment: PolicySegment;
}

/** Examples of each skill of the experiment; undefined: a missing skill. */
export type Counts = readonly (SkillInfo['counts'] | undefined)[];

/**
 * The mix of the segment's first batch, by skill. null: the policy measures first, or a trained
 * skill is missing. Throws InputError.
 */
export function mixPreview(question: MixQuestion, counts: Counts): Explanation | null {
	const { fromStep } = question.segment;
	const mixer = mixerBefore(question, counts);
	if (!mixer || mixer.probes(fromStep - 1).length > 0) return null;
	const { weights } = mixer.plan(fromStep);
	return { ...mixer.explain(), weights };
}

/** The segment's mixer before the run. null: it prepares, or a trained skill is missing. */
function mixerBefore(
	{ skills, batching, steps, seed, segment }: MixQuestion,
	counts: Counts,
): Mixer | null {
	const isKnown = skills.every(({ use }, skill) => use === 'watch' || counts[skill]);
	const found = policyById(segment.id);
	if (!isKnown || found.prepare || found.survey) return null;
	const composed = composePolicy(found, segment.settings, seed);
	const policy = new TrainedSkills(skills).adapt(composed, segment.fromStep);
	const values = parseParameters(policy.parameters, segment.settings, 'settings');
	return policy.createMixer(values, {
		skills: mixSkills(skills, counts),
		batchSize: batching.size,
		totalSteps: steps,
		random: policyRandom(seed, segment.id),
	});
}

/** The skills as a policy sees them. */
const mixSkills = (skills: Experiment['skills'], counts: Counts) =>
	skills.map(({ id, name }, skill) => ({
		id,
		name,
		size: counts[skill]?.train ?? 0,
		validationSize: counts[skill]?.validation ?? 0,
	}));

/**
 * The cost of a policy's preparation before it begins, in steps of the run. An update is a step; a
 * pass of an example is a third of a trained example, and a gradient alone is five trained ones.
 * Under a token budget it is the most that the step limit allows. null: the policy prepares
 * nothing, or a trained skill is missing. Throws InputError.
 */
export function preparationCost(
	{ skills, batching, steps, seed, segment }: MixQuestion,
	counts: Counts,
): { readonly updates: number; readonly steps: number } | null {
	const policy = composePolicy(policyById(segment.id), segment.settings, seed);
	const trained = new TrainedSkills(skills);
	if (!policy.preparationCost || !trained.gather(counts).every(Boolean)) return null;
	const context = {
		skills: trained.gather(mixSkills(skills, counts)),
		totalSteps: steps,
		batchSize: batching.size,
	};
	const values = parseParameters(policy.parameters, segment.settings, 'settings');
	const { updates, measured, alone = 0 } = policy.preparationCost(values, context);
	if (updates + measured === 0) return null;
	const examples = measured / 3 + alone * (aloneFactor - 1);
	return { updates, steps: updates + examples / batching.size };
}

/**
 * Time of the gradient of one example alone, with its products, in trained examples of a batch: 8.0
 * ms against 1.7 ms for skillet-base on the processor.
 */
const aloneFactor = 5;

/** Steps whose probes are counted. */
const countedSteps = 200;

/**
 * The mean cost of a policy's probes per step, in passes of one example through the model. Training
 * on an example costs three passes. null: a preparation decides the probes, or a trained skill is
 * missing. Throws InputError.
 */
export function probeCost(question: MixQuestion, counts: Counts): number | null {
	const mixer = mixerBefore(question, counts);
	if (!mixer) return null;
	const { segment, steps } = question;
	const last = Math.min(steps, segment.fromStep + countedSteps);
	let passes = 0;
	for (let step = segment.fromStep - 1; step < last; step++)
		for (const probe of mixer.probes(step)) passes += countPasses(probe);
	return passes / Math.max(1, last - segment.fromStep);
}

function countPasses(probe: Probe): number {
	const rows = probe.examples.length;
	switch (probe.kind) {
		case 'measure':
			return rows * countModels(probe);
		case 'virtualStep':
			return 2 * rows + 3 * probe.train.length;
		case 'gradients':
			return 3 * (rows + probe.train.length);
	}
}

/** Passes of an example: one per model, which gives loss, state and hits together. */
function countModels({ quantities }: MeasureProbe): number {
	const passes = new Set(
		quantities
			.filter((quantity) => quantity !== 'promptTokens' && quantity !== 'answerTokens')
			.map((quantity) =>
				quantity.replace(/^(loss|correct|confidence|state)$/, 'own').replace(/(Loss|State)$/, ''),
			),
	);
	return passes.size;
}
