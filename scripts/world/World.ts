/**
 * The synthetic world: closed-form skills instead of a model, so that a policy runs in milliseconds
 * and the best mix is known. It answers the engine's probes and trains on a batch of rows or on
 * shares.
 *
 * kind `skills`: each skill j has a progress x_j and a practice y_j, both 0 at the start. A step
 * adds
 *   x_j += rate_j · Σ_i share_i · transfer[i][j],   y_j += share_j.
 *   loss of a row = height(row) · (floor_j + (loss_j − floor_j) · exp(−x_j) + format_j · exp(−2
 *       y_j))
 * kind `shared`: all skills share one parameter vector θ (`progress`), 0 at the start.
 *   θ −= Σ_i share_i · rate_i · (θ − optimum_i),   loss = floor_j + ½ |θ − optimum_j|²
 *
 * An answer is right if loss · tokens < 1, so long answers are right later. A wrong row (noise)
 * keeps its first loss, is never right, and teaches nothing.
 */
import { dot, mean } from '#engine/core/statistics.ts';
import { chunksOf } from '#mixing/rows.ts';
import type {
	ExampleRef,
	GradientProbe,
	GradientResult,
	MeasureProbe,
	MeasureResult,
	Probe,
	ProbeResult,
	Quantity,
} from '#mixing/policy.ts';

export interface WorldSkill {
	readonly id: string;
	readonly name: string;
	/** Number of training rows. */
	readonly rows: number;
	/** Number of validation rows; may be 0. */
	readonly validationRows: number;
	/** Loss of the easiest row on the base, nats per token. */
	readonly loss: number;
	/** The loss that training cannot remove. floor = loss means mastered if small, noise if large. */
	readonly floor: number;
	/** Progress of one step on this skill alone. */
	readonly rate: number;
	/** Tokens of an answer. */
	readonly tokens: number;
	/** Extra loss of an unknown format on the base; a few steps remove it. */
	readonly format: number;
	/** Share of the training rows with a wrong answer, in tenths. */
	readonly noise: number;
	/** Direction of the hidden state. Default: an own axis for each skill. */
	readonly state?: readonly number[];
	/** Kind `shared` only: the best θ of this skill. */
	readonly optimum?: readonly number[];
}

export interface WorldSpec {
	readonly kind: 'skills' | 'shared';
	readonly skills: readonly WorldSkill[];
	/**
	 * Kind `skills` only. transfer[i][j]: effect of training on i on j, times rate_j. Default:
	 * identity.
	 */
	readonly transfer?: readonly (readonly number[])[];
	/**
	 * The run has an auxiliary model that has mastered every skill, so wrong rows have a high loss.
	 */
	readonly auxiliary?: boolean;
}

/** Rows have five heights, 1 to 1.2. Kind `shared` ignores them. */
const rowHeight = (index: number): number => 1 + (index % 5) / 20;

const norm = (vector: readonly number[]): number => Math.sqrt(dot(vector, vector));
const meanVector = (vectors: readonly (readonly number[])[]): number[] =>
	vectors[0].map((_, i) => mean(vectors.map((vector) => vector[i])));

const oneOfEachHeight = (skill: number): ExampleRef[] =>
	[0, 1, 2, 3, 4].map((index) => ({ skill, part: 'validation', index }));

export class World {
	/** x, or θ. */
	progress: readonly number[];
	practice: readonly number[];

	constructor(readonly spec: WorldSpec) {
		const { kind, skills } = spec;
		this.progress = (kind === 'shared' ? (skills[0]?.optimum ?? []) : skills).map(() => 0);
		this.practice = skills.map(() => 0);
	}

	/** The same world before its first step. */
	fresh(): World {
		return new World(this.spec);
	}

	loss(ref: ExampleRef): number {
		if (this.isWrong(ref)) return this.baseLoss(ref);
		return this.#lossAt(ref, this.progress, this.practice[ref.skill]);
	}

