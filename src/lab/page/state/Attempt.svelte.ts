/** Tasks of a form or of a shelf: whether one runs, and the message of the last failure. */
import { isAbort } from '#engine/core/errors.ts';
import { errorText } from '#lab/page/words/words.ts';

export class Attempt {
	busy = $state(false);
	/** Null: the last task succeeded, or the visitor cancelled it. */
	problem: string | null = $state.raw(null);

	/** Null after a failure, which `problem` explains. */
	async run<T>(task: () => T | Promise<T>): Promise<T | null> {
		this.busy = true;
		this.problem = null;
		try {
			return await task();
		} catch (error) {
			if (!isAbort(error)) this.problem = errorText(error);
			return null;
		} finally {
			this.busy = false;
		}
	}
}
