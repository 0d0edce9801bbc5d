/** What the lab has to say beside its curves: notices that stay until they are closed, and long tasks with progress. */
import { isAbort } from '#core/errors.ts';
import type { LabEvent } from '#lab/worker/protocol.ts';
import { timeLeft, type Heard } from './timeLeft.ts';

export interface Notice {
	readonly id: number;
	readonly level: 'info' | 'warning' | 'error';
	readonly message: string;
	/** What was kept, or what to do. */
	readonly mend?: string;
	readonly action?: { readonly label: string; readonly run: () => void };
}
export interface Task {
	readonly id: string;
	readonly label: string;
	readonly fraction: number | null;
	/** Milliseconds that it still takes; null: no telling. */
	readonly left: number | null;
}

export class NoticeState {
	#notices: readonly Notice[] = $state.raw([]);
	#tasks: readonly Task[] = $state.raw([]);
	#lastId = 0;
	/** By task: since when its fraction has only grown. */
	readonly #first = new Map<string, Heard>();
	readonly #now: () => number;

	constructor(now: () => number = () => performance.now()) {
		this.#now = now;
	}

	get notices() {
		return this.#notices;
	}
	get tasks() {
		return this.#tasks;
	}

	say(notice: Omit<Notice, 'id'>): void {
		if (this.#notices.some(({ message }) => message === notice.message)) return;
		this.#notices = [...this.#notices, { ...notice, id: ++this.#lastId }].slice(-5);
	}
	/** `what` did not work (empty: the error says it itself): the error's own words, and what was kept. A cancelled task is no error. */
	fail(what: string, error: unknown, mend?: string): void {
		if (isAbort(error)) return;
		const reason = error instanceof Error ? error.message : String(error);
		this.say({
			level: 'error',
			message: `${what} ${reason}`.trim(),
			...(mend !== undefined && { mend }),
		});
	}
	/** It works again: what `fail` said of it is over. */
	settle(what: string): void {
		this.#notices = this.#notices.filter(
			({ level, message }) => level !== 'error' || !message.startsWith(what),
		);
	}
	/** It holds no more. */
	withdraw(said: string): void {
		this.#notices = this.#notices.filter(({ message }) => message !== said);
	}
	close(id: number): void {
		this.#notices = this.#notices.filter((notice) => notice.id !== id);
	}

	progress(event: LabEvent & { event: 'progress' }): void {
		const others = this.#tasks.filter(({ id }) => id !== event.task);
		const { task: id, label, fraction } = event;
		if (event.done) this.#first.delete(id);
		const left = event.done ? null : this.#leftOf(id, fraction);
		this.#tasks = event.done ? others : [...others, { id, label, fraction, left }];
	}

	/** A fraction that falls is another part of the task. */
	#leftOf(id: string, fraction: number | null): number | null {
		if (fraction === null) {
			this.#first.delete(id);
			return null;
		}
		const now = { at: this.#now(), fraction };
		const first = this.#first.get(id);
		const before = this.#tasks.find((task) => task.id === id)?.fraction ?? 0;
		if (first && fraction >= before) return timeLeft(first, now);
		this.#first.set(id, now);
		return null;
	}
}
