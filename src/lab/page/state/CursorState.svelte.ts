/** Owns the step under the cursor, which all charts and tables share. */
export class CursorState {
	/** null: no cursor, so the newest step counts. */
	step: number | null = $state(null);
	/** The pointer set it, so it leaves with the pointer. */
	#isPointed = false;
	/** The last step that the keys reach; null: the newest step of the run. */
	reach: number | null = null;

	/** Set by the pointer; null: it is beside the steps. */
	point(step: number | null): void {
		this.step = step;
		this.#isPointed = step !== null;
	}
	/** The pointer is on no chart. A cursor that keys have set stays. */
	leave(): void {
		if (this.#isPointed) this.point(null);
	}
	/** Moved by a key: starts at the newest step, and disappears beyond it. */
	move(by: number, newest: number): void {
		this.#isPointed = false;
		const next = (this.step ?? newest) + by;
		this.step = next >= newest && by > 0 ? null : Math.max(0, Math.min(newest, next));
	}
}
