/** Wrong requests of a script: each error names the call and the field. */
import { expect, test } from 'vitest';
import type { GenericSchema } from 'valibot';
import { InputError, InternalError } from '#engine/core/errors.ts';
import { earlyCalls, ownParts } from '#lab/worker/ownParts.ts';
import { openLab } from '../../../tests/support/featureLab.ts';
import { workerFeatures } from './worker.ts';

type Entries = Readonly<Record<string, GenericSchema>>;
const requests = [earlyCalls, ...ownParts, ...workerFeatures].flatMap((part) =>
	Object.entries<Entries | null>(part.requests),
);
const taking = requests.flatMap(([call, entries]) => (entries ? [[call, entries] as const] : []));
type Client = Readonly<Record<string, (request?: unknown) => Promise<unknown>>>;
const open = async () => (await openLab()).client as unknown as Client;

/** The parts of a schema that tell which values it takes. */
interface Shape {
	readonly type: string;
	readonly wrapped?: Shape;
	readonly item?: Shape;
	readonly options?: readonly unknown[];
	readonly entries?: Readonly<Record<string, Shape>>;
	readonly class?: unknown;
}
/** A value of the right form, of things that the lab does not have. */
function sample({ type, wrapped, item, options, entries, ...schema }: Shape): unknown {
	if (wrapped) return sample(wrapped);
	if (item) return [sample(item)];
	if (type === 'picklist') return options![0];
	if (type === 'variant') return { kind: 'full' };
	if (type === 'instance')
		return schema.class === Blob ? new Blob(['x']) : new File(['x'], 'a.jsonl');
	if (entries)
		return Object.fromEntries(Object.entries(entries).map(([key, part]) => [key, sample(part)]));
	return { string: 'https://a.example', number: 1, boolean: false }[type] ?? {};
}
const samples = (entries: Entries) =>
	Object.entries(entries).map(([field, schema]) => [field, sample(schema as Shape)] as const);
const isOptional = ({ type }: GenericSchema) =>
	['optional', 'exact_optional', 'unknown'].includes(type);

async function refusal(client: Client, call: string, request?: unknown): Promise<string> {
	const error = await client[call](request).then(
		() => new Error(`${call} took it`),
		(error: unknown) => error as Error,
	);
	expect(error, `${call}: ${error.message}`).toBeInstanceOf(InputError);
	return error.message;
}

test('no two parts of the worker have a call of the same name', () => {
	const names = requests.map(([call]) => call);
	expect(names).toEqual([...new Set(names)]);
});

test('each call without its object names its fields', async () => {
	const client = await open();
	for (const [call, entries] of taking) {
		if (Object.values(entries).every(isOptional)) continue;
		const expected = `${call}: it takes an object with ${Object.keys(entries).join(', ')}.`;
		for (const request of [undefined, null])
			expect(await refusal(client, call, request)).toContain(expected);
	}
});

test('each call without a field, or with a wrong one, names it', async () => {
	const client = await open();
	for (const [call, entries] of taking)
		for (const [field, schema] of Object.entries(entries)) {
			const { [field]: _, ...others } = Object.fromEntries(samples(entries));
			if (!isOptional(schema))
				expect(await refusal(client, call, others)).toBe(`${call}: ${field} is missing. Add it.`);
			if (schema.type === 'unknown') continue;
			const named = new RegExp(`^${call}: ${field}\\S* must be `);
			expect(await refusal(client, call, { ...others, [field]: null })).toMatch(named);
		}
});

/** They need a device. */
const others = ['lab.open'];
test('a call about what the lab does not have fails with a sentence, if it fails', async () => {
	const client = await open();
	for (const [call, entries] of taking.filter(([call]) => !others.includes(call))) {
		const error = await client[call](Object.fromEntries(samples(entries))).catch(
			(error: unknown) => error as Error,
		);
		const stack = error instanceof Error ? error.stack : '';
		expect.soft(error, `${call}: ${stack}`).not.toBeInstanceOf(InternalError);
	}
});

test('an unknown call names the known ones, and one that cannot be sent itself', async () => {
	const client = await open();
	expect(await refusal(client, 'run.evens')).toMatch(
		/^There is no call “run.evens”\. .*run\.events/,
	);
	expect(await refusal(client, 'runs.list')).toContain('run.list');
	const request = { at: () => 1 };
	expect(await refusal(client, 'run.list', request)).toMatch(/^run.list: its request cannot be/);
});
