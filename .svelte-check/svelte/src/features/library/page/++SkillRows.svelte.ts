///<reference types="svelte" />
import type { Part, SkillInfo } from '#data/skill.ts';
import Button from '#page/components/Button.svelte';
import { libraryWords } from '../words.en.ts';
import type { Lab } from '#lab/worker/protocol.ts';
import ExampleText from '#page/components/ExampleText.svelte';
import Problem from '#page/components/Problem.svelte';
import { RowsBrowser, rowsPerPage } from './RowsBrowser.svelte.ts';
import Segmented from '#page/components/Segmented.svelte';

type $$ComponentProps = { lab: Lab; skill: SkillInfo };
function $$render() {
	let { lab, skill }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = libraryWords.rows;
	// svelte-ignore state_referenced_locally (the parent keys this by skill)
	const browser = new RowsBrowser(lab, skill);
	void browser.show('train');
	const options = $derived(
		(['train', 'validation', 'heldOut'] as const).map((part) => ({
			value: part,
			label: text.partOption(part, skill.counts[part]),
		})),
	);
	async () => {
		{
			svelteHTML.createElement('div', { class: `rows` });
			{
				svelteHTML.createElement('div', { class: `bar` });
				{
					const $$_detnemgeS2C = __sveltets_2_ensureComponent(Segmented);
					new $$_detnemgeS2C({
						target: __sveltets_2_any(),
						props: {
							label: text.part,
							value: browser.part,
							options,
							onchange: (part: Part) => void browser.show(part),
						},
					});
				}
				{
					svelteHTML.createElement('span', { class: `pager` });
					{
						const $$_nottuB3C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB3C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								disabled: !browser.hasBefore,
								onclick: () => void browser.turn(-1),
							},
						});
						text.previous;
						Button;
					}
					{
						const $$_nottuB3C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB3C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								disabled: !browser.hasAfter,
								onclick: () => void browser.turn(1),
							},
						});
						text.next;
						Button;
					}
					{
						svelteHTML.createElement('span', { class: `quiet`, role: `status` });
						browser.count === 0
							? text.none
							: text.range(
									browser.from + 1,
									Math.min(browser.count, browser.from + rowsPerPage),
									browser.count,
								);
					}
				}
			}
			if (browser.error) {
				{
					const $$_melborP1C = __sveltets_2_ensureComponent(Problem);
					new $$_melborP1C({ target: __sveltets_2_any(), props: { message: browser.error } });
				}
			} else if (!browser.rows) {
				{
					svelteHTML.createElement('p', { class: `quiet`, role: `status` });
					text.loading;
				}
			} else {
				{
					svelteHTML.createElement('ol', { start: browser.from + 1 });
					for (let example of __sveltets_2_ensureArray(browser.rows)) {
						let i = 1;
						browser.from + i;
						{
							svelteHTML.createElement('li', {});
							{
								const $$_txeTelpmaxE3C = __sveltets_2_ensureComponent(ExampleText);
								new $$_txeTelpmaxE3C({ target: __sveltets_2_any(), props: { example } });
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
const SkillRows__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type SkillRows__SvelteComponent_ = ReturnType<
	typeof SkillRows__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default SkillRows__SvelteComponent_;
