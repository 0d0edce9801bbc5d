/** Other origins that the page may ask, which the visitor allowed. All features share the list. */
declare global {
	interface Window {
		/** The allowed origins. Set by public/origins.js, which writes the page's policy. */
		readonly skilletOrigins?: readonly string[];
	}
}

/** Takes effect at the next load: an active policy cannot be widened. */
export function storeOrigins(storage: Pick<Storage, 'setItem'>, origins: readonly string[]): void {
	storage.setItem('skillet.origins', JSON.stringify([...new Set(origins)]));
}
