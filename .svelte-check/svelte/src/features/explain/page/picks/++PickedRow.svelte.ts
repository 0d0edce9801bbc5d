///<reference types="svelte" />
import type { WorkbenchSkill } from '#page/workbench/WorkbenchView.svelte.ts';
import { getLab } from '#page/state/context.ts';
import ExampleText from '#page/components/ExampleText.svelte';
import { explainWords } from '../../words.en.ts';

type $$ComponentProps = { skill: WorkbenchSkill; row: number };
function $$render() {
	let { skill, row }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const lab = getLab();
	const asked = $derived(
		lab.client['skill.rows']({
			id: skill.id,
			part: 'train',
			from: row,
			count: 1,
			...(skill.noise && { noise: skill.noise }),
		}),
	);
	async () => {
		{
			{
				svelteHTML.createElement('p', { class: `quiet`, role: `status` });
				explainWords.picks.loading;
			}
			try {
				const $$_value = await asked;
				{
					const rows = $$_value;
					if (rows.length > 0) {
						{
							const $$_txeTelpmaxE0C = __sveltets_2_ensureComponent(ExampleText);
							new $$_txeTelpmaxE0C({ target: __sveltets_2_any(), props: { example: rows[0] } });
						}
					} else {
						{
							svelteHTML.createElement('p', {});
							explainWords.picks.gone;
						}
					}
				}
			} catch ($$_e) {
				const error = __sveltets_2_any();
				{
					svelteHTML.createElement('p', { class: `bad`, role: `alert` });
					error instanceof Error ? error.message : String(error);
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
const PickedRow__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type PickedRow__SvelteComponent_ = ReturnType<
	typeof PickedRow__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default PickedRow__SvelteComponent_;
