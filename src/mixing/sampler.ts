/**
 * From a plan to the training rows of one batch. Each draw is a hash of (seed, stream, index), so the only state is
 * how many examples each skill has given: with it a run goes on exactly.
 */
import { InputError, InternalError } from '#core/errors.ts';
import type { RandomStream } from '#core/random.ts';
import { epochOrder } from './epochOrder.ts';
import type { BatchPlan, ExampleRef, MixSkill } from './policy.ts';

export interface DrawOptions {
	readonly skills: readonly Pick<MixSkill, 'id' | 'size'>[];
	/** The run's stream for drawing. Pass the same object at each step: what was worked out for it is kept with it. */
	readonly stream: RandomStream;
	/** Counted from 0 at the start of the run, across policies. */
	readonly step: number;
	readonly batchSize: number;
	/**
	 * Examples that each skill has given so far, one number per skill, 0 at the start: the place in its order. Rows that a
	 * policy names itself (plan by examples) do not move it.
	 */
	readonly drawn: readonly number[];
}

export interface DrawnBatch {
	readonly examples: ExampleRef[];
	/** For the next step; part of the trainer's state. */
	readonly drawn: number[];
}

/**
 * by weights: slot j of step s takes the skill at uniform(s · batchSize + j). Inside a skill the k-th draw is place
 * k mod size of the permutation of epoch ⌊k / size⌋: every row once before any comes again. With `replace` it is any row,
 * with the same chance each time.
 * Throws InputError if a skill is to be drawn from and has no examples, InternalError on a plan that is none.
 */
export function drawBatch(plan: BatchPlan, options: DrawOptions): DrawnBatch {
	const { skills, batchSize } = options;
	checkWeights(plan.weights, skills.length);
	switch (plan.by) {
		case 'weights':
			checkNotEmpty(plan.weights, skills);
			return drawRows(skillsByWeight(plan.weights, options), plan.replace, options);
		case 'quotas':
			checkQuotas(plan.quotas, skills.length, batchSize);
			checkNotEmpty(plan.quotas, skills);
			return drawRows(
				plan.quotas.flatMap((quota, skill) => Array.from({ length: quota }, () => skill)),
				plan.replace,
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
	const { choices } = drawsOf(stream);
	const last = weights.findLastIndex((weight) => weight > 0);
	return Array.from({ length: batchSize }, (_, slot) => {
		const at = choices.uniform(step * batchSize + slot);
		let sum = 0;
		// The weights may sum to a little below 1: what is left over belongs to the last.
		for (let skill = 0; skill < last; skill++) {
			sum += weights[skill];
			if (at < sum) return skill;
		}
		return last;
	});
}

function drawRows(
	chosen: readonly number[],
	replace: boolean | undefined,
	{ skills, stream, drawn }: DrawOptions,
): DrawnBatch {
	const next = [...drawn];
	const examples = chosen.map((skill): ExampleRef => {
		const { id, size } = skills[skill];
		const k = next[skill]++;
		if (replace)
			return { skill, part: 'train', index: drawsOf(stream).any.child(id).below(size, k) };
		// By the skill's id, so that adding a skill changes no other skill's order.
		const order = epochOrder(drawsOf(stream).rows, id, size, Math.floor(k / size));
		return { skill, part: 'train', index: order[k % size] };
	});
	return { examples, drawn: next };
}

interface Draws {
	readonly choices: RandomStream;
	readonly rows: RandomStream;
	/** For draws with replacement. */
	readonly any: RandomStream;
}
const drawsByStream = new WeakMap<RandomStream, Draws>();

function drawsOf(stream: RandomStream): Draws {
	let draws = drawsByStream.get(stream);
	if (draws === undefined) {
		draws = {
			choices: stream.child('skill'),
			rows: stream.child('rows'),
			any: stream.child('any row'),
		};
		drawsByStream.set(stream, draws);
	}
	return draws;
}

function checkWeights(weights: readonly number[], skills: number): void {
	const sum = weights.reduce((total, weight) => total + weight, 0);
	const sound = weights.every((weight) => Number.isFinite(weight) && weight >= 0);
	if (weights.length !== skills || !sound || Math.abs(sum - 1) > 1e-9)
		throw new InternalError(
			`The mixing policy gave weights [${weights.join(', ')}] for ${skills} skills; they must be finite, ` +
				'0 or more, and sum to 1. Correct the policy.',
			{ weights: weights.map(String) },
		);
}

function checkNotEmpty(wanted: readonly number[], skills: DrawOptions['skills']): void {
	const empty = skills.find(({ size }, i) => size === 0 && wanted[i] > 0);
	if (empty)
		throw new InputError(
			`The skill "${empty.id}" is in the mix but has no training examples. Set its share to 0, only watch it, or ` +
				'import more rows.',
			{ field: `skills.${empty.id}` },
		);
}

function checkQuotas(quotas: readonly number[], skills: number, batchSize: number): void {
	const sum = quotas.reduce((total, quota) => total + quota, 0);
	const sound = quotas.every((quota) => Number.isSafeInteger(quota) && quota >= 0);
	if (quotas.length !== skills || !sound || sum !== batchSize)
		throw new InternalError(
			`The mixing policy gave quotas [${quotas.join(', ')}] for ${skills} skills; they must be whole numbers that ` +
				`sum to the batch size, ${batchSize}. Correct the policy.`,
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
				? `The mixing policy chose row ${wrong.index} of part ${wrong.part} of skill ${wrong.skill}, which is no ` +
						'training row. Correct the policy.'
				: `The mixing policy chose ${examples.length} examples for a batch of ${batchSize}. Correct the policy.`,
		);
}
