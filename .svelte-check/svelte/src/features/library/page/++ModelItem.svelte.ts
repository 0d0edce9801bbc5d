///<reference types="svelte" />
import type { ModelInfo } from '#lab/run/stores.ts';
import Button from '#page/components/Button.svelte';
import { words } from '#page/words/words.ts';
import { libraryWords } from '../words.en.ts';
import { bytesText, shortHash } from '#page/words/amounts.ts';
interface Props {
	model: ModelInfo;
	inUse: boolean;
	busy: boolean;
	onuse: () => void;
	ondelete: () => void;
}
function $$render() {
	let { model, inUse, busy, onuse, ondelete }: Props = $props();
	const text = libraryWords.models;
	/** A deleted model cannot be restored: the second click deletes. */
	let sure = $state(false);
	async () => {
		{
			svelteHTML.createElement('li', {});
			{
				svelteHTML.createElement('div', { class: `what` });
				{
					svelteHTML.createElement('h3', {});
					model.name;
				}
				{
					svelteHTML.createElement('p', {});
					text.parameters(model.parameters);
					bytesText(model.bytes);
				}
				{
					svelteHTML.createElement('p', { class: `quiet` });
					text.source[model.source];
					{
						svelteHTML.createElement('span', { class: `mono`, title: model.sha256 });
						shortHash(model.sha256);
					}
				}
			}
			{
				svelteHTML.createElement('div', { class: `hands` });
				if (inUse) {
					{
						svelteHTML.createElement('span', { class: `quiet` });
						text.inUse;
					}
				} else {
					{
						const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								'aria-label': text.useName(model.name),
								disabled: busy,
								onclick: onuse,
							},
						});
						text.use;
						Button;
					}
					if (model.source !== 'builtin' && !sure) {
						{
							const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
							new $$_nottuB2C({
								target: __sveltets_2_any(),
								props: {
									children: () => {
										return __sveltets_2_any(0);
									},
									kind: `quiet`,
									'aria-label': text.deleteName(model.name),
									disabled: busy,
									onclick: () => (sure = true),
								},
							});
							text.delete;
							Button;
						}
					}
				}
			}
			if (sure && !inUse) {
				{
					svelteHTML.createElement('div', {
						class: `sure`,
						role: `group`,
						'aria-label': text.deleteName(model.name),
					});
					{
						svelteHTML.createElement('p', {});
						text.sureDelete(model.name);
					}
					{
						const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								kind: `danger`,
								disabled: busy,
								onclick: ondelete,
							},
						});
						text.yesDelete;
						Button;
					}
					{
						const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								onclick: () => (sure = false),
							},
						});
						words.common.cancel;
						Button;
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
const ModelItem__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type ModelItem__SvelteComponent_ = ReturnType<
	typeof ModelItem__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default ModelItem__SvelteComponent_;
