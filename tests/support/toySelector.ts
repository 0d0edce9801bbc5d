/**
 * For tests: linear models with a known best choice of examples, and the training loop around them.
 */
import { randomStream } from '#engine/core/random.ts';
import type {
	BatchPlan,
	ExampleRef,
	MeasureProbe,
	MeasureResult,
	MixContext,
	Mixer,
	Preparation,
	ProbeResult,
} from '#mixing/policy.ts';
import { drawBatch } from '#mixing/sampler.ts';

interface ToyRow {
	readonly x: readonly number[];
	readonly y: number;
	/** Measured value of promptTokens: the feature that identifies good rows. */
	readonly promptTokens: number;
}

export interface ToyOptions {
	readonly train: readonly ToyRow[];
	readonly validation: readonly ToyRow[];
	readonly rate: number;
}

/** y ≈ w · x, trained by gradient descent on ½ (w · x − y)². */
export class Toy {
	readonly #options: ToyOptions;
	#weights: number[];

	constructor(options: ToyOptions) {
		this.#options = options;
		this.#weights = options.train[0].x.map(() => 0);
	}

	fresh(): Toy {
		return new Toy(this.#options);
	}

	#loss({ x, y }: ToyRow, weights: readonly number[]): number {
		return 0.5 * (x.reduce((sum, value, i) => sum + value * weights[i], 0) - y) ** 2;
	}

	get validationLoss(): number {
		const { validation } = this.#options;
		return (
			validation.reduce((sum, row) => sum + this.#loss(row, this.#weights), 0) / validation.length
		);
	}

	train(rows: readonly number[]): void {
		const { train, rate } = this.#options;
		const gradient = this.#weights.map(() => 0);
		for (const row of rows) {
			const { x, y } = train[row];
			const error = x.reduce((sum, value, i) => sum + value * this.#weights[i], 0) - y;
			x.forEach((value, i) => (gradient[i] += (error * value) / rows.length));
		}
		this.#weights = this.#weights.map((w, i) => w - rate * gradient[i]);
	}

	measure({ id, examples, quantities }: MeasureProbe): MeasureResult {
		const zero = this.#weights.map(() => 0);
		const makeRow = ({ part, index }: ExampleRef) => this.#options[part][index];
		const readQuantity = (quantity: string, ref: ExampleRef): readonly number[] => {
			const row = makeRow(ref);
			if (quantity === 'loss') return [this.#loss(row, this.#weights)];
			if (quantity === 'baseLoss') return [this.#loss(row, zero)];
			if (quantity === 'promptTokens') return [row.promptTokens];
			if (quantity === 'auxiliaryState') return row.x;
			return [1];
		};
		const values = quantities.map((quantity) => [
			quantity,
			Float32Array.from(examples.flatMap((ref) => readQuantity(quantity, ref))),
		]);
		return { kind: 'measure', id, values: Object.fromEntries(values) as MeasureResult['values'] };
	}
}

/** The loop of policy.ts, over the rows that the mixer chooses. */
export function runToy(mixer: Mixer, toy: Toy, context: MixContext, steps: number) {
	const plans: BatchPlan[] = [];
	const batches: number[][] = [];
	const observe = (step: number) => {
		const results = mixer.probes(step).map((probe): ProbeResult => {
			if (probe.kind !== 'measure') throw new Error('not a measure');
			return toy.measure(probe);
		});
		mixer.observe({ step, batchLoss: [null], results });
	};
	observe(-1);
	for (let step = 0; step < steps; step++) {
		const plan = mixer.plan(step);
		const { examples } = drawBatch(plan, {
			skills: context.skills,
			stream: randomStream(1),
			step,
			batchSize: context.batchSize,
			drawn: [0],
		});
		plans.push(plan);
		batches.push(examples.map(({ index }) => index));
		toy.train(batches[step]);
		observe(step);
	}
	return { plans, batches };
}

export const toyPreparation = (
	toy: Toy,
	context: MixContext,
	more: Partial<Preparation> = {},
): Preparation => ({
	rollOut: async (mixer, { steps }) => {
		runToy(mixer, toy.fresh(), context, steps);
	},
	measure: async (probe) => toy.fresh().measure(probe),
	report: () => undefined,
	save: () => undefined,
	signal: new AbortController().signal,
	...more,
});

export const toyContext = (
	{ train, validation }: Pick<ToyOptions, 'train' | 'validation'>,
	{ seed, batchSize, steps }: { seed: number; batchSize: number; steps: number },
): MixContext => ({
	skills: [{ id: 'toy', name: 'Toy', size: train.length, validationSize: validation.length }],
	batchSize,
	totalSteps: steps,
	random: randomStream(seed, 'policy'),
});

/** Half of the rows have the wrong sign of y, and promptTokens identifies them. */
export function halfFlipped(seed: number): ToyOptions {
	const stream = randomStream(seed, 'half flipped');
	const truth = [1, -1, 0.5, 2];
	const makeRow = (name: string, i: number, flipped: boolean): ToyRow => {
		const draws = stream.child(`${name} ${i}`);
		const x = truth.map((_, k) => 2 * draws.uniform(k) - 1);
		const y = x.reduce((sum, value, k) => sum + value * truth[k], 0);
		return { x, y: flipped ? -y : y, promptTokens: flipped ? 9 : 5 };
	};
	return {
		train: Array.from({ length: 200 }, (_, i) => makeRow('train', i, isFlipped(i))),
		validation: Array.from({ length: 64 }, (_, i) => makeRow('validation', i, false)),
		rate: 0.3,
	};
}
export const isFlipped = (row: number): boolean => row % 2 === 1;
