/** One hover step, shared by all charts and tables. */
export class CursorState {
	#step: number | null = $state(null);

	/** The last step that keys reach where it is not that of the run on the bench. */
	reach: number | null = null;

	/** null: nothing is pointed at, everything shows the newest. */
	get step() {
		return this.#step;
	}
	point(step: number | null): void {
		this.#step = step === null ? null : Math.round(step);
	}
	/** By key: from the newest step if nothing is pointed at; leaves at the end. */
	move(by: number, newest: number): void {
		const next = (this.#step ?? newest) + by;
		this.#step = next >= newest && by > 0 ? null : Math.max(0, Math.min(newest, next));
	}
}
