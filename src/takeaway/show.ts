/** Shows the page of the single HTML file. */
import '#lab/page/shell/tokens.css';
import '#lab/page/shell/elements.css';
import '#lab/page/shell/classes.css';
import '#engine/texts.ts';
import { mount } from 'svelte';
import { browserStorage } from '#lab/page/state/browserStorage.ts';
import { LanguageState } from '#lab/page/state/LanguageState.svelte.ts';
import { english, readMessages, readSentences } from '#languages/language.ts';
import type { Described } from '#languages/index.ts';
import App from './App.svelte';
import { ModelState } from './ModelState.svelte.ts';

const languageFiles = import.meta.glob<Described>('../languages/*/language.ts', { eager: true });
const texts = import.meta.glob<object>(
	'../languages/*/{engine,format,takeaway,sentences/engine}.json',
	{ eager: true, import: 'default' },
);
const offers = [
	{ tag: 'en', name: 'English', load: async () => english },
	...Object.entries(languageFiles).map(([path, { tag, name, ...finishing }]) => ({
		tag,
		name,
		load: async () => {
			const file = (id: string) => texts[path.replace('language.ts', `${id}.json`)];
			const files = { engine: file('engine'), format: file('format'), takeaway: file('takeaway') };
			return {
				messages: readMessages(files),
				sentences: readSentences([file('sentences/engine')]),
				stored: new Map<string, string>(),
				...finishing,
			};
		},
	})),
];

/** `script`: the text of the HTML file's script, which the worker runs too. */
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
