/** The forms for a model and for a data set on a hub: address, token, request, allowed origins. */
import { isAbort, LabError } from '#engine/core/errors.ts';
import type { HubModel, ModelInfo, StoredDraft } from '#lab/run/stores.ts';
import type { Lab } from '#lab/worker/lab.ts';
import { errorText } from '#lab/page/words/words.ts';
import type { FoundModel } from '../model/hub/hubModel.ts';

type AccessLab = Pick<Lab, 'hub.redirect' | 'task.cancel'>;
/** `Found`: what the hub has at the address. `Fetched`: what is being downloaded. */
type AccessStatus<Found, Fetched> =
	| { readonly kind: 'idle' | 'finding' | 'asking' }
	| { readonly kind: 'found'; readonly found: Found }
	| { readonly kind: 'fetching'; readonly fetched: Fetched }
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
	readonly kind: 'model' | 'data';
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

/** The state that the forms for models and for data sets have in common. */
abstract class HubAccess<Found, Fetched> {
	address = $state('');
	/** In memory only. */
	token = $state('');
	status: AccessStatus<Found, Fetched> = $state.raw({ kind: 'idle' });
	readonly busy = $derived.by(() => ['finding', 'fetching', 'asking'].includes(this.status.kind));

	constructor(
		protected readonly access: AccessLab,
		private readonly browser: HubBrowser,
		private readonly kind: AfterReload['kind'],
	) {}

	abstract find(): Promise<void>;
	/** The search to repeat after a reload. */
	protected after(): AfterReload {
		return { kind: this.kind, address: this.address };
	}
	async resume({ address }: AfterReload): Promise<void> {
		this.address = address;
		if (address !== '') await this.find();
	}
	/** Its task in the worker. */
	get task(): string {
		return `${this.kind}.hub`;
	}

	get origins(): readonly string[] {
		return this.browser.origins;
	}

	/** Keeps the bytes that were stored. */
	async cancel(): Promise<void> {
		await this.access['task.cancel']({ task: this.task });
	}

	/** Finds out where a redirect leads, which the browser hides from the page. */
	async followRedirect(redirected: string): Promise<void> {
		await this.guarded({ kind: 'asking' }, async () => {
			const { token } = this;
			const { origin } = await this.access['hub.redirect']({ address: redirected, token });
			return { kind: 'failed', message: '', allow: origin };
		});
	}
	async allow(origin: string): Promise<void> {
		await this.guarded({ kind: 'asking' }, async () => {
			await this.browser.reload([...this.origins, origin], this.after());
			return { kind: 'idle' };
		});
	}
	async forget(origin: string): Promise<void> {
		const others = this.origins.filter((other) => other !== origin);
		await this.browser.reload(others, { kind: this.kind, address: '' });
	}

	/** After a cancellation, what was found is there again. */
	protected async guarded(
		during: AccessStatus<Found, Fetched>,
		work: () => Promise<AccessStatus<Found, Fetched>>,
	): Promise<void> {
		if (this.busy) return;
		const before = this.status;
		this.status = during;
		try {
			this.status = await work();
		} catch (error) {
			this.status = isAbort(error) ? before : failed(error);
		}
	}
}

function failed(error: unknown): AccessStatus<never, never> {
	const { allow, redirected } = error instanceof LabError ? error.data : {};
	return {
		kind: 'failed',
		message: errorText(error),
		...(typeof allow === 'string' && { allow }),
		...(typeof redirected === 'string' && { redirected }),
	};
}

export type HubLab = AccessLab & Pick<Lab, 'hub.find' | 'hub.fetch' | 'hub.drafts' | 'hub.drop'>;

/** A model from a hub: what was found, its download, and unfinished ones. */
export class HubState extends HubAccess<FoundModel, HubModel> {
	drafts: readonly StoredDraft[] = $state.raw([]);
	/** The download that ran when the page was asked to reload. */
	#model: HubModel | undefined;

	/** `imported` is called with each model that is complete. */
	constructor(
		private readonly lab: HubLab,
		browser: HubBrowser,
		private readonly imported: (model: ModelInfo) => Promise<unknown>,
	) {
		super(lab, browser, 'model');
	}

	/** `address`: default: the one that was typed. */
	async find(address = this.address): Promise<void> {
		if (this.busy) return;
		this.address = address;
		this.#model = undefined;
		await this.guarded({ kind: 'finding' }, async () => {
			const found = await this.lab['hub.find']({ address, token: this.token });
			return { kind: 'found', found };
		});
	}
	/** Downloads the model, or continues its unfinished download. */
	async fetch(model: HubModel): Promise<void> {
		this.#model = model;
		await this.guarded({ kind: 'fetching', fetched: model }, async () => {
			const info = await this.lab['hub.fetch']({ listing: model, token: this.token });
			await this.imported(info);
			return { kind: 'done', name: info.name };
		});
		await this.refresh();
	}
	async drop(draft: number): Promise<void> {
		await this.guarded({ kind: 'asking' }, async () => {
			await this.lab['hub.drop']({ draft });
			return { kind: 'idle' };
		});
		await this.refresh();
	}
	async refresh(): Promise<void> {
		this.drafts = await this.lab['hub.drafts']();
	}

	protected override after(): AfterReload {
		return { ...super.after(), ...(this.#model && { model: this.#model }) };
	}
	override async resume(after: AfterReload): Promise<void> {
		if (!after.model) return super.resume(after);
		this.address = after.address;
		await this.fetch(after.model);
	}
}

export type HubDataLab = AccessLab & Pick<Lab, 'hub.findData' | 'hub.fetchData'>;

/** A data set from a hub: its files, and the download of one of them. */
export class HubDataState extends HubAccess<never, string> {
	/** The data set that was found last: it stays while its files are fetched, or fail to arrive. */
	listing: HubModel | null = $state.raw(null);

	/** `imported` is called with each file that is complete. */
	constructor(
		private readonly lab: HubDataLab,
		browser: HubBrowser,
		private readonly imported: (file: File) => void,
	) {
		super(lab, browser, 'data');
	}

	async find(): Promise<void> {
		await this.guarded({ kind: 'finding' }, async () => {
			const { address, token } = this;
			this.listing = await this.lab['hub.findData']({ address, token });
			return { kind: 'idle' };
		});
	}
	async fetch(listing: HubModel, file: string): Promise<void> {
		await this.guarded({ kind: 'fetching', fetched: file }, async () => {
			const { token } = this;
			this.imported(await this.lab['hub.fetchData']({ listing, file, token }));
			return { kind: 'idle' };
		});
	}
}
