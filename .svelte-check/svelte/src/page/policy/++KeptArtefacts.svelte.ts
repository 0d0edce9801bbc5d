///<reference types="svelte" />
import type { ArtefactInfo } from '#lab/run/stores.ts';
import type { PolicyInfo } from '#mixing/policy.ts';
import type { PolicySegment } from '#training/settings.ts';
import Button from '#page/components/Button.svelte';
import { getLab } from '#page/state/context.ts';
import * as format from '#page/words/format.ts';
import { bytesText } from '#page/words/amounts.ts';
import { saveBlob } from '#page/components/download.ts';
import FilePicker from '#page/components/FilePicker.svelte';
import type { ArtefactShelf } from '#page/state/ArtefactShelf.svelte.ts';
import { words } from '#page/words/words.ts';
interface Props {
	shelf: ArtefactShelf;
	policy: PolicyInfo;
	segment: PolicySegment;
}
function $$render() {
	let { shelf, policy, segment }: Props = $props();
	const text = words.policy.preparation;
	const lab = getLab();
	const kept = $derived(shelf.of(policy.id));
	let unfolded = $state(false);
	/** Few are shown at once; the list stays open when the last one goes. */
	const few = $derived(kept.length > 0 && kept.length < 4);
	$effect(() => {
		if (few) unfolded = true;
	});
	let confirming = $state<string | null>(null);
	let said = $state('');

	const use = ({ sha256 }: ArtefactInfo) =>
		void lab.switchPolicy(policy.id, segment.settings, sha256);
	async function remove(artefact: ArtefactInfo) {
		if (confirming !== artefact.sha256) {
			confirming = artefact.sha256;
			return;
		}
		confirming = null;
		if (await shelf.delete(artefact)) said = text.deleted(artefact.name);
	}
	async function take(files: readonly File[]) {
		said = '';
		const made = await shelf.import(files[0]);
		if (!made) return;
		const other = made.policy !== policy.id;
		said = other
			? text.importedOther(made.name, lab.policy(made.policy)?.title ?? made.policy)
			: text.imported(made.name);
	}
	async () => {
		{
			svelteHTML.createElement('details', { 'bind:open': unfolded });
			/*Ωignore_startΩ*/ () => (unfolded = __sveltets_2_any(null)); /*Ωignore_endΩ*/
			{
				svelteHTML.createElement('summary', {});
				text.kept(kept.length);
			}
			if (kept.length === 0) {
				{
					svelteHTML.createElement('p', { class: `quiet` });
					text.noneKept;
				}
			}
			{
				svelteHTML.createElement('ul', {});
				for (let artefact of __sveltets_2_ensureArray(kept)) {
					artefact.sha256;
					{
						svelteHTML.createElement('li', {});
						{
							svelteHTML.createElement('span', { class: `name` });
							artefact.name;
						}
						{
							svelteHTML.createElement('span', { class: `quiet` });
							text.made(format.day(artefact.madeAt), bytesText(artefact.bytes));
						}
						{
							svelteHTML.createElement('span', { class: `hands` });
							if (segment.artefact === artefact.sha256) {
								{
									svelteHTML.createElement('span', { class: `quiet used` });
									text.used;
								}
							} else {
								{
									const $$_nottuB4C = __sveltets_2_ensureComponent(Button);
									new $$_nottuB4C({
										target: __sveltets_2_any(),
										props: {
											children: () => {
												return __sveltets_2_any(0);
											},
											kind: `quiet`,
											'aria-label': text.useName(artefact.name),
											onclick: () => use(artefact),
										},
									});
									text.use;
									Button;
								}
							}
							{
								const $$_nottuB4C = __sveltets_2_ensureComponent(Button);
								new $$_nottuB4C({
									target: __sveltets_2_any(),
									props: {
										children: () => {
											return __sveltets_2_any(0);
										},
										kind: `quiet`,
										disabled: shelf.busy,
										'aria-label': text.exportName(artefact.name),
										onclick: () =>
											void shelf.export(artefact, (file) => saveBlob(file.name, file.blob)),
									},
								});
								text.export;
								Button;
							}
							{
								const $$_nottuB4C = __sveltets_2_ensureComponent(Button);
								new $$_nottuB4C({
									target: __sveltets_2_any(),
									props: {
										children: () => {
											return __sveltets_2_any(0);
										},
										kind: confirming === artefact.sha256 ? 'danger' : 'quiet',
										disabled: shelf.busy,
										'aria-label':
											confirming === artefact.sha256 ? undefined : text.deleteName(artefact.name),
										onclick: () => void remove(artefact),
									},
								});
								confirming === artefact.sha256 ? text.sureDelete : text.delete;
								Button;
							}
						}
					}
				}
			}
			{
				const $$_rekciPeliF1C = __sveltets_2_ensureComponent(FilePicker);
				new $$_rekciPeliF1C({
					target: __sveltets_2_any(),
					props: { label: text.import, disabled: shelf.busy, onpick: take },
				});
			}
			{
				svelteHTML.createElement('p', { role: `status` });
				said;
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
const KeptArtefacts__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type KeptArtefacts__SvelteComponent_ = ReturnType<
	typeof KeptArtefacts__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default KeptArtefacts__SvelteComponent_;
