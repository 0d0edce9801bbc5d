/** Playwright reporter: collects the cells' attachments of a run in one file. */
import type { FullResult, Reporter, TestCase, TestResult } from '@playwright/test/reporter';
import type { RunEvent } from '#lab/training/events.ts';
import { writeBeside } from '../writeBeside.ts';
import { cellsAnnotation, type CellReport } from './messages.ts';
import { plainError } from './pageError.ts';

export interface Gathered {
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
	readonly #events: Gathered['events'][number][] = [];
	readonly #errors: string[] = [];

	printsToStdio(): boolean {
		return false;
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
			cells: [...this.#cells.values()],
			events: this.#events,
			interrupted: status === 'interrupted',
			errors: this.#errors,
		};
		writeBeside(file, JSON.stringify(gathered));
	}

	#take({ name, body }: Attachment): void {
		const read = (): unknown => JSON.parse(body!.toString('utf8'));
		if (name === 'cell') {
			const report = read() as CellReport;
			this.#cells.set(report.key, report);
		} else if (name === 'events') this.#events.push(read() as Gathered['events'][number]);
	}
}
