/**
 * The synthetic world: skills in closed form in the model's place, so that a policy runs in milliseconds and the best mix is
 * known. It answers the same probes as the engine; what trains it is a batch of rows, or shares.
 *
 * kind `skills`: each skill j has a progress x_j and a practice y_j, both 0 at the start. A step adds
 *   x_j += rate_j · Σ_i share_i · transfer[i][j],   y_j += share_j.
 *   loss of a row = height(row) · (floor_j + (loss_j − floor_j) · exp(−x_j) + format_j · exp(−2 y_j)).
 * kind `shared`: all skills share one parameter vector θ (`progress`), 0 at the start; skill j wants it at optimum_j.
 *   θ −= Σ_i share_i · rate_i · (θ − optimum_i),   loss = floor_j + ½ |θ − optimum_j|².
 *
 * An answer is right when its nats sum to less than 1: loss · tokens < 1, so long answers come late. A wrong row (noise) keeps
 * its first loss, is never right, and teaches nothing.
 */
import type {
	ExampleRef,
	MeasureProbe,
	MeasureResult,
	Probe,
	ProbeResult,
	Quantity,
} from '#mixing/policy.ts';

export interface WorldSkill {
	readonly id: string;
	readonly name: string;
	/** Training rows, and validation rows, which may be 0. */
	readonly rows: number;
	readonly validationRows: number;
	/** On the base, in nats per token, of the easiest row. */
	readonly loss: number;
	/** What no training takes away. floor = loss: mastered already where it is small, pure noise where it is large. */
	readonly floor: number;
	/** Progress of one step on this skill alone. */
	readonly rate: number;
	/** Of an answer. */
	readonly tokens: number;
	/** More loss on the base, since the format is unknown to it: gone after few steps, whatever was learnt. */
	readonly format: number;
	/** Share of the training rows whose answer is wrong, in tenths. */
	readonly noise: number;
	/** Direction of the hidden state; without one, each skill has its own axis. */
	readonly state?: readonly number[];
	/** Kind `shared` only: where this skill wants θ. */
	readonly optimum?: readonly number[];
}

export interface WorldSpec {
	readonly kind: 'skills' | 'shared';
	readonly skills: readonly WorldSkill[];
	/** transfer[i][j]: what training on i does to j, by rate_j; without it, a skill only helps itself. Kind `skills` only. */
	readonly transfer?: readonly (readonly number[])[];
	/** The run has an auxiliary model, which has mastered every skill and so knows wrong rows by their loss. */
	readonly auxiliary?: boolean;
}

/** Rows are of five heights, 1 to 1.2; in the kind `shared` all are alike. */
export const rowHeight = (index: number): number => 1 + (index % 5) / 20;

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

	/** Of a right row, on average over the five heights: what a run is scored by. */
	meanLoss(skill: number): number {
		return oneOfEachHeight(skill).reduce((sum, ref) => sum + this.loss(ref) / 5, 0);
	}

	/** Of the five heights, how many are right. */
	shareRight(skill: number): number {
		return oneOfEachHeight(skill).filter((ref) => this.isRight(ref)).length / 5;
	}

	/** What meanLoss comes to when all is learnt. */
	meanFloor(skill: number): number {
		const { kind, skills } = this.spec;
		return skills[skill].floor * (kind === 'shared' ? 1 : rowHeight(2));
	}

	/** Whether a row is wrong does not depend on its height. */
	isWrong({ skill, part, index }: ExampleRef): boolean {
		const wrongTenths = Math.round(10 * this.spec.skills[skill].noise);
		return part === 'train' && Math.floor(index / 5) % 10 < wrongTenths;
	}

	isRight(ref: ExampleRef): boolean {
		return !this.isWrong(ref) && this.loss(ref) * this.spec.skills[ref.skill].tokens < 1;
	}

	/** One step on these shares, all of right rows. */
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

	/** One step on these rows: a wrong one takes room in the batch, and teaches nothing. */
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
		const losses = () => Float32Array.from(probe.examples.map((ref) => this.loss(ref)));
		const { progress, practice } = this;
		const before = losses();
		this.trainOn(probe.train);
		const after = losses();
		Object.assign(this, { progress, practice });
		return { kind: 'virtualStep', id: probe.id, before, after };
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

	/** An answer without its prompt costs 1 nat per token more, prompt and answer together half a nat more. */
	#quantity(quantity: Quantity, ref: ExampleRef): number[] {
		const skill = this.spec.skills[ref.skill];
		switch (quantity) {
			case 'loss':
				return [this.loss(ref)];
			case 'correct':
				return [this.isRight(ref) ? 1 : 0];
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

	/** The skill's direction, and its progress (in the kind `shared`: the first of θ) as the last coordinate. */
	#state({ skill }: ExampleRef, progress: readonly number[]): number[] {
		const { kind, skills } = this.spec;
		const direction = skills[skill].state ?? skills.map((_, i) => (i === skill ? 1 : 0));
		return [...direction, progress[kind === 'shared' ? 0 : skill] ?? 0];
	}
}
