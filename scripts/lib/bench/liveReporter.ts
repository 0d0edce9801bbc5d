/** Shows a study while it runs: a table that changes in place, or a line for each cell where there is no terminal. */
import type { Reporter, Suite, TestCase, TestResult, TestStep } from '@playwright/test/reporter';
import { InternalError } from '#core/errors.ts';
import { LiveTable } from './liveTable.ts';
import { cellsAnnotation, readOutput, type CellReport } from './messages.ts';
import { plainError } from './pageError.ts';
import { cellsOf, readPlan } from './plan.ts';

/** Without a terminal: what runs now is told so often. */
const quietMilliseconds = 30_000;

export default class LiveReporter implements Reporter {
	readonly #began = performance.now();
	readonly #out = process.stdout;
	#table: LiveTable | null = null;
	#timer: NodeJS.Timeout | undefined;
	/** Lines of the table that stand in the terminal. */
	#drawn = 0;
	#told = performance.now();
	/** What ends now ends by that: it is no failure. */
	#interrupted = false;

	constructor() {
		// Whoever started this is gone: what is done is stored, nobody waits for the rest.
		process.on('disconnect', () => process.kill(process.pid, 'SIGINT'));
		process.channel?.unref();
		process.on('SIGINT', () => (this.#interrupted = true));
	}

	printsToStdio(): boolean {
		return true;
	}

	onBegin(_config: unknown, suite: Suite): void {
		const plan = readPlan();
		if (!plan) throw new InternalError('There is no plan to show.');
		const here = new Set(suite.allTests().flatMap(keysOf));
		const cells = cellsOf(plan).filter(({ key }) => here.has(key));
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

	/** A cell is told when it is done, not when its whole unit is. */
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
		const told = attachments.some(({ name }) => name === 'cell');
		if (!told && !this.#interrupted && errors[0]?.message)
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
		this.#told = performance.now();
		this.#draw();
	}

	#draw(): void {
		if (!this.#table) return;
		const now = performance.now();
		if (!this.#out.isTTY) {
			if (now - this.#told < quietMilliseconds) return;
			this.#told = now;
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

const keysOf = ({ annotations }: TestCase): string[] =>
	(annotations.find(({ type }) => type === cellsAnnotation)?.description ?? '').split(' ');
