/**
 * The fixed validation batch of RAISE's reward: the same rows before and after every step. Its
 * skills are the selector's target (the paper's task targeting): one, several or all.
 */
import { InputError } from '#core/errors.ts';
import { permutation } from '#core/random.ts';
import type { PolicyMessage } from '../messages.ts';
import type { ExampleRef, MixContext } from '../policy.ts';
import { indicesById } from '../rows.ts';

export interface ValidationBatch {
	readonly examples: readonly ExampleRef[];
	/** The target skills in the order of ids; `examples` has `count` consecutive rows of each. */
	readonly groups: readonly { readonly skill: number; readonly count: number }[];
	/** Training rows that replace missing validation rows; they are never candidates. */
	readonly withheld: ReadonlyMap<number, ReadonlySet<number>>;
	readonly warnings: readonly PolicyMessage[];
}

/** With fewer rows, the reward of one step is mostly noise. */
const few = 16;

/**
 * `rows` in total, in equal parts. A target without validation rows gives at most a quarter of its
 * training rows. They leave the pool, because training on them would fake a reward. Throws an
 * InputError on an unknown target, and if a named target (without names: every skill) has no rows.
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
	const groups: { skill: number; count: number }[] = [];
	const withheld = new Map<number, ReadonlySet<number>>();
	const warnings: PolicyMessage[] = [];
	for (const skill of wanted) {
		const { id, name, size, validationSize } = skills[skill];
		const part = validationSize > 0 ? 'validation' : 'train';
		const count = Math.min(each, part === 'validation' ? validationSize : Math.floor(size / 4));
		if (count === 0) {
			if (targets.length > 0)
				throw new InputError(
					`targets: ${name} has no validation examples and only ${size} for training, ` +
						'too few to measure a reward. Import more rows of it, or choose another target.',
					{ field: 'targets' },
				);
			continue;
		}
		const total = part === 'validation' ? validationSize : size;
		const chosen = permutation(random.child(`validation rows of ${id}`), total).slice(0, count);
		for (const index of chosen) examples.push({ skill, part, index });
		groups.push({ skill, count });
		if (part === 'train') {
			withheld.set(skill, new Set(chosen));
			warnings.push({ id: 'raise.withheld', values: { name, count } });
		}
		if (targets.length > 0 && count < few && count < each)
			warnings.push({ id: 'raise.noisy', values: { name, count } });
	}
	if (examples.length === 0)
		throw new InputError(
			'targets: no skill has an example to measure a reward. Import skills with more rows.',
			{ field: 'targets' },
		);
	return { examples, groups, withheld, warnings };
}

/** Mean over the target skills of the mean loss of their rows, nats per answer token. */
export function validationLoss({ groups }: ValidationBatch, losses: ArrayLike<number>): number {
	let at = 0;
	let sum = 0;
	for (const { count } of groups) {
		let own = 0;
		for (let i = 0; i < count; i++) own += losses[at++];
		sum += own / count;
	}
	return sum / groups.length;
}
