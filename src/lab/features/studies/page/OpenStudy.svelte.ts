/** The open study: what the worker stores of it, and the cells and report that the page makes. */
import { LabError } from '#engine/core/errors.ts';
import { InSteps } from '#engine/core/InSteps.ts';
import { nextTask } from '#engine/core/nextTask.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { errorText } from '#lab/page/words/words.ts';
import type { StoredStudy } from '../calls/studyCalls.ts';
import { cellExperiment, planCells, type Cell } from '../model/cells.ts';
import { reportInSteps } from '../model/report.ts';
import { resultsByCell, type CellOutcome } from '../model/result.ts';
import type { StudyRecord } from '../model/study.ts';
import type { StudyStatus } from '../model/StudyTraining.ts';

export class OpenStudy {
	readonly #readSkills: () => readonly SkillInfo[];
	/** By itself, because the lab's list of runs changes more often. */
	readonly #skills = $derived.by(() => this.#readSkills());
	/**
	 * The worker's newest values, each by itself: the status changes with the steps of a cell, and
	 * must not reach what shows the cells and the report.
	 */
	record: StudyRecord = $state.raw()!;
	status: StudyStatus = $state.raw()!;
	outcomes: readonly CellOutcome[] = $state.raw()!;
	inHand: StoredStudy['inHand'] = $state.raw();
	/** The factors that the report groups by; undefined: all but the seed. */
	groupBy: readonly string[] | undefined = $state.raw(undefined);

	/** The policy that the others are compared with; undefined: the study's choice. */
	reference: string | undefined = $state.raw(undefined);

	/** The key of the cell that trains; null: none. It changes less often than the status. */
	readonly trained = $derived.by(() => (this.status.kind === 'running' ? this.status.cell : null));
	readonly study = $derived.by(() => this.record.study);
	readonly #plan = $derived.by((): { cells: readonly Cell[]; problem?: string } => {
		try {
			return { cells: planCells(this.study, this.#skills) };
		} catch (error) {
			if (!(error instanceof LabError)) throw error;
			return { cells: [], problem: errorText(error) };
		}
	});
	/** In training order; empty if they cannot be planned. Then the results are still shown. */
	readonly cells = $derived.by(() => this.#plan.cells);
	/** The reason why the cells cannot be planned: a skill is missing. */
	readonly problem = $derived.by(() => this.#plan.problem);
	readonly #resultOf = $derived.by(() => resultsByCell(this.outcomes));
	readonly results = $derived.by(() => [...this.#resultOf.values()]);
	readonly #report = $derived.by(() => {
		const failures = this.outcomes.flatMap((outcome) =>
			outcome.kind === 'failed' ? [outcome] : [],
		);
		const { groupBy, reference } = this;
		const options = { failures, groupBy, reference };
		return new InSteps(reportInSteps(this.study, this.#skills, this.results, options));
	});
	/** On the finished cells. It takes about 100 ms for 200 cells. */
	readonly report = $derived.by(() => this.#report.value);

	/** `skills`: those of the lab. */
	constructor(stored: StoredStudy, skills: () => readonly SkillInfo[]) {
		this.#readSkills = skills;
		this.receive(stored);
	}
	receive({ record, status, outcomes, inHand }: StoredStudy): void {
		this.record = record;
		this.status = status;
		this.outcomes = outcomes;
		this.inHand = inHand;
	}
	receiveStatus(status: StudyStatus): void {
		this.status = status;
		const going = status.kind === 'running';
		if (this.record.going !== going) this.record = { ...this.record, going };
	}

	/** Plans the cells and makes the report in tasks of their own, before they are shown. */
	async prepare(): Promise<void> {
		await nextTask();
		void this.cells;
		await this.#report.finish();
		await nextTask();
	}

	addOutcome(outcome: CellOutcome): void {
		const others = this.outcomes.filter(({ cell }) => cell !== outcome.cell);
		this.outcomes = [...others, outcome];
	}

	/** Throws InputError while the cell's shares are not known. */
	experimentOf(cell: Cell): Experiment {
		return cellExperiment(cell, this.#resultOf);
	}
}

/** A study that trains is marked as going, so that a reload can recognise an interruption. */
export const withStatus = <S extends Pick<StoredStudy, 'record' | 'status'>>(
	study: S,
	status: StudyStatus,
): S => ({ ...study, status, record: { ...study.record, going: status.kind === 'running' } });
