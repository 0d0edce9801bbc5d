///<reference types="svelte" />
import type { Fact } from '#gpu/report.ts';
import { words } from '#page/words/words.ts';

type $$ComponentProps = { facts: readonly Fact[] };
function $$render() {
	let { facts }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	async () => {
		{
			svelteHTML.createElement('details', {});
			{
				svelteHTML.createElement('summary', {});
				words.run.deviceFacts;
			}
			{
				svelteHTML.createElement('dl', {});
				for (let { name, value } of __sveltets_2_ensureArray(facts)) {
					name;
					{
						svelteHTML.createElement('div', {});
						{
							svelteHTML.createElement('dt', { class: `quiet` });
							name;
						}
						{
							svelteHTML.createElement('dd', {});
							value;
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
const DeviceFacts__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type DeviceFacts__SvelteComponent_ = ReturnType<
	typeof DeviceFacts__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default DeviceFacts__SvelteComponent_;
