/**
 * A list of runs that train one after another: the cells of a study. An interrupted run
 * resumes from its checkpoint, and a failed one does not stop the others. The lanes of a race take
 * turns instead (`turns.ts`).
 */
import { isAbort } from '#engine/core/errors.ts';
import type { Statement } from '#engine/core/message.ts';
import {
	causeMessage,
	endsAll,
	type ListedRun,
	type ToEndProgress,
	type TrainedRun,
	type TrainToEnd,
} from './trainToEnd.ts';
import { createMutex } from './turns.ts';

export type ListStatus<Item> =
	| {
			readonly kind: 'running';
			readonly item: Item;
			/** null: its run has not started. */
			readonly progress: ToEndProgress | null;
	  }
	/** deviceInUse: another run uses the device. Neither: it is paused, or nothing is left. */
	| { readonly kind: 'idle'; readonly why?: 'deviceInUse'; readonly error?: unknown };

/** What a list trains, and where its results go. */
interface ListParts<Item> {
	readonly train: TrainToEnd;
	/** The item to train now; undefined: none is left. */
	readonly next: () => Promise<Item | undefined>;
	/** If it throws, the item has failed. */
	readonly runOf: (item: Item) => ListedRun;
	/** Stores the result. */
	readonly onDone: (item: Item, trained: TrainedRun) => Promise<void>;
	readonly onFailed: (item: Item, why: Statement) => Promise<void>;
	readonly onStatus: (status: ListStatus<Item>) => void;
	/** Awaited before the status is idle. */
	readonly onRest?: () => Promise<void>;
}

export class RunList<Item> {
	/** Runs requests in order: a pause never overtakes an earlier start. */
	readonly #inTurn = createMutex();
	#pausing: AbortController | null = null;
	#ended: Promise<void> = Promise.resolve();
	status: ListStatus<Item> = { kind: 'idle' };

	constructor(private readonly parts: ListParts<Item>) {}

	get isPlaying(): boolean {
		return this.#pausing !== null;
	}

	/** Starts or resumes the list, and resolves at once. */
	play(): Promise<void> {
		return this.#inTurn(async () => {
			if (this.isPlaying) return;
			const { signal } = (this.#pausing = new AbortController());
			this.#ended = this.#trainAll(signal).then(async (status) => {
				await this.parts.onRest?.();
				this.#pausing = null;
				this.#report(status);
			});
		});
	}

	/** Resolves when the current step is done and a checkpoint is stored. */
	pause(): Promise<void> {
		return this.#inTurn(async () => {
			this.#pausing?.abort(new DOMException('The list is paused.', 'AbortError'));
			await this.#ended;
		});
	}

	/** Never throws: the status contains the error. */
	async #trainAll(signal: AbortSignal): Promise<ListStatus<Item>> {
		try {
			for (;;) {
				signal.throwIfAborted();
				const item = await this.parts.next();
				if (item === undefined) return { kind: 'idle' };
				await this.#train(item, signal);
			}
		} catch (error) {
			if (signal.aborted) return { kind: 'idle' };
			return isAbort(error) ? { kind: 'idle', why: 'deviceInUse' } : { kind: 'idle', error };
		}
	}

	async #train(item: Item, signal: AbortSignal): Promise<void> {
		const report = (progress: ToEndProgress | null) =>
			this.#report({ kind: 'running', item, progress });
		report(null);
		const { train, runOf, onDone, onFailed } = this.parts;
		try {
			await onDone(item, await train(runOf(item), { signal, report }));
		} catch (error) {
			if (endsAll(error)) throw error;
			await onFailed(item, causeMessage(error));
		}
	}

	#report(status: ListStatus<Item>): void {
		this.status = status;
		this.parts.onStatus(status);
	}
}
