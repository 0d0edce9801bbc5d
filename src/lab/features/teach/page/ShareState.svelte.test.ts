import { describe, expect, test, vi } from 'vitest';
import { InputError } from '#engine/core/errors.ts';
import { encodeLink, readLink } from '#lab/run/link.ts';
import { exampleExperiment } from '../../../../../tests/support/experiment.ts';
import { ShareState, ShareDraft } from './ShareState.svelte.ts';
import type { Outcome } from '#lab/run/outcome.ts';

const openState = () => {
	const openLink = vi.fn(() => true);
	const follow = vi.fn();
	const share = new ShareState({ openLink, readLink }, follow);
	share.isOpen = true;
	return { share, openLink, follow };
};

describe('a pasted link', () => {
	test('a damaged link throws before anything changes', () => {
		const { share, openLink } = openState();
		expect(() => share.openLink('https://lab/#1.abc')).toThrow(InputError);
		expect(openLink).not.toHaveBeenCalled();
		expect(share.isOpen).toBe(true);
	});
	test('a link to a lesson is followed, whatever stands around it', () => {
		const { share, openLink, follow } = openState();
		share.openLink('> Today: <https://lab/#lesson=3Dmix&amp;seeds=3Deach>.');
		expect(follow).toHaveBeenCalledExactlyOnceWith('#lesson=mix&seeds=each');
		expect(openLink).not.toHaveBeenCalled();
		expect(share.isOpen).toBe(false);
	});
	test('a valid link closes the dialog', () => {
		const { share, openLink } = openState();
		share.openLink(`See https://lab/#${encodeLink(exampleExperiment)}.`);
		expect(openLink).toHaveBeenCalledOnce();
		expect(share.isOpen).toBe(false);
	});
});

const outcome: Outcome = { steps: 1, bits: '0'.repeat(16), skills: [], backend: 'wasm' };

test('by default a link has the results, if any, and nothing else', () => {
	const draft = new ShareDraft(['mix', 'why', 'runs', 'studies']);
	expect(draft.extras(null)).toEqual({});
	const curves = { steps: [0], skills: [] };
	expect(draft.extras({ outcome, curves })).toEqual({ expected: outcome, curves });
	draft.withResults = false;
	expect(draft.extras({ outcome, curves })).toEqual({});
});

test('hidden parts have one order, whatever the order of choice', () => {
	const draft = new ShareDraft(['mix', 'why', 'runs', 'studies']);
	draft.show('runs', false);
	draft.show('mix', false);
	draft.show('mix', false);
	expect(draft.view).toEqual({ hide: ['mix', 'runs'] });
	expect(draft.shows('mix')).toBe(false);
	draft.show('mix', true);
	expect(draft.view).toEqual({ hide: ['runs'] });
	draft.showAll();
	expect(draft.view).toBeUndefined();
});

test('a link has the chosen options and no defaults', () => {
	const draft = new ShareDraft(['mix', 'why', 'runs', 'studies']);
	draft.note = '  Watch sort. ';
	draft.pace = 'until';
	draft.step = 40;
	draft.theme = 'dark';
	draft.tables = true;
	draft.focus = 'sort';
	draft.place = 'runs';
	expect(draft.view).toEqual({
		note: 'Watch sort.',
		pace: { kind: 'until', step: 40 },
		theme: 'dark',
		tables: true,
		focus: 'sort',
		place: 'runs',
	});
	draft.show('runs', false);
	expect(draft.place).toBe('bench');
	expect(draft.view).not.toHaveProperty('place');
	draft.pace = 'slow';
	draft.note = '   ';
	expect(draft.view).toMatchObject({ pace: { kind: 'slow', milliseconds: 500 } });
	expect(draft.view).not.toHaveProperty('note');
});
