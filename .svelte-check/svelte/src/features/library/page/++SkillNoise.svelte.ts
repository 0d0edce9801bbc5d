///<reference types="svelte" />
import type { SkillInfo } from '#data/skill.ts';
import NumberField from '#page/components/NumberField.svelte';
import { libraryWords } from '../words.en.ts';
import type { SkillsDraft } from './SkillsDraft.svelte.ts';

type $$ComponentProps = { draft: SkillsDraft; skill: SkillInfo };
function $$render() {
	let { draft, skill }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = libraryWords.skills;
	const noise = $derived(draft.of(skill.id).noise);
	async () => {
		{
			svelteHTML.createElement('div', {
				class: `noise`,
				role: `group`,
				'aria-label': text.noiseOf(skill.name),
			});
			{
				const $$_dleiFrebmuN1C = __sveltets_2_ensureComponent(NumberField);
				new $$_dleiFrebmuN1C({
					target: __sveltets_2_any(),
					props: {
						label: text.wrongShare,
						value: Math.round(noise.wrongShare * 1000) / 10,
						min: 0,
						max: 100,
						unit: `%`,
						onchange: (percent: number) => draft.noise(skill.id, { wrongShare: percent / 100 }),
					},
				});
			}
			{
				const $$_dleiFrebmuN1C = __sveltets_2_ensureComponent(NumberField);
				new $$_dleiFrebmuN1C({
					target: __sveltets_2_any(),
					props: {
						label: text.duplicates,
						value: noise.duplicates,
						min: 0,
						max: skill.counts.train,
						integer: true,
						onchange: (duplicates: number) => draft.noise(skill.id, { duplicates }),
					},
				});
			}
			{
				const $$_dleiFrebmuN1C = __sveltets_2_ensureComponent(NumberField);
				new $$_dleiFrebmuN1C({
					target: __sveltets_2_any(),
					props: {
						label: text.firstRows,
						value: noise.rows ?? skill.counts.train,
						min: 1,
						max: skill.counts.train,
						integer: true,
						unit: text.ofRows(skill.counts.train),
						onchange: (rows: number) =>
							draft.rows(skill.id, rows < skill.counts.train ? rows : undefined),
					},
				});
			}
			{
				svelteHTML.createElement('p', { class: `quiet` });
				text.noiseHelp;
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
const SkillNoise__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type SkillNoise__SvelteComponent_ = ReturnType<
	typeof SkillNoise__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default SkillNoise__SvelteComponent_;
