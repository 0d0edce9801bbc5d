///<reference types="svelte" />
import type { SkillInfo } from '#data/skill.ts';
import Button from '#page/components/Button.svelte';
import { libraryWords } from '../words.en.ts';
import type { Lab } from '#lab/worker/protocol.ts';
import type { Use } from './experimentSkills.ts';
import Segmented from '#page/components/Segmented.svelte';
import SkillNoise from './SkillNoise.svelte';
import SkillRows from './SkillRows.svelte';
import type { SkillsDraft } from './SkillsDraft.svelte.ts';
interface Props {
	lab: Lab;
	skill: SkillInfo;
	draft: SkillsDraft;
	/** The part that is open below it. */
	open: 'rows' | 'noise' | null;
	onopen: (part: 'rows' | 'noise' | null) => void;
	/** Null: the experiment uses it, so it cannot be deleted. */
	ondelete: (() => void) | null;
}
function $$render() {
	let { lab, skill, draft, open, onopen, ondelete }: Props = $props();
	const text = libraryWords.skills;
	const choice = $derived(draft.of(skill.id));
	const uses = $derived(
		(['train', 'watch', 'off'] as const).map((value: Use) => ({
			value,
			label: text.use[value],
			disabled: value === 'train' && skill.counts.train === 0,
		})),
	);
	const noisy = $derived(
		choice.noise.wrongShare > 0 || choice.noise.duplicates > 0 || choice.noise.rows !== undefined,
	);
	const toggle = (part: 'rows' | 'noise') => onopen(open === part ? null : part);
	async () => {
		{
			svelteHTML.createElement('li', {});
			{
				svelteHTML.createElement('div', { class: `what` });
				{
					svelteHTML.createElement('h3', {});
					skill.name;
					if (skill.role === 'general') {
						{
							svelteHTML.createElement('span', { class: `quiet` });
							text.roleGeneral;
						}
					}
				}
				{
					svelteHTML.createElement('p', { class: `quiet` });
					skill.about;
				}
				{
					svelteHTML.createElement('p', {});
					text.sizes(skill.counts);
					{
						svelteHTML.createElement('span', { class: `quiet` });
						text.scoredBy[skill.scorer];
						skill.source === 'builtin' ? text.builtIn : text.takes(skill.bytes);
					}
				}
				if (skill.heldOutIs === 'recall') {
					{
						svelteHTML.createElement('p', { class: `recall` });
						text.recall;
					}
				}
				if (noisy && choice.use === 'train') {
					{
						svelteHTML.createElement('p', { class: `noisy` });
						text.noiseSummary(choice.noise.wrongShare, choice.noise.duplicates, choice.noise.rows);
					}
				}
			}
			{
				svelteHTML.createElement('div', { class: `hands` });
				{
					svelteHTML.createElement('span', { class: `use` });
					{
						const $$_detnemgeS3C = __sveltets_2_ensureComponent(Segmented);
						new $$_detnemgeS3C({
							target: __sveltets_2_any(),
							props: {
								label: text.useOf(skill.name),
								value: choice.use,
								options: uses,
								onchange: (use: Use) => draft.use(skill.id, use),
							},
						});
					}
				}
				{
					svelteHTML.createElement('span', { class: `buttons` });
					{
						const $$_nottuB3C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB3C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								kind: `quiet`,
								'aria-expanded': open === 'rows',
								'aria-label': text.rowsOf(skill.name),
								onclick: () => toggle('rows'),
							},
						});
						text.rows;
						Button;
					}
					if (skill.source === 'builtin' && choice.use === 'train') {
						{
							const $$_nottuB3C = __sveltets_2_ensureComponent(Button);
							new $$_nottuB3C({
								target: __sveltets_2_any(),
								props: {
									children: () => {
										return __sveltets_2_any(0);
									},
									kind: `quiet`,
									'aria-expanded': open === 'noise',
									'aria-label': text.noiseOf(skill.name),
									onclick: () => toggle('noise'),
								},
							});
							text.noise;
							Button;
						}
					}
					if (skill.source === 'file' && ondelete) {
						{
							const $$_nottuB3C = __sveltets_2_ensureComponent(Button);
							new $$_nottuB3C({
								target: __sveltets_2_any(),
								props: {
									children: () => {
										return __sveltets_2_any(0);
									},
									kind: `quiet`,
									'aria-label': text.deleteName(skill.name),
									onclick: ondelete,
								},
							});
							text.delete;
							Button;
						}
					}
				}
				if (skill.source === 'file' && !ondelete) {
					{
						svelteHTML.createElement('span', { class: `quiet kept` });
						text.inUse;
					}
				}
			}
			if (open === 'rows') {
				{
					svelteHTML.createElement('div', { class: `more` });
					{
						const $$_swoRllikS2C = __sveltets_2_ensureComponent(SkillRows);
						new $$_swoRllikS2C({ target: __sveltets_2_any(), props: { lab, skill } });
					}
				}
			} else if (open === 'noise' && choice.use === 'train') {
				{
					svelteHTML.createElement('div', { class: `more` });
					{
						const $$_esioNllikS2C = __sveltets_2_ensureComponent(SkillNoise);
						new $$_esioNllikS2C({ target: __sveltets_2_any(), props: { draft, skill } });
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
const SkillItem__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type SkillItem__SvelteComponent_ = ReturnType<
	typeof SkillItem__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default SkillItem__SvelteComponent_;
