///<reference types="svelte" />
import { DropdownMenu } from 'bits-ui';
export interface MenuItem {
	readonly label: string;
	/** Right of the label, quiet. */
	readonly note?: string;
	readonly disabled?: boolean;
	readonly onselect: () => void;
}
interface Props {
	label: string;
	title?: string;
	items: readonly MenuItem[];
	/** Shown when there are no items. */
	empty?: string;
}
function $$render() {
	let { label, title, items, empty }: Props = $props();
	async () => {
		{
			const $$_tooR_uneMnwodporD0C = __sveltets_2_ensureComponent(DropdownMenu.Root);
			new $$_tooR_uneMnwodporD0C({
				target: __sveltets_2_any(),
				props: {
					children: () => {
						return __sveltets_2_any(0);
					},
				},
			});
			{
				const $$_reggirT_uneMnwodporD1C = __sveltets_2_ensureComponent(DropdownMenu.Trigger);
				new $$_reggirT_uneMnwodporD1C({
					target: __sveltets_2_any(),
					props: {
						children: () => {
							return __sveltets_2_any(0);
						},
						class: `menu-trigger`,
						title,
					},
				});
				label;
				{
					svelteHTML.createElement('span', { 'aria-hidden': `true`, class: `quiet` });
				}
				DropdownMenu.Trigger;
			}
			{
				const $$_latroP_uneMnwodporD1C = __sveltets_2_ensureComponent(DropdownMenu.Portal);
				new $$_latroP_uneMnwodporD1C({
					target: __sveltets_2_any(),
					props: {
						children: () => {
							return __sveltets_2_any(0);
						},
					},
				});
				{
					const $$_tnetnoC_uneMnwodporD2C = __sveltets_2_ensureComponent(DropdownMenu.Content);
					new $$_tnetnoC_uneMnwodporD2C({
						target: __sveltets_2_any(),
						props: {
							children: () => {
								return __sveltets_2_any(0);
							},
							class: `layer menu`,
							sideOffset: 4,
							align: `start`,
						},
					});
					for (let item of __sveltets_2_ensureArray(items)) {
						item.label;
						{
							const $$_metI_uneMnwodporD3C = __sveltets_2_ensureComponent(DropdownMenu.Item);
							new $$_metI_uneMnwodporD3C({
								target: __sveltets_2_any(),
								props: {
									children: () => {
										return __sveltets_2_any(0);
									},
									class: `layer-item`,
									disabled: item.disabled ?? false,
									onSelect: () => item.onselect(),
								},
							});
							{
								svelteHTML.createElement('span', {});
								item.label;
							}
							if (item.note) {
								{
									svelteHTML.createElement('span', { class: `quiet` });
									item.note;
								}
							}
							DropdownMenu.Item;
						}
					}
					{
						svelteHTML.createElement('p', { class: `empty quiet` });
						empty;
					}

					DropdownMenu.Content;
				}
				DropdownMenu.Portal;
			}
			DropdownMenu.Root;
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
const Menu__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Menu__SvelteComponent_ = ReturnType<typeof Menu__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Menu__SvelteComponent_;
