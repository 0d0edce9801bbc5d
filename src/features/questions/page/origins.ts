/** The origins that the page may ask beside its own: what its policy has since it was loaded, and what is stored for the next load. */
declare global {
	interface Window {
		/** Set by public/origins.js, which makes the policy of it. */
		readonly skilletOrigins?: readonly string[];
	}
}

const storageKey = 'skillet.origins';
type OriginStorage = Pick<Storage, 'getItem' | 'setItem'>;

export const originsInForce = (): readonly string[] => window.skilletOrigins ?? [];

/** From the next load on: a policy that stands cannot be widened. */
export function storeOrigins(origins: readonly string[], storage: OriginStorage): void {
	storage.setItem(storageKey, JSON.stringify([...new Set(origins)]));
}
