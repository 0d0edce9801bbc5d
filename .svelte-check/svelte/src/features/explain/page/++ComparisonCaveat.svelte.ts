///<reference types="svelte" />
import * as format from '#page/words/format.ts';
import { explainWords } from '../words.en.ts';
import type { Versus } from './results.ts';

type $$ComponentProps = { versus: Versus | null };
function $$render() {
	let { versus }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	async () => {
		if (versus) {
			if (versus.kind === 'seeds') {
				{
					svelteHTML.createElement('span', { title: explainWords.results.shown(versus.seeds) });
					format.points(versus.difference);
					(100 * versus.half).toFixed(0);
				}
			} else {
				format.points(versus.difference);
				{
					svelteHTML.createElement('span', {
						class: `word`,
						title:
							versus.kind === 'chance'
								? explainWords.results.noiseHelp((100 * versus.half).toFixed(0))
								: explainWords.results.oneSeedHelp,
					});
					versus.kind === 'chance' ? explainWords.results.noise : explainWords.results.oneSeed;
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
const ComparisonCaveat__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type ComparisonCaveat__SvelteComponent_ = ReturnType<
	typeof ComparisonCaveat__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default ComparisonCaveat__SvelteComponent_;
