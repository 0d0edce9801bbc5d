///<reference types="svelte" />
import type { Experiment } from '#lab/run/experiment.ts';
import type { HideablePart } from '#lab/run/linkView.ts';
import type { Outcome } from '#lab/run/outcome.ts';
import Button from '#page/components/Button.svelte';
import Dialog from '#page/components/Dialog.svelte';
import { getLab, getView } from '#page/state/context.ts';
import { messageOf } from '#core/errors.ts';
import type { ShareState } from './ShareState.svelte.ts';
import NeededFiles from './NeededFiles.svelte';
import Problem from '#page/components/Problem.svelte';
import { shareWords } from '../words.en.ts';
import QrCode from './QrCode.svelte';
import RunAsFile from './RunAsFile.svelte';
import { ShareDraft } from './ShareDraft.svelte.ts';
import ViewChoices from './ViewChoices.svelte';

type $$ComponentProps = { share: ShareState; experiment: Experiment };
function $$render() {
	/** The longest link that common programs pass on unchanged. */
	const safeLength = 2000;
	let { share, experiment }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const lab = getLab();
	const view = getView();
	const text = shareWords;
	const id = $props.id();
	const order = Object.keys(text.view.parts) as HideablePart[];
	const draft = new ShareDraft();

	let outcome = $state.raw<Outcome | null>(null);
	const finished = $derived(lab.run?.status.kind === 'finished' ? lab.run.id : null);
	$effect(() => {
		outcome = null;
		if (finished === null) return;
		const runId = finished;
		lab.client['link.outcome']({ runId }).then(
			(came) => (outcome = runId === finished ? came : outcome),
			(error: unknown) => lab.notices.fail(text.failed, error),
		);
	});
	const content = $derived({ experiment, ...draft.extras(order, outcome) });
	const link = $derived(share.linkTo(content));
	let field = $state<HTMLTextAreaElement>();
	let said = $state('');
	let pasted = $state('');
	let problem = $state<string | null>(null);

	async function copy(address: string) {
		try {
			await navigator.clipboard.writeText(address);
			said = text.copied;
		} catch {
			field?.select();
			said = text.notCopied;
		}
	}
	async function open() {
		problem = null;
		try {
			await share.openLink(pasted);
		} catch (error) {
			problem = messageOf(error);
		}
	}
	function lookHere() {
		view.obey(
			draft.view(order),
			experiment.skills.map((skill) => skill.id),
		);
		share.close();
	}
	async () => {
		{
			const $$_golaiD0C = __sveltets_2_ensureComponent(Dialog);
			new $$_golaiD0C({
				target: __sveltets_2_any(),
				props: {
					children: () => {
						return __sveltets_2_any(0);
					},
					open: true,
					wide: true,
					title: text.title,
					description: text.description,
					onclose: () => share.close(),
				},
			});
			{
				svelteHTML.createElement('section', {});
				{
					svelteHTML.createElement('label', { for: `${id}-link`, class: `section-title` });
					text.link;
				}
				{
					{
						svelteHTML.createElement('p', { class: `quiet`, role: `status` });
						text.making;
					}
					try {
						const $$_value = await link;
						{
							const address = $$_value;
							{
								svelteHTML.createElement('div', { class: `link` });
								{
									svelteHTML.createElement('div', { class: `address` });
									{
										const $$_textarea4 = svelteHTML.createElement('textarea', {
											id: `${id}-link`,
											class: `mono`,
											rows: 4,
											readonly: true,
											value: address,
											onfocus: (event) => event.currentTarget.select(),
										});
										field = $$_textarea4;
									}
									{
										svelteHTML.createElement('div', { class: `row` });
										{
											const $$_nottuB5C = __sveltets_2_ensureComponent(Button);
											new $$_nottuB5C({
												target: __sveltets_2_any(),
												props: {
													children: () => {
														return __sveltets_2_any(0);
													},
													kind: `primary`,
													onclick: () => void copy(address),
												},
											});
											text.copy;
											Button;
										}
										{
											svelteHTML.createElement('span', { class: `quiet` });
											text.length(address.length);
										}
										{
											svelteHTML.createElement('span', { role: `status` });
											said;
										}
									}
									if (address.length > safeLength) {
										{
											svelteHTML.createElement('p', { class: `quiet` });
											text.long(safeLength);
										}
									}
									{
										svelteHTML.createElement('label', { class: `check` });
										{
											svelteHTML.createElement('input', {
												type: `checkbox`,
												disabled: !outcome,
												checked: draft.withResults && outcome !== null,
												onchange: (event) => (draft.withResults = event.currentTarget.checked),
											});
										}
										{
											svelteHTML.createElement('span', {});
											text.withResults;
											{
												svelteHTML.createElement('span', { class: `quiet` });
												outcome ? text.withResultsHelp : text.noResults;
											}
										}
									}
								}
								{
									const $$_edoCrQ3C = __sveltets_2_ensureComponent(QrCode);
									new $$_edoCrQ3C({ target: __sveltets_2_any(), props: { address, content } });
								}
							}
						}
					} catch ($$_e) {
						const error = __sveltets_2_any();
						{
							const $$_melborP2C = __sveltets_2_ensureComponent(Problem);
							new $$_melborP2C({
								target: __sveltets_2_any(),
								props: { what: text.failed, message: messageOf(error) },
							});
						}
					}
				}
				{
					const $$_seliFdedeeN2C = __sveltets_2_ensureComponent(NeededFiles);
					new $$_seliFdedeeN2C({ target: __sveltets_2_any(), props: { experiment } });
				}
			}
			{
				svelteHTML.createElement('details', {});
				{
					svelteHTML.createElement('summary', { class: `section-title` });
					text.view.title;
				}
				{
					svelteHTML.createElement('div', { class: `folded` });
					{
						const $$_seciohCweiV3C = __sveltets_2_ensureComponent(ViewChoices);
						new $$_seciohCweiV3C({
							target: __sveltets_2_any(),
							props: { draft, order, experiment, ontry: lookHere },
						});
					}
				}
			}
			{
				const $$_eliFsAnuR1C = __sveltets_2_ensureComponent(RunAsFile);
				new $$_eliFsAnuR1C({
					target: __sveltets_2_any(),
					props: { onimported: () => share.close() },
				});
			}
			{
				svelteHTML.createElement('form', {
					onsubmit: (event) => {
						event.preventDefault();
						void open();
					},
				});
				{
					svelteHTML.createElement('label', { for: `${id}-paste`, class: `section-title` });
					text.paste;
				}
				{
					svelteHTML.createElement('textarea', {
						id: `${id}-paste`,
						class: `mono`,
						rows: 2,
						spellcheck: `false`,
						'aria-invalid': problem !== null,
						'bind:value': pasted,
					});
					/*Ωignore_startΩ*/ () => (pasted = __sveltets_2_any(null)); /*Ωignore_endΩ*/
				}
				if (problem) {
					{
						const $$_melborP2C = __sveltets_2_ensureComponent(Problem);
						new $$_melborP2C({ target: __sveltets_2_any(), props: { message: problem } });
					}
				}
				{
					svelteHTML.createElement('div', { class: `row` });
					{
						const $$_nottuB3C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB3C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								type: `submit`,
								disabled: pasted.trim() === '',
							},
						});
						text.open;
						Button;
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
const ShareDialog__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type ShareDialog__SvelteComponent_ = ReturnType<
	typeof ShareDialog__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default ShareDialog__SvelteComponent_;
