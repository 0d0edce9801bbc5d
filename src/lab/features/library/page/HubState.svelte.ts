/** A model from a hub: what was found, its download, and unfinished ones. */
import type { HubModel, ModelInfo, StoredDraft } from '#lab/run/stores.ts';
import type { Lab } from '#lab/worker/protocol.ts';
import type { FoundModel } from '../model/hub/hubModel.ts';
import {
	HubAccess,
	type AccessLab,
	type AfterReload,
	type HubBrowser,
} from './HubAccess.svelte.ts';

export type HubLab = AccessLab & Pick<Lab, 'hub.find' | 'hub.fetch' | 'hub.drafts' | 'hub.drop'>;

export class HubState extends HubAccess<FoundModel, HubModel> {
	drafts: readonly StoredDraft[] = $state.raw([]);
	/** The download that ran when the page was asked to reload. */
	#model: HubModel | undefined;

	/** `imported` is called with each model that is complete. */
	constructor(
		private readonly lab: HubLab,
		browser: HubBrowser,
		private readonly imported: (model: ModelInfo) => Promise<void>,
	) {
		super(lab, browser, 'model.hub');
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
		const model = this.#model;
		return { kind: 'model', address: this.address, ...(model && { model }) };
	}
	/** Continues the search or download that led to the reload. */
	async resume({ address, model }: AfterReload): Promise<void> {
		this.address = address;
		if (model) await this.fetch(model);
		else if (address !== '') await this.find();
	}
}
