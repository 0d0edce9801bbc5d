///<reference types="svelte" />
import Button from '#page/components/Button.svelte';
import Progress from '#page/components/Progress.svelte';
import { getLab } from '#page/state/context.ts';
import { words } from '#page/words/words.ts';
import { labStatusWords, labTrouble } from './labTrouble.ts';
function $$render() {
	const lab = getLab();
	const said = $derived(labStatusWords(lab.status));
	const reloads = $derived(labTrouble(lab.status) !== null);
	async () => {
		{
			svelteHTML.createElement('main', {});
			{
				svelteHTML.createElement('h1', {});
				words.header.name;
			}
			{
				svelteHTML.createElement('p', {});
				words.header.about;
			}
			{
				svelteHTML.createElement('div', {
					role: lab.status.kind === 'broken' ? 'alert' : 'status',
				});
				{
					svelteHTML.createElement('p', {});
					{
						svelteHTML.createElement('strong', {});
						said[0];
					}
				}
				{
					svelteHTML.createElement('p', { class: `quiet` });
					said[1];
				}
			}
			if (reloads) {
				{
					svelteHTML.createElement('div', {});
					{
						const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								kind: `primary`,
								onclick: () => location.reload(),
							},
						});
						words.status.reload;
						Button;
					}
				}
			} else if (lab.notices.tasks.length === 0 && lab.status.kind !== 'waiting') {
				{
					const $$_ssergorP1C = __sveltets_2_ensureComponent(Progress);
					new $$_ssergorP1C({
						target: __sveltets_2_any(),
						props: { label: words.status.opening, fraction: null, labelHidden: true },
					});
				}
			}
			for (let task of __sveltets_2_ensureArray(lab.notices.tasks)) {
				task.id;
				{
					const $$_ssergorP1C = __sveltets_2_ensureComponent(Progress);
					new $$_ssergorP1C({
						target: __sveltets_2_any(),
						props: { label: task.label, fraction: task.fraction },
					});
				}
			}
		}
	};
	return {
		props: {} as Record<string, never>,
		exports: {},
		bindings: __sveltets_$$bindings(''),
		slots: {},
		events: {},
	};
}
const OpeningScreen__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type OpeningScreen__SvelteComponent_ = ReturnType<
	typeof OpeningScreen__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default OpeningScreen__SvelteComponent_;
