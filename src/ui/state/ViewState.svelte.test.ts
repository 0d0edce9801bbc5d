import { expect, test } from 'vitest';
import { ViewState } from './ViewState.svelte.ts';

function storageOf(kept: Record<string, string> = {}) {
	return {
		getItem: (key: string) => kept[key] ?? null,
		setItem: (key: string, value: string) => void (kept[key] = value),
	};
}

test('the theme follows the system until the visitor chooses one, for good', () => {
	const storage = storageOf();
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

test('a remembered word that is no theme counts for nothing', () => {
	const view = new ViewState(storageOf({ 'skillet.theme': 'sepia' }));
	view.preferTheme('dark');
	expect(view.theme).toBe('dark');
});
