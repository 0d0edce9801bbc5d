/** Owns the notices: errors stay until they are answered, news until Train. And long tasks. */
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
	readonly advice?: string | undefined;
	readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}
export interface Task {
	readonly id: string;
	readonly label: string;
	/** 0 to 1; null: unknown. */
	readonly fraction: number | null;
	/** Remaining milliseconds; null: unknown. */
	readonly left: number | null;
}
/** A text in the language in use. Its values must not change, or the notice would, too. */
type Said = () => string;
/** Parts of a notice besides its message. */
interface Beside {
	readonly advice?: Said | undefined;
	readonly action?: { readonly label: Said; readonly run: () => void };
}
interface SaidNotice extends Pick<Notice, 'id' | 'level'>, Beside {
	readonly message: Said;
}
interface Reported extends Omit<Task, 'label'> {
	readonly label: Statement;
}
interface Measured {
	/** Milliseconds of any clock. */
	readonly at: number;
	readonly fraction: number;
}

/** More news pushes the oldest out. */
const maxNotices = 5;
export const isNews = ({ level }: Pick<Notice, 'level'>): boolean => level !== 'error';

export class NoticeState {
	#said: readonly SaidNotice[] = $state.raw([]);
	readonly notices: readonly Notice[] = $derived(
		this.#said.map(({ message, advice, action, ...notice }) => ({
			...notice,
			message: message(),
			advice: advice?.(),
			action: action && { ...action, label: action.label() },
		})),
	);
	#tasks: readonly Reported[] = $state.raw([]);
	readonly tasks: readonly Task[] = $derived(
		this.#tasks.map((task) => ({ ...task, label: statementText(task.label) })),
	);
	#lastId = 0;
	/** By task: the first report of its present part. */
	readonly #first = new Map<string, Measured>();

	constructor(private readonly now = () => performance.now()) {}

	/** Returns the id. A message that is already shown is not repeated. */
	say(level: Notice['level'], message: Said, beside: Beside = {}): number {
		const text = message();
		const shown = this.notices.find((notice) => notice.message === text);
		if (shown) return shown.id;
		const said = { id: ++this.#lastId, level, message, ...beside };
		const oldest = this.#said.find(isNews);
		if (oldest && this.#said.length >= maxNotices) this.close(oldest.id);
		this.#said = [...this.#said, said];
		return said.id;
	}
	/** A run begins, which is what the page tells of now. */
	closeNews(): void {
		this.#said = this.#said.filter((notice) => !isNews(notice));
	}
	/**
	 * `what` failed (may be empty), then the error's message, in the language of this moment. Returns
	 * the id; null after a cancelled task, which gives no notice.
	 */
	fail(what: string, error: unknown, advice?: string): number | null {
		if (isAbort(error)) return null;
		const message = `${what} ${errorText(error)}`.trim();
		return this.say('error', () => message, {
			advice: advice === undefined ? advice : () => advice,
		});
	}
	/** The task succeeded: removes the errors that `fail` reported for it. */
	settle(what: string): void {
		for (const { id, level, message } of this.notices)
			if (level === 'error' && message.startsWith(what)) this.close(id);
	}
	/** Loads a part of the page. null, with a notice: it did not load. */
	async loaded<T>(load: () => Promise<T>): Promise<T | null> {
		try {
			const part = await load();
			this.settle(words.header.cannotLoad);
			return part;
		} catch (error) {
			reportError(error);
			this.say('error', () => words.header.cannotLoad, {
				advice: () => words.header.cannotLoadMend,
				action: { label: () => words.status.reload, run: () => location.reload() },
			});
			return null;
		}
	}
	close(id: number | null): void {
		this.#said = this.#said.filter((notice) => notice.id !== id);
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
