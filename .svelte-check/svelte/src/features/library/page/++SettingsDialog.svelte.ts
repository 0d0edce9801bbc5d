///<reference types="svelte" />
import type { Experiment } from '#lab/run/experiment.ts';
import Button from '#page/components/Button.svelte';
import Dialog from '#page/components/Dialog.svelte';
import { libraryWords } from '../words.en.ts';
import AuxiliaryChoice from './AuxiliaryChoice.svelte';
import { messageOf } from '#core/errors.ts';
import type { LibraryState } from './LibraryState.svelte.ts';
import PresetMenu from './PresetMenu.svelte';
import Problem from '#page/components/Problem.svelte';
import SettingChoice from './SettingChoice.svelte';
import { settingGroups, type SettingPath } from './settingFields.ts';
import SettingNumber from './SettingNumber.svelte';
import { SettingsDraft } from './SettingsDraft.svelte.ts';

type $$ComponentProps = { library: LibraryState; experiment: Experiment };
function $$render() {
	let { library, experiment }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = libraryWords.settings;
	const draft = $derived(new SettingsDraft(experiment));
	let problem = $state<string | null>(null);
	let applying = $state(false);
	const labels = (paths: readonly SettingPath[]) => paths.map((path) => text.fields[path].label);
	const faulty = $derived(Object.keys(draft.faults) as SettingPath[]);

	function refused(error: unknown) {
		problem = draft.tell(error) ? null : messageOf(error);
	}
	async function apply() {
		const changed = draft.experiment();
		if (!changed) return;
		applying = true;
		problem = null;
		try {
			await library.configure(changed);
		} catch (error) {
			refused(error);
		} finally {
			applying = false;
		}
	}
	async function preset(id: string) {
		problem = null;
		try {
			const from = draft.readable();
			draft.take(await library.bench.client['experiment.preset']({ id, experiment: from }));
		} catch (error) {
			refused(error);
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
								svelteHTML.createElement('div', { class: `foot` });
								if (problem) {
									{
										const $$_melborP1C = __sveltets_2_ensureComponent(Problem);
										new $$_melborP1C({ target: __sveltets_2_any(), props: { message: problem } });
									}
								}
								{
									svelteHTML.createElement('p', { class: `quiet`, role: `status` });
									if (faulty.length > 0) {
										text.wrong(labels(faulty));
									} else if (draft.isChanged) {
										text.changed(draft.changedOthers, labels(draft.changed));
									} else {
										text.unchanged;
									}
									if (draft.lostSwitches.length > 0) {
										text.lostSwitches(draft.lostSwitches.map(({ fromStep }) => fromStep));
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
										disabled: !draft.isChanged && faulty.length === 0,
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
										disabled: !draft.isChanged || !draft.isValid || applying,
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
				const $$_uneMteserP1C = __sveltets_2_ensureComponent(PresetMenu);
				new $$_uneMteserP1C({
					target: __sveltets_2_any(),
					props: { presets: library.bench.info?.presets ?? [], onpick: preset },
				});
			}
			for (let group of __sveltets_2_ensureArray(settingGroups)) {
				group.id;
				{
					svelteHTML.createElement('section', { 'aria-label': text.groups[group.id] });
					{
						svelteHTML.createElement('h3', { class: `section-title` });
						text.groups[group.id];
					}
					{
						svelteHTML.createElement('div', { class: `fields` });
						for (let path of __sveltets_2_ensureArray(group.numbers)) {
							path;
							{
								const $$_rebmuNgnitteS3C = __sveltets_2_ensureComponent(SettingNumber);
								new $$_rebmuNgnitteS3C({ target: __sveltets_2_any(), props: { draft, path } });
							}
						}
						for (let path of __sveltets_2_ensureArray(group.choices)) {
							path;
							{
								const $$_eciohCgnitteS3C = __sveltets_2_ensureComponent(SettingChoice);
								new $$_eciohCgnitteS3C({ target: __sveltets_2_any(), props: { draft, path } });
							}
						}
						if ('after' in group) {
							for (let path of __sveltets_2_ensureArray(
								group.after.filter((path) => draft.matters(path)),
							)) {
								path;
								{
									const $$_rebmuNgnitteS3C = __sveltets_2_ensureComponent(SettingNumber);
									new $$_rebmuNgnitteS3C({ target: __sveltets_2_any(), props: { draft, path } });
								}
							}
						}
					}
					if (group.rare.length > 0) {
						{
							svelteHTML.createElement('details', {
								open: group.rare.some((path) => draft.faults[path]),
							});
							{
								svelteHTML.createElement('summary', {});
								text.more;
								labels(group.rare).join(', ');
							}
							{
								svelteHTML.createElement('div', { class: `fields` });
								for (let path of __sveltets_2_ensureArray(group.rare)) {
									path;
									{
										const $$_rebmuNgnitteS4C = __sveltets_2_ensureComponent(SettingNumber);
										new $$_rebmuNgnitteS4C({ target: __sveltets_2_any(), props: { draft, path } });
									}
								}
							}
						}
					}
				}
			}
			{
				svelteHTML.createElement('section', { 'aria-label': text.auxiliary.label });
				{
					svelteHTML.createElement('h3', { class: `section-title` });
					text.auxiliary.title;
				}
				{
					const $$_eciohCyrailixuA2C = __sveltets_2_ensureComponent(AuxiliaryChoice);
					new $$_eciohCyrailixuA2C({
						target: __sveltets_2_any(),
						props: { draft, models: library.bench.info?.models ?? [] },
					});
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
const SettingsDialog__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type SettingsDialog__SvelteComponent_ = ReturnType<
	typeof SettingsDialog__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default SettingsDialog__SvelteComponent_;
