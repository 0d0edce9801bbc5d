///<reference types="svelte" />
import { Slider } from 'bits-ui';
interface Props {
	value: number;
	min: number;
	max: number;
	step: number;
	label: string;
	/** The value in words, for screen readers: `12 %`. */
	valueText?: string;
	/** A CSS colour for the filled part; the accent otherwise. */
	color?: string;
	disabled?: boolean;
	onchange?: (value: number) => void;
	oncommit?: (value: number) => void;
}
function $$render() {
	let {
		value,
		min,
		max,
		step,
		label,
		valueText,
		color = 'var(--accent)',
		disabled = false,
		onchange,
		oncommit,
	}: Props = $props();
	async () => {
		{
			const $$_tooR_redilS0C = __sveltets_2_ensureComponent(Slider.Root);
			new $$_tooR_redilS0C({
				target: __sveltets_2_any(),
				props: {
					children: () => {
						return __sveltets_2_any(0);
					},
					type: `single`,
					class: `slider`,
					value,
					min,
					max,
					step,
					disabled,
					style: `--slider-color: ${color}`,
					onValueChange: (next) => next !== value && onchange?.(next),
					onValueCommit: (next) => oncommit?.(next),
				},
			});
			{
				svelteHTML.createElement('span', { class: `track` });
				{
					const $$_egnaR_redilS2C = __sveltets_2_ensureComponent(Slider.Range);
					new $$_egnaR_redilS2C({ target: __sveltets_2_any(), props: { class: `slider-range` } });
				}
			}
			{
				const $$_bmuhT_redilS1C = __sveltets_2_ensureComponent(Slider.Thumb);
				new $$_bmuhT_redilS1C({
					target: __sveltets_2_any(),
					props: {
						index: 0,
						class: `slider-thumb`,
						'aria-label': label,
						'aria-valuetext': valueText,
					},
				});
			}
			Slider.Root;
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
const Slider__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Slider__SvelteComponent_ = ReturnType<typeof Slider__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Slider__SvelteComponent_;
