///<reference types="svelte" />
import { tick } from 'svelte';
import type { SkillInfo } from '#data/skill.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import Button from '#page/components/Button.svelte';
import Dialog from '#page/components/Dialog.svelte';
import Explain from '#page/components/Explain.svelte';
import { libraryWords } from '../words.en.ts';
import { choiceOf, isComplete } from './experimentSkills.ts';
import { messageOf } from '#core/errors.ts';
import type { LibraryState } from './LibraryState.svelte.ts';
import Problem from '#page/components/Problem.svelte';
import SkillItem from './SkillItem.svelte';
import { SkillsDraft } from './SkillsDraft.svelte.ts';
import StorageLine from './StorageLine.svelte';
type Unfolded = 'rows' | 'noise';
type $$ComponentProps = { library: LibraryState; experiment: Experiment };
function $$render() {
	let { library, experiment }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = libraryWords.skills;
	const draft = $derived(new SkillsDraft(experiment));
	const isTrained = $derived(draft.trained(library.skills.map(({ id }) => id)) > 0);

	let unfolded = $state.raw<{ id: string; part: Unfolded } | null>(null);
	let problem = $state<string | null>(null);
	let said = $state('');
	let foot = $state<HTMLElement>();
	let applying = $state(false);

	async function remove(skill: SkillInfo) {
		try {
			problem = null;
			await library.remove(skill);
			draft.forget(skill.id);
			said = text.deleted(skill.name);
			// The delete button is gone: focus moves to Undo.
			await tick();
			[...(foot?.querySelectorAll('button') ?? [])].at(-1)?.focus();
		} catch (error) {
			problem = text.cannotDelete(skill.name, messageOf(error));
		}
	}
	async function restore(skill: SkillInfo) {
		try {
			problem = null;
			await library.restore(skill);
			said = text.restored(skill.name);
		} catch (error) {
			problem = text.cannotRestore(skill.name, messageOf(error));
		}
	}
	async function apply() {
		applying = true;
		problem = null;
		try {
			await library.choose(draft.changes);
		} catch (error) {
			problem = messageOf(error);
		} finally {
			applying = false;
		}
	}
	async () => {
		{
			const $$_golaiD0C = __sveltets_2_ensureComponent(Dialog);
			const $$_golaiD0 = new $$_golaiD0C({
				target: __sveltets_2_any(),
				props: {
					children: () => {
						return __sveltets_2_any(0);
					},
					open: true,
					title: text.title,
					description: text.description,
					wide: true,
					onclose: () => library.close(),
					footer: () => {
						async () /*Ωignore_positionΩ*/ => {
							{
								const $$_div0 = svelteHTML.createElement('div', { class: `foot` });
								foot = $$_div0;
								for (let skill of __sveltets_2_ensureArray(library.removed)) {
									skill.id;
									{
										svelteHTML.createElement('p', { class: `removed` });
										text.deleted(skill.name);
										{
											const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
											new $$_nottuB2C({
												target: __sveltets_2_any(),
												props: {
													children: () => {
														return __sveltets_2_any(0);
													},
													'aria-label': text.undoDelete(skill.name),
													onclick: () => void restore(skill),
												},
											});
											text.undo;
											Button;
										}
									}
								}
								if (problem) {
									{
										const $$_melborP1C = __sveltets_2_ensureComponent(Problem);
										new $$_melborP1C({ target: __sveltets_2_any(), props: { message: problem } });
									}
								}
								{
									svelteHTML.createElement('p', { class: `quiet`, role: `status` });
									if (!isTrained) {
										text.nothingTrains;
									} else if (draft.isChanged) {
										text.changed(Object.keys(draft.changes).length);
									} else {
										text.unchanged;
									}
								}
							}
							{
								const $$_nottuB0C = __sveltets_2_ensureComponent(Button);
								new $$_nottuB0C({
									target: __sveltets_2_any(),
									props: {
										children: () => {
											return __sveltets_2_any(0);
										},
										disabled: !draft.isChanged,
										onclick: () => draft.reset(),
									},
								});
								text.revert;
								Button;
							}
							{
								const $$_nottuB0C = __sveltets_2_ensureComponent(Button);
								new $$_nottuB0C({
									target: __sveltets_2_any(),
									props: {
										children: () => {
											return __sveltets_2_any(0);
										},
										kind: `primary`,
										disabled: !draft.isChanged || !isTrained || applying,
										onclick: () => void apply(),
									},
								});
								text.apply;
								Button;
							}
						};
						return __sveltets_2_any(0);
					},
				},
			});
			/*Ωignore_startΩ*/ const { footer } = $$_golaiD0.$$prop_def; /*Ωignore_endΩ*/
			{
				svelteHTML.createElement('div', { class: `top` });
				{
					svelteHTML.createElement('div', {});
					{
						const $$_eniLegarotS3C = __sveltets_2_ensureComponent(StorageLine);
						new $$_eniLegarotS3C({ target: __sveltets_2_any(), props: { library } });
					}
				}
				{
					const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
					new $$_nottuB2C({
						target: __sveltets_2_any(),
						props: {
							children: () => {
								return __sveltets_2_any(0);
							},
							onclick: () => library.show('import'),
						},
					});
					text.addFiles;
					Button;
				}
			}
			if (!isComplete(library.missing)) {
				{
					svelteHTML.createElement('p', { class: `missing` });
					text.missing;
					{
						const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								onclick: () => library.show('missing'),
							},
						});
						text.giveMissing;
						Button;
					}
				}
			}
			{
				svelteHTML.createElement('p', { class: `parts` });
				{
					svelteHTML.createElement('span', {});
					text.partsTerm;
					{
						const $$_nialpxE3C = __sveltets_2_ensureComponent(Explain);
						new $$_nialpxE3C({
							target: __sveltets_2_any(),
							props: { term: text.partsTerm, text: text.partsHelp },
						});
					}
				}
				{
					svelteHTML.createElement('span', {});
					text.useTerm;
					{
						const $$_nialpxE3C = __sveltets_2_ensureComponent(Explain);
						new $$_nialpxE3C({
							target: __sveltets_2_any(),
							props: { term: text.useTerm, text: text.useHelp },
						});
					}
				}
			}
			{
				svelteHTML.createElement('p', { class: `visually-hidden`, role: `status` });
				said;
			}
			{
				svelteHTML.createElement('ul', {});
				for (let skill of __sveltets_2_ensureArray(library.skills)) {
					skill.id;
					const free = choiceOf(experiment, skill.id).use === 'off';
					{
						const $$_metIllikS2C = __sveltets_2_ensureComponent(SkillItem);
						new $$_metIllikS2C({
							target: __sveltets_2_any(),
							props: {
								lab: library.bench.client,
								skill,
								draft,
								open: unfolded?.id === skill.id ? unfolded.part : null,
								onopen: (part: Unfolded | null) => (unfolded = part && { id: skill.id, part }),
								ondelete: free ? () => void remove(skill) : null,
							},
						});
					}
				}
			}

			Dialog;
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
const SkillsDialog__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type SkillsDialog__SvelteComponent_ = ReturnType<
	typeof SkillsDialog__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default SkillsDialog__SvelteComponent_;
