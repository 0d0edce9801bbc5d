import { describe, expect, it } from 'vitest';
import { InputError } from '#engine/core/errors.ts';
import { canonicalJson, type Json } from '#engine/core/json.ts';
import { artefactFile, maxArtefactBytes, namedArtefact, readArtefactFile } from './artefactFile.ts';

const named = (artefact: Json = [[1, -0.5], { b: 1e-310, a: null, c: 'Ä “\u2028” 𝒜' }]) =>
	namedArtefact(
		{ name: 'Graph 1/2: “Ä”', policy: 'skill-it', madeAt: 1_700_000_000_000 },
		artefact,
	);
const asFile = (text: string) => new File([text], 'graph.json');
const written = () => JSON.parse(artefactFile(named()).text) as { [field: string]: Json };
const refusal = async (file: File): Promise<string> => {
	const error = await readArtefactFile(file).catch((thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(InputError);
	return (error as InputError).message;
};
const changed = (changes: { [field: string]: unknown }) =>
	asFile(JSON.stringify({ ...written(), ...changes }));

describe('an artefact as a file', () => {
	it('comes back bit for bit, with its name and hash', async () => {
		expect(await readArtefactFile(asFile(artefactFile(named()).text))).toEqual(named());
	});

	it('has a name that every system can keep', () => {
		expect(artefactFile(named()).name).toBe('Graph-1-2-Ä.artefact.json');
	});

	it('has the hash of its canonical JSON, whatever the order of keys', () => {
		const { info } = named({ a: 1, b: 2 });
		expect(info).toEqual(named({ b: 2, a: 1 }).info);
		expect(info.sha256).toBe('43258cff783fe7036d8a43033f830adfc60ec037382473548ac742b888292777');
		expect(info.bytes).toBe(canonicalJson({ a: 1, b: 2 }).length);
	});

	it('may have another layout', async () => {
		const reordered = Object.fromEntries(Object.entries(written()).reverse());
		expect(await readArtefactFile(asFile(JSON.stringify(reordered, null, 4)))).toEqual(named());
	});
});

const deepJson = `{"artefact":${'['.repeat(5000)}${']'.repeat(5000)}}`;

describe('a wrong file is refused with its name, the field and advice', () => {
	it('cut in half', async () => {
		const { text } = artefactFile(named());
		expect(await refusal(asFile(text.slice(0, text.length / 2)))).toEqual(
			expect.stringMatching(
				/^graph\.json: it is not JSON .*\. Export the artefact once more, and copy the whole file\.$/,
			),
		);
		expect(await refusal(asFile(''))).toContain('graph.json: it is not JSON');
	});

	it('nested too deeply', async () => {
		expect(await refusal(asFile(deepJson))).toContain('graph.json: it is nested more than 100');
	});

	it('too large, before it is read', async () => {
		const file = Object.assign(asFile('{}'), {
			text: () => Promise.reject(new Error('It was read.')),
		});
		Object.defineProperty(file, 'size', { value: maxArtefactBytes + 100_000 });
		expect(await refusal(file)).toBe(
			'graph.json: it has 64.1 MB, and the limit is 64 MB. Choose another file.',
		);
	});

	it.each([
		['another format', { format: 'tree' }, 'format: must be "skillet-artefact"'],
		['a newer version', { version: 2 }, 'version: this lab reads version 1. Import the file in'],
		['an unknown policy', { policy: 'best-mix' }, 'policy: there is no mixing policy "best-mix"'],
		['a policy that prepares nothing', { policy: 'uniform' }, 'policy: "uniform" prepares nothing'],
		['no text as policy', { policy: 3 }, 'policy: must be'],
		['an artefact that was changed', { artefact: [1] }, 'sha256: the artefact was changed'],
		['another hash', { sha256: 'a'.repeat(64) }, `not ${'a'.repeat(64)}. Export it once more.`],
		['no hash', { sha256: 'A'.repeat(64) }, 'sha256: must be a SHA-256 of 64 hex digits'],
		['no name', { name: '' }, 'name: must be text of 1 to 200 characters'],
		['a name without end', { name: 'a'.repeat(201) }, 'name: must be text of 1 to 200 characters'],
		['no date', { madeAt: 0.5 }, 'madeAt: must be a whole number'],
		['a date before all', { madeAt: -1 }, 'madeAt: must be a whole number'],
	])('with %s', async (_what, changes, said) => {
		const message = await refusal(changed(changes));
		expect(message).toContain('graph.json: ');
		expect(message).toContain(said);
		expect(message).toMatch(/\.$/);
	});

	it.each(['format', 'version', 'policy', 'name', 'madeAt', 'sha256', 'artefact'])(
		'without %s',
		async (field) => {
			expect(await refusal(changed({ [field]: undefined }))).toBe(
				`graph.json: ${field}: is missing. Export the artefact once more.`,
			);
		},
	);

	it.each(['null', '7', '[]', '"text"', '{}'])('that is %s', async (text) => {
		expect(await refusal(asFile(text))).toMatch(/^graph\.json: format: /);
	});
});
