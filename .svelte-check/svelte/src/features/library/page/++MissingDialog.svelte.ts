///<reference types="svelte" />
import { onMount } from 'svelte';
import type { Experiment } from '#lab/run/experiment.ts';
import Button from '#page/components/Button.svelte';
import Dialog from '#page/components/Dialog.svelte';
import Progress from '#page/components/Progress.svelte';
import { libraryWords } from '../words.en.ts';
import { ArtefactShelf } from '#page/state/ArtefactShelf.svelte.ts';
import { isComplete, noNoise, withAuxiliary, withoutArtefact } from './experimentSkills.ts';
import { messageOf } from '#core/errors.ts';
import FilePicker from '#page/components/FilePicker.svelte';
import ImportForm from './ImportForm.svelte';
import type { LibraryState } from './LibraryState.svelte.ts';
import MissingItem from './MissingItem.svelte';
import Problem from '#page/components/Problem.svelte';

type $$ComponentProps = { library: LibraryState; experiment: Experiment };
function $$render() {
	let { library, experiment }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = libraryWords.missing;
	// svelte-ignore state_referenced_locally
	const shelf = new ArtefactShelf(library.bench);
	const missing = $derived(library.missing);
	const queue = $derived(library.imports);
	const current = $derived(queue.current);
	const status = $derived(library.models.status);
	/** Files that have the name of a missing one but other rows. */
	const others = $derived(
		queue.done.filter(({ status }) => {
			if (status.kind !== 'done') return false;
			const { skillId } = status.report;
			return !experiment.skills.some(({ id }) => id === skillId);
		}),
	);
	let problem = $state<string | null>(null);
	// The dialog opens by itself. It stays open after the last file arrives, to report that nothing
	// is missing.
	onMount(() => library.show('missing'));

	async function giveModel(files: readonly File[]) {
		problem = null;
		const model = await library.importModel(files);
		const wanted = [experiment.model, experiment.auxiliary].map((ref) => ref?.sha256);
		if (model && !wanted.includes(model.sha256)) problem = text.otherModel(model.name);
	}
	/** Removes the auxiliary model: the starting weights then take its measurements. */
	async function leaveOutAuxiliary() {
		problem = null;
		try {
			await library.configure(withAuxiliary(experiment, null));
		} catch (error) {
			problem = messageOf(error);
		}
	}
	const policyTitle = (id: string) =>
		library.bench.info?.policies.find((policy) => policy.id === id)?.title ?? id;
	async function giveArtefact(file: File, sha256: string) {
		problem = null;
		const kept = await shelf.import(file);
		if (!kept) problem = shelf.problem;
		else if (kept.sha256 !== sha256) problem = text.otherArtefact(kept.name);
	}
	async function prepareAnew(sha256: string) {
		problem = null;
		try {
			await library.configure(withoutArtefact(experiment, sha256));
		} catch (error) {
			problem = messageOf(error);
		}
	}
	async function leaveOut(id: string) {
		problem = null;
		const trained = experiment.skills.filter((skill) => skill.use === 'train' && skill.id !== id);
		if (trained.length === 0) {
			problem = text.lastSkill;
			return;
		}
		try {
			await library.choose({ [id]: { use: 'off', noise: noNoise } });
		} catch (error) {
			problem = messageOf(error);
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
								const $$_nottuB0C = __sveltets_2_ensureComponent(Button);
								new $$_nottuB0C({
									target: __sveltets_2_any(),
									props: {
										children: () => {
											return __sveltets_2_any(0);
										},
										kind: isComplete(missing) ? 'primary' : 'plain',
										onclick: () => library.close(),
									},
								});
								isComplete(missing) ? text.done : text.later;
								Button;
							}
						};
						return __sveltets_2_any(0);
					},
				},
			});
			/*Ωignore_startΩ*/ const { footer } = $$_golaiD0.$$prop_def; /*Ωignore_endΩ*/
			{
				svelteHTML.createElement('ul', {});
				for (let skill of __sveltets_2_ensureArray(missing.skills)) {
					skill.id;
					{
						const $$_metIgnissiM2C = __sveltets_2_ensureComponent(MissingItem);
						new $$_metIgnissiM2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								name: text.skill(skill.name),
								sha256: skill.sha256,
							},
						});
						{
							const $$_rekciPeliF3C = __sveltets_2_ensureComponent(FilePicker);
							new $$_rekciPeliF3C({
								target: __sveltets_2_any(),
								props: {
									label: text.give,
									onpick: (files: readonly File[]) => queue.add(files, skill),
								},
							});
						}
						{
							const $$_nottuB3C = __sveltets_2_ensureComponent(Button);
							new $$_nottuB3C({
								target: __sveltets_2_any(),
								props: {
									children: () => {
										return __sveltets_2_any(0);
									},
									onclick: () => void leaveOut(skill.id),
								},
							});
							text.leaveOut;
							Button;
						}
						MissingItem;
					}
				}
				for (let { sha256, policy } of __sveltets_2_ensureArray(missing.artefacts)) {
					sha256;
					{
						const $$_metIgnissiM2C = __sveltets_2_ensureComponent(MissingItem);
						new $$_metIgnissiM2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								name: text.artefact(policyTitle(policy)),
								sha256,
							},
						});
						{
							const $$_rekciPeliF3C = __sveltets_2_ensureComponent(FilePicker);
							new $$_rekciPeliF3C({
								target: __sveltets_2_any(),
								props: {
									label: text.give,
									onpick: ([file]: readonly File[]) => void giveArtefact(file, sha256),
								},
							});
						}
						{
							const $$_nottuB3C = __sveltets_2_ensureComponent(Button);
							new $$_nottuB3C({
								target: __sveltets_2_any(),
								props: {
									children: () => {
										return __sveltets_2_any(0);
									},
									onclick: () => void prepareAnew(sha256),
								},
							});
							text.prepare;
							Button;
						}
						MissingItem;
					}
				}
				if (missing.model) {
					{
						const $$_metIgnissiM2C = __sveltets_2_ensureComponent(MissingItem);
						new $$_metIgnissiM2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								name: text.model(missing.model.id),
								sha256: missing.model.sha256,
							},
						});
						{
							const $$_rekciPeliF3C = __sveltets_2_ensureComponent(FilePicker);
							new $$_rekciPeliF3C({
								target: __sveltets_2_any(),
								props: { label: text.giveModel, folder: true, onpick: giveModel },
							});
						}
						MissingItem;
					}
				}
				if (missing.auxiliary) {
					{
						const $$_metIgnissiM2C = __sveltets_2_ensureComponent(MissingItem);
						new $$_metIgnissiM2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								name: text.model(missing.auxiliary.id),
								sha256: missing.auxiliary.sha256,
							},
						});
						{
							const $$_rekciPeliF3C = __sveltets_2_ensureComponent(FilePicker);
							new $$_rekciPeliF3C({
								target: __sveltets_2_any(),
								props: { label: text.giveModel, folder: true, onpick: giveModel },
							});
						}
						{
							const $$_nottuB3C = __sveltets_2_ensureComponent(Button);
							new $$_nottuB3C({
								target: __sveltets_2_any(),
								props: {
									children: () => {
										return __sveltets_2_any(0);
									},
									onclick: () => void leaveOutAuxiliary(),
								},
							});
							text.leaveOut;
							Button;
						}
						MissingItem;
					}
				}
			}
			{
				svelteHTML.createElement('div', { role: `status` });
				if (isComplete(missing)) {
					{
						svelteHTML.createElement('p', {});
						text.complete;
					}
				}
				if (status.kind === 'busy') {
					{
						const $$_ssergorP2C = __sveltets_2_ensureComponent(Progress);
						new $$_ssergorP2C({
							target: __sveltets_2_any(),
							props: {
								label: status.progress?.label ?? libraryWords.models.work[status.work],
								fraction: status.progress?.fraction ?? null,
							},
						});
					}
				}
				for (let item of __sveltets_2_ensureArray(isComplete(missing) ? [] : others)) {
					item.id;
					{
						svelteHTML.createElement('p', { class: `other` });
						text.other(item.options.name);
					}
				}
			}
			if (status.kind === 'failed') {
				{
					const $$_melborP1C = __sveltets_2_ensureComponent(Problem);
					new $$_melborP1C({
						target: __sveltets_2_any(),
						props: { what: libraryWords.models.failed, message: status.message },
					});
				}
			}
			if (problem) {
				{
					const $$_melborP1C = __sveltets_2_ensureComponent(Problem);
					new $$_melborP1C({ target: __sveltets_2_any(), props: { message: problem } });
				}
			}
			if (missing.skills.some(({ recipe }) => !recipe)) {
				{
					svelteHTML.createElement('p', { class: `quiet` });
					text.sameOptions;
				}
			}
			if (current) {
				current;
				{
					{
						const $$_mroFtropmI1C = __sveltets_2_ensureComponent(ImportForm);
						new $$_mroFtropmI1C({
							target: __sveltets_2_any(),
							props: {
								item: current,
								onstart: () => void queue.start(current),
								ondrop: () => void queue.drop(current),
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
const MissingDialog__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type MissingDialog__SvelteComponent_ = ReturnType<
	typeof MissingDialog__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default MissingDialog__SvelteComponent_;
