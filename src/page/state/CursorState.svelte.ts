/** Owns the step under the cursor, which all charts and tables share. */
export class CursorState {
	/** null: no cursor, so the newest step counts. */
	step: number | null = $state(null);
	/** The last step that the keys reach; null: the newest step of the run. */
	reach: number | null = null;

	/** By key: starts at the newest step, and disappears beyond it. */
	move(by: number, newest: number): void {
		const next = (this.step ?? newest) + by;
		this.step = next >= newest && by > 0 ? null : Math.max(0, Math.min(newest, next));
	}
}
