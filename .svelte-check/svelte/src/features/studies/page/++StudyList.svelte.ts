///<reference types="svelte" />
import Button from '#page/components/Button.svelte';
import { getStudies } from './context.ts';
import FilePicker from '#page/components/FilePicker.svelte';
import { studyWords } from '../words.en.ts';
import type { StudySummary } from '../calls/studyCalls.ts';
function $$render() {
	const text = studyWords;
	const studies = getStudies();
	const isOpen = ({ record }: StudySummary) =>
		!studies.draft && studies.open?.record.id === record.id;

	function stateOf({ record, status, done, failed, waiting, cells, begun }: StudySummary): string {
		if (status.kind === 'running') return text.state.running;
		if (record.going) return text.state.cutOff;
		if (done + failed + waiting >= cells) return text.state.done;
		return begun ? text.state.paused : text.state.new;
	}
	async () => {
		{
			svelteHTML.createElement('section', { 'aria-labelledby': `studies-title` });
			{
				svelteHTML.createElement('h2', { class: `section-title`, id: `studies-title` });
				text.list;
			}
			{
				svelteHTML.createElement('div', { class: `make` });
				{
					const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
					new $$_nottuB2C({
						target: __sveltets_2_any(),
						props: {
							children: () => {
								return __sveltets_2_any(0);
							},
							onclick: () => studies.write('bench'),
						},
					});
					text.new;
					Button;
				}
				{
					const $$_rekciPeliF2C = __sveltets_2_ensureComponent(FilePicker);
					new $$_rekciPeliF2C({
						target: __sveltets_2_any(),
						props: { label: text.file, onpick: ([file]) => studies.take(file) },
					});
				}
			}
			if (studies.list.length === 0) {
				{
					svelteHTML.createElement('p', { class: `quiet` });
					text.none;
				}
			}
			{
				svelteHTML.createElement('ul', {});
				for (let summary of __sveltets_2_ensureArray(studies.list)) {
					summary.record.id;
					{
						svelteHTML.createElement('li', {});
						{
							svelteHTML.createElement('button', {
								type: `button`,
								'aria-current': isOpen(summary) ? 'true' : undefined,
								onclick: () => void studies.select(summary.record.id),
							});
							{
								svelteHTML.createElement('span', { class: `title` });
								summary.record.study.title;
							}
							{
								svelteHTML.createElement('span', { class: `quiet` });
								stateOf(summary);
								text.listed(summary.done, summary.cells, summary.failed);
							}
						}
					}
				}
			}
			if (studies.list.length > 0 && (studies.open || studies.draft)) {
				{
					const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
					new $$_nottuB1C({
						target: __sveltets_2_any(),
						props: {
							children: () => {
								return __sveltets_2_any(0);
							},
							kind: `quiet`,
							onclick: () => void studies.select(null),
						},
					});
					text.start;
					Button;
				}
			}
		}
	};
	return { props: {} as Record<string, never>, exports: {}, bindings: '', slots: {}, events: {} };
}
const StudyList__SvelteComponent_ = __sveltets_2_isomorphic_component(
	__sveltets_2_with_any_event($$render()),
);
/*Ωignore_startΩ*/ type StudyList__SvelteComponent_ = InstanceType<
	typeof StudyList__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default StudyList__SvelteComponent_;
