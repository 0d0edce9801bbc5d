/** Owns the loaded features. Loads the page code of each feature once, at its first use. */
import { untrack } from 'svelte';
import type { PageState } from '#page/state/context.ts';
import type { Feature, FeaturePage } from './feature.ts';

export class FeatureLoader {
	#pages: Readonly<Record<string, FeaturePage | null | undefined>> = $state.raw({});
	readonly #loading = new Map<string, Promise<FeaturePage | null>>();

	constructor(
		readonly features: readonly Feature[],
		private readonly state: PageState,
	) {}

	/** Loads the features that are needed at the start. `opening` settles when the lab is open. */
	start(opening: Promise<unknown>): void {
		for (const feature of this.features) {
			const { loadAtStart } = feature;
			if (loadAtStart === true) void this.load(feature);
			else if (loadAtStart)
				void opening
					.then(() => loadAtStart(this.state.lab.client))
					.then(
						(isNeeded) => (isNeeded ? this.load(feature) : null),
						() => null, // The opening screen shows this error.
					);
		}
	}

	/** All loaded features, in the order of the list. */
	get loaded(): readonly { readonly id: string; readonly page: FeaturePage }[] {
		return this.features.flatMap(({ id }) => {
			const page = this.#pages[id];
			return page ? [{ id, page }] : [];
		});
	}
	/** Undefined until the feature is loaded; null: it could not be loaded. */
	page(id: string): FeaturePage | null | undefined {
		return this.#pages[id];
	}

	/** Null after a failure, with a notice. The next call tries again. */
	load(feature: Feature): Promise<FeaturePage | null> {
		const loading = this.#loading.get(feature.id) ?? untrack(() => this.#load(feature));
		this.#loading.set(feature.id, loading);
		return loading;
	}
	/** The feature that opens an address with this fragment, in place of the lab. */
	opener(fragment: string): Feature | undefined {
		return this.features.find(({ opens }) => opens?.(fragment));
	}
	async openFragment(feature: Feature, fragment: string): Promise<void> {
		await (await this.load(feature))?.openFragment?.(fragment);
	}
	/** Offers files to the loaded features. Gives back those that no feature takes. */
	async take(files: readonly File[]): Promise<readonly File[]> {
		let left = files;
		for (const { page } of this.loaded) left = (await page.take?.(left)) ?? left;
		return left;
	}
	async openDialog(feature: Feature, dialog: string): Promise<void> {
		(await this.load(feature))?.openDialog?.(dialog);
	}

	async #load({ id, load }: Feature): Promise<FeaturePage | null> {
		this.#pages = { ...this.#pages, [id]: undefined };
		const create = async () => (await load()).createPage(this.state);
		const page = await this.state.lab.notices.loaded(create);
		if (!page) this.#loading.delete(id);
		this.#pages = { ...this.#pages, [id]: page };
		return page;
	}
}
