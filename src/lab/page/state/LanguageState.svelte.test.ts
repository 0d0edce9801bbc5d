import { afterEach, expect, test } from 'vitest';
import classTexts from '#languages/en/teach.json' with { type: 'json' };
import { english, followLanguage, languageTag, type Language } from '#languages/language.ts';
import { languages } from '#languages/index.ts';
import * as format from '#languages/format.ts';
import { wordsOf } from '#languages/text.ts';
import { LanguageState } from './LanguageState.svelte.ts';

afterEach(() => followLanguage(() => english));

function setUp(stored: string | null = null) {
	const loads: ((words: Omit<Language, 'tag'>) => void)[] = [];
	const storage = {
		stored,
		getItem: () => storage.stored,
		setItem: (_key: string, value: string) => void (storage.stored = value),
	};
	const state = new LanguageState(
		[
			{ tag: 'en', name: 'English', load: async () => english },
			{ tag: 'zh-CN', name: '中文', load: () => new Promise((loaded) => loads.push(loaded)) },
			{ tag: 'fr', name: 'Français', load: () => Promise.reject(new Error('offline')) },
			{ tag: 'en-GB', name: 'British English', load: async () => english },
		],
		storage,
	);
	return { state, storage, loaded: () => loads.shift()?.(english) };
}

test.each([
	[null, ['en-US', 'zh-CN'], 'en'],
	[null, ['de', 'zh-TW', 'en'], 'zh-CN'],
	[null, ['C'], 'en'],
	['zh-CN', ['en'], 'zh-CN'],
	['en', ['zh'], 'en'],
	['gone', ['zh'], 'zh-CN'],
	[null, ['fr'], 'en'],
	[null, ['en-GB'], 'en-GB'],
	['en-GB', ['zh'], 'en-GB'],
])('the choice %j before the browser’s %j gives %s', async (stored, preferred, tag) => {
	const { state, loaded } = setUp(stored);
	const started = state.start(preferred);
	loaded();
	await started;
	expect(state.inUse.tag).toBe(tag);
	expect(languageTag()).toBe(tag);
});

test('a choice is stored when it is loaded, and the later one of two counts', async () => {
	const { state, storage, loaded } = setUp();
	const [, chinese] = state.offers;
	const first = state.choose(chinese);
	expect([state.inUse.tag, storage.stored]).toEqual(['en', null]);
	loaded();
	await first;
	expect([state.inUse.tag, storage.stored]).toEqual(['zh-CN', 'zh-CN']);
	await state.choose(state.offers[0]);
	const late = state.choose(chinese);
	await state.choose(state.offers[0]);
	loaded();
	await late;
	expect([state.inUse.tag, storage.stored]).toEqual(['en', 'en']);
});

test('on the page, a number in an English sentence keeps its unit on its line', async () => {
	const { few } = wordsOf('teach', classTexts).class;
	const text = () => few({ mix: 'Equal', pupils: 1, runs: 1, mean: format.percent(0.32) });
	expect(text()).toBe('Equal: 1 pupil, 1 curve, 32 %.');
	const { storage } = setUp();
	await new LanguageState(languages, storage).start(['en']);
	expect(text()).toBe('Equal: 1 pupil, 1 curve, 32\u00A0%.');
});
