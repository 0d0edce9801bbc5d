///<reference types="svelte" />
interface Props {
	label: string;
	value: number;
	min: number;
	max: number;
	integer?: boolean;
	unit?: string | undefined;
	labelHidden?: boolean;
	disabled?: boolean;
	/** Only with a value inside [min, max]. */
	onchange: (value: number) => void;
}
function $$render() {
	let {
		label,
		value,
		min,
		max,
		integer = false,
		unit,
		labelHidden = false,
		disabled = false,
		onchange,
	}: Props = $props();
	const id = $props.id();

	function enter(event: Event & { currentTarget: HTMLInputElement }) {
		const entered = Number(event.currentTarget.value);
		const rounded = integer ? Math.round(entered) : entered;
		const next = Math.min(max, Math.max(min, rounded));
		if (event.currentTarget.value.trim() === '' || !Number.isFinite(next)) {
			event.currentTarget.value = String(value);
			return;
		}
		event.currentTarget.value = String(next);
		if (next !== value) onchange(next);
	}
	async () => {
		{
			svelteHTML.createElement('span', { class: `field` });
			{
				svelteHTML.createElement('label', {
					for: id,
					class: labelHidden ? 'visually-hidden' : 'quiet',
				});
				label;
			}
			{
				svelteHTML.createElement('input', {
					id,
					type: `number`,
					inputmode: integer ? 'numeric' : 'decimal',
					min,
					max,
					step: integer ? 1 : 'any',
					value,
					disabled,
					onchange: enter,
				});
			}
			if (unit) {
				{
					svelteHTML.createElement('span', { class: `quiet` });
					unit;
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
const NumberField__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type NumberField__SvelteComponent_ = ReturnType<
	typeof NumberField__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default NumberField__SvelteComponent_;
