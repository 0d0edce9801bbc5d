/** Other readers, in Python, read what the lab has read: differences are wrong results. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { pythonWith } from '../../support/python.ts';
import type { Reference } from './target.ts';

/** A record of the lab, or a difference that the other reader found. */
interface Compared {
	readonly case: number;
	readonly what: string;
	/** The other reader does not read the file at all. */
	readonly refused: boolean;
}

const recordsAtOnce = 1000;
const charactersAtOnce = 20_000_000;

export class ReferenceReader {
	/** Cases that the other reader has compared. */
	compared = 0;
	readonly #python: string;
	readonly #script: string;
	#lines: string[] = [];
	#characters = 0;

	constructor(python: string, script: string) {
		this.#python = python;
		this.#script = fileURLToPath(new URL(`./reference/${script}`, import.meta.url));
	}

	/** undefined: there is no SKILLET_PYTHON with its packages. */
	static find(reference: Reference | undefined): ReferenceReader | undefined {
		const python = reference && pythonWith(...reference.packages);
		return python === undefined ? undefined : new ReferenceReader(python, reference!.script);
	}

	/** The differences of the records so far, if there are enough for a call. */
	add(number: number, record: string): readonly Compared[] {
		this.#lines.push(`{"case":${number},"record":${record}}`);
		this.#characters += record.length;
		return this.#lines.length < recordsAtOnce && this.#characters < charactersAtOnce
			? []
			: this.compare();
	}

	compare(): readonly Compared[] {
		if (this.#lines.length === 0) return [];
		const input = `${this.#lines.join('\n')}\n`;
		const options = { input, encoding: 'utf8', maxBuffer: 2 ** 30 } as const;
		const { status, stdout, stderr } = spawnSync(this.#python, [this.#script], options);
		if (status !== 0) throw new Error(`${this.#script} failed:\n${stderr.slice(-2000)}`);
		this.compared += this.#lines.length;
		this.#lines = [];
		this.#characters = 0;
		return stdout
			.split('\n')
			.filter((line) => line !== '')
			.map((line) => JSON.parse(line) as Compared);
	}
}