	/** Mean loss of right rows over the five heights: the score of a run. */
	meanLoss(skill: number): number {
		return oneOfEachHeight(skill).reduce((sum, ref) => sum + this.loss(ref) / 5, 0);
	}

	/** Share of the five heights that are right. */
	shareRight(skill: number): number {
		return oneOfEachHeight(skill).filter((ref) => this.isRight(ref)).length / 5;
	}

	/** The limit of meanLoss. */
	meanFloor(skill: number): number {
		const { kind, skills } = this.spec;
		return skills[skill].floor * (kind === 'shared' ? 1 : rowHeight(2));
	}

	/** Independent of the row's height. */
	isWrong({ skill, part, index }: ExampleRef): boolean {
		const wrongTenths = Math.round(10 * this.spec.skills[skill].noise);
		return part === 'train' && Math.floor(index / 5) % 10 < wrongTenths;
	}

	isRight(ref: ExampleRef): boolean {
		return !this.isWrong(ref) && this.loss(ref) * this.spec.skills[ref.skill].tokens < 1;
	}

	/** One step on right rows in these shares. */
	train(shares: readonly number[]): void {
		const { kind, skills, transfer } = this.spec;
		this.progress = this.progress.map((x, j) =>
			shares.reduce(
				(sum, share, i) =>
					kind === 'shared'
						? sum - share * skills[i].rate * (x - skills[i].optimum![j])
						: sum + skills[j].rate * share * (transfer ? transfer[i][j] : i === j ? 1 : 0),
				x,
			),
		);
		this.practice = this.practice.map((y, j) => y + shares[j]);
	}

	/** One step on these rows. A wrong row takes a slot of the batch and teaches nothing. */
	trainOn(examples: readonly ExampleRef[]): void {
		const shares = this.spec.skills.map(() => 0);
		for (const ref of examples) if (!this.isWrong(ref)) shares[ref.skill] += 1 / examples.length;
		this.train(shares);
	}

	measure({ id, examples, quantities }: MeasureProbe): MeasureResult {
		const values = quantities.map((quantity) => [
			quantity,
			Float32Array.from(examples.flatMap((ref) => this.#quantity(quantity, ref))),
		]);
		return { kind: 'measure', id, values: Object.fromEntries(values) as MeasureResult['values'] };
	}

	answer(probe: Probe): ProbeResult {
		if (probe.kind === 'measure') return this.measure(probe);
		if (probe.kind === 'gradients') return this.#gradients(probe);
		const losses = () => Float32Array.from(probe.examples.map((ref) => this.loss(ref)));
		const { progress, practice } = this;
		const before = losses();
		this.trainOn(probe.train);
		const after = losses();
		Object.assign(this, { progress, practice });
		return { kind: 'virtualStep', id: probe.id, before, after };
	}

	/**
	 * A row's gradient is minus what a step on it adds to progress and practice, and a target's is
	 * that of its loss. In the kind `shared` with rate 1 both are one. There are no moments, so an
	 * update is a gradient.
	 */
	#gradients(probe: GradientProbe): GradientResult {
		const { id, train, trainGroup, examples, exampleGroup, unitRows } = probe;
		const groups = chunksOf(train, trainGroup).map((rows) => this.#stepGradient(rows));
		const targets = chunksOf(examples, exampleGroup).map((rows) =>
			meanVector(
				rows.map((ref) => {
					const gradient = this.#lossGradient(ref);
					return unitRows ? gradient.map((x) => x / (norm(gradient) || 1)) : gradient;
				}),
			),
		);
		return {
			kind: 'gradients',
			id,
			products: targets.map((target) => Float64Array.from(groups, (group) => dot(group, target))),
			targetNorms: Float64Array.from(targets, norm),
			trainNorms: Float64Array.from(groups, norm),
			learningRate: 1,
		};
	}

	#stepGradient(rows: readonly ExampleRef[]): number[] {
		const { progress, practice } = this;
		this.trainOn(rows);
		const after = { progress: this.progress, practice: this.practice };
		Object.assign(this, { progress, practice });
		return [
			...progress.map((x, i) => x - after.progress[i]),
			// Practice changes no loss of a skill whose format is known.
			...practice.map((y, j) => (this.spec.skills[j].format > 0 ? y - after.practice[j] : 0)),
		];
	}

	/** [progress, practice]. */
	#lossGradient(ref: ExampleRef): number[] {
		const { kind, skills } = this.spec;
		const { floor, loss, format, optimum } = skills[ref.skill];
		const atSkill = (values: readonly number[], slope: (x: number) => number) =>
			values.map((x, i) => (i === ref.skill ? rowHeight(ref.index) * slope(x) : 0));
		if (this.isWrong(ref)) return [...this.progress, ...this.practice].map(() => 0);
		return kind === 'shared'
			? [...this.progress.map((x, d) => x - optimum![d]), ...this.practice.map(() => 0)]
			: [
					...atSkill(this.progress, (x) => -(loss - floor) * Math.exp(-x)),
					...atSkill(this.practice, (y) => -2 * format * Math.exp(-2 * y)),
				];
	}

