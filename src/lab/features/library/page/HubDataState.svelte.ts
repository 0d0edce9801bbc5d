/** A data set from a hub: its files, and the download of one of them. */
import type { HubModel } from '#lab/run/stores.ts';
import type { Lab } from '#lab/worker/protocol.ts';
import {
	HubAccess,
	type AccessLab,
	type AfterReload,
	type HubBrowser,
} from './HubAccess.svelte.ts';

export type HubDataLab = AccessLab & Pick<Lab, 'hub.findData' | 'hub.fetchData'>;

export class HubDataState extends HubAccess<HubModel, string> {
	/** `imported` is called with each file that is complete. */
	constructor(
		private readonly lab: HubDataLab,
		browser: HubBrowser,
		private readonly imported: (file: File) => Promise<void>,
	) {
		super(lab, browser, 'data.hub');
	}

	async find(): Promise<void> {
		await this.guarded({ kind: 'finding' }, async () => {
			const { address, token } = this;
			return { kind: 'found', found: await this.lab['hub.findData']({ address, token }) };
		});
	}
	/** Then the list of files is there again. */
	async fetch(listing: HubModel, file: string): Promise<void> {
		await this.guarded({ kind: 'fetching', fetched: file }, async () => {
			const { token } = this;
			await this.imported(await this.lab['hub.fetchData']({ listing, file, token }));
			return { kind: 'found', found: listing };
		});
	}

	protected override after(): AfterReload {
		return { kind: 'data', address: this.address };
	}
	/** Goes on with what led to the reload. */
	async resume({ address }: AfterReload): Promise<void> {
		this.address = address;
		if (address !== '') await this.find();
	}
}
