/** Owns the notices, which stay until the visitor closes them, and the progress of long tasks. */
import { isAbort } from '#engine/core/errors.ts';
import { type Statement, statementText } from '#engine/core/message.ts';
import type { LabEvent } from '#lab/worker/protocol.ts';
import type { RunState } from './RunState.svelte.ts';
import { errorText, words } from '#lab/page/words/words.ts';

export interface Notice {
	readonly id: number;
	readonly level: 'info' | 'warning' | 'error';
	readonly message: string;
	/** The advice: what was kept, or what to do. */
	readonly advice?: string;
	readonly action?: { readonly label: string; readonly run: () => void };
}
export interface Task {
	readonly id: string;
	readonly label: string;
	/** 0 to 1; null: unknown. */
	readonly fraction: number | null;
	/** Remaining milliseconds; null: unknown. */
	readonly left: number | null;
	/** The number of small runs in it; null: it is one task. */
	readonly parts: number | null;
}
interface Reported extends Omit<Task, 'label' | 'parts'> {
	readonly label: Statement;
}
interface Measured {
	/** Milliseconds of any clock. */
	readonly at: number;
	readonly fraction: number;
}

const maxNotices = 5;

export class NoticeState {
	notices: readonly Notice[] = $state.raw([]);
	#tasks: readonly Reported[] = $state.raw([]);
	readonly tasks: readonly Task[] = $derived(
		this.#tasks.map((task) => ({
			...task,
			label: statementText(task.label),
			parts: countParts(task.label),
		})),
	);
	#lastId = 0;
	/** By task: the first report of its present part. */
	readonly #first = new Map<string, Measured>();

	constructor(private readonly now = () => performance.now()) {}

	/** A message that is already shown is not repeated. */
	say(notice: Omit<Notice, 'id'>): void {
		if (this.notices.some(({ message }) => message === notice.message)) return;
		this.notices = [...this.notices, { ...notice, id: ++this.#lastId }].slice(-maxNotices);
	}
	/** `what` failed (may be empty), then the error's message. A cancelled task gives no notice. */
	fail(what: string, error: unknown, advice?: string): void {
		if (isAbort(error)) return;
		this.say({
			level: 'error',
			message: `${what} ${errorText(error)}`.trim(),
			...(advice !== undefined && { advice }),
		});
	}
	/** The task succeeded: removes the errors that `fail` reported for it. */
	settle(what: string): void {
		this.notices = this.notices.filter(
			({ level, message }) => level !== 'error' || !message.startsWith(what),
		);
	}
	/** Loads a part of the page. null, with a notice: it did not load. */
	async loaded<T>(load: () => Promise<T>): Promise<T | null> {
		const { cannotLoad: message, cannotLoadMend: advice } = words.header;
		try {
			const part = await load();
			this.withdraw(message);
			return part;
		} catch (error) {
			reportError(error);
			const action = { label: words.status.reload, run: () => location.reload() };
			this.say({ level: 'error', message, advice, action });
			return null;
		}
	}
	/** Removes a message that is no longer true. */
	withdraw(said: string): void {
		this.notices = this.notices.filter(({ message }) => message !== said);
	}
	close(id: number): void {
		this.notices = this.notices.filter((notice) => notice.id !== id);
	}

	progress({ task: id, label, fraction, done }: LabEvent & { event: 'progress' }): void {
		const at = this.#tasks.findIndex((task) => task.id === id);
		if (done) {
			this.#first.delete(id);
			if (at >= 0) this.#tasks = this.#tasks.toSpliced(at, 1);
			return;
		}
		const task = { id, label, fraction, left: this.#timeLeft(id, fraction) };
		this.#tasks = at < 0 ? [...this.#tasks, task] : this.#tasks.with(at, task);
	}

	/** A smaller fraction than before starts another part of the task. */
	#timeLeft(id: string, fraction: number | null): number | null {
		if (fraction === null) {
			this.#first.delete(id);
			return null;
		}
		const now = { at: this.now(), fraction };
		const first = this.#first.get(id);
		const before = this.tasks.find((task) => task.id === id)?.fraction ?? 0;
		if (first && fraction >= before) return timeLeft(first, now);
		this.#first.set(id, now);
		return null;
	}
}

/** RAISE trains its selector in episodes, each a small run. */
const countParts = (label: Statement): number | null =>
	typeof label === 'object' && 'id' in label && typeof label.values.episodes === 'number'
		? label.values.episodes
		: null;

/** Milliseconds until the fraction is 1; null before 2 s and 0.5 % of the task have passed. */
export function timeLeft(first: Measured, now: Measured): number | null {
	const done = now.fraction - first.fraction;
	const took = now.at - first.at;
	return took < 2000 || done < 0.005 ? null : (took / done) * (1 - now.fraction);
}

/** The task of a running run whose policy has drawn no batch yet: the policy's preparation. */
export function preparationTask(
	run: Pick<RunState, 'id' | 'status' | 'policy' | 'step'> | null,
	tasks: readonly Task[],
): Task | undefined {
	if (run?.status.kind !== 'running' || run.policy.fromStep !== run.step) return undefined;
	return tasks.findLast(({ id }) => id === run.id);
}
