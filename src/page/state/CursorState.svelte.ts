/** Owns the step under the cursor, which all charts and tables share. */
export class CursorState {
	#step: number | null = $state(null);

	/** The last step that the keys reach; null: the newest step of the run. */
	reach: number | null = null;

	/** null: no cursor, so the newest step counts. */
	get step() {
		return this.#step;
	}
	point(step: number | null): void {
		this.#step = step === null ? null : Math.round(step);
	}
	/** By key: starts at the newest step, and disappears beyond it. */
	move(by: number, newest: number): void {
		const next = (this.#step ?? newest) + by;
		this.#step = next >= newest && by > 0 ? null : Math.max(0, Math.min(newest, next));
	}
}
