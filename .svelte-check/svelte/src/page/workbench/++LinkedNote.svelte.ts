///<reference types="svelte" />
import Button from '#page/components/Button.svelte';
import { getView } from '#page/state/context.ts';
import { words } from '#page/words/words.ts';
function $$render() {
	const view = getView();
	const text = words.linked;
	async () => {
		if (view.note !== undefined || view.isCutDown) {
			{
				svelteHTML.createElement('aside', { 'aria-label': text.note });
				view.isCutDown;
				{
					svelteHTML.createElement('p', {});
					view.note === undefined;
					view.note ?? text.cutDown;
				}
				if (view.isCutDown) {
					{
						const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB1C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								kind: `quiet`,
								onclick: () => view.showEverything(),
							},
						});
						text.showEverything;
						Button;
					}
				} else {
					{
						const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB1C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								kind: `quiet`,
								'aria-label': words.common.close,
								onclick: () => view.closeNote(),
							},
						});
						Button;
					}
				}
			}
		}
	};
	return { props: {} as Record<string, never>, exports: {}, bindings: '', slots: {}, events: {} };
}
const LinkedNote__SvelteComponent_ = __sveltets_2_isomorphic_component(
	__sveltets_2_with_any_event($$render()),
);
/*Ωignore_startΩ*/ type LinkedNote__SvelteComponent_ = InstanceType<
	typeof LinkedNote__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default LinkedNote__SvelteComponent_;
