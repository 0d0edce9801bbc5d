///<reference types="svelte" />
import { Progress } from 'bits-ui';
interface Props {
	label: string;
	/** 0 … 1; null: no telling. */
	fraction: number | null;
	/** The bar alone: the label is said elsewhere. */
	labelHidden?: boolean;
}
function $$render() {
	let { label, fraction, labelHidden = false }: Props = $props();
	async () => {
		{
			svelteHTML.createElement('div', { class: `progress` });
			if (!labelHidden) {
				{
					svelteHTML.createElement('span', {});
					label;
				}
			}
			{
				const $$_tooR_ssergorP1C = __sveltets_2_ensureComponent(Progress.Root);
				new $$_tooR_ssergorP1C({
					target: __sveltets_2_any(),
					props: {
						children: () => {
							return __sveltets_2_any(0);
						},
						class: `progress-bar`,
						max: 1,
						value: fraction,
						'aria-label': label,
					},
				});
				{
					svelteHTML.createElement('div', { class: ['filled', fraction === null && 'moving'] });
					__sveltets_2_ensureType(
						String,
						Number,
						fraction === null ? '30%' : `${100 * Math.min(1, Math.max(0, fraction))}%`,
					);
				}
				Progress.Root;
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
const Progress__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Progress__SvelteComponent_ = ReturnType<typeof Progress__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Progress__SvelteComponent_;