	baseLoss(ref: ExampleRef): number {
		return this.#lossAt(
			ref,
			this.progress.map(() => 0),
			0,
		);
	}

	#lossAt({ skill, index }: ExampleRef, progress: readonly number[], practice: number): number {
		const { floor, loss, format, optimum } = this.spec.skills[skill];
		if (this.spec.kind === 'shared')
			return progress.reduce((sum, x, d) => sum + (x - optimum![d]) ** 2 / 2, floor);
		return (
			rowHeight(index) *
			(floor + (loss - floor) * Math.exp(-progress[skill]) + format * Math.exp(-2 * practice))
		);
	}

	/** Without its prompt an answer costs 1 nat per token more; prompt and answer cost 0.5 more. */
	#quantity(quantity: Quantity, ref: ExampleRef): number[] {
		const skill = this.spec.skills[ref.skill];
		switch (quantity) {
			case 'loss':
				return [this.loss(ref)];
			case 'correct':
				return [this.isRight(ref) ? 1 : 0];
			case 'confidence':
				// Well calibrated: as sure of each token as the answer is likely.
				return [Math.exp(-this.loss(ref))];
			case 'state':
				return this.#state(ref, this.progress);
			case 'allLoss':
				return [this.loss(ref) + 0.5];
			case 'baseLoss':
				return [this.baseLoss(ref)];
			case 'baseAllLoss':
				return [this.baseLoss(ref) + 0.5];
			case 'baseAnswerLoss':
				return [this.baseLoss(ref) + 1];
			case 'baseState':
				return this.#state(ref, []);
			case 'auxiliaryLoss':
				return [this.#auxiliaryLoss(ref)];
			case 'auxiliaryAnswerLoss':
				return [this.#auxiliaryLoss(ref) + 1];
			case 'auxiliaryState':
				return this.#state(ref, []);
			case 'promptTokens':
				return [3 + (ref.index % 4)];
			case 'answerTokens':
				return [skill.tokens + (ref.index % 2)];
			default:
				return quantity satisfies never;
		}
	}

	#auxiliaryLoss(ref: ExampleRef): number {
		const skill = this.spec.skills[ref.skill];
		if (!this.spec.auxiliary) return this.baseLoss(ref);
		return this.isWrong(ref) ? this.baseLoss(ref) + 1 : skill.floor + 0.1;
	}

	/** The skill's direction, followed by its progress (kind `shared`: the first element of θ). */
	#state({ skill }: ExampleRef, progress: readonly number[]): number[] {
		const { kind, skills } = this.spec;
		const direction = skills[skill].state ?? skills.map((_, i) => (i === skill ? 1 : 0));
		return [...direction, progress[kind === 'shared' ? 0 : skill] ?? 0];
	}
}
