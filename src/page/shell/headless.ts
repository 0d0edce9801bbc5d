/** The hook by which a script drives the page: `window.skillet` makes runs through the page's own client and worker. */
import type { Experiment } from '#lab/run/experiment.ts';
import type { RunEvent } from '#training/events.ts';
import type { LabClient } from '#lab/worker/client.ts';
import type { LabInfo } from '#lab/worker/protocol.ts';

/** What the page tells the script while it works. */
export interface HeadlessReport {
	readonly events: readonly RunEvent[];
	/** Of a task over half a second. `fraction` null: no telling how long. */
	readonly progress?: { readonly label: string; readonly fraction: number | null };
}

/** Functions of features: each adds its own by declaration merging. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface HeadlessExtensions {}

export interface HeadlessHook extends HeadlessExtensions {
	readonly ready: Promise<LabInfo>;
	/**
	 * Trains to the end (null: the default experiment); replies with all events of the run, whose last says whether it
	 * failed. The run is deleted then, so that a thousand of them fit, unless `keep` says otherwise.
	 */
	run(
		experiment: Experiment | null,
		options?: { readonly keep?: boolean },
	): Promise<readonly RunEvent[]>;
	readonly client: LabClient;
}

declare global {
	interface Window {
		skillet?: HeadlessHook;
		/** Set by a script that listens. */
		skilletReport?: (report: HeadlessReport) => void;
	}
}

/** `ready`: the page's own `lab.open`, which is asked once. */
export function installHeadless(
	client: LabClient,
	ready: Promise<LabInfo>,
	extensions: HeadlessExtensions,
): void {
	client.subscribe((event) => {
		if (event.event === 'progress' && event.done !== true)
			window.skilletReport?.({
				events: [],
				progress: { label: event.label, fraction: event.fraction },
			});
	});
	window.skillet = {
		...extensions,
		ready,
		client,
		async run(experiment, { keep = false } = {}) {
			const { defaultExperiment } = await ready;
			const runId = crypto.randomUUID();
			const end = watch(client, runId);
			try {
				await client['run.create']({ runId, experiment: experiment ?? defaultExperiment });
				await client['run.play']({ runId, pace: { kind: 'full' } });
				await end.reached;
				const events = await client['run.events']({ runId });
				if (!keep) await client['run.delete']({ runId });
				return events;
			} finally {
				end.ignore();
			}
		},
	};
}

/** Passes a run's events on until it ends. */
function watch(client: LabClient, runId: string): { reached: Promise<void>; ignore: () => void } {
	let ignore = () => {};
	const reached = new Promise<void>((resolve, reject) => {
		ignore = client.subscribe((event) => {
			switch (event.event) {
				case 'run.events':
					if (event.runId === runId) window.skilletReport?.({ events: event.events });
					return;
				case 'run.status':
					if (event.runId !== runId) return;
					if (['finished', 'stopped', 'failed'].includes(event.status.kind)) resolve();
					return;
				case 'lab.crashed':
					reject(new Error(event.error.message));
					return;
				default:
					return;
			}
		});
	});
	// When run.create fails first, nobody waits for the end any more.
	reached.catch(() => {});
	return { reached, ignore };
}
