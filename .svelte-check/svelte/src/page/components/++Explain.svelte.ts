///<reference types="svelte" />
import type { Snippet } from 'svelte';
import { Popover } from 'bits-ui';
import { words } from '#page/words/words.ts';
interface Props {
	/** The term that is explained. */
	term: string;
	text: string;
	source?: { readonly text: string; readonly url?: string } | undefined;
	/** A tag that is explained, in place of the `?`. */
	tag?: string;
	/** More than the sentence, below it. */
	children?: Snippet;
}
function $$render() {
	let { term, text, source, tag, children }: Props = $props();
	async () => {
		{
			const $$_tooR_revopoP0C = __sveltets_2_ensureComponent(Popover.Root);
			new $$_tooR_revopoP0C({
				target: __sveltets_2_any(),
				props: {
					children: () => {
						return __sveltets_2_any(0);
					},
				},
			});
			{
				const $$_reggirT_revopoP1C = __sveltets_2_ensureComponent(Popover.Trigger);
				new $$_reggirT_revopoP1C({
					target: __sveltets_2_any(),
					props: {
						children: () => {
							return __sveltets_2_any(0);
						},
						class: tag ? 'explain tag' : 'explain',
						'aria-label': words.common.explain(term),
					},
				});
				tag ?? '?';
				Popover.Trigger;
			}
			{
				const $$_latroP_revopoP1C = __sveltets_2_ensureComponent(Popover.Portal);
				new $$_latroP_revopoP1C({
					target: __sveltets_2_any(),
					props: {
						children: () => {
							return __sveltets_2_any(0);
						},
					},
				});
				{
					const $$_tnetnoC_revopoP2C = __sveltets_2_ensureComponent(Popover.Content);
					new $$_tnetnoC_revopoP2C({
						target: __sveltets_2_any(),
						props: {
							children: () => {
								return __sveltets_2_any(0);
							},
							class: `layer explanation`,
							sideOffset: 4,
						},
					});
					{
						svelteHTML.createElement('p', {});
						{
							svelteHTML.createElement('strong', {});
							term;
						}
					}
					{
						svelteHTML.createElement('p', {});
						text;
					}
					if (source?.url) {
						{
							svelteHTML.createElement('p', {});
							{
								svelteHTML.createElement('a', {
									href: source.url,
									target: `_blank`,
									rel: `noopener noreferrer`,
								});
								source.text;
							}
						}
					} else if (source) {
						{
							svelteHTML.createElement('p', { class: `quiet` });
							source.text;
						}
					}
					__sveltets_2_ensureSnippet(children?.());
					Popover.Content;
				}
				Popover.Portal;
			}
			Popover.Root;
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
const Explain__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Explain__SvelteComponent_ = ReturnType<typeof Explain__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Explain__SvelteComponent_;
