/**
 * For tests: a world with closed forms in the model's place, and the training loop's order around it. Each skill j has a
 * progress x_j that starts at 0; a step adds rate · Σ_i share_i · transfer[i][j]; the loss of row r is height(r) · exp(−x_j).
 */
import type { Stream } from '#core/random.ts';
import type {
	BatchPlan,
	ExampleRef,
	Explanation,
	MeasureProbe,
	MeasureResult,
	MixContext,
	Mixer,
	Probe,
	ProbeResult,
	Quantity,
} from './policy.ts';
import { drawBatch } from './sampler.ts';

export const heightOf = (index: number): number => 2 + (index % 5) / 10;

export class World {
	constructor(
		readonly transfer: readonly (readonly number[])[],
		readonly rate = 0.05,
		public progress: readonly number[] = transfer.map(() => 0),
	) {}

	loss({ skill, index }: ExampleRef): number {
		return heightOf(index) * Math.exp(-this.progress[skill]);
	}

	train(shares: readonly number[]): void {
		this.progress = this.progress.map((x, j) =>
			shares.reduce((sum, share, i) => sum + this.rate * share * this.transfer[i][j], x),
		);
	}

	measure({ id, examples, quantities }: MeasureProbe): MeasureResult {
		const width = this.progress.length + 1;
		const one: { readonly [Q in Quantity]: (ref: ExampleRef) => number[] } = {
			loss: (ref) => [this.loss(ref)],
			correct: (ref) => [this.loss(ref) < 1 ? 1 : 0],
			state: (ref) => stateOf(ref, width, this.progress[ref.skill]),
			allLoss: (ref) => [this.loss(ref) + 0.5],
			baseLoss: ({ index }) => [heightOf(index)],
			baseAllLoss: ({ index }) => [heightOf(index) + 0.5],
			baseAnswerLoss: ({ index }) => [heightOf(index) + 1],
			baseState: (ref) => stateOf(ref, width, 0),
			auxiliaryLoss: ({ index }) => [heightOf(index)],
			auxiliaryAnswerLoss: ({ index }) => [heightOf(index) + 1],
			auxiliaryState: (ref) => stateOf(ref, width, 0),
			promptTokens: ({ index }) => [3 + (index % 4)],
			answerTokens: ({ index }) => [1 + (index % 2)],
		};
		const values = quantities.map((quantity) => [
			quantity,
			Float32Array.from(examples.flatMap((ref) => one[quantity](ref))),
		]);
		return { kind: 'measure', id, values: Object.fromEntries(values) as MeasureResult['values'] };
	}

	answer(probe: Probe): ProbeResult {
		if (probe.kind === 'measure') return this.measure(probe);
		const losses = () => Float32Array.from(probe.examples.map((ref) => this.loss(ref)));
		const kept = this.progress;
		const before = losses();
		this.train(sharesIn(probe.train, kept.length));
		const after = losses();
		this.progress = kept;
		return { kind: 'virtualStep', id: probe.id, before, after };
	}
}

/** One direction per skill, and the progress as the last coordinate. */
const stateOf = ({ skill }: ExampleRef, width: number, progress: number): number[] =>
	Array.from({ length: width }, (_, i) => (i === skill ? 1 : i === width - 1 ? progress : 0));

export function sharesIn(examples: readonly ExampleRef[], skills: number): number[] {
	const shares = Array.from({ length: skills }, () => 0);
	for (const { skill } of examples) shares[skill] += 1 / examples.length;
	return shares;
}

export interface Lap {
	readonly plans: BatchPlan[];
	readonly batches: ExampleRef[][];
	readonly explanations: Explanation[];
	/** For the next lap. */
	readonly drawn: readonly number[];
}

export interface LapOptions {
	readonly stream: Stream;
	readonly from: number;
	readonly steps: number;
	readonly drawn?: readonly number[];
	/** The mixer was made from its saved state: no opening observation. */
	readonly restored?: boolean;
	/** Train on the plan's weights instead of what is drawn: the same whatever the order of the skills. */
	readonly expected?: boolean;
}

/** The loop as policy.ts describes it. */
export function runLap(mixer: Mixer, context: MixContext, world: World, options: LapOptions): Lap {
	const { skills, batchSize } = context;
	const lap = { plans: [], batches: [], explanations: [] } as Omit<Lap, 'drawn'>;
	let drawn = options.drawn ?? skills.map(() => 0);
	const observe = (step: number, batchLoss: readonly (number | null)[]) =>
		mixer.observe({
			step,
			batchLoss,
			results: mixer.probes(step).map((probe) => world.answer(probe)),
		});

	if (!options.restored)
		observe(
			options.from - 1,
			skills.map(() => null),
		);
	for (let step = options.from; step < options.from + options.steps; step++) {
		const plan = mixer.plan(step);
		const batch = drawBatch(plan, { skills, stream: options.stream, step, batchSize, drawn });
		lap.plans.push(plan);
		lap.batches.push(batch.examples);
		lap.explanations.push(mixer.explain());
		drawn = batch.drawn;
		const losses = batchLosses(world, batch.examples, skills.length);
		world.train(options.expected ? plan.weights : sharesIn(batch.examples, skills.length));
		observe(step, losses);
	}
	return { ...lap, drawn };
}

function batchLosses(world: World, examples: readonly ExampleRef[], skills: number) {
	return Array.from({ length: skills }, (_, skill) => {
		const own = examples.filter((ref) => ref.skill === skill).map((ref) => world.loss(ref));
		return own.length === 0 ? null : own.reduce((a, b) => a + b, 0) / own.length;
	});
}
