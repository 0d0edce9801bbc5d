/** The browser as a journey uses it. Each engine has an implementation. */
export interface Driver {
	/** The browser's version. */
	readonly version: string;
	/** Loads an address in the tab. */
	open(url: string): Promise<void>;
	reload(): Promise<void>;
	/**
	 * Runs a function in the page and returns its result as JSON. The function sees only its
	 * arguments and the page's globals. Throws the page's error.
	 */
	run<Args extends readonly unknown[], T>(
		task: (...args: Args) => T | Promise<T>,
		...args: Args
	): Promise<T>;
	/** Clicks the first visible element of an XPath with the mouse. Throws if there is none. */
	click(xpath: string): Promise<void>;
	/** Replaces the content of a field and leaves it with Tab. */
	fill(xpath: string, text: string): Promise<void>;
	/** Gives a file to a file field, which may be hidden. */
	attach(xpath: string, file: string): Promise<void>;
	/** Ends the browser. */
	close(): Promise<void>;
}

/** An engine that can run here. Each start has no stored data. */
export interface Installed {
	readonly launch: () => Promise<Driver>;
	/** Absent: the engine cannot be started without WebAssembly's SIMD. */
	readonly launchWithoutSimd?: () => Promise<Driver>;
}

/** Source of an expression in the page. esbuild names functions with `__name`. */
export const call = <Args extends readonly unknown[]>(
	task: (...args: Args) => unknown,
	args: Args,
): string => `((__name) => (${String(task)})(...${JSON.stringify(args)}))((named) => named)`;

/** In the page: the first visible element, or the first file field. */
export function findElement(xpath: string): Element | null {
	const found = document.evaluate(xpath, document, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE);
	for (let i = 0; i < found.snapshotLength; i++) {
		const element = found.snapshotItem(i) as Element;
		const isFileField = element instanceof HTMLInputElement && element.type === 'file';
		if (isFileField || element.getClientRects().length > 0) return element;
	}
	return null;
}
