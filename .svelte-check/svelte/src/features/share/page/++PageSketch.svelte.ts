///<reference types="svelte" />
import type { HideablePart } from '#lab/run/linkView.ts';
import { words } from '#page/words/words.ts';
import { shareWords } from '../words.en.ts';

type $$ComponentProps = { order: readonly HideablePart[]; shows: (part: HideablePart) => boolean };
function $$render() {
	const box /*Ωignore_positionΩ*/ = (
		part: HideablePart,
	) /*Ωignore_startΩ*/ : ReturnType<import('svelte').Snippet> /*Ωignore_endΩ*/ => {
		async () /*Ωignore_positionΩ*/ => {
			if (shows(part)) {
				{
					svelteHTML.createElement('span', { class: `box` });
					parts[part];
				}
			}
		};
		return __sveltets_2_any(0);
	};

	let { order, shows }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const { parts, sketch, train } = shareWords.view;
	const head = ['library', 'settings', 'share', 'runs', 'studies', 'questions'] as const;
	const right = ['why', 'results', 'samples', 'tryIt'] as const;
	const shown = $derived(order.filter(shows).map((part) => parts[part]));
	async () => {
		{
			svelteHTML.createElement('div', { class: `page`, role: `img`, 'aria-label': sketch(shown) });
			{
				svelteHTML.createElement('div', { class: `line` });
				{
					svelteHTML.createElement('b', {});
					words.header.name;
				}
				{
					svelteHTML.createElement('span', { class: `push` });
				}
				for (let part of __sveltets_2_ensureArray(head)) {
					part;
					__sveltets_2_ensureSnippet(box(part));
				}
			}
			{
				svelteHTML.createElement('div', { class: `line` });
				{
					svelteHTML.createElement('span', { class: `box strong` });
					train;
				}
				__sveltets_2_ensureSnippet(box('pace'));
			}
			{
				svelteHTML.createElement('div', { class: `columns` });
				if (shows('mix')) {
					{
						svelteHTML.createElement('div', { class: `column` });
						__sveltets_2_ensureSnippet(box('mix'));
					}
				}
				{
					svelteHTML.createElement('div', { class: `column wide` });
					{
						svelteHTML.createElement('span', { class: `box` });
						words.skills.title;
					}
					__sveltets_2_ensureSnippet(box('overTime'));
				}
				if (right.some(shows)) {
					{
						svelteHTML.createElement('div', { class: `column` });
						for (let part of __sveltets_2_ensureArray(right)) {
							part;
							__sveltets_2_ensureSnippet(box(part));
						}
					}
				}
			}
		}
	};
	return {
		props: {} as any as $$ComponentProps,
		exports: {},
		bindings: __sveltets_$$bindings(''),
		slots: {},
		events: {},
	};
}
const PageSketch__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type PageSketch__SvelteComponent_ = ReturnType<
	typeof PageSketch__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default PageSketch__SvelteComponent_;
