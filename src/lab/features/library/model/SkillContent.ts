/** Describes a skill while its examples pass to a store: counts, fingerprint, measure. */
import { AnswerReview, chooseMeasure, type AnswerFacts } from '#engine/core/measures.ts';
import { firstAnswer, isQuestion, toolText, type Example } from '#engine/data/example.ts';
import { createFingerprint } from '#engine/data/fingerprint.ts';
import { byPart, parts, type Part, type SkillInfo } from '#engine/data/skill.ts';
import { saidText } from '#lab/run/rowQuestion.ts';
import type { SkillWriter } from '#lab/run/stores.ts';

const encoder = new TextEncoder();

/** `<|im_end|>`, `</s>`, `<end_of_turn>`: trainers' files write them behind an answer. */
const endTokens = /(?:\s*<[|/]?\w{1,30}\|?>)+\s*$/;

/** Passes a skill's examples to the store in batches, then describes the skill. */
export class SkillContent {
	static readonly batchSize = 500;
	readonly #fingerprint = createFingerprint();
	readonly #batches = byPart((): Example[] => []);
	readonly counts = byPart(() => 0);
	#bytes = 0;
	readonly #review = new AnswerReview();
	#first: Example | null = null;

	constructor(private readonly sink: Pick<SkillWriter, 'append'>) {}

	/** Waits while the store writes, so that reading does not run ahead. */
	async put(part: Part, example: Example): Promise<void> {
		this.#fingerprint.add(part, example);
		this.counts[part]++;
		this.#first ??= example;
		if (isQuestion(example)) this.#review.add(firstAnswer(example).replace(endTokens, ''));
		const texts = [...example.messages.map(({ content }) => content), toolText(example)];
		for (const text of texts) this.#bytes += encoder.encode(text).length;
		this.#batches[part].push(example);
		if (this.#batches[part].length >= SkillContent.batchSize) await this.#send(part);
	}

	async flush(): Promise<void> {
		for (const part of parts) if (this.#batches[part].length > 0) await this.#send(part);
	}

	async #send(part: Part): Promise<void> {
		await this.sink.append(part, this.#batches[part].splice(0));
	}

	/** The answers so far. */
	answers(): AnswerFacts {
		return this.#review.facts();
	}

	/** Call it once, at the end. */
	info({ name, role }: Pick<SkillInfo, 'name' | 'role'>, origin: string): SkillInfo {
		const fingerprint = this.#fingerprint.hex();
		return {
			id: `file:${fingerprint.slice(0, 12)}`,
			name: name.trim() || origin,
			role,
			source: 'file',
			about: `${origin}: ${this.#first ? oneLine(this.#first) : ''}`,
			counts: { ...this.counts },
			measure: chooseMeasure(this.answers()),
			heldOutIs: 'unseen',
			fingerprint,
			bytes: this.#bytes,
		};
	}
}

/** Isolates each text, so that one from right to left leaves the quotes and the arrow in place. */
function oneLine({ messages }: Example): string {
	const short = (text: string) => {
		const line = text.replace(/\s+/g, ' ').trim();
		return line.length > 60 ? `${line.slice(0, 59)}…` : line;
	};
	return messages
		.filter(({ role }) => role !== 'system')
		.slice(0, 2)
		.map((message) => `“\u2068${short(saidText(message))}\u2069”`)
		.join(' → ');
}
