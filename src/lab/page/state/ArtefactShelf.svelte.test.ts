import { expect, test, vi } from 'vitest';
import { InputError } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import type { ArtefactInfo } from '#lab/run/stores.ts';
import { ArtefactShelf } from './ArtefactShelf.svelte.ts';

const artefact = (sha256: string, policy = 'raise'): ArtefactInfo => ({
	sha256,
	name: `Selector ${sha256}`,
	policy,
	madeAt: 0,
	bytes: 10,
});

function makeShelf(artefacts: readonly ArtefactInfo[]) {
	const info = { artefacts: artefacts };
	const client = {
		'artefact.keep': vi.fn(async () => artefact('b')),
		'artefact.import': vi.fn(async () => {
			throw new InputError(asMessage('selector.json: version: must be 1.'));
		}),
		'artefact.delete': vi.fn(async () => {}),
	};
	const refresh = async (change: { artefacts?: readonly ArtefactInfo[] }) =>
		void (info.artefacts = change.artefacts ?? info.artefacts);
	const lab = { client, info, refresh };
	return new ArtefactShelf(lab as unknown as ConstructorParameters<typeof ArtefactShelf>[0]);
}
const hashes = (shelf: ArtefactShelf) => shelf.of('raise').map(({ sha256 }) => sha256);

test('what is kept comes first, once, and only for its own policy', async () => {
	const shelf = makeShelf([artefact('a'), artefact('b'), artefact('c', 'skill-it')]);
	expect((await shelf.keep('run', 'mine'))?.sha256).toBe('b');
	expect(hashes(shelf)).toEqual(['b', 'a']);
	expect(shelf.named('c')?.policy).toBe('skill-it');
	expect(await shelf.delete(artefact('b'))).toBe(true);
	expect(hashes(shelf)).toEqual(['a']);
});

test('a file that is none says why, until the next try', async () => {
	const shelf = makeShelf([]);
	expect(await shelf.import(new File([], 'selector.json'))).toBeNull();
	expect(shelf.problem).toContain('version');
	await shelf.keep('run', 'mine');
	expect(shelf.problem).toBeNull();
});
