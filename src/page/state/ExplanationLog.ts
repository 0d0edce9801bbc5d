/** What the policies of a run said of themselves, step by step: plain data for the charts and for the cursor. */
import type { Explanation } from '#mixing/policy.ts';

export interface Explained {
	/** Steps that were done. */
	readonly step: number;
	readonly explanation: Explanation;
}
export interface Said {
	readonly step: number;
	readonly sentence: string;
}

export class ExplanationLog {
	/** By rising step; one per step. */
	readonly #entries: Explained[] = [];

	get entries(): readonly Explained[] {
		return this.#entries;
	}
	get newest(): Explanation | null {
		return this.#entries.at(-1)?.explanation ?? null;
	}

	/** A second explanation of one step replaces the first. */
	add(step: number, explanation: Explanation): void {
		let at = this.#entries.length;
		while (at > 0 && this.#entries[at - 1].step >= step) at--;
		const replaced = this.#entries[at]?.step === step ? 1 : 0;
		const shared = sharing(explanation, this.#entries[at - 1]?.explanation);
		this.#entries.splice(at, replaced, { step, explanation: shared });
	}

	/** What was said last at `step`. */
	at(step: number): Explanation | null {
		return this.#entries.findLast((entry) => entry.step <= step)?.explanation ?? null;
	}

	/** Each sentence with the step at which it was new; newest first. */
	said(): Said[] {
		const said: Said[] = [];
		for (const { step, explanation } of this.#entries)
			if (explanation.sentence !== said.at(-1)?.sentence)
				said.push({ step, sentence: explanation.sentence });
		return said.reverse();
	}

	/** Of all traces, in the order in which they came. */
	labels(): string[] {
		const labels = new Set<string>();
		for (const { explanation } of this.#entries)
			for (const { label } of explanation.traces) labels.add(label);
		return [...labels];
	}
}

/** A policy tells of each step and measures at some: equal matrices are kept once. */
function sharing(explanation: Explanation, before: Explanation | undefined): Explanation {
	const { matrices } = explanation;
	if (!matrices || !before?.matrices) return explanation;
	return JSON.stringify(matrices) === JSON.stringify(before.matrices)
		? { ...explanation, matrices: before.matrices }
		: explanation;
}
