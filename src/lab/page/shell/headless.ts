/** `window.skillet`: a script trains runs with the client and the worker of this page. */
import type { Experiment } from '#lab/run/experiment.ts';
import { statementText } from '#engine/core/message.ts';
import { newId } from '#engine/core/secureContext.ts';
import type { RunEvent } from '#lab/training/events.ts';
import type { LabClient } from '#lab/worker/client.ts';
import type { LabInfo } from '#lab/worker/protocol.ts';

/** Sent to the script during its work. */
export interface HeadlessReport {
	readonly events: readonly RunEvent[];
	/** Progress of a task that takes over half a second. `fraction` is null if it is unknown. */
	readonly progress?: { readonly label: string; readonly fraction: number | null };
}

/** The part of a feature that scripts use. */
interface Scriptable {
	readonly opens?: (fragment: string) => boolean;
}

/** Raised when a function of `window.skillet` changes so that a script must change too. */
export const scriptVersion = 1;

/** docs/guide/scripts.md has examples. */
export interface HeadlessHook {
	readonly version: typeof scriptVersion;
	readonly ready: Promise<LabInfo>;
	/** The experiment that is open on the workbench: of its run, a link, or the next run. */
	experiment(): Promise<Experiment>;
	/**
	 * Trains an experiment to its end (null: the open one, see `experiment`). Deletes the run,
	 * unless `keep`. `runId`: the id of the run. Throws InputError if the run is paused.
	 */
	run(
		experiment: Experiment | null,
		options?: { readonly keep?: boolean; readonly runId?: string } | null,
	): Promise<readonly RunEvent[]>;
	readonly client: LabClient;
}

declare global {
	interface Window {
		skillet?: HeadlessHook;
		/** Set by a script that wants reports. */
		skilletReport?: (report: HeadlessReport) => void;
	}
}

/**
 * The experiment of the link in the address bar, or else the default one. A fragment that a feature
 * opens, such as a lesson's, is not a link. Throws InputError if the link is broken.
 */
export async function pageExperiment(
	ready: Promise<LabInfo>,
	features: readonly Scriptable[],
): Promise<Experiment> {
	const { defaultExperiment } = await ready;
	const { hash } = location;
	if (hash.length < 2 || features.some(({ opens }) => opens?.(hash))) return defaultExperiment;
	const { readLink } = await import('#lab/page/state/labFunctions.ts');
	return readLink(hash).experiment;
}

/** What the page tells the scripts. */
export interface OpenedPage {
	/** The experiment on the workbench, once the page shows it. */
	read: (() => Experiment | null) | null;
}

/** `ready`: resolves when the lab is open on the device that it chooses. */
export function installHeadless(
	client: LabClient,
	ready: Promise<LabInfo>,
	features: readonly Scriptable[],
	page: OpenedPage = { read: null },
): void {
	const ownExperiment = async () => page.read?.() ?? pageExperiment(ready, features);
	const training = new Set<string>();
	client.subscribe((event) => {
		if (event.event === 'run.events' && training.has(event.runId))
			window.skilletReport?.({ events: event.events });
		if (event.event === 'progress' && event.done !== true) {
			const progress = { label: statementText(event.label), fraction: event.fraction };
			window.skilletReport?.({ events: [], progress });
		}
	});
	window.skillet = {
		version: scriptVersion,
		ready,
		experiment: ownExperiment,
		client,
		async run(experiment, options) {
			const { keep = false, runId = newId() } = options ?? {};
			await ready;
			training.add(runId);
			try {
				const events = await client['run.train']({
					runId,
					experiment: experiment ?? (await ownExperiment()),
				});
				if (!keep) await client['run.delete']({ runId });
				return events;
			} finally {
				training.delete(runId);
			}
		},
	};
}
