/** The interface of a fuzz target, and the oracle that judges each case. */
import type { LabError } from '#engine/core/errors.ts';
import type { Json } from '#engine/core/json.ts';
import { InputError, toMessage } from '#engine/core/errors.ts';
import type { Chance } from './chance.ts';
import type { Outcome } from './protocol.ts';

export interface FuzzTarget<Input = unknown> {
	readonly name: string;
	/** The input of a case: depends on the draws only. */
	make(chance: Chance): Input;
	/**
	 * Opens the input and uses it. Throws `Defect` if the lab reads it with a wrong result. Returns
	 * what the reference reader must find too.
	 */
	open(input: Input): Promise<Json | void> | Json | void;
	/** A Python script in the folder reference, which reads the records of `open`. */
	readonly reference?: Reference;
	/** Whether the message says where the fault is: the file, or the part of it. */
	names(input: Input, error: LabError): boolean;
	/** The input as text, to look at. */
	show(input: Input): string;
}

export interface Reference {
	readonly script: string;
	readonly packages: readonly string[];
}

/** Type-erased, for a list of all targets. */
export const defineTarget = <Input>(target: FuzzTarget<Input>): FuzzTarget => target;

/** A result that the lab must not give. */
export class Defect extends Error {}

/** `message`: of a refusal, or what is wrong. */
export interface Verdict {
	readonly kind: Outcome;
	readonly message: string;
	readonly record?: Json;
}

/** Throws Foreign for every request. */
export function forbidRequests(): void {
	const refuse = (address: unknown) => {
		throw new Foreign(`It asks ${String(address).slice(0, 200)}.`);
	};
	const { fetch } = globalThis;
	globalThis.fetch = (input, init) =>
		input instanceof Request || !/^(?:data|blob):/.test(String(input))
			? refuse(input instanceof Request ? input.url : input)
			: fetch(input, init);
	globalThis.WebSocket = refuse as never;
}

/** A request to another site. */
export class Foreign extends Defect {}

export async function judge(target: FuzzTarget, input: unknown): Promise<Verdict> {
	try {
		const record = (await target.open(input)) ?? undefined;
		return { kind: 'read', message: '', ...(record !== undefined && { record }) };
	} catch (error) {
		if (error instanceof Foreign) return { kind: 'foreign', message: error.message };
		if (error instanceof Defect) return { kind: 'wrong', message: error.message };
		const what = findFault(target, input, error);
		if (what === null) return { kind: 'refused', message: toMessage(error) };
		return { kind: 'unnamed', message: what };
	}
}

/** The fault of a refusal; null without one. */
function findFault(target: FuzzTarget, input: unknown, error: unknown): string | null {
	if (!(error instanceof InputError)) {
		const stack = error instanceof Error ? error.stack?.split('\n').slice(1, 4).join(' <') : '';
		const name = error instanceof Error ? error.constructor.name : typeof error;
		return `${name}: ${toMessage(error).slice(0, 300)} ${stack ?? ''}`;
	}
	const { message } = error;
	const shown = message.slice(0, 600);
	if (!target.names(input, error)) return `The message names no file or field: ${shown}`;
	if (engineWords.test(message)) return `The message is the engine's own: ${shown}`;
	if (!instructions.test(message)) return `The message has no instruction: ${shown}`;
	return null;
}

/** Messages of V8 that mean nothing to a visitor. */
const engineWords =
	/is not a function|is not iterable|Cannot (?:read|destructure|convert)|call stack|\[internal\]/;

const verbs =
	'Add Allow Ask Begin Choose Close Compare Copy Correct Do Download Export Fix Fork Give ' +
	'Import Indent Join Leave Let Look Lower Make Map Move Name Open Pause Put Reload ' +
	'Remove Rename Save Set Split Start Train Type Use Write';
/** An instruction at the start of a sentence or clause, or the values that are allowed. */
const instructions = new RegExp(
	[
		'\\b(?:must|needs|(?:is|are) needed|Known (?:ones|are)|The eight are|known presets)\\b',
		`(?:^|[.:;,!?“”"(] ?)(?:${verbs.split(' ').join('|')})\\b`,
		`(?:^|[:;,] |\\bor )(?:${verbs.toLowerCase().split(' ').join('|')}) `,
	].join('|'),
);

/** Throws Defect if a number in the value is not finite. */
export function demandFinite(value: unknown, what: string): void {
	const open: unknown[] = [value];
	while (open.length > 0) {
		const held = open.pop();
		if (typeof held === 'number' && !Number.isFinite(held))
			throw new Defect(`${what} has the number ${held}.`);
		if (held === null || typeof held !== 'object' || ArrayBuffer.isView(held)) continue;
		for (const inner of Object.values(held)) open.push(inner);
	}
}

export function demand(holds: boolean, what: string): asserts holds {
	if (!holds) throw new Defect(what);
}

/** Whether the message begins with the file's name or has it. */
export const namesFile = (file: string, { message }: LabError): boolean => message.includes(file);
