/** Shows the page of the single HTML file. */
import '#lab/page/shell/tokens.css';
import '#lab/page/shell/elements.css';
import '#lab/page/shell/classes.css';
import '#engine/texts.ts';
import { mount } from 'svelte';
import { browserStorage } from '#lab/page/state/browserStorage.ts';
import { LanguageState } from '#lab/page/state/LanguageState.svelte.ts';
import { english, readMessages } from '#languages/language.ts';
import { finish } from '#languages/zh/finish.ts';
import engine from '#languages/zh/engine.json' with { type: 'json' };
import format from '#languages/zh/format.json' with { type: 'json' };
import takeaway from '#languages/zh/takeaway.json' with { type: 'json' };
import App from './App.svelte';
import { ModelState } from './ModelState.svelte.ts';

const chinese = {
	messages: readMessages({ engine, format, takeaway }),
	stored: new Map<string, string>(),
	finish,
};
const offers = [
	{ tag: 'en', name: 'English', load: async () => english },
	{ tag: 'zh-CN', name: '中文', load: async () => chinese },
];

/** `script`: the text of this file's script. */
export function show(script: string): void {
	const dark = matchMedia('(prefers-color-scheme: dark)');
	const followSystem = () => {
		document.documentElement.dataset['theme'] = dark.matches ? 'dark' : 'light';
	};
	followSystem();
	dark.addEventListener('change', followSystem);
	const languages = new LanguageState(offers, browserStorage('localStorage'));
	const model = new ModelState(script);
	void languages.start(navigator.languages);
	mount(App, { target: document.getElementById('app')!, props: { model, languages } });
}
