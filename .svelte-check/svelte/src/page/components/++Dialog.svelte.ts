///<reference types="svelte" />
import { Dialog } from 'bits-ui';
import type { Snippet } from 'svelte';
import { words } from '#page/words/words.ts';
interface Props {
	open: boolean;
	title: string;
	/** One sentence under the title; read out with it. */
	description?: string;
	/** 960 px instead of 560 px. */
	wide?: boolean;
	onclose?: () => void;
	children: Snippet;
	/** Buttons at the lower edge, always in sight. */
	footer?: Snippet;
}
function $$render() {
	let {
		open = $bindable(),
		title,
		description,
		wide = false,
		onclose,
		children,
		footer,
	}: Props = $props(); /*Ωignore_startΩ*/
	open; /*Ωignore_endΩ*/
	async () => {
		{
			const $$_tooR_golaiD0C = __sveltets_2_ensureComponent(Dialog.Root);
			const $$_tooR_golaiD0 = new $$_tooR_golaiD0C({
				target: __sveltets_2_any(),
				props: {
					children: () => {
						return __sveltets_2_any(0);
					},
					open,
					onOpenChange: (now) => !now && onclose?.(),
				},
			});
			/*Ωignore_startΩ*/ () => (open = __sveltets_2_any(null));
			/*Ωignore_endΩ*/ $$_tooR_golaiD0.$$bindings = 'open';
			{
				const $$_latroP_golaiD1C = __sveltets_2_ensureComponent(Dialog.Portal);
				new $$_latroP_golaiD1C({
					target: __sveltets_2_any(),
					props: {
						children: () => {
							return __sveltets_2_any(0);
						},
					},
				});
				{
					const $$_yalrevO_golaiD2C = __sveltets_2_ensureComponent(Dialog.Overlay);
					new $$_yalrevO_golaiD2C({
						target: __sveltets_2_any(),
						props: { class: `dialog-overlay` },
					});
				}
				{
					const $$_tnetnoC_golaiD2C = __sveltets_2_ensureComponent(Dialog.Content);
					new $$_tnetnoC_golaiD2C({
						target: __sveltets_2_any(),
						props: {
							children: () => {
								return __sveltets_2_any(0);
							},
							class: ['layer dialog', wide && 'wide'],
						},
					});
					{
						svelteHTML.createElement('div', { class: `head` });
						{
							const $$_eltiT_golaiD4C = __sveltets_2_ensureComponent(Dialog.Title);
							new $$_eltiT_golaiD4C({
								target: __sveltets_2_any(),
								props: {
									children: () => {
										return __sveltets_2_any(0);
									},
									class: `dialog-title`,
								},
							});
							title;
							Dialog.Title;
						}
						{
							const $$_esolC_golaiD4C = __sveltets_2_ensureComponent(Dialog.Close);
							new $$_esolC_golaiD4C({
								target: __sveltets_2_any(),
								props: {
									children: () => {
										return __sveltets_2_any(0);
									},
									class: `dialog-close`,
									'aria-label': words.common.close,
								},
							});
							Dialog.Close;
						}
					}
					if (description) {
						{
							const $$_noitpircseD_golaiD3C = __sveltets_2_ensureComponent(Dialog.Description);
							new $$_noitpircseD_golaiD3C({
								target: __sveltets_2_any(),
								props: {
									children: () => {
										return __sveltets_2_any(0);
									},
									class: `quiet dialog-description`,
								},
							});
							description;
							Dialog.Description;
						}
					}
					{
						svelteHTML.createElement('div', { class: `body` });
						__sveltets_2_ensureSnippet(children());
					}
					if (footer) {
						{
							svelteHTML.createElement('div', { class: `foot` });
							__sveltets_2_ensureSnippet(footer());
						}
					}
					Dialog.Content;
				}
				Dialog.Portal;
			}
			Dialog.Root;
		}
	};
	return {
		props: {} as any as Props,
		exports: {},
		bindings: __sveltets_$$bindings('open'),
		slots: {},
		events: {},
	};
}
const Dialog__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Dialog__SvelteComponent_ = ReturnType<typeof Dialog__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Dialog__SvelteComponent_;
