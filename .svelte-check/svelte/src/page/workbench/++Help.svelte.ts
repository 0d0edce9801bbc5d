///<reference types="svelte" />
import Dialog from '#page/components/Dialog.svelte';
import type { Topics } from '#page/shell/feature.ts';
import { words } from '#page/words/words.ts';
interface Props {
	open: boolean;
	topics: Topics;
	/** Null: all topics. */
	topic: string | null;
}
function $$render() {
	const keys /*Ωignore_positionΩ*/ = () /*Ωignore_startΩ*/ : ReturnType<
		import('svelte').Snippet
	> /*Ωignore_endΩ*/ => {
		async () /*Ωignore_positionΩ*/ => {
			{
				svelteHTML.createElement('h3', { id: `keys-title` });
				words.keys.title;
			}
			{
				svelteHTML.createElement('table', { 'aria-labelledby': `keys-title` });
				{
					svelteHTML.createElement('tbody', {});
					for (let [key, what] of __sveltets_2_ensureArray(words.keys.list)) {
						key;
						{
							svelteHTML.createElement('tr', {});
							{
								svelteHTML.createElement('th', { scope: `row` });
								{
									svelteHTML.createElement('kbd', {});
									key;
								}
							}
							{
								svelteHTML.createElement('td', {});
								what;
							}
						}
					}
				}
			}
		};
		return __sveltets_2_any(0);
	};

	let { open = $bindable(), topics, topic }: Props = $props(); /*Ωignore_startΩ*/
	open; /*Ωignore_endΩ*/
	const shown = $derived(topic ? [topic] : Object.keys(topics));
	async () => {
		{
			const $$_golaiD0C = __sveltets_2_ensureComponent(Dialog);
			const $$_golaiD0 = new $$_golaiD0C({
				target: __sveltets_2_any(),
				props: {
					children: () => {
						return __sveltets_2_any(0);
					},
					open,
					title: topic ? topics[topic].title : words.header.help,
				},
			});
			/*Ωignore_startΩ*/ () => (open = __sveltets_2_any(null));
			/*Ωignore_endΩ*/ $$_golaiD0.$$bindings = 'open';
			if (!topic) {
				__sveltets_2_ensureSnippet(keys());
			}
			{
				svelteHTML.createElement('dl', {});
				for (let name of __sveltets_2_ensureArray(shown)) {
					name;
					if (!topic) {
						{
							svelteHTML.createElement('dt', {});
							topics[name].title;
						}
					}
					{
						svelteHTML.createElement('dd', {});
						topics[name].explain;
					}
				}
			}
			if (topic) {
				__sveltets_2_ensureSnippet(keys());
			}
			Dialog;
		}
	};
	return {
		props: {} as any as Props,
		exports: {},
		bindings: __sveltets_$$bindings('open'),
		slots: {},
		events: {},
	};
}
const Help__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Help__SvelteComponent_ = ReturnType<typeof Help__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Help__SvelteComponent_;
