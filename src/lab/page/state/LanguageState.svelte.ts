/** Owns the page's language: the visitor's choice, or else the browser's first that is here. */
import type { Offer } from '#languages/index.ts';
import { english, followLanguage, type Language } from '#languages/language.ts';
import type { TextStorage } from './browserStorage.ts';

const storageKey = 'skillet.language';

export class LanguageState {
	#loaded: Language = $state.raw(english);
	/** The last choice. A language that loads later than a newer choice is not shown. */
	#chosen: Offer | null = null;

	constructor(
		readonly offers: readonly Offer[],
		private readonly storage: TextStorage,
	) {
		followLanguage(() => this.#loaded);
	}

	get inUse(): Offer {
		return this.offers.find(({ tag }) => tag === this.#loaded.tag) ?? this.offers[0];
	}

	/** `preferred`: the browser's languages. Without a connection, the page stays English. */
	async start(preferred: readonly string[]): Promise<void> {
		const primary = (tag: string) => tag.split('-')[0];
		const stored = this.storage.getItem(storageKey);
		for (const wish of stored === null ? preferred : [stored, ...preferred]) {
			const offer =
				this.offers.find(({ tag }) => tag === wish) ??
				this.offers.find(({ tag }) => primary(tag) === primary(wish));
			if (offer) return this.#use(offer).catch(() => undefined);
		}
	}
	/** Throws an error if the language cannot be loaded. */
	async choose(offer: Offer): Promise<void> {
		await this.#use(offer);
		if (this.inUse === offer) this.storage.setItem(storageKey, offer.tag);
	}

	/** Shows texts that were registered after they were read. */
	refresh(): void {
		this.#loaded = { ...this.#loaded };
	}

	async #use(offer: Offer): Promise<void> {
		this.#chosen = offer;
		const words = await offer.load();
		if (this.#chosen === offer) this.#loaded = { ...words, tag: offer.tag };
	}
}
