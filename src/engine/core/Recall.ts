/**
 * Values by text, each made once. `forget()` drops those that nobody asked for since the last call.
 */
export class Recall<Value> {
	#before = new Map<string, Value>();
	#asked = new Map<string, Value>();

	of(text: string, make: () => Value): Value {
		if (this.#asked.has(text)) return this.#asked.get(text) as Value;
		const value = this.#before.has(text) ? (this.#before.get(text) as Value) : make();
		this.#asked.set(text, value);
		return value;
	}

	forget(): void {
		this.#before = this.#asked;
		this.#asked = new Map();
	}
}
