/** The foreign origins that the page can connect to, now and after the next load. */
declare global {
	interface Window {
		/** Set by public/origins.js, which writes the content security policy. */
		readonly skilletOrigins?: readonly string[];
	}
}

const storageKey = 'skillet.origins';
type OriginStorage = Pick<Storage, 'getItem' | 'setItem'>;

export const originsInForce = (): readonly string[] => window.skilletOrigins ?? [];

/** Takes effect at the next load: an active policy cannot be widened. */
export function storeOrigins(origins: readonly string[], storage: OriginStorage): void {
	storage.setItem(storageKey, JSON.stringify([...new Set(origins)]));
}
