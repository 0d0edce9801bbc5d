/**
 * The fixed validation batch of RAISE's reward: the same rows before and after every step. Its
 * skills are the selector's target (the paper's task targeting): one, several or all. The tracker
 * follows the performance P(M) = − validation loss over a run, relative to its first value.
 */
import { InputError } from '#core/errors.ts';
import type { Json } from '#core/json.ts';
import { permutation } from '#core/random.ts';
import type { PolicyMessage } from '../messages.ts';
import type { ExampleRef, MixContext, MeasureProbe, Observation } from '../policy.ts';
import { indicesById } from '../rows.ts';

export interface ValidationBatch {
	readonly examples: readonly ExampleRef[];
	/** The target skills in the order of ids; `examples` has `count` consecutive rows of each. */
	readonly groups: readonly { readonly skill: number; readonly count: number }[];
	/** Training rows that replace missing validation rows; they are never candidates. */
	readonly withheld: ReadonlyMap<number, ReadonlySet<number>>;
	readonly warnings: readonly PolicyMessage[];
}

/** The fewest rows: below it, the reward of one step is mostly noise. */
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

const id = 'RAISE validation';

export class ValidationTracker {
	readonly #batch: ValidationBatch;
	/** Loss with the run's start weights, nats; null before the first finite measurement. */
	#start: number | null = null;
	#loss: number | null = null;
	/** Number of measurements that were not finite; they did not change the loss. */
	#broken = 0;

	constructor(batch: ValidationBatch, saved?: Json) {
		this.#batch = batch;
		if (saved === undefined) return;
		const { start, loss, broken } = saved as unknown as SavedWatch;
		this.#start = start;
		this.#loss = loss;
		this.#broken = broken;
	}

	get start(): number | null {
		return this.#start;
	}
	get loss(): number | null {
		return this.#loss;
	}
	get broken(): number {
		return this.#broken;
	}
	/** P(M) in units of the first loss: −1 at the start, then towards 0. */
	get performance(): number {
		if (this.#start === null || this.#loss === null) return -1;
		return -this.#loss / Math.max(this.#start, 1e-8);
	}

	/**
	 * The first probe also measures the start weights: the policy may begin in the middle of a run.
	 */
	probe(): MeasureProbe {
		const quantities = this.#start === null ? (['loss', 'baseLoss'] as const) : (['loss'] as const);
		return { kind: 'measure', id, examples: this.#batch.examples, quantities };
	}

	/**
	 * The reward: the fall of the loss since the last measurement, 0 if it is not finite. null at the
	 * first measurement.
	 */
	read({ results }: Observation): { readonly reward: number | null } | null {
		const result = results.find((candidate) => candidate.id === id);
		if (result?.kind !== 'measure') return null;
		const { loss, baseLoss } = result.values;
		const now = validationLoss(this.#batch, loss!);
		const start = baseLoss ? validationLoss(this.#batch, baseLoss) : this.#start;
		const before = this.#loss;
		if (!Number.isFinite(now) || !Number.isFinite(start)) {
			this.#broken++;
			return { reward: before === null ? null : 0 };
		}
		this.#start = start;
		this.#loss = now;
		return { reward: before === null ? null : before - now };
	}

	state(): Json {
		return { start: this.#start, loss: this.#loss, broken: this.#broken };
	}
}

interface SavedWatch {
	readonly start: number | null;
	readonly loss: number | null;
	readonly broken: number;
}
