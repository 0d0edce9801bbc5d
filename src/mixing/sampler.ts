/**
 * Draws the training rows of one batch from a plan. Each draw is a hash of (seed, stream, index).
 * The only state is the number of examples drawn from each skill; it makes a run resumable exactly.
 */
import { InternalError } from '#engine/core/errors.ts';
import type { RandomStream } from '#engine/core/random.ts';
import { sum } from '#engine/core/statistics.ts';
import { epochOrder, indexAt } from './rows.ts';
import type { RowDraws } from './batchPlan.ts';
import type { BatchPlan, ExampleRef, MixSkill } from './policy.ts';

export interface DrawOptions {
	readonly skills: readonly Pick<MixSkill, 'id' | 'size'>[];
	/** The run's stream for drawing. Pass the same object at each step: caches hang on it. */
	readonly stream: RandomStream;
	/** From 0 at the start of the run, across policies. */
	readonly step: number;
	readonly batchSize: number;
	/** Examples drawn from each skill: the offset in its row order. Chosen rows do not count. */
	readonly drawn: readonly number[];
}

export interface DrawnBatch {
	readonly examples: ExampleRef[];
	/** DrawOptions.drawn of the next step; part of the trainer's state. */
	readonly drawn: number[];
}

/**
 * By weights: slot j of step s takes the skill at uniform(s · batchSize + j). Within a skill, draw
 * k is element k mod size of the permutation of epoch ⌊k / size⌋: every row comes once before any
 * row repeats. With `replace`, each draw takes any row with equal probability. Throws an
 * InternalError on an invalid plan.
 */
export function drawBatch(plan: BatchPlan, options: DrawOptions): DrawnBatch {
	const { skills, batchSize } = options;
	checkWeights(plan.weights, skills.length);
	switch (plan.by) {
		case 'weights':
			return drawRows(skillsByWeight(plan.weights, options), plan, options);
		case 'quotas':
			checkQuotas(plan.quotas, skills.length, batchSize);
			return drawRows(
				plan.quotas.flatMap((quota, skill) => Array.from({ length: quota }, () => skill)),
				plan,
				options,
			);
		case 'examples':
			checkExamples(plan.examples, skills, batchSize);
			return { examples: [...plan.examples], drawn: [...options.drawn] };
		default:
			return plan satisfies never;
	}
}

function skillsByWeight(
	weights: readonly number[],
	{ stream, step, batchSize }: DrawOptions,
): number[] {
	const { choices } = childStreams(stream);
	return Array.from({ length: batchSize }, (_, slot) =>
		indexAt(weights, choices.uniform(step * batchSize + slot)),
	);
}

function drawRows(
	chosen: readonly number[],
	{ replace, rows }: RowDraws,
	{ skills, stream, drawn }: DrawOptions,
): DrawnBatch {
	const next = [...drawn];
	const examples = chosen.map((skill): ExampleRef => {
		const { id } = skills[skill];
		const size = rows?.[skill].length ?? skills[skill].size;
		const toIndex = (row: number) => rows?.[skill][row] ?? row;
		const k = next[skill]++;
		if (replace) {
			const row = childStreams(stream).any.child(id).below(size, k);
			return { skill, part: 'train', index: toIndex(row) };
		}
		// The stream has the skill's id, so a new skill does not change the order of the others.
		const order = epochOrder(childStreams(stream).rows, id, size, Math.floor(k / size));
		return { skill, part: 'train', index: toIndex(order[k % size]) };
	});
	return { examples, drawn: next };
}

/** `any`: for draws with replacement. */
const createChildren = (stream: RandomStream) => ({
	choices: stream.child('skill'),
	rows: stream.child('rows'),
	any: stream.child('any row'),
});
const childrenByStream = new WeakMap<RandomStream, ReturnType<typeof createChildren>>();

function childStreams(stream: RandomStream) {
	const children = childrenByStream.get(stream) ?? createChildren(stream);
	childrenByStream.set(stream, children);
	return children;
}

function checkWeights(weights: readonly number[], skills: number): void {
	const total = sum(weights);
	const isValid = weights.every((weight) => Number.isFinite(weight) && weight >= 0);
	if (weights.length !== skills || !isValid || Math.abs(total - 1) > 1e-9)
		throw new InternalError(
			`The mixing policy gave weights [${weights.join(', ')}] for ${skills} skills; ` +
				'they must be finite, 0 or more, and sum to 1. Correct the policy.',
			{ weights: weights.map(String) },
		);
}

function checkQuotas(quotas: readonly number[], skills: number, batchSize: number): void {
	const total = sum(quotas);
	const isValid = quotas.every((quota) => Number.isSafeInteger(quota) && quota >= 0);
	if (quotas.length !== skills || !isValid || total !== batchSize)
		throw new InternalError(
			`The mixing policy gave quotas [${quotas.join(', ')}] for ${skills} skills; ` +
				`they must be whole numbers that sum to the batch size, ${batchSize}. Correct the policy.`,
			{ quotas: quotas.map(String) },
		);
}

function checkExamples(
	examples: readonly ExampleRef[],
	skills: DrawOptions['skills'],
	batchSize: number,
): void {
	const wrong = examples.find(
		({ skill, part, index }) =>
			part !== 'train' ||
			!Number.isSafeInteger(index) ||
			index < 0 ||
			index >= (skills[skill]?.size ?? 0),
	);
	if (wrong || examples.length !== batchSize)
		throw new InternalError(
			wrong
				? `The mixing policy chose row ${wrong.index} of part ${wrong.part} of skill ` +
						`${wrong.skill}, which is not a training row. Correct the policy.`
				: `The mixing policy chose ${examples.length} examples for a batch of ${batchSize}. ` +
						'Correct the policy.',
		);
}
