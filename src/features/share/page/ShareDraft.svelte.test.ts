import { expect, test } from 'vitest';
import type { HideablePart } from '#lab/run/linkView.ts';
import type { Outcome } from '#lab/run/outcome.ts';
import { ShareDraft } from './ShareDraft.svelte.ts';

const order: readonly HideablePart[] = ['mix', 'pace', 'why', 'runs'];
const outcome: Outcome = { steps: 1, bits: '0'.repeat(16), skills: [], backend: 'wasm' };

test('by default a link has the results, if any, and nothing else', () => {
	const draft = new ShareDraft();
	expect(draft.extras(order, null)).toEqual({});
	expect(draft.extras(order, outcome)).toEqual({ expected: outcome });
	draft.withResults = false;
	expect(draft.extras(order, outcome)).toEqual({});
});

test('hidden parts have one order, whatever the order of choice', () => {
	const draft = new ShareDraft();
	draft.show('runs', false);
	draft.show('mix', false);
	draft.show('mix', false);
	expect(draft.view(order)).toEqual({ hide: ['mix', 'runs'] });
	expect(draft.shows('mix')).toBe(false);
	draft.show('mix', true);
	expect(draft.view(order)).toEqual({ hide: ['runs'] });
	draft.showAll();
	expect(draft.view(order)).toBeUndefined();
});

test('a link has the chosen options and no defaults', () => {
	const draft = new ShareDraft();
	draft.note = '  Watch sort. ';
	draft.pace = 'until';
	draft.step = 40;
	draft.theme = 'dark';
	draft.tables = true;
	draft.focus = 'sort';
	draft.place = 'runs';
	expect(draft.view(order)).toEqual({
		note: 'Watch sort.',
		pace: { kind: 'until', step: 40 },
		theme: 'dark',
		tables: true,
		focus: 'sort',
		place: 'runs',
	});
	draft.show('runs', false);
	expect(draft.view(order)).not.toHaveProperty('place');
	draft.pace = 'slow';
	draft.note = '   ';
	expect(draft.view(order)).toMatchObject({ pace: { kind: 'slow', milliseconds: 500 } });
	expect(draft.view(order)).not.toHaveProperty('note');
});
