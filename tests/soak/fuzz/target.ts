/** The interface of a fuzz target, and the oracle that judges each case. */
import type { LabError } from '#engine/core/errors.ts';
import { InputError, toMessage } from '#engine/core/errors.ts';
import type { Chance } from './chance.ts';

export interface FuzzTarget<Input = unknown> {
	readonly name: string;
	/** The input of a case: depends on the draws only. */
	make(chance: Chance): Input;
	/** Opens the input and uses it. Throws `Defect` if the lab accepts it with a wrong result. */
	open(input: Input): unknown;
	/** Whether the message says where the fault is: the file, or the part of it. */
	names(input: Input, error: LabError): boolean;
	/** The input as text, to look at. */
	show(input: Input): string;
}

/** Type-erased, for a list of all targets. */
export const defineTarget = <Input>(target: FuzzTarget<Input>): FuzzTarget => target;

/** A result that the lab must not give. */
export class Defect extends Error {}

export type Verdict =
	| { readonly kind: 'accepted' }
	| { readonly kind: 'refused'; readonly message: string }
	| { readonly kind: 'defect'; readonly what: string };

export async function judge(target: FuzzTarget, input: unknown): Promise<Verdict> {
	try {
		await target.open(input);
		return { kind: 'accepted' };
	} catch (error) {
		const what = findFault(target, input, error);
		if (what === null) return { kind: 'refused', message: toMessage(error) };
		return { kind: 'defect', what };
	}
}

/** The fault of a refusal; null without one. */
function findFault(target: FuzzTarget, input: unknown, error: unknown): string | null {
	if (error instanceof Defect) return error.message;
	if (!(error instanceof InputError)) {
		const stack = error instanceof Error ? error.stack?.split('\n').slice(1, 4).join(' <') : '';
		const name = error instanceof Error ? error.constructor.name : typeof error;
		return `${name}: ${toMessage(error).slice(0, 300)} ${stack ?? ''}`;
	}
	const { message } = error;
	const shown = message.slice(0, 600);
	if (!target.names(input, error)) return `The message names no file or field: ${shown}`;
	if (engineWords.test(message)) return `The message is the engine's own: ${shown}`;
	if (!mends.test(message)) return `The message has no mend: ${shown}`;
	return null;
}

/** Messages of V8 that mean nothing to a visitor. */
const engineWords =
	/is not a function|is not iterable|Cannot (?:read|destructure|convert)|call stack|\[internal\]/;

const verbs =
	'Add Allow Ask Begin Choose Close Copy Correct Do Download Export Fix Fork Give ' +
	'Import Indent Leave Let Look Lower Make Map Move Name Open Pause Put Reload ' +
	'Remove Rename Save Set Split Start Train Type Use Write';
/** An instruction at the start of a sentence or clause, or the values that are allowed. */
const mends = new RegExp(
	[
		'\\b(?:must|(?:is|are) needed|Known ones|The eight are|known presets)\\b',
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
