/**
 * The fixed validation batch that RAISE's reward comes from: the same rows on both sides of every step. One, several or
 * all skills are its target: which validation set is chosen is what the selector works for (the paper's task targeting).
 */
import { InputError } from '#core/errors.ts';
import { permutation } from '#core/random.ts';
import type { ExampleRef, MixContext } from '../policy.ts';
import { indicesById } from '../rows.ts';

export interface ValidationBatch {
	readonly examples: readonly ExampleRef[];
	/** Rows of each target skill, in the order of ids: one stretch of `examples` each. */
	readonly stretches: readonly { readonly skill: number; readonly count: number }[];
	/** Training rows that stand in where a target has no validation rows: never candidates. */
	readonly withheld: ReadonlyMap<number, ReadonlySet<number>>;
	readonly warnings: readonly string[];
}

/** Below this the reward of one step is mostly noise. */
const few = 16;

/**
 * `rows` in all, in equal parts. A target without validation rows lends at most a quarter of its training rows, which are
 * then kept out of the pool: the reward must not be won by training on the very rows that it is measured on. Throws
 * InputError on an unknown target, and when a named target (or, with none named, every skill) has no rows to give.
 */
export function validationBatch(
	{ skills, random }: Pick<MixContext, 'skills' | 'random'>,
	targets: readonly string[],
	rows: number,
): ValidationBatch {
	const unknown = targets.find((id) => !skills.some((skill) => skill.id === id));
	if (unknown !== undefined)
		throw new InputError(
			`targets: "${unknown}" is not a trained skill of this run. Choose among ` +
				`${skills.map(({ id }) => id).join(', ')}.`,
			{ field: 'targets' },
		);
	const wanted = indicesById(skills).filter(
		(i) => targets.length === 0 || targets.includes(skills[i].id),
	);
	const each = Math.max(1, Math.floor(rows / wanted.length));
	const examples: ExampleRef[] = [];
	const stretches: { skill: number; count: number }[] = [];
	const withheld = new Map<number, ReadonlySet<number>>();
	const warnings: string[] = [];
	for (const skill of wanted) {
		const { id, name, size, validationSize } = skills[skill];
		const part = validationSize > 0 ? 'validation' : 'train';
		const count = Math.min(each, part === 'validation' ? validationSize : Math.floor(size / 4));
		if (count === 0) {
			if (targets.length > 0)
				throw new InputError(
					`targets: ${name} has no validation examples and only ${size} for training, so there is nothing to measure ` +
						'a reward on. Import more rows of it, or choose another target.',
					{ field: 'targets' },
				);
			continue;
		}
		const total = part === 'validation' ? validationSize : size;
		const chosen = permutation(random.child(`validation rows of ${id}`), total).slice(0, count);
		for (const index of chosen) examples.push({ skill, part, index });
		stretches.push({ skill, count });
		if (part === 'train') {
			withheld.set(skill, new Set(chosen));
			warnings.push(
				`${name} has no validation examples: ${count} of its training examples measure the reward instead and are never picked.`,
			);
		}
		if (targets.length > 0 && count < few && count < each)
			warnings.push(
				`${name} has only ${count} examples to measure the reward on, so the reward of a step is mostly noise.`,
			);
	}
	if (examples.length === 0)
		throw new InputError(
			'targets: no skill has an example to measure a reward on. Import skills with more rows.',
			{ field: 'targets' },
		);
	return { examples, stretches, withheld, warnings };
}

/** Mean over the target skills of the mean loss of their rows, nats per answer token. */
export function validationLoss({ stretches }: ValidationBatch, losses: ArrayLike<number>): number {
	let at = 0;
	let sum = 0;
	for (const { count } of stretches) {
		let own = 0;
		for (let i = 0; i < count; i++) own += losses[at++];
		sum += own / count;
	}
	return sum / stretches.length;
}
