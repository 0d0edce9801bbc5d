/** A model from a hub: what the visitor typed, what was found, its download, unfinished ones. */
import { isAbort, LabError } from '#engine/core/errors.ts';
import type { HubModel, ModelInfo, StoredDraft } from '#lab/run/stores.ts';
import type { Lab } from '#lab/worker/protocol.ts';
import { errorText } from '#lab/page/words/words.ts';
import type { FoundModel } from '../model/hub/hubModel.ts';

export type HubLab = Pick<
	Lab,
	'hub.find' | 'hub.fetch' | 'hub.drafts' | 'hub.drop' | 'hub.redirect' | 'task.cancel'
>;
export type HubStatus =
	| { readonly kind: 'idle' | 'finding' | 'asking' }
	| { readonly kind: 'found'; readonly found: FoundModel }
	| { readonly kind: 'fetching'; readonly model: HubModel }
	| { readonly kind: 'done'; readonly name: string }
	| {
			readonly kind: 'failed';
			readonly message: string;
			/** An origin that the visitor can allow. */
			readonly allow?: string;
			/** A file whose redirect this page may not follow. */
			readonly redirected?: string;
	  };

/** The search to repeat after a reload that allowed an origin. The token is not stored. */
export interface AfterReload {
	readonly address: string;
	readonly model?: HubModel;
}
/** The browser's functions that the state uses. */
export interface HubBrowser {
	/** The origins that the page's policy allows. */
	readonly origins: readonly string[];
	/** Stores the origins, and loads the page again. */
	readonly reload: (origins: readonly string[], after: AfterReload) => Promise<void>;
}

export const hubTask = 'model.hub';

export class HubState {
	address = $state('');
	/** In memory only. */
	token = $state('');
	status: HubStatus = $state.raw({ kind: 'idle' });
	drafts: readonly StoredDraft[] = $state.raw([]);
	/** The download that ran when the page was asked to reload. */
	#model: HubModel | undefined;

	/** `imported` is called with each model that is complete. */
	constructor(
		private readonly lab: HubLab,
		private readonly browser: HubBrowser,
		private readonly imported: (model: ModelInfo) => Promise<void>,
	) {}

	readonly busy = $derived.by(() => ['finding', 'fetching', 'asking'].includes(this.status.kind));
	get origins(): readonly string[] {
		return this.browser.origins;
	}

	async find(): Promise<void> {
		this.#model = undefined;
		await this.#guarded({ kind: 'finding' }, async () => {
			const found = await this.lab['hub.find']({ address: this.address, token: this.token });
			return { kind: 'found', found };
		});
	}
	/** Downloads the model, or continues its unfinished download. */
	async fetch(model: HubModel): Promise<void> {
		this.#model = model;
		await this.#guarded({ kind: 'fetching', model }, async () => {
			const info = await this.lab['hub.fetch']({ listing: model, token: this.token });
			await this.imported(info);
			return { kind: 'done', name: info.name };
		});
		await this.refresh();
	}
	/** Keeps the bytes that were fetched. */
	async cancel(): Promise<void> {
		await this.lab['task.cancel']({ task: hubTask });
	}
	async drop(draft: number): Promise<void> {
		await this.#guarded({ kind: 'asking' }, async () => {
			await this.lab['hub.drop']({ draft });
			return { kind: 'idle' };
		});
		await this.refresh();
	}
	async refresh(): Promise<void> {
		this.drafts = await this.lab['hub.drafts']();
	}

	/** Finds out where a redirect leads, which the browser hides from the page. */
	async followRedirect(redirected: string): Promise<void> {
		await this.#guarded({ kind: 'asking' }, async () => {
			const { token } = this;
			const { origin } = await this.lab['hub.redirect']({ address: redirected, token });
			return { kind: 'failed', message: '', allow: origin };
		});
	}
	async allow(origin: string): Promise<void> {
		await this.#guarded({ kind: 'asking' }, async () => {
			await this.#reload([...this.origins, origin]);
			return { kind: 'idle' };
		});
	}
	async forget(origin: string): Promise<void> {
		await this.#reload(this.origins.filter((other) => other !== origin));
	}
	async #reload(origins: readonly string[]): Promise<void> {
		const model = this.#model;
		await this.browser.reload(origins, { address: this.address, ...(model && { model }) });
	}
	/** Continues the search or download that led to the reload. */
	async resume({ address, model }: AfterReload): Promise<void> {
		this.address = address;
		if (model) await this.fetch(model);
		else if (address !== '') await this.find();
	}

	async #guarded(during: HubStatus, work: () => Promise<HubStatus>): Promise<void> {
		if (this.busy) return;
		this.status = during;
		try {
			this.status = await work();
		} catch (error) {
			this.status = isAbort(error) ? { kind: 'idle' } : failed(error);
		}
	}
}

function failed(error: unknown): HubStatus {
	const { allow, redirected } = error instanceof LabError ? error.data : {};
	return {
		kind: 'failed',
		message: errorText(error),
		...(typeof allow === 'string' && { allow }),
		...(typeof redirected === 'string' && { redirected }),
	};
}
