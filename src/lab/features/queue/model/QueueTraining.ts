/** Trains the experiments of the queue one after another. A failed one does not stop the others. */
import { isAbort } from '#engine/core/errors.ts';
import { causeMessage, endsAll, type ToEndProgress, type TrainToEnd } from '#lab/run/trainToEnd.ts';
import { createMutex } from '#lab/run/turns.ts';
import { toWire } from '#lab/worker/wireError.ts';
import type { WireError } from '#lab/worker/protocol.ts';
import type { QueueEntry, QueueStore } from '../store.ts';

/** deviceInUse: another run uses the device. Neither: it is paused, or nothing waits. */
export type QueueStatus =
	| { readonly kind: 'running'; readonly runId: string; readonly progress: ToEndProgress | null }
	| { readonly kind: 'idle'; readonly why?: 'deviceInUse'; readonly error?: WireError };

interface QueueParts {
	readonly queue: QueueStore;
	readonly train: TrainToEnd;
	readonly watcher: {
		status(status: QueueStatus): void;
		entries(entries: readonly QueueEntry[]): void;
	};
}

export class QueueTraining {
	readonly #inTurn = createMutex();
	#pausing: AbortController | null = null;
	#ended: Promise<void> = Promise.resolve();
	status: QueueStatus = { kind: 'idle' };

	constructor(private readonly parts: QueueParts) {}

	play(): Promise<void> {
		return this.#inTurn(async () => {
			if (this.#pausing?.signal.aborted === false) return;
			await this.#ended;
			const pausing = (this.#pausing = new AbortController());
			this.#ended = this.#trainAll(pausing.signal).then((status) => {
				this.#pausing = null;
				this.#report(status);
			});
		});
	}

	/** Resolves when the current step is done and a checkpoint is stored. */
	pause(): Promise<void> {
		return this.#inTurn(async () => {
			this.#pausing?.abort(new DOMException('The queue is paused.', 'AbortError'));
			await this.#ended;
		});
	}

	/** Their runs stay. The one that trains is paused first, and the next entry follows. */
	async remove(runIds: readonly string[]): Promise<void> {
		const { status } = this;
		const interrupts = status.kind === 'running' && runIds.includes(status.runId);
		if (interrupts) await this.pause();
		await this.parts.queue.delete(runIds);
		await this.#listed();
		if (interrupts) await this.play();
	}

	async add(entries: readonly Pick<QueueEntry, 'runId' | 'experiment'>[]): Promise<void> {
		const last = (await this.parts.queue.list()).at(-1)?.addedAt ?? 0;
		const from = Math.max(last + 1, Date.now());
		await this.parts.queue.put(
			entries.map((entry, i) => ({ ...entry, addedAt: from + i, state: 'waiting' })),
		);
		await this.#listed();
	}

	async restore(entry: QueueEntry): Promise<void> {
		await this.parts.queue.put([entry]);
		await this.#listed();
	}

	/** Never throws: the status contains the error. */
	async #trainAll(signal: AbortSignal): Promise<QueueStatus> {
		try {
			for (let next = await this.#next(); next; next = await this.#next())
				await this.#train(next, signal);
			return { kind: 'idle' };
		} catch (error) {
			if (signal.aborted) return { kind: 'idle' };
			return isAbort(error)
				? { kind: 'idle', why: 'deviceInUse' }
				: { kind: 'idle', error: toWire(error) };
		}
	}

	/** The interrupted entry, or the first one that waits. */
	async #next(): Promise<QueueEntry | undefined> {
		const entries = await this.parts.queue.list();
		return (
			entries.find(({ state }) => state === 'going') ??
			entries.find(({ state }) => state === 'waiting')
		);
	}

	async #train(entry: QueueEntry, signal: AbortSignal): Promise<void> {
		signal.throwIfAborted();
		const { runId } = entry;
		await this.#mark({ ...entry, state: 'going' });
		this.#report({ kind: 'running', runId, progress: null });
		try {
			await this.parts.train(entry, {
				signal,
				report: (progress) => this.#report({ kind: 'running', runId, progress }),
			});
			await this.#mark({ ...entry, state: 'done' });
		} catch (error) {
			if (endsAll(error)) throw error;
			await this.#mark({ ...entry, state: 'failed', message: causeMessage(error) });
		}
	}

	async #mark(entry: QueueEntry): Promise<void> {
		await this.parts.queue.put([entry]);
		await this.#listed();
	}
	async #listed(): Promise<void> {
		this.parts.watcher.entries(await this.parts.queue.list());
	}
	#report(status: QueueStatus): void {
		this.status = status;
		this.parts.watcher.status(status);
	}
}
