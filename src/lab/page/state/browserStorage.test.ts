import { afterEach, expect, it, vi } from 'vitest';
import { StorageError } from '#engine/core/errors.ts';
import { browserStorage, requireStorage } from './browserStorage.ts';
import { ViewState } from './ViewState.svelte.ts';

afterEach(() => void vi.unstubAllGlobals());

/** A storage that takes nothing more, with what it took before. */
function fullStorage(texts: Record<string, string>) {
	const full = () => {
		throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
	};
	const getItem = (key: string) => texts[key] ?? null;
	return { getItem, setItem: full, removeItem: (key: string) => void delete texts[key] };
}
const broken = () => {
	throw new DOMException('Storage is corrupted.', 'NS_ERROR_FILE_CORRUPTED');
};

it.each([
	['full', { localStorage: fullStorage({ 'skillet.theme': 'light' }) }],
	['broken', { localStorage: { getItem: broken, setItem: broken, removeItem: broken } }],
	['missing', { localStorage: null }],
	['blocked', Object.defineProperty({}, 'localStorage', { get: broken })],
])('a %s storage keeps a setting until the page closes, and no reload may need it', (_, window) => {
	vi.stubGlobal('window', window);
	const view = new ViewState(browserStorage('localStorage'));
	view.theme = 'light';
	view.toggleTheme();
	expect(new ViewState(browserStorage('localStorage')).theme).toBe('dark');
	expect(requireStorage).toThrow(StorageError);
	browserStorage('localStorage').removeItem('skillet.theme');
	expect(browserStorage('localStorage').getItem('skillet.theme')).toBeNull();
});

it('a text that could be stored again replaces the one of this page', () => {
	const texts: Record<string, string> = {};
	vi.stubGlobal('window', { sessionStorage: fullStorage(texts) });
	const storage = browserStorage('sessionStorage');
	storage.setItem('key', 'of this page');
	expect(storage.getItem('key')).toBe('of this page');
	const setItem = (key: string, text: string) => void (texts[key] = text);
	vi.stubGlobal('window', { sessionStorage: { ...fullStorage(texts), setItem } });
	storage.setItem('key', 'stored');
	expect([storage.getItem('key'), texts]).toEqual(['stored', { key: 'stored' }]);
});
