/** The open study: what the worker stores of it, and the cells and report that the page makes. */
import { LabError } from '#engine/core/errors.ts';
import { InSteps } from '#engine/core/InSteps.ts';
import { nextTask, wait } from '#engine/core/nextTask.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { errorText } from '#lab/page/words/words.ts';
import type { StoredStudy } from '../feature.ts';
import { cellExperiment, planCells, type Cell } from '#lab/study/cells.ts';
import { reportInSteps, type ReportOptions, type StudyReport } from '#lab/study/report.ts';
import { resultsByCell, type CellOutcome } from '#lab/study/result.ts';
import type { Study, StudyRecord } from '#lab/study/study.ts';
import type { StudyStatus } from '../Comparisons.ts';

/** A report on 1,000 cells takes half a second to make. */
const leastMillisecondsPerReport = 1000;

interface ReportChoices extends Pick<ReportOptions, 'reference'> {
	readonly study: Study;
	readonly skills: readonly SkillInfo[];
}
/** The outcomes that the report is on. `report`: it is made or begun, with these choices. */
interface Reported {
	readonly outcomes: readonly CellOutcome[];
	readonly choices?: ReportChoices;
	readonly report?: InSteps<StudyReport>;
}
const isSame = (before: ReportChoices | undefined, now: ReportChoices): boolean =>
	before?.skills === now.skills && before.reference === now.reference && before.study === now.study;

export class OpenStudy {
	/** It never changes. */
	readonly published: StoredStudy['published'];
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
	runs: StoredStudy['runs'] = $state.raw()!;
	/** The policy that the others are compared with; undefined: the study's choice. */
	reference: string | undefined = $state.raw(undefined);

	readonly study = $derived.by(() => this.record.study);
	readonly #trained = $derived.by(() => Object.keys(progressOf(this.status)).join('\n'));
	/** The keys of the cells that train. They change less often than the status. */
	readonly trained = $derived.by(() => this.#trained.split('\n').filter((key) => key !== ''));
	/** The cells of the seed that trains, or else of the last one with runs, if they take turns. */
	readonly lanes = $derived.by((): readonly Cell[] => {
		if (this.record.order !== 'turns') return [];
		const begun = this.runs.map(({ group }) => group?.key);
		const shown =
			this.cells.find(({ key }) => this.trained.includes(key)) ??
			this.cells.findLast(({ key }) => begun.includes(key)) ??
			this.cells[0];
		return this.cells.filter(({ factors }) => factors.seed === shown.factors.seed);
	});
	/** The steps of interrupted cells at their last checkpoints, by key. */
	readonly cutAt = $derived.by(
		() =>
			new Map(
				this.runs.flatMap(({ group, end, step }) =>
					group && end !== 'finished' ? [[group.key, step]] : [],
				),
			),
	);
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
	readonly #choices = $derived.by((): ReportChoices => {
		return { skills: this.#skills, reference: this.reference, study: this.study };
	});
	#reported: Reported = $state.raw()!;
	#reportedAt = -Infinity;
	#making: Promise<void> | null = null;
	readonly #report = $derived.by(() => {
		const { outcomes, choices, report } = this.#reported;
		const wanted = this.#choices;
		return report && isSame(choices, wanted) ? report : this.#begin(outcomes, wanted);
	});
	/** A choice changes it at once. Finished cells are in it about a second later. */
	readonly report = $derived.by(() => this.#report.value);

	/** `skills`: those of the lab. */
	constructor(stored: StoredStudy, skills: () => readonly SkillInfo[]) {
		this.published = stored.published;
		this.#readSkills = skills;
		this.#reported = { outcomes: stored.outcomes };
		this.receive(stored);
	}
	receive({ record, status, outcomes, runs }: StoredStudy): void {
		this.record = record;
		this.status = status;
		this.outcomes = outcomes;
		this.runs = runs;
		void this.makeReport();
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
		void this.makeReport();
	}

	/** Resolves when the report is on all outcomes. It is made in small tasks, once per second. */
	makeReport(): Promise<void> {
		this.#making ??= this.#makeReports().finally(() => (this.#making = null));
		return this.#making;
	}
	async #makeReports(): Promise<void> {
		while (this.#reported.outcomes !== this.outcomes) {
			const rest = this.#reportedAt + leastMillisecondsPerReport - performance.now();
			if (rest > 0) await wait(rest);
			const { outcomes } = this;
			const choices = this.#choices;
			const report = this.#begin(outcomes, choices);
			await report.finish();
			this.#reported = { outcomes, choices, report };
			this.#reportedAt = performance.now();
		}
	}
	#begin(
		outcomes: readonly CellOutcome[],
		{ study, skills, ...choices }: ReportChoices,
	): InSteps<StudyReport> {
		const failures = outcomes.flatMap((outcome) => (outcome.kind === 'failed' ? [outcome] : []));
		const results = [...resultsByCell(outcomes).values()];
		return new InSteps(reportInSteps(study, skills, results, { ...choices, failures }));
	}

	/** Throws InputError while the cell's shares are not known. */
	experimentOf(cell: Cell): Experiment {
		return cellExperiment(cell, this.#resultOf);
	}
}

/** Of the cells that train, by key. */
export const progressOf = (status: StudyStatus) =>
	status.kind === 'running' ? status.progress : {};

/** A study that trains is marked as going, so that a reload can recognise an interruption. */
export const withStatus = <S extends Pick<StoredStudy, 'record' | 'status'>>(
	study: S,
	status: StudyStatus,
): S => ({ ...study, status, record: { ...study.record, going: status.kind === 'running' } });
