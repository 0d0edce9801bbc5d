/**
 * The fixed validation batch of RAISE's reward, from the selector's target skills. The tracker
 * follows P(M) = − validation loss over a run, relative to its first value.
 */
import * as v from 'valibot';
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { permutation } from '#engine/core/random.ts';
import type { PolicyMessage } from '../messages.ts';
import type { ExampleRef, MixContext, MeasureProbe, Observation } from '../policy.ts';
import { targetIndices } from '../rows.ts';
import { count, finite, objectOf } from '../storedData.ts';

export type ValidationBatch = ReturnType<typeof validationBatch>;

/** The fewest rows: below it, the reward of one step is mostly noise. */
const few = 16;

/**
 * `rows` in equal parts. A target without validation rows gives at most a quarter of its training
 * rows, which leave the pool. Throws an InputError on an unknown target or one without rows.
 */
export function validationBatch(
	{ skills, random }: Pick<MixContext, 'skills' | 'random'>,
	targets: readonly string[],
	rows: number,
) {
	const wanted = targetIndices(skills, targets);
	const each = Math.max(1, Math.floor(rows / wanted.length));
	const examples: ExampleRef[] = [];
	/** The target skills in the order of ids; `examples` has `count` consecutive rows of each. */
	const groups: { skill: number; count: number }[] = [];
	/** Training rows that replace missing validation rows; they are never candidates. */
	const withheld = new Map<number, ReadonlySet<number>>();
	const warnings: PolicyMessage[] = [];
	for (const skill of wanted) {
		const { id, name, size, validationSize } = skills[skill];
		const part = validationSize > 0 ? 'validation' : 'train';
		const rowCount = Math.min(each, part === 'validation' ? validationSize : Math.floor(size / 4));
		if (rowCount === 0) {
			if (targets.length > 0)
				throw new InputError(
					say(
						'targets: {name} has no validation examples and only {size} for training, too few to measure a reward. Import more rows of it, or choose another target.',
						{ name, size },
					),
					{ field: 'targets' },
				);
			continue;
		}
		const total = part === 'validation' ? validationSize : size;
		const chosen = permutation(random.child(`validation rows of ${id}`), total).slice(0, rowCount);
		for (const index of chosen) examples.push({ skill, part, index });
		groups.push({ skill, count: rowCount });
		if (part === 'train') {
			withheld.set(skill, new Set(chosen));
			warnings.push({ id: 'raise.withheld', values: { name, count: rowCount } });
		}
		if (targets.length > 0 && rowCount < few && rowCount < each)
			warnings.push({ id: 'raise.noisy', values: { name, count: rowCount } });
	}
	if (examples.length === 0)
		throw new InputError(
			say('targets: no skill has an example to measure a reward. Import skills with more rows.'),
			{ field: 'targets' },
		);
	return { examples, groups, withheld, warnings };
}

/** Mean over the target skills of the mean loss of their rows, nats per answer token. */
export function validationLoss({ groups }: ValidationBatch, losses: ArrayLike<number>): number {
	let at = 0;
	let sum = 0;
	for (const { count } of groups) {
		let skillSum = 0;
		for (let i = 0; i < count; i++) skillSum += losses[at++];
		sum += skillSum / count;
	}
	return sum / groups.length;
}

const id = 'RAISE validation';

/** Losses in nats; null before the first finite measurement. */
export const watchedSchema = objectOf({
	/** Loss with the run's start weights. */
	start: v.nullable(finite),
	loss: v.nullable(finite),
	/** Number of measurements that were not finite; they did not change the loss. */
	broken: count,
});
type Watched = v.InferOutput<typeof watchedSchema>;

export class ValidationTracker {
	/** `watched`: that of an earlier tracker, to resume. */
	constructor(
		private readonly batch: ValidationBatch,
		public watched: Watched = { start: null, loss: null, broken: 0 },
	) {}

	/** P(M) in units of the first loss: −1 at the start, then towards 0. */
	get performance(): number {
		const { start, loss } = this.watched;
		return start === null || loss === null ? -1 : -loss / Math.max(start, 1e-8);
	}

	/** The first probe also measures the start weights: the policy may begin within a run. */
	probe(): MeasureProbe {
		const isFirst = this.watched.start === null;
		const quantities = isFirst ? (['loss', 'baseLoss'] as const) : (['loss'] as const);
		return { kind: 'measure', id, examples: this.batch.examples, quantities };
	}

	/** The fall of the loss since the last measurement, 0 if not finite; null without two of them. */
	read({ results }: Observation): number | null {
		const result = results.find((candidate) => candidate.id === id);
		if (result?.kind !== 'measure') return null;
		const { loss, baseLoss } = result.values;
		const { start: known, loss: before, broken } = this.watched;
		const now = validationLoss(this.batch, loss!);
		const start = baseLoss ? validationLoss(this.batch, baseLoss) : known;
		const isFinite = Number.isFinite(now) && Number.isFinite(start);
		if (isFinite) this.watched = { start, loss: now, broken };
		else this.watched = { ...this.watched, broken: broken + 1 };
		if (before === null) return null;
		return isFinite ? before - now : 0;
	}
}
