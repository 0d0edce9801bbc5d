/** The small settings of a browser, in memory. */
export const memoryStorage = (entries = new Map<string, string>()) => ({
	getItem: (key: string) => entries.get(key) ?? null,
	setItem: (key: string, text: string) => void entries.set(key, text),
	removeItem: (key: string) => void entries.delete(key),
});
