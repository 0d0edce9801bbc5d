///<reference types="svelte" />
import Button from '#page/components/Button.svelte';
import Explain from '#page/components/Explain.svelte';
import Menu from '#page/components/Menu.svelte';
import { getStudies } from './context.ts';
import { studyWords } from '../words.en.ts';
import type { OpenStudy } from '../calls/studyCalls.ts';

type $$ComponentProps = { open: OpenStudy };
function $$render() {
	let { open }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = studyWords;
	const studies = getStudies();
	let confirming = $state(false);
	const hasResults = $derived((studies.report?.counts.finished ?? 0) > 0);
	const files = $derived(
		(['html', 'markdown', 'csv', 'json', 'study'] as const).map((kind) => ({
			label: text.files[kind],
			disabled: kind !== 'study' && !hasResults,
			onselect: () => void studies.save(kind),
		})),
	);
	async () => {
		{
			svelteHTML.createElement('div', { class: `actions` });
			{
				svelteHTML.createElement('label', {});
				{
					svelteHTML.createElement('input', {
						type: `checkbox`,
						checked: open.record.keepRuns,
						onchange: (event) => void studies.keepRuns(event.currentTarget.checked),
					});
				}
				text.keepRuns;
			}
			{
				const $$_nialpxE1C = __sveltets_2_ensureComponent(Explain);
				new $$_nialpxE1C({
					target: __sveltets_2_any(),
					props: { term: text.keepRuns, text: text.keepRunsHelp },
				});
			}
			{
				const $$_uneM1C = __sveltets_2_ensureComponent(Menu);
				new $$_uneM1C({ target: __sveltets_2_any(), props: { label: text.save, items: files } });
			}
			{
				const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
				new $$_nottuB1C({
					target: __sveltets_2_any(),
					props: {
						children: () => {
							return __sveltets_2_any(0);
						},
						kind: `quiet`,
						onclick: () => studies.write({ like: open }),
					},
				});
				text.copy;
				Button;
			}
			{
				const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
				new $$_nottuB1C({
					target: __sveltets_2_any(),
					props: {
						children: () => {
							return __sveltets_2_any(0);
						},
						kind: confirming ? 'danger' : 'quiet',
						onclick: () => (confirming ? void studies.delete(open.record.id) : (confirming = true)),
						onblur: () => (confirming = false),
					},
				});
				confirming ? text.confirmDelete : text.delete;
				Button;
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
const StudyActions__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type StudyActions__SvelteComponent_ = ReturnType<
	typeof StudyActions__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default StudyActions__SvelteComponent_;
