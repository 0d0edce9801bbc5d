/** The judge on the page. Its settings are stored for the next visit, its key never. */
import * as v from 'valibot';
import { isAbort, messageOf } from '#core/errors.ts';
import type { JudgeOutcome } from '../model/judge/judgeAnswers.ts';
import { judgeDefaults, parseJudge, type JudgeSettings } from '../model/judge/settings.ts';
import type { Lab } from '#lab/worker/protocol.ts';
import { storeOrigins } from './origins.ts';
import type { QuestionsState } from './QuestionsState.svelte.ts';

export type JudgeLab = Pick<Lab, 'judge.try' | 'judge.score' | 'task.cancel'>;
export interface JudgeSurroundings {
	readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
	/** The origins in the policy of the page. */
	readonly origins: readonly string[];
	/** Reloads the page and opens the judge again. A training run is paused first. */
	readonly reload: () => Promise<void>;
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
const empty: JudgeSettings = { address: '', model: '', ...judgeDefaults };

export class JudgeState {
	readonly #lab: JudgeLab;
	readonly #questions: Pick<QuestionsState, 'request' | 'refresh'>;
	readonly #around: JudgeSurroundings;
	/** The typed settings. */
	form: JudgeSettings = $state.raw(empty);
	/** In memory only. */
	key = $state('');
	again = $state(false);
	status: JudgeStatus = $state.raw({ kind: 'idle' });

	constructor(
		lab: JudgeLab,
		questions: Pick<QuestionsState, 'request' | 'refresh'>,
		around: JudgeSurroundings,
	) {
		this.#lab = lab;
		this.#questions = questions;
		this.#around = around;
		this.form = v.parse(storedForm, around.storage.getItem(storageKey));
	}

	get origins() {
		return this.#around.origins;
	}
	readonly busy = $derived.by(() => ['trying', 'marking'].includes(this.status.kind));
	/** The origin of the typed address. null: it is no address. */
	readonly origin = $derived.by(() => {
		const address = this.form.address.trim();
		if (!URL.canParse(address)) return null;
		const { origin, protocol } = new URL(address);
		return /^https?:$/.test(protocol) ? origin : null;
	});
	/** The policy of the page allows the address. */
	readonly allowed = $derived.by(
		() => this.origin !== null && this.#around.origins.includes(this.origin),
	);

	change(change: Partial<JudgeSettings>): void {
		this.form = { ...this.form, ...change };
		if (!this.busy) this.status = { kind: 'idle' };
	}
	/** Adds the address to the policy of the page, which needs a reload. */
	async allow(): Promise<void> {
		await this.#guarded({ kind: 'trying' }, async () => {
			const judge = parseJudge(this.form);
			this.#keep(judge);
			const { origin } = new URL(judge.address);
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
	/** Sends a short question first: it finds a wrong address or key. */
	async try(): Promise<void> {
		await this.#guarded({ kind: 'trying' }, async () => {
			await this.#lab['judge.try']({ judge: this.form, key: this.key });
			this.#keep(this.form);
			return { kind: 'ready' };
		});
	}
	async score(): Promise<void> {
		const { request } = this.#questions;
		if (!request) return;
		await this.#guarded({ kind: 'marking' }, async () => {
			this.#keep(this.form);
			const outcome = await this.#lab['judge.score']({
				...request,
				task: judgeTask,
				judge: this.form,
				key: this.key,
				again: this.again,
			});
			return { kind: 'done', outcome };
		});
		await this.#questions.refresh();
	}
	async cancel(): Promise<void> {
		const task = this.status.kind === 'trying' ? 'judge.try' : judgeTask;
		await this.#lab['task.cancel']({ task });
	}

	async #guarded(during: JudgeStatus, work: () => Promise<JudgeStatus>): Promise<void> {
		if (this.busy) return;
		this.status = during;
		try {
			this.status = await work();
		} catch (error) {
			this.status = isAbort(error)
				? { kind: 'idle' }
				: { kind: 'failed', message: messageOf(error) };
		}
	}
	/** Stores exactly these fields for the next visit. */
	#keep({ address, model, scale, concurrency, timeout }: JudgeSettings): void {
		const kept: JudgeSettings = { address, model, scale, concurrency, timeout };
		this.#around.storage.setItem(storageKey, JSON.stringify(kept));
	}
}

const form = v.object({
	address: v.fallback(v.string(), empty.address),
	model: v.fallback(v.string(), empty.model),
	scale: v.fallback(v.picklist(['unit', 'ten']), empty.scale),
	concurrency: v.fallback(v.number(), empty.concurrency),
	timeout: v.fallback(v.number(), empty.timeout),
});
const storedForm = v.fallback(v.pipe(v.string(), v.parseJson(), form), empty);
