import { expect, test } from 'vitest';
import { ViewState } from './ViewState.svelte.ts';
import { memoryStorage } from './browserStorage.ts';

const makeStorage = (entries: Record<string, string> = {}) =>
	memoryStorage(new Map(Object.entries(entries)));

/** The pace of a first visit. */
const follows = { kind: 'slow', milliseconds: 100 };

test('the theme follows the system until the visitor chooses one', () => {
	const storage = makeStorage();
	const view = new ViewState(storage);
	view.preferTheme('dark');
	expect(view.theme).toBe('dark');
	view.preferTheme('light');
	expect(view.theme).toBe('light');
	view.toggleTheme();
	view.preferTheme('light');
	expect(view.theme).toBe('dark');

	const later = new ViewState(storage);
	later.preferTheme('light');
	expect(later.theme).toBe('dark');
});

test('an unknown stored theme is ignored', () => {
	const view = new ViewState(makeStorage({ 'skillet.theme': 'sepia' }));
	view.preferTheme('dark');
	expect(view.theme).toBe('dark');
});

test('a link cuts the page down, and one button shows everything again', () => {
	const storage = makeStorage();
	const view = new ViewState(storage);
	view.place = 'runs';
	const linked = {
		hide: ['mix', 'runs'] as const,
		focus: 'sort',
		tables: true as const,
		theme: 'dark' as const,
		pace: { kind: 'until', step: 40 } as const,
		note: 'Watch sort.',
	};
	view.follow(linked);
	expect([view.place, view.focus, view.tables, view.theme]).toEqual([
		'bench',
		'sort',
		true,
		'dark',
	]);
	expect([view.hides('mix'), view.hides('why'), view.isSimplified]).toEqual([true, false, true]);
	expect([view.paceFrom(0), view.paceFrom(40)]).toEqual([linked.pace, follows]);
	expect(view.linked).toEqual(linked);
	view.showEverything();
	expect([view.hides('mix'), view.isSimplified, view.note]).toEqual([false, false, 'Watch sort.']);
	expect(view.paceFrom(0)).toEqual(follows);
	view.closeNote();
	expect(view.note).toBeUndefined();
	// The theme was the link's, not the visitor's choice.
	expect(new ViewState(storage).theme).toBe('light');
});

test('a link without a view shows the whole workbench', () => {
	const view = new ViewState(makeStorage());
	view.follow({ hide: ['why'] });
	view.follow(undefined);
	expect([view.place, view.isSimplified, view.linked]).toEqual(['bench', false, undefined]);
	view.follow({ pace: { kind: 'slow', milliseconds: 300 } });
	expect([view.focus, view.paceFrom(7)]).toEqual([null, { kind: 'slow', milliseconds: 300 }]);
});

test('a first visit is Simple, and the choice of Lab is remembered', () => {
	const storage = makeStorage();
	const view = new ViewState(storage);
	expect([view.depth, view.shows('settings'), view.has('race')]).toEqual(['simple', false, true]);
	expect([view.hasInMore('settings'), view.hasInMore('device')]).toEqual([true, false]);
	view.chooseDepth('lab');
	expect([view.shows('settings'), view.hasInMore('settings')]).toEqual([true, false]);
	expect(new ViewState(storage).depth).toBe('lab');
});

test('a link opens a depth for itself, until the visitor chooses one', () => {
	const storage = makeStorage();
	const view = new ViewState(storage);
	view.follow({ depth: 'lab' });
	expect([view.depth, view.linked]).toEqual(['lab', { depth: 'lab' }]);
	expect(new ViewState(storage).depth).toBe('simple');
	view.chooseDepth('simple');
	expect([view.depth, view.linked]).toEqual(['simple', undefined]);
});
