///<reference types="svelte" />
import Explain from '#page/components/Explain.svelte';
import { getCursor } from '#page/state/context.ts';
import type { RunState } from '#page/state/RunState.svelte.ts';
import { explainWords } from '../../words.en.ts';
import { listThoughts } from './thoughts.ts';

type $$ComponentProps = { run: RunState };
function $$render() {
	let { run }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const cursor = getCursor();
	/** The number of visible sentences: a run may have thousands. */
	const most = 200;
	const thoughts = $derived(listThoughts(run).slice(0, most));
	async () => {
		if (thoughts.length > 1) {
			{
				svelteHTML.createElement('details', {});
				{
					svelteHTML.createElement('summary', {});
					explainWords.log.title;
					{
						svelteHTML.createElement('span', { class: `quiet` });
						thoughts.length;
					}
				}
				{
					const $$_nialpxE1C = __sveltets_2_ensureComponent(Explain);
					new $$_nialpxE1C({
						target: __sveltets_2_any(),
						props: { term: explainWords.log.title, text: explainWords.log.help },
					});
				}
				{
					svelteHTML.createElement('ol', {});
					for (let { step, text, warns } of __sveltets_2_ensureArray(thoughts)) {
						`${step} ${text}`;
						{
							svelteHTML.createElement('li', {});
							warns;
							{
								svelteHTML.createElement('button', {
									type: `button`,
									'aria-pressed': cursor.step === step,
									title: explainWords.log.toStep(step),
									onclick: () => cursor.point(cursor.step === step ? null : step),
								});
								{
									svelteHTML.createElement('span', { class: `quiet` });
									explainWords.log.at(step);
								}
								if (warns) {
									{
										svelteHTML.createElement('b', {});
										explainWords.log.warning;
									}
								}
								text;
							}
						}
					}
				}
			}
		}
	};
	return {
		props: {} as any as $$ComponentProps,
		exports: {},
		bindings: __sveltets_$$bindings(''),
		slots: {},
		events: {},
	};
}
const ThoughtLog__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type ThoughtLog__SvelteComponent_ = ReturnType<
	typeof ThoughtLog__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default ThoughtLog__SvelteComponent_;
