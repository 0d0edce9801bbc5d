/** The judge on the page. Its settings are stored for the next visit, its key never. */
import { isAbort } from '#engine/core/errors.ts';
import type { JudgeOutcome } from '../model/judge/judgeAnswers.ts';
import { parseJudge, type JudgeSettings, type JudgeTyped } from '../model/judge/settings.ts';
import type { Lab } from '#lab/worker/protocol.ts';
import { storeOrigins } from '#lab/page/state/browserSettings.ts';
import type { TextStorage } from '#lab/page/state/browserStorage.ts';
import { errorText } from '#lab/page/words/words.ts';
import type { QuestionsState } from './QuestionsState.svelte.ts';

export type JudgeLab = Pick<Lab, 'judge.try' | 'judge.score' | 'task.cancel'>;
type JudgeStatus =
	| { readonly kind: 'idle' | 'trying' | 'ready' | 'marking' }
	| { readonly kind: 'done'; readonly outcome: JudgeOutcome & { readonly kept: number } }
	| { readonly kind: 'failed'; readonly message: string };

const storageKey = 'skillet.judge';
export const judgeTask = 'questions.judge';

export class JudgeState {
	form: JudgeSettings;
	/** In memory only. */
	key = $state('');
	again = $state(false);
	status: JudgeStatus = $state.raw({ kind: 'idle' });

	/** `origins`: those in the page's policy. `reload` pauses a run and opens the judge again. */
	constructor(
		private readonly lab: JudgeLab,
		private readonly questions: Pick<QuestionsState, 'request' | 'refresh'>,
		private readonly storage: TextStorage,
		readonly origins: readonly string[],
		private readonly reload: () => Promise<void>,
	) {
		this.form = $state.raw(storedForm(storage.getItem(storageKey)));
	}

	readonly busy = $derived.by(() => ['trying', 'marking'].includes(this.status.kind));
	/** The origin of the typed address. null: it is not an address. */
	readonly origin = $derived.by(() => {
		const address = this.form.address.trim();
		if (!URL.canParse(address)) return null;
		const { origin, protocol } = new URL(address);
		return /^https?:$/.test(protocol) ? origin : null;
	});
	readonly allowed = $derived.by(() => this.origins.some((origin) => origin === this.origin));

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
			await this.#allow([...this.origins, origin]);
			return { kind: 'idle' };
		});
	}
	async forget(origin: string): Promise<void> {
		await this.#allow(this.origins.filter((other) => other !== origin));
	}
	async #allow(origins: readonly string[]): Promise<void> {
		storeOrigins(this.storage, origins);
		await this.reload();
	}
	/** Sends a short question first: it finds a wrong address or key. */
	async try(): Promise<void> {
		await this.#guarded({ kind: 'trying' }, async () => {
			await this.lab['judge.try']({ judge: this.form, key: this.key });
			this.#keep(this.form);
			return { kind: 'ready' };
		});
	}
	async score(): Promise<void> {
		const { request } = this.questions;
		if (!request) return;
		await this.#guarded({ kind: 'marking' }, async () => {
			this.#keep(this.form);
			const outcome = await this.lab['judge.score']({
				...request,
				task: judgeTask,
				judge: this.form,
				key: this.key,
				again: this.again,
			});
			return { kind: 'done', outcome };
		});
		await this.questions.refresh();
	}
	async cancel(): Promise<void> {
		const task = this.status.kind === 'trying' ? 'judge.try' : judgeTask;
		await this.lab['task.cancel']({ task });
	}

	async #guarded(during: JudgeStatus, work: () => Promise<JudgeStatus>): Promise<void> {
		if (this.busy) return;
		this.status = during;
		try {
			this.status = await work();
		} catch (error) {
			const failed = { kind: 'failed', message: errorText(error) } as const;
			this.status = isAbort(error) ? { kind: 'idle' } : failed;
		}
	}
	#keep(form: JudgeSettings): void {
		this.storage.setItem(storageKey, JSON.stringify(form));
	}
}

function storedForm(text: string | null): JudgeSettings {
	try {
		return parseJudge(JSON.parse(text ?? '') as JudgeTyped);
	} catch {
		return { address: '', model: '', scale: 'ten', concurrency: 2, timeout: 60 };
	}
}
