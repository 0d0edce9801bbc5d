/** The tasks of a page's threads, by the processor's time, from Chromium's trace. */
import type { Page } from 'playwright';

/** An event of the trace: a task with its processor time in microseconds, or a name. */
interface TraceEvent {
	readonly name: string;
	readonly pid: number;
	readonly tid: number;
	readonly tdur?: number;
	readonly args: { readonly name?: string };
}

/** Milliseconds of each task. */
export interface RecordedTasks {
	readonly page: readonly number[];
	/** The tasks of all workers. A thread that never ends its task is not listed. */
	readonly workers: readonly number[];
}

/** Starts to record. The function that it returns ends the record. */
export async function recordTasks(page: Page): Promise<() => Promise<RecordedTasks>> {
	const session = await page.context().newCDPSession(page);
	const events: TraceEvent[] = [];
	session.on('Tracing.dataCollected', ({ value }) =>
		events.push(...(value as unknown as TraceEvent[])),
	);
	const traceConfig = { includedCategories: ['toplevel'] };
	await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig });
	return async () => {
		const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
		await session.send('Tracing.end');
		await complete;
		await session.detach();
		const pages = events.filter(({ args }) => args.name === 'CrRendererMain');
		const workers = events.filter(
			({ pid, args }) =>
				args.name?.startsWith('DedicatedWorker') && pages.some((main) => main.pid === pid),
		);
		const tasksOf = (threads: readonly TraceEvent[]) =>
			events
				.filter(({ name }) => name.endsWith('RunTask'))
				.filter(({ pid, tid }) =>
					threads.some((thread) => thread.pid === pid && thread.tid === tid),
				)
				.map(({ tdur = 0 }) => tdur / 1000);
		return { page: tasksOf(pages), workers: tasksOf(workers) };
	};
}
