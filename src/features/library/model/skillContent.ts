/** Passes an imported skill's examples to the store in batches, then describes the skill. */
import { toolText, type Example } from '#data/example.ts';
import { createFingerprint } from '#data/fingerprint.ts';
import type { ImportOptions } from './importFile.ts';
import { byPart, parts, type Part, type SkillInfo } from '#data/skill.ts';

/** Destination of the examples. The caller commits or aborts it. */
export interface ExampleSink {
	append(part: Part, examples: readonly Example[]): Promise<void>;
}

export class SkillContent {
	static readonly batchSize = 500;
	readonly #fingerprint = createFingerprint();
	readonly #batches = byPart((): Example[] => []);
	readonly counts = byPart(() => 0);
	#bytes = 0;
	#hasPrompts = false;
	#first: Example | null = null;

	constructor(
		private readonly sink: ExampleSink,
		private readonly signal: AbortSignal | undefined,
	) {}

	/** Waits while the store writes, so that reading does not run ahead. */
	async put(part: Part, example: Example): Promise<void> {
		this.#fingerprint.add(part, example);
		this.counts[part]++;
		this.#first ??= example;
		this.#hasPrompts ||= example.messages.some(({ role }) => role !== 'assistant');
		for (const { content } of example.messages) this.#bytes += utf8Length(content);
		this.#bytes += utf8Length(toolText(example));
		this.#batches[part].push(example);
		if (this.#batches[part].length >= SkillContent.batchSize) await this.#send(part);
	}

	async flush(): Promise<void> {
		for (const part of parts) if (this.#batches[part].length > 0) await this.#send(part);
	}

	async #send(part: Part): Promise<void> {
		this.signal?.throwIfAborted();
		await this.sink.append(part, this.#batches[part].splice(0));
		this.signal?.throwIfAborted();
	}

	/** Call it once, at the end. */
	info({ name, role }: Pick<ImportOptions, 'name' | 'role'>, origin: string): SkillInfo {
		const fingerprint = this.#fingerprint.hex();
		return {
			id: `file:${fingerprint.slice(0, 12)}`,
			name: name.trim() || origin,
			role,
			source: 'file',
			about: `${origin}: ${this.#first ? oneLine(this.#first) : ''}`,
			counts: { ...this.counts },
			scorer: this.#hasPrompts ? 'exact' : 'loss',
			heldOutIs: 'unseen',
			fingerprint,
			bytes: this.#bytes,
		};
	}
}

function oneLine({ messages }: Example): string {
	const short = (text: string) => {
		const line = text.replace(/\s+/g, ' ').trim();
		return line.length > 60 ? `${line.slice(0, 59)}…` : line;
	};
	return messages
		.slice(0, 2)
		.map(({ content }) => `“${short(content)}”`)
		.join(' → ');
}

function utf8Length(text: string): number {
	let bytes = text.length;
	for (let i = 0; i < text.length; i++) {
		const unit = text.charCodeAt(i);
		// A surrogate is half of four bytes. Any other unit from 0x800 on takes three bytes.
		if (unit >= 0x80) bytes += unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 1 : 2;
	}
	return bytes;
}
