import { expect, test } from 'vitest';
import { nextTask } from '#engine/core/nextTask.ts';
import type { KeptKind } from '#lab/page/shell/keptKind.ts';
import { wholeLab } from './pack.ts';

const kindOf = (read: (name: string) => Promise<void>): KeptKind => ({
	kind: 'run',
	stage: 'runs',
	store: async () => true,
	list: async () =>
		['a', 'b', 'c'].map((name) => ({
			name,
			read: async () => (await read(name), { id: name, name, files: [] }),
		})),
});

test('a backup goes on without a damaged part, and names it', async () => {
	const kind = kindOf(async (name) => {
		if (name === 'b') throw new Error('its weights are gone');
	});
	const { parts, leftOut } = await wholeLab([kind]);
	expect(parts.map(({ id }) => id)).toEqual(['a', 'c']);
	expect(leftOut).toEqual(['b: its weights are gone']);
});

test('parts are read one at a time: the weights of many runs do not fit the memory', async () => {
	let open = 0;
	let peak = 0;
	const kind = kindOf(async () => {
		peak = Math.max(peak, ++open);
		await nextTask();
		open--;
	});
	expect((await wholeLab([kind])).parts).toHaveLength(3);
	expect(peak).toBe(1);
});
