/** Playwright reporter: collects the cells' attachments of a run or merged parts in one file. */
import { readFileSync } from 'node:fs';
import type {
	FullConfig,
	FullResult,
	Reporter,
	TestCase,
	TestResult,
} from '@playwright/test/reporter';
import type { RunEvent } from '#lab/training/events.ts';
import { writeBeside } from '../writeBeside.ts';
import { cellsAnnotation, type CellReport } from './messages.ts';
import { plainError } from './pageError.ts';
import { enginesIn, studiesIn, type StudyPlan } from './plan.ts';

export interface Gathered {
	/** One study; several if parts of different studies were merged. */
	readonly studies: readonly StudyPlan[];
	/** Builds of the lab that trained the cells. */
	readonly engines: readonly string[];
	/** One report per attempted cell, in any order. */
	readonly cells: readonly CellReport[];
	readonly events: readonly { readonly key: string; readonly events: readonly RunEvent[] }[];
	readonly interrupted: boolean;
	/** Errors of the runner itself. */
	readonly errors: readonly string[];
}

const variable = 'SKILLET_BENCH_GATHERED';

/** Environment that makes a runner write its reports to the file. */
export const gatherInto = (file: string): Record<string, string> => ({ [variable]: file });

type Attachment = TestResult['attachments'][number];

export default class GatherReporter implements Reporter {
	readonly #cells = new Map<string, CellReport>();
	readonly #events = new Map<string, Gathered['events'][number]>();
	readonly #errors: string[] = [];
	#studies: readonly StudyPlan[] = [];
	#engines: readonly string[] = [];

	printsToStdio(): boolean {
		return false;
	}

	onBegin({ metadata }: FullConfig): void {
		this.#studies = studiesIn(metadata);
		this.#engines = enginesIn(metadata);
	}

	onTestEnd(test: TestCase, { attachments, status, errors }: TestResult): void {
		for (const attachment of attachments) this.#take(attachment);
		if (status === 'interrupted' || status === 'skipped') return;
		// The test ended without a report: a lost browser, a failed import.
		const message = errors[0]?.message ?? 'the test ended before the cell';
		const keys = test.annotations.find(({ type }) => type === cellsAnnotation)?.description ?? '';
		for (const key of keys.split(' '))
			if (key && !this.#cells.has(key))
				this.#cells.set(key, { key, stored: false, failed: plainError(message) });
	}

	onError({ message }: { message?: string }): void {
		if (message) this.#errors.push(plainError(message));
	}

	onEnd({ status }: FullResult): void {
		const file = process.env[variable];
		if (!file) return;
		const gathered: Gathered = {
			studies: this.#studies,
			engines: this.#engines,
			cells: [...this.#cells.values()],
			events: [...this.#events.values()],
			interrupted: status === 'interrupted',
			errors: this.#errors,
		};
		writeBeside(file, JSON.stringify(gathered));
	}

	#take(attachment: Attachment): void {
		if (attachment.name === 'cell') {
			const report = read(attachment) as CellReport;
			// A success replaces an earlier failure of the same cell.
			const before = this.#cells.get(report.key);
			if (!before || 'failed' in before) this.#cells.set(report.key, report);
		} else if (attachment.name === 'events') {
			const report = read(attachment) as Gathered['events'][number];
			this.#events.set(report.key, report);
		}
	}
}

/** The content is in memory, or in a file if it comes from a merged report. */
const read = ({ body, path }: Attachment): unknown =>
	JSON.parse(body?.toString('utf8') ?? readFileSync(path!, 'utf8'));
