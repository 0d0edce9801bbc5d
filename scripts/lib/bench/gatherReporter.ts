/** Gathers what the cells' tests attached, of a run or of merged parts, into one file. */
import { readFileSync, writeFileSync } from 'node:fs';
import type {
	FullConfig,
	FullResult,
	Reporter,
	TestCase,
	TestResult,
} from '@playwright/test/reporter';
import type { RunEvent } from '#training/events.ts';
import { cellsAnnotation, type CellReport, type SearchReport } from './messages.ts';
import { plainError } from './pageError.ts';
import { enginesIn, studiesIn, type StudyPlan } from './plan.ts';

export interface Gathered {
	/** One; more where parts of several were merged. */
	readonly studies: readonly StudyPlan[];
	/** Builds of the lab that cells were run with. */
	readonly engines: readonly string[];
	/** One for each cell that was tried, in no order. */
	readonly cells: readonly CellReport[];
	readonly searches: readonly SearchReport[];
	readonly events: readonly { readonly key: string; readonly events: readonly RunEvent[] }[];
	readonly interrupted: boolean;
	/** Of the runner itself: no test could be listed, no page opened. */
	readonly errors: readonly string[];
}

const variable = 'SKILLET_BENCH_GATHERED';

/** The environment of the program whose reports go to the file. */
export const gatherInto = (file: string): Record<string, string> => ({ [variable]: file });

type Attachment = TestResult['attachments'][number];

export default class GatherReporter implements Reporter {
	readonly #cells = new Map<string, CellReport>();
	readonly #searches = new Map<string, SearchReport>();
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
		// What ended before it could say how: a lost browser, a file that could not be imported.
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
			searches: [...this.#searches.values()],
			events: [...this.#events.values()],
			interrupted: status === 'interrupted',
			errors: this.#errors,
		};
		writeFileSync(file, JSON.stringify(gathered));
	}

	#take(attachment: Attachment): void {
		switch (attachment.name) {
			case 'cell': {
				const report = read(attachment) as CellReport;
				// A part that was run again after a failure counts.
				const before = this.#cells.get(report.key);
				if (!before || 'failed' in before) this.#cells.set(report.key, report);
				return;
			}
			case 'found': {
				const report = read(attachment) as SearchReport;
				this.#searches.set(report.search, report);
				return;
			}
			case 'events': {
				const report = read(attachment) as Gathered['events'][number];
				this.#events.set(report.key, report);
				return;
			}
			default:
				return;
		}
	}
}

/** In memory, or in a file where it comes out of a report. */
const read = ({ body, path }: Attachment): unknown =>
	JSON.parse(body?.toString('utf8') ?? readFileSync(path!, 'utf8'));
