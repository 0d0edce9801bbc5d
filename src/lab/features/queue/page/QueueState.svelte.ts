/** Owns the queue on the page: its entries, what trains, and the links that are added. */
import type { Experiment } from '#lab/run/experiment.ts';
import { linkLines } from '#lab/run/linkText.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { withoutStop } from '#lab/page/state/experiments.ts';
import { errorText } from '#lab/page/words/words.ts';
import type { QueueStatus } from '../feature.ts';
import type { QueueEntry } from '../store.ts';
import { queueWords as text } from '../words.ts';

type QueueLab = Pick<
	LabState,
	'client' | 'attempt' | 'notices' | 'experiment' | 'run' | 'readLink' | 'refreshRuns'
>;

interface QueueOptions {
	readonly newId: () => string;
	readonly show: () => void;
	readonly isShown: () => boolean;
}

export class QueueState {
	entries: readonly QueueEntry[] = $state.raw([]);
	status: QueueStatus = $state.raw({ kind: 'idle' });
	/** Why a pasted line was not queued: sentences with the number of the line, from 1. */
	rejected: readonly string[] = $state.raw([]);

	constructor(
		private readonly lab: QueueLab,
		private readonly options: QueueOptions,
	) {
		lab.client.subscribe((event) => {
			if (event.event === 'queue.entries') {
				this.entries = event.entries;
				void lab.refreshRuns();
			}
			if (event.event === 'queue.status') this.status = event.status;
		});
	}

	readonly waiting = $derived(
		this.entries.filter((entry) => entry.state === 'waiting' || this.isInterrupted(entry)).length,
	);
	get isRunning(): boolean {
		return this.status.kind === 'running';
	}
	/** It has begun, and does not train now. */
	isInterrupted({ runId, state }: QueueEntry): boolean {
		const { status } = this;
		return state === 'going' && !(status.kind === 'running' && status.runId === runId);
	}

	/** Call it once: says so if a reload interrupted the queue. Its own place shows it anyway. */
	async load(): Promise<void> {
		await this.#attempt(text.cannot.read, async () => {
			({ entries: this.entries, status: this.status } = await this.lab.client['queue.list']());
		});
		const isCutOff = this.entries.some((entry) => this.isInterrupted(entry));
		if (!isCutOff || this.options.isShown()) return;
		const n = this.waiting;
		const action = { label: () => text.open, run: this.options.show };
		this.lab.notices.say('info', () => text.cutOff({ n }), { action });
	}

	async toggle(): Promise<void> {
		const { client } = this.lab;
		if (this.isRunning) await this.#attempt(text.cannot.pause, () => client['queue.pause']());
		else if (this.waiting > 0) await this.#attempt(text.cannot.play, () => client['queue.play']());
	}

	/** The rest of the workbench's run or fork if it has begun; else its experiment as a new run. */
	addWorkbench(): Promise<boolean> {
		const { experiment, run } = this.lab;
		if (!experiment) return Promise.resolve(false);
		return run && run.step > 0 && !run.ended
			? this.#add([run.experiment], run.id)
			: this.#add([withoutStop(experiment)]);
	}

	/** Queues the links of all lines. Returns the lines without a good one; `rejected` says why. */
	async addLinks(lines: string): Promise<string> {
		const experiments: Experiment[] = [];
		const [left, rejected]: string[][] = [[], []];
		for (const { line, text: content, links } of linkLines(lines)) {
			try {
				for (const link of links.length > 0 ? links.map(({ link }) => link) : [content]) {
					const { experiment, race = [] } = this.lab.readLink(link);
					experiments.push(experiment);
					for (const policy of race) experiments.push({ ...experiment, policy });
				}
			} catch (error) {
				left.push(content);
				rejected.push(text.line({ line, message: errorText(error) }));
			}
		}
		this.rejected = rejected;
		return experiments.length === 0 || (await this.#add(experiments)) ? left.join('\n') : lines;
	}

	remove(runIds: readonly string[]): Promise<boolean> {
		return this.#attempt(text.cannot.remove, () => this.lab.client['queue.remove']({ runIds }));
	}

	/** Trains a failed entry again, at the end of the queue. */
	async again({ runId, experiment }: QueueEntry): Promise<void> {
		if (await this.#add([experiment])) await this.remove([runId]);
	}

	#add(experiments: readonly Experiment[], runId?: string): Promise<boolean> {
		const entries = experiments.map((experiment) => ({
			runId: runId ?? this.options.newId(),
			experiment,
		}));
		return this.#attempt(text.cannot.add, () => this.lab.client['queue.add']({ entries }));
	}
	#attempt(what: string, task: () => Promise<unknown>): Promise<boolean> {
		return this.lab.attempt(what, task, text.kept);
	}
}
