/** A long computation whose steps can be tasks of their own, between which a page answers. */
import { nextTask } from './nextTask.ts';

export class InSteps<T> {
	readonly #steps: Generator<void, T>;
	#done: { readonly value: T } | null = null;

	/** `steps` yields after each step. */
	constructor(steps: Generator<void, T>) {
		this.#steps = steps;
	}

	/** Makes what is left at once. */
	get value(): T {
		while (!this.#done) this.#next();
		return this.#done.value;
	}

	/** Makes each step that is left in a task of its own. */
	async finish(): Promise<T> {
		while (!this.#done) {
			await nextTask();
			if (!this.#done) this.#next();
		}
		return this.#done.value;
	}

	#next(): void {
		const { done, value } = this.#steps.next();
		if (done) this.#done = { value };
	}
}
