///<reference types="svelte" />
import Explain from '#page/components/Explain.svelte';
import { words } from '#page/words/words.ts';
import type { WorkbenchSkill } from './WorkbenchView.svelte.ts';

type $$ComponentProps = { skill: WorkbenchSkill; full?: boolean };
function $$render() {
	/** `full`: with the amounts of the noise. */
	let { skill, full = false }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const noise = $derived(
		skill.noise && (skill.noise.wrongShare > 0 || skill.noise.duplicates > 0)
			? words.skills.noise(skill.noise.wrongShare, skill.noise.duplicates)
			: null,
	);
	const rows = $derived(skill.noise?.rows);
	async () => {
		if (skill.info?.heldOutIs === 'recall') {
			{
				const $$_nialpxE0C = __sveltets_2_ensureComponent(Explain);
				new $$_nialpxE0C({
					target: __sveltets_2_any(),
					props: {
						tag: words.skills.recall,
						term: words.skills.recall,
						text: words.skills.recallHelp,
					},
				});
			}
		}
		if (rows !== undefined) {
			{
				const $$_nialpxE0C = __sveltets_2_ensureComponent(Explain);
				new $$_nialpxE0C({
					target: __sveltets_2_any(),
					props: {
						tag: words.skills.fewer(rows),
						term: words.skills.fewer(rows),
						text: words.skills.fewerHelp(rows),
					},
				});
			}
		}
		if (noise) {
			{
				svelteHTML.createElement('span', { class: `noise` });
				{
					const $$_nialpxE1C = __sveltets_2_ensureComponent(Explain);
					new $$_nialpxE1C({
						target: __sveltets_2_any(),
						props: {
							tag: full ? noise : words.skills.noisy,
							term: `${words.skills.noisy}: ${noise}`,
							text: words.skills.noiseHelp,
						},
					});
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
const SkillTags__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type SkillTags__SvelteComponent_ = ReturnType<
	typeof SkillTags__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default SkillTags__SvelteComponent_;
