/** The tasks of a page's main thread, by the processor's time, from Chromium's trace. */
import type { Page } from 'playwright';

/** An event of the trace: a task with its processor time in microseconds, or a name. */
interface TraceEvent {
	readonly name: string;
	readonly pid: number;
	readonly tid: number;
	readonly tdur?: number;
	readonly args: { readonly name?: string };
}

/** Starts to record. The function that it returns ends the record: milliseconds of each task. */
export async function recordTasks(page: Page): Promise<() => Promise<readonly number[]>> {
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
		const main = events.filter(({ args }) => args.name === 'CrRendererMain');
		const isMain = ({ pid, tid }: TraceEvent) =>
			main.some((thread) => thread.pid === pid && thread.tid === tid);
		return events
			.filter((event) => event.name.endsWith('RunTask') && isMain(event))
			.map(({ tdur = 0 }) => tdur / 1000);
	};
}
