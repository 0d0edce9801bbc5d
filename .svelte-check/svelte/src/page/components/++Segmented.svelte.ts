///<reference types="svelte" />
function $$render<Value extends string>() {
	interface Props {
		/** For screen readers; the surroundings say it to the eye. */
		label: string;
		value: Value;
		options: readonly {
			readonly value: Value;
			readonly label: string;
			readonly disabled?: boolean;
		}[];
		onchange: (value: Value) => void;
	}
	let { label, value, options, onchange }: Props = $props();
	const name = $props.id();
	async () => {
		{
			svelteHTML.createElement('fieldset', {});
			{
				svelteHTML.createElement('legend', { class: `visually-hidden` });
				label;
			}
			for (let option of __sveltets_2_ensureArray(options)) {
				option.value;
				{
					svelteHTML.createElement('label', {});
					{
						svelteHTML.createElement('input', {
							type: `radio`,
							name,
							value: option.value,
							checked: option.value === value,
							disabled: option.disabled ?? false,
							onchange: () => onchange(option.value),
						});
					}
					{
						svelteHTML.createElement('span', {});
						option.label;
					}
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
class __sveltets_Render<Value extends string> {
	props(): ReturnType<typeof $$render<Value>>['props'] {
		return null as any;
	}
	events(): ReturnType<typeof $$render<Value>>['events'] {
		return null as any;
	}
	slots(): ReturnType<typeof $$render<Value>>['slots'] {
		return null as any;
	}
	bindings() {
		return __sveltets_$$bindings('');
	}
	exports() {
		return {};
	}
}

interface $$IsomorphicComponent {
	new <Value extends string>(
		options: import('svelte').ComponentConstructorOptions<
			ReturnType<__sveltets_Render<Value>['props']>
		>,
	): import('svelte').SvelteComponent<
		ReturnType<__sveltets_Render<Value>['props']>,
		ReturnType<__sveltets_Render<Value>['events']>,
		ReturnType<__sveltets_Render<Value>['slots']>
	> & { $$bindings?: ReturnType<__sveltets_Render<Value>['bindings']> } & ReturnType<
			__sveltets_Render<Value>['exports']
		>;
	<Value extends string>(
		internal: unknown,
		props: ReturnType<__sveltets_Render<Value>['props']> & {},
	): ReturnType<__sveltets_Render<Value>['exports']>;
	z_$$bindings?: ReturnType<__sveltets_Render<any>['bindings']>;
}
const Segmented__SvelteComponent_: $$IsomorphicComponent = null as any;
/*Ωignore_startΩ*/ type Segmented__SvelteComponent_<Value extends string> = InstanceType<
	typeof Segmented__SvelteComponent_<Value>
>;
/*Ωignore_endΩ*/ export default Segmented__SvelteComponent_;
