/** Parts of a shared file are stored in the order of the kinds; a faulty part is named. */
import { expect, it } from 'vitest';
import { statementText, type Statement } from '#engine/core/message.ts';
import type { KeptKind } from '#lab/page/shell/keptKind.ts';
import { openPack, type PackKinds } from './openPack.ts';

type PackLab = Parameters<typeof openPack>[0];

const kindsOf = (...kinds: KeptKind[]): PackKinds => ({
	keptKinds: async () => kinds,
	countKinds: (parts) => parts.map(({ kind }) => `1 ${kind}`),
});

it('stores in the order of the kinds, names a faulty part, and stores the others', async () => {
	const stored: string[] = [];
	const said: string[] = [];
	const progress: string[] = [];
	const kind = (name: KeptKind['kind']): KeptKind => ({
		kind: name,
		stage: 'data',
		list: async () => [],
		store: async ({ id }, [file]) => {
			if (id === 'bad') throw new Error('it is broken');
			stored.push(`${name} ${await file.text()}`);
			return id !== 'old';
		},
	});
	const part = (kind: string, id: string) => ({
		kind,
		id,
		name: `name of ${id}`,
		files: [{ name: 'x', blob: new Blob([id]) }],
	});
	const parts = [
		part('run', 'r'),
		part('skill', 'bad'),
		part('skill', 'old'),
		part('dance', 'd'),
		part('law', 'l'),
	];
	const lab = {
		client: { 'pack.read': async () => ({ parts }) },
		notices: {
			say: (_: string, message: () => string) => said.push(message()),
			fail: (what: string, error: Error) => said.push(`${what} ${error.message}`),
			close: (notice: number) => said.push(`no more: ${said[notice - 1]}`),
			progress: ({ label, done }: { label: unknown; done?: boolean }) =>
				done ? progress.push('done') : progress.push(statementText(label as Statement)),
		},
		refresh: async () => undefined,
		refreshRuns: async () => undefined,
	} as unknown as PackLab;
	await openPack(lab, kindsOf(kind('skill'), kind('run')), new File([], 'lab.zip'));
	expect(stored).toEqual(['skill old', 'run r']);
	expect(progress).toEqual([
		'Storing name of bad',
		'Storing name of old',
		'Storing name of r',
		'done',
	]);
	expect(said).toEqual([
		'lab.zip is being opened.',
		'Not stored: lab.zip, name of bad: it is broken',
		expect.stringMatching(/^Not stored: lab\.zip, name of d: .*“dance”/),
		expect.stringMatching(/^Not stored: lab\.zip, name of l: laws of mixes left in 1\.0/),
		'lab.zip: 1 part is stored (1 run), 1 was here already. Nothing was replaced.',
		'no more: lab.zip is being opened.',
	]);
});
