/** The explanations of a run's policies by step, as plain data in the language in use. */
import { languageTag } from '#languages/language.ts';
import { explanationText } from '#lab/run/messages.ts';
import type { Explanation, PolicyStatement } from '#mixing/index.ts';

interface Entry<Words> {
	/** Steps that were done. */
	readonly step: number;
	readonly explanation: Explanation<Words>;
}

export class ExplanationLog {
	/** At most one per step, in their order. */
	readonly #entries: Entry<PolicyStatement>[] = [];
	#texts: Entry<string>[] = [];
	#language = languageTag();

	get entries(): readonly Entry<string>[] {
		return this.#inWords();
	}
	#inWords(): Entry<string>[] {
		const language = languageTag();
		if (language !== this.#language) this.#texts = this.#entries.map(toText);
		this.#language = language;
		return this.#texts;
	}

	/** A second explanation of one step replaces the first. */
	add(step: number, explanation: Explanation): void {
		let at = this.#entries.length;
		while (at > 0 && this.#entries[at - 1].step >= step) at--;
		const replaced = this.#entries[at]?.step === step ? 1 : 0;
		const entry = { step, explanation };
		this.#inWords().splice(at, replaced, toText(entry));
		this.#entries.splice(at, replaced, entry);
	}

	/** The newest explanation at or before `step`. */
	at(step: number): Explanation<string> | null {
		return this.entries.findLast((entry) => entry.step <= step)?.explanation ?? null;
	}

	/** Sentences with the first step that they describe, newest first; equal ones in a row once. */
	listSentences() {
		const said: { readonly step: number; readonly sentence: string }[] = [];
		for (const { step, explanation } of this.entries)
			if (explanation.sentence !== said.at(-1)?.sentence)
				said.push({ step, sentence: explanation.sentence });
		return said.reverse();
	}
}

const toText = ({ step, explanation }: Entry<PolicyStatement>): Entry<string> => ({
	step,
	explanation: explanationText(explanation),
});
