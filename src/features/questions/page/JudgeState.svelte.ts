/** The judge on the page: its address and model, which are kept for the next visit, and its key, which is kept nowhere. */
import { isAbort, messageOf } from '#core/errors.ts';
import type { JudgeOutcome, JudgeSettings, MarkScale } from '../model/judge.ts';
import type { Lab } from '#lab/worker/protocol.ts';
import { storeOrigins } from './origins.ts';
import type { QuestionsState } from './QuestionsState.svelte.ts';

export type JudgeLab = Pick<Lab, 'judge.read' | 'judge.try' | 'judge.score' | 'task.cancel'>;
export interface JudgeSurroundings {
	readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
	/** In the page's policy since it was loaded. */
	readonly origins: readonly string[];
	/** Loads the page anew and comes back to the judge. What trains is at a checkpoint first. */
	readonly reload: () => Promise<void>;
}
/** What is typed, the key aside. */
export interface JudgeForm {
	readonly address: string;
	readonly model: string;
	readonly scale: MarkScale;
	readonly concurrency: number;
	/** Seconds for one answer. */
	readonly timeout: number;
}
export type JudgeStatus =
	| { readonly kind: 'idle' }
	| { readonly kind: 'trying' }
	| { readonly kind: 'ready' }
	| { readonly kind: 'marking' }
	| { readonly kind: 'done'; readonly outcome: JudgeOutcome & { readonly kept: number } }
	| { readonly kind: 'failed'; readonly message: string };

const storageKey = 'skillet.judge';
export const judgeTask = 'questions.judge';
const empty: JudgeForm = { address: '', model: '', scale: 'ten', concurrency: 2, timeout: 60 };

export class JudgeState {
	readonly #lab: JudgeLab;
	readonly #questions: QuestionsState;
	readonly #around: JudgeSurroundings;
	#form: JudgeForm = $state.raw(empty);
	/** In memory only. */
	key = $state('');
	again = $state(false);
	#status: JudgeStatus = $state.raw({ kind: 'idle' });

	constructor(lab: JudgeLab, questions: QuestionsState, around: JudgeSurroundings) {
		this.#lab = lab;
		this.#questions = questions;
		this.#around = around;
		this.#form = { ...empty, ...stored(around.storage) };
	}

	get form() {
		return this.#form;
	}
	get status() {
		return this.#status;
	}
	get origins() {
		return this.#around.origins;
	}
	readonly busy = $derived.by(
		() => this.#status.kind === 'trying' || this.#status.kind === 'marking',
	);
	/** The origin of what is typed, where it is an address. */
	readonly origin = $derived.by(() => {
		try {
			const { origin, protocol } = new URL(this.#form.address.trim());
			return /^https?:$/.test(protocol) ? origin : null;
		} catch {
			return null;
		}
	});
	/** The page may ask it. */
	readonly allowed = $derived.by(
		() => this.origin !== null && this.#around.origins.includes(this.origin),
	);

	change(change: Partial<JudgeForm>): void {
		this.#form = { ...this.#form, ...change };
		if (!this.busy) this.#status = { kind: 'idle' };
	}
	/** Puts the address into the page's policy, which takes a new load. */
	async allow(): Promise<void> {
		await this.#guarded({ kind: 'trying' }, async () => {
			const { judge, origin } = await this.#lab['judge.read'](this.#form);
			this.#keep(judge);
			storeOrigins([...this.#around.origins, origin], this.#around.storage);
			await this.#around.reload();
			return { kind: 'idle' };
		});
	}
	async forget(origin: string): Promise<void> {
		const others = this.#around.origins.filter((other) => other !== origin);
		storeOrigins(others, this.#around.storage);
		await this.#around.reload();
	}
	/** One short question, so that a wrong address or key is told before the answers are sent. */
	async try(): Promise<void> {
		await this.#guarded({ kind: 'trying' }, async () => {
			await this.#lab['judge.try']({ judge: this.#form, key: this.key });
			this.#keep(this.#form);
			return { kind: 'ready' };
		});
	}
	async score(): Promise<void> {
		const questions = this.#questions.chosen?.sha256;
		if (questions === undefined) return;
		await this.#guarded({ kind: 'marking' }, async () => {
			this.#keep(this.#form);
			const outcome = await this.#lab['judge.score']({
				...{ task: judgeTask, questions, judge: this.#form, key: this.key, again: this.again },
				answerSets: this.#questions.included.map(({ id }) => id),
			});
			return { kind: 'done', outcome };
		});
		await this.#questions.refresh();
	}
	async cancel(): Promise<void> {
		const task = this.#status.kind === 'trying' ? 'judge.try' : judgeTask;
		await this.#lab['task.cancel']({ task });
	}

	async #guarded(during: JudgeStatus, work: () => Promise<JudgeStatus>): Promise<void> {
		if (this.busy) return;
		this.#status = during;
		try {
			this.#status = await work();
		} catch (error) {
			this.#status = isAbort(error)
				? { kind: 'idle' }
				: { kind: 'failed', message: messageOf(error) };
		}
	}
	/** For the next visit: these fields, and nothing else that somebody might add. */
	#keep({ address, model, scale, concurrency, timeout }: JudgeSettings): void {
		const kept: JudgeForm = { address, model, scale, concurrency, timeout };
		this.#around.storage.setItem(storageKey, JSON.stringify(kept));
	}
}

/** What was kept; a field that is of another kind is left out. */
function stored(storage: JudgeSurroundings['storage']): Partial<JudgeForm> {
	try {
		const kept = JSON.parse(storage.getItem(storageKey) ?? '{}') as Record<string, unknown>;
		return Object.fromEntries(
			Object.entries(empty).flatMap(([field, standard]) =>
				typeof kept[field] === typeof standard ? [[field, kept[field]]] : [],
			),
		);
	} catch {
		return {};
	}
}
