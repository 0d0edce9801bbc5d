///<reference types="svelte" />
import Explain from '#page/components/Explain.svelte';
import type { ListField, StudyDraft } from './StudyDraft.svelte.ts';
interface Props {
	draft: StudyDraft;
	field: ListField;
	label: string;
	help: string;
}
function $$render() {
	let { draft, field, label, help }: Props = $props();
	const id = $props.id();
	async () => {
		{
			svelteHTML.createElement('div', {});
			{
				svelteHTML.createElement('span', {});
				{
					svelteHTML.createElement('label', { for: id });
					label;
				}
				{
					const $$_nialpxE2C = __sveltets_2_ensureComponent(Explain);
					new $$_nialpxE2C({ target: __sveltets_2_any(), props: { term: label, text: help } });
				}
			}
			{
				svelteHTML.createElement('input', {
					id,
					type: `text`,
					autocomplete: `off`,
					'aria-invalid': draft.faults.includes(field),
					'bind:value': draft.lists[field],
				});
				/*Ωignore_startΩ*/ () => (draft.lists[field] = __sveltets_2_any(null)); /*Ωignore_endΩ*/
			}
		}
	};
	return {
		props: {} as any as Props,
		exports: {},
		bindings: __sveltets_$$bindings(''),
		slots: {},
		events: {},
	};
}
const ListInput__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type ListInput__SvelteComponent_ = ReturnType<
	typeof ListInput__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default ListInput__SvelteComponent_;
