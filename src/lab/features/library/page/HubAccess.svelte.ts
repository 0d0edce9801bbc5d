/** State that both hub forms share: the typed address and token, the request, allowed origins. */
import { isAbort, LabError } from '#engine/core/errors.ts';
import type { HubModel } from '#lab/run/stores.ts';
import type { Lab } from '#lab/worker/protocol.ts';
import { errorText } from '#lab/page/words/words.ts';

export type AccessLab = Pick<Lab, 'hub.redirect' | 'task.cancel'>;
/** `Found`: what the hub has at the address. `Fetched`: what is being downloaded. */
export type AccessStatus<Found, Fetched> =
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

export abstract class HubAccess<Found, Fetched> {
	address = $state('');
	/** In memory only. */
	token = $state('');
	status: AccessStatus<Found, Fetched> = $state.raw({ kind: 'idle' });
	readonly busy = $derived.by(() => ['finding', 'fetching', 'asking'].includes(this.status.kind));

	constructor(
		protected readonly access: AccessLab,
		private readonly browser: HubBrowser,
		/** Its task in the worker. */
		readonly task: string,
	) {}

	/** The search to repeat after a reload. */
	protected abstract after(): AfterReload;

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
		await this.browser.reload(others, this.after());
	}

	protected async guarded(
		during: AccessStatus<Found, Fetched>,
		work: () => Promise<AccessStatus<Found, Fetched>>,
	): Promise<void> {
		if (this.busy) return;
		this.status = during;
		try {
			this.status = await work();
		} catch (error) {
			this.status = isAbort(error) ? { kind: 'idle' } : failed(error);
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
