///<reference types="svelte" />
import { Select } from 'bits-ui';
interface Option {
	value: string;
	label: string;
	/** A plain sentence under the label, shown in the open list. */
	note?: string;
	disabled?: boolean;
	/** Heading; options of one group stand together. */
	group?: string;
}
interface Props {
	value: string;
	options: readonly Option[];
	/** What is chosen, for screen readers; shown before the value unless `labelHidden`. */
	label: string;
	labelHidden?: boolean;
	disabled?: boolean;
	/** Only when the visitor picks. */
	onchange?: (value: string) => void;
}
function $$render() {
	const entries /*Ωignore_positionΩ*/ = (
		list: readonly Option[],
	) /*Ωignore_startΩ*/ : ReturnType<import('svelte').Snippet> /*Ωignore_endΩ*/ => {
		async () /*Ωignore_positionΩ*/ => {
			for (let option of __sveltets_2_ensureArray(list)) {
				option.value;
				{
					const $$_metI_tceleS0C = __sveltets_2_ensureComponent(Select.Item);
					const $$_metI_tceleS0 = new $$_metI_tceleS0C({
						target: __sveltets_2_any(),
						props: {
							class: `layer-item select-item`,
							value: option.value,
							label: option.label,
							disabled: option.disabled ?? false,
							children: ({ selected }) => {
								async () /*Ωignore_positionΩ*/ => {
									{
										svelteHTML.createElement('span', {});
										{
											svelteHTML.createElement('span', {});
											selected;
											option.label;
										}
										if (option.note) {
											{
												svelteHTML.createElement('span', { class: `note` });
												option.note;
											}
										}
									}
									{
										svelteHTML.createElement('span', { 'aria-hidden': `true` });
										selected ? '✓' : '';
									}
								};
								return __sveltets_2_any(0);
							},
						},
					});
					/*Ωignore_startΩ*/ const { children } = $$_metI_tceleS0.$$prop_def; /*Ωignore_endΩ*/

					Select.Item;
				}
			}
		};
		return __sveltets_2_any(0);
	};

	let {
		value = $bindable(),
		options,
		label,
		labelHidden = false,
		disabled = false,
		onchange,
	}: Props = $props(); /*Ωignore_startΩ*/
	value; /*Ωignore_endΩ*/
	const items = $derived(
		options.map((option) => ({ ...option, disabled: option.disabled ?? false })),
	);
	const groups = $derived(
		[...new Set(options.map(({ group }) => group))].map((heading) => ({
			heading,
			options: options.filter(({ group }) => group === heading),
		})),
	);
	const chosen = $derived(options.find((option) => option.value === value)?.label ?? value);

	function pick(next: string) {
		if (next === value) return;
		value = next;
		onchange?.(next);
	}
	async () => {
		{
			const $$_tooR_tceleS0C = __sveltets_2_ensureComponent(Select.Root);
			new $$_tooR_tceleS0C({
				target: __sveltets_2_any(),
				props: {
					children: () => {
						return __sveltets_2_any(0);
					},
					type: `single`,
					value,
					onValueChange: pick,
					items,
					disabled,
				},
			});
			{
				const $$_reggirT_tceleS1C = __sveltets_2_ensureComponent(Select.Trigger);
				new $$_reggirT_tceleS1C({
					target: __sveltets_2_any(),
					props: {
						children: () => {
							return __sveltets_2_any(0);
						},
						class: `select-trigger`,
						'aria-label': `${label}: ${chosen}`,
					},
				});
				if (!labelHidden) {
					{
						svelteHTML.createElement('span', { class: `quiet` });
						label;
					}
				}
				{
					svelteHTML.createElement('span', { class: `chosen` });
					chosen;
				}
				{
					svelteHTML.createElement('span', { 'aria-hidden': `true`, class: `quiet` });
				}
				Select.Trigger;
			}
			{
				const $$_latroP_tceleS1C = __sveltets_2_ensureComponent(Select.Portal);
				new $$_latroP_tceleS1C({
					target: __sveltets_2_any(),
					props: {
						children: () => {
							return __sveltets_2_any(0);
						},
					},
				});
				{
					const $$_tnetnoC_tceleS2C = __sveltets_2_ensureComponent(Select.Content);
					new $$_tnetnoC_tceleS2C({
						target: __sveltets_2_any(),
						props: {
							children: () => {
								return __sveltets_2_any(0);
							},
							class: `layer select-list`,
							sideOffset: 4,
						},
					});
					{
						const $$_tropweiV_tceleS3C = __sveltets_2_ensureComponent(Select.Viewport);
						new $$_tropweiV_tceleS3C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
							},
						});
						for (let group of __sveltets_2_ensureArray(groups)) {
							group.heading;
							if (group.heading === undefined) {
								__sveltets_2_ensureSnippet(entries(group.options));
							} else {
								{
									const $$_puorG_tceleS4C = __sveltets_2_ensureComponent(Select.Group);
									new $$_puorG_tceleS4C({
										target: __sveltets_2_any(),
										props: {
											children: () => {
												return __sveltets_2_any(0);
											},
										},
									});
									{
										const $$_gnidaeHpuorG_tceleS5C = __sveltets_2_ensureComponent(
											Select.GroupHeading,
										);
										new $$_gnidaeHpuorG_tceleS5C({
											target: __sveltets_2_any(),
											props: {
												children: () => {
													return __sveltets_2_any(0);
												},
												class: `select-heading`,
											},
										});
										group.heading;
										Select.GroupHeading;
									}
									__sveltets_2_ensureSnippet(entries(group.options));
									Select.Group;
								}
							}
						}
						Select.Viewport;
					}
					Select.Content;
				}
				Select.Portal;
			}
			Select.Root;
		}
	};
	return {
		props: {} as any as Props,
		exports: {},
		bindings: __sveltets_$$bindings('value'),
		slots: {},
		events: {},
	};
}
const Select__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Select__SvelteComponent_ = ReturnType<typeof Select__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Select__SvelteComponent_;
