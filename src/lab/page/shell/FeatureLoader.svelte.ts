/** Owns the loaded features: loads the page code of each one once, and gives it dropped files. */
import { untrack } from 'svelte';
import type { PageState } from '#lab/page/state/pageState.ts';
import { words } from '#lab/page/words/words.ts';
import type { PackPart } from '#lab/worker/protocol.ts';
import type { Feature, FeaturePage, FeaturePlace } from './feature.ts';
import { stages, type KeptKind } from './keptKind.ts';

export class FeatureLoader {
	#pages: Readonly<Record<string, FeaturePage | null | undefined>> = $state.raw({});
	readonly #loading = new Map<string, Promise<FeaturePage | null>>();

	constructor(
		readonly features: readonly Feature[],
		private readonly state: PageState,
	) {}

	/**
	 * Loads the features that are needed at the start, and settles when those of each start are
	 * loaded. `opening` settles when the lab is open.
	 */
	async start(opening: Promise<unknown>): Promise<void> {
		const first: Promise<unknown>[] = [];
		for (const feature of this.features) {
			const { loadAtStart } = feature;
			if (loadAtStart === true) first.push(this.load(feature));
			else if (loadAtStart)
				void opening
					.then(() => loadAtStart(this.state.lab.client))
					.then(
						(isNeeded) => (isNeeded ? this.load(feature) : null),
						() => null, // The opening screen shows this error.
					);
		}
		await Promise.all(first);
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
		const isLast = this.state.view.startNavigation();
		const page = await this.load(feature);
		if (isLast()) await page?.openFragment?.(fragment);
	}
	/**
	 * Offers dropped or pasted files to the features that load at the start or were opened; without a
	 * file, the text as one without a name. Call it in the handler.
	 */
	async take(from: DataTransfer | null, opened: Promise<void>, text = ''): Promise<void> {
		let left: readonly File[] = [];
		try {
			if (from) left = await droppedFiles(from);
		} catch (error) {
			this.state.lab.notices.fail('', error);
			return;
		}
		// Spreadsheets add a picture of the copied cells.
		const isPicture = ({ type }: File) => type.startsWith('image/');
		if (text.trim() !== '' && left.every(isPicture)) left = [new File([text], '')];
		await opened;
		await this.takeFiles(left);
	}
	async takeFiles(files: readonly File[]): Promise<void> {
		let left = files;
		for (const feature of this.features)
			if (feature.loadAtStart === true || this.#loading.has(feature.id))
				left = (await (await this.load(feature))?.take?.(left)) ?? left;
	}
	/** All that the features keep, in the order of restoring. */
	async keptKinds(): Promise<readonly KeptKind[]> {
		const keeping = this.features.filter(({ keeps }) => keeps);
		const pages = await Promise.all(keeping.map((feature) => this.load(feature)));
		const kinds = pages.flatMap((page) => page?.keeps ?? []);
		return stages.flatMap((stage) => kinds.filter((kind) => kind.stage === stage));
	}
	/** `8 runs`, `2 studies`: the parts of each kind, in their order. */
	countKinds(parts: readonly Pick<PackPart, 'kind'>[]): string[] {
		return [...new Set(parts.map(({ kind }) => kind))].flatMap((kind) => {
			const text = this.features.find(({ keeps }) => keeps?.[kind])?.keeps?.[kind];
			return text?.({ count: parts.filter((part) => part.kind === kind).length }) ?? [];
		});
	}
	/** The open screen and its feature; undefined on the workbench. */
	get place(): { readonly feature: Feature; readonly place: FeaturePlace } | undefined {
		for (const feature of this.features)
			for (const place of feature.places ?? [])
				if (place.id === this.state.view.place) return { feature, place };
		return undefined;
	}
	/** Shows a place of the feature; if it is open already, the first view of it. */
	async showPlace(feature: Feature, id: string): Promise<void> {
		const { view } = this.state;
		const isOpen = view.place === id;
		view.place = id;
		const page = await this.load(feature);
		if (isOpen) page?.goHome?.();
	}
	async openDialog(feature: Feature, dialog: string): Promise<void> {
		const isLast = this.state.view.startNavigation();
		const page = await this.load(feature);
		if (isLast()) page?.openDialog?.(dialog);
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

/** The files of a drop and of its folders. The event keeps them until its handler returns. */
async function droppedFiles({ items, files }: DataTransfer): Promise<readonly File[]> {
	const entries = [...items].map((item) => item.webkitGetAsEntry());
	if (!entries.some((entry) => entry?.isDirectory)) return [...files];
	return (await Promise.all(entries.map(listFiles))).flat();
}

async function listFiles(entry: FileSystemEntry | null): Promise<readonly File[]> {
	if (!entry) return [];
	const unreadable = (cause: unknown): never => {
		throw new Error(words.header.cannotReadDropped({ name: entry.name }), { cause });
	};
	if (entry.isFile) {
		const file = entry as FileSystemFileEntry;
		const found = await new Promise<File>((...done) => file.file(...done)).catch(unreadable);
		// Files of a picked folder have their path; browsers leave it empty in dropped files.
		const webkitRelativePath = { value: entry.fullPath.slice(1) };
		return [Object.defineProperties(found, { webkitRelativePath })];
	}
	const reader = (entry as FileSystemDirectoryEntry).createReader();
	// At most 100 entries per call, and none at the end.
	const next = () =>
		new Promise<FileSystemEntry[]>((...done) => reader.readEntries(...done)).catch(unreadable);
	const inside: FileSystemEntry[][] = [];
	for (let batch = await next(); batch.length > 0; batch = await next()) inside.push(batch);
	return (await Promise.all(inside.flat().map(listFiles))).flat();
}
