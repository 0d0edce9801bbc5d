///<reference types="svelte" />
import Explain from '#page/components/Explain.svelte';
interface Props {
	label: string;
	help: string;
	options: readonly { readonly value: string; readonly label: string }[];
	chosen: readonly string[];
	ontoggle: (value: string) => void;
}
function $$render() {
	let { label, help, options, chosen, ontoggle }: Props = $props();
	async () => {
		{
			svelteHTML.createElement('fieldset', {});
			{
				svelteHTML.createElement('legend', { class: `visually-hidden` });
				label;
			}
			{
				svelteHTML.createElement('span', { class: `label` });
				label;
				{
					const $$_nialpxE2C = __sveltets_2_ensureComponent(Explain);
					new $$_nialpxE2C({ target: __sveltets_2_any(), props: { term: label, text: help } });
				}
			}
			for (let { value, label: name } of __sveltets_2_ensureArray(options)) {
				value;
				{
					svelteHTML.createElement('label', {});
					{
						svelteHTML.createElement('input', {
							type: `checkbox`,
							checked: chosen.includes(value),
							onchange: () => ontoggle(value),
						});
					}
					name;
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
const BoxList__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type BoxList__SvelteComponent_ = ReturnType<typeof BoxList__SvelteComponent_>;
/*Ωignore_endΩ*/ export default BoxList__SvelteComponent_;
