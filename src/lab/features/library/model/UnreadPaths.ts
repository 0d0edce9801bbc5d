/** What an import does not read of a file: each path, with the number of rows that hold it. */

/** A path can have keys that are data. More are one entry for their parent. */
const maxPaths = 500;

/** Paths that the same number of rows hold. */
export interface UnreadGroup {
	readonly paths: readonly string[];
	readonly rows: number;
}

export class UnreadPaths {
	readonly #rows = new Map<string, number>();

	/** The paths of one row. */
	add(paths: readonly string[]): void {
		const known = paths.map((path) => {
			const isFull = this.#rows.size >= maxPaths && !this.#rows.has(path);
			return isFull ? path.replace(/[.[].*$/s, '') : path;
		});
		for (const path of new Set(known)) this.#rows.set(path, (this.#rows.get(path) ?? 0) + 1);
	}

	/** Most rows first. */
	groups(): UnreadGroup[] {
		const counts = [...new Set(this.#rows.values())].sort((a, b) => b - a);
		return counts.map((rows) => ({
			paths: [...this.#rows.keys()].filter((path) => this.#rows.get(path) === rows),
			rows,
		}));
	}
}
