///<reference types="svelte" />
import type { RunRecord } from '#lab/run/stores.ts';
import { getRuns } from './RunsState.svelte.ts';
import { runWords } from '../words.en.ts';

type $$ComponentProps = { run: RunRecord };
function $$render() {
	let { run }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const runs = getRuns();
	const text = runWords;
	const id = $props.id();
	const tags = $derived(run.tags ?? []);
	const others = $derived(runs.tags.filter((tag) => !tags.includes(tag)));

	function add(event: Event & { currentTarget: HTMLInputElement }) {
		const fresh = event.currentTarget.value.split(',');
		event.currentTarget.value = '';
		if (fresh.some((tag) => tag.trim() !== ''))
			void runs.describe(run.id, { tags: [...tags, ...fresh] });
	}
	const remove = (gone: string) =>
		void runs.describe(run.id, { tags: tags.filter((tag) => tag !== gone) });
	async () => {
		{
			svelteHTML.createElement('div', { class: `tags` });
			{
				svelteHTML.createElement('label', { class: `quiet`, for: `${id}-tag` });
				text.tags;
			}
			{
				svelteHTML.createElement('div', {});
				for (let tag of __sveltets_2_ensureArray(tags)) {
					tag;
					{
						svelteHTML.createElement('button', {
							type: `button`,
							title: text.removeTag(tag),
							'aria-label': text.removeTag(tag),
							onclick: () => remove(tag),
						});
						tag;
						{
							svelteHTML.createElement('span', { 'aria-hidden': `true` });
						}
					}
				}
				{
					svelteHTML.createElement('input', {
						id: `${id}-tag`,
						list: `${id}-others`,
						maxlength: 200,
						placeholder: text.addTag,
						onchange: add,
					});
				}
				{
					svelteHTML.createElement('datalist', { id: `${id}-others` });
					for (let tag of __sveltets_2_ensureArray(others)) {
						tag;
						{
							svelteHTML.createElement('option', { value: tag });
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
const RunTags__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type RunTags__SvelteComponent_ = ReturnType<typeof RunTags__SvelteComponent_>;
/*Ωignore_endΩ*/ export default RunTags__SvelteComponent_;
