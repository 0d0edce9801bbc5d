///<reference types="svelte" />
import Button from '#page/components/Button.svelte';
import type { ArtefactShelf } from '#page/state/ArtefactShelf.svelte.ts';
import { words } from '#page/words/words.ts';
interface Props {
	shelf: ArtefactShelf;
	runId: string;
	/** SHA-256 of what it made. */
	artefact: string;
	/** The name that stands in the field at first. */
	proposed: string;
}
function $$render() {
	let { shelf, runId, artefact, proposed }: Props = $props();
	const text = words.policy.preparation;
	const id = $props.id();
	let typed = $state<string | null>(null);
	const name = $derived(typed ?? proposed);
	const kept = $derived(shelf.named(artefact));

	async function keep() {
		if (await shelf.keep(runId, name.trim())) typed = null;
	}
	async () => {
		if (kept) {
			{
				svelteHTML.createElement('p', { role: `status` });
				text.keptAs(kept.name);
			}
		} else {
			{
				svelteHTML.createElement('form', {
					onsubmit: (event) => {
						event.preventDefault();
						void keep();
					},
				});
				{
					svelteHTML.createElement('label', { for: `${id}-name`, class: `quiet` });
					text.name;
				}
				{
					svelteHTML.createElement('input', {
						id: `${id}-name`,
						value: name,
						maxlength: 200,
						oninput: (event) => (typed = event.currentTarget.value),
					});
				}
				{
					const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
					new $$_nottuB1C({
						target: __sveltets_2_any(),
						props: {
							children: () => {
								return __sveltets_2_any(0);
							},
							type: `submit`,
							disabled: shelf.busy || name.trim() === '',
						},
					});
					text.keep;
					Button;
				}
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
const KeepArtefact__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type KeepArtefact__SvelteComponent_ = ReturnType<
	typeof KeepArtefact__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default KeepArtefact__SvelteComponent_;
