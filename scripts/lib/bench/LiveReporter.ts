/** Shows a running study: a live table in a terminal, one line per cell in a log file. */
import type { Reporter, Suite, TestCase, TestResult, TestStep } from '@playwright/test/reporter';
import { InternalError } from '#engine/core/errors.ts';
import { watchOutput, type LostOutput } from '../lostOutput.ts';
import { LiveTable } from './LiveTable.ts';
import { cellsAnnotation, readOutput, type CellReport } from './messages.ts';
import { plainError } from './pageError.ts';
import { listCells, readPlan } from './plan.ts';

/** Interval of progress lines in a log file. */
const quietMilliseconds = 30_000;

export default class LiveReporter implements Reporter {
	readonly #began = performance.now();
	readonly #out = process.stdout;
	#table: LiveTable | null = null;
	#timer: NodeJS.Timeout | undefined;
	/** Lines of the table that are on the screen. */
	#drawn = 0;
	#lastOutput = performance.now();
	/** Cells that end after an interruption are not failures. */
	#interrupted = false;

	constructor() {
		// The parent process is gone: stop, finished cells are stored.
		process.on('disconnect', () => process.kill(process.pid, 'SIGINT'));
		process.channel?.unref();
		process.on('SIGINT', () => (this.#interrupted = true));
		// The parent ends with the code for it.
		watchOutput(({ code, message }) => {
			process.send?.({ lostOutput: { code, message } } satisfies LostOutput);
			process.kill(process.pid, 'SIGINT');
		});
	}

	printsToStdio(): boolean {
		return true;
	}

	onBegin(_config: unknown, suite: Suite): void {
		const plan = readPlan();
		if (!plan) throw new InternalError('There is no plan to show.');
		const here = new Set(suite.allTests().flatMap(readKeys));
		const cells = listCells(plan).filter(({ key }) => here.has(key));
		this.#table = new LiveTable(plan.study, cells, plan.workers);
		this.#timer = setInterval(() => this.#draw(), this.#out.isTTY ? 500 : 1000).unref();
		this.#draw();
	}

	onStdOut(chunk: string | Buffer): void {
		const { reports, others } = readOutput(chunk.toString());
		for (const report of reports) this.#table?.progress(report);
		for (const line of others) this.#line(line);
	}

	onStdErr(chunk: string | Buffer): void {
		for (const line of readOutput(chunk.toString()).others) this.#line(line);
	}

	/** Reports each cell as soon as it is done, before its unit ends. */
	onStepEnd(_test: TestCase, _result: TestResult, { attachments }: TestStep): void {
		for (const { name, body } of attachments)
			if (name === 'cell' && body) {
				const report = JSON.parse(body.toString('utf8')) as CellReport;
				if ('failed' in report && this.#interrupted) continue;
				this.#table?.add(report, performance.now() - this.#began);
				if (!this.#out.isTTY || 'failed' in report) this.#line(this.#table!.doneLine(report));
			}
	}

	onTestEnd(test: TestCase, { workerIndex, errors, attachments }: TestResult): void {
		this.#table?.rest(workerIndex);
		const isReported = attachments.some(({ name }) => name === 'cell');
		if (!isReported && !this.#interrupted && errors[0]?.message)
			this.#line(`${test.title}: failed: ${plainError(errors[0].message)}`);
		this.#draw();
	}

	onError({ message }: { message?: string }): void {
		this.#line(message ? plainError(message) : 'The runner failed.');
	}

	onEnd(): void {
		clearInterval(this.#timer);
		this.#draw();
		this.#drawn = 0;
	}

	#line(text: string): void {
		this.#clear();
		this.#out.write(`${text}\n`);
		this.#lastOutput = performance.now();
		this.#draw();
	}

	#draw(): void {
		if (!this.#table) return;
		const now = performance.now();
		if (!this.#out.isTTY) {
			if (now - this.#lastOutput < quietMilliseconds) return;
			this.#lastOutput = now;
			const lines = [this.#table.summary(now - this.#began), ...this.#table.runningLines()];
			this.#out.write(`${lines.join('\n')}\n`);
			return;
		}
		const { rows = 24, columns = 80 } = this.#out;
		const lines = this.#table.lines(now - this.#began, { rows, columns });
		this.#clear();
		this.#out.write(`${lines.join('\n')}\n`);
		this.#drawn = lines.length;
	}

	#clear(): void {
		if (this.#drawn > 0) this.#out.write(`\x1b[${this.#drawn}A\x1b[J`);
		this.#drawn = 0;
	}
}

const readKeys = ({ annotations }: TestCase): string[] =>
	(annotations.find(({ type }) => type === cellsAnnotation)?.description ?? '').split(' ');
