///<reference types="svelte" />
import { untrack } from 'svelte';
import { setStudies } from './context.ts';
import type { StudiesState } from './StudiesState.svelte.ts';
import { studyWords } from '../words.en.ts';
import NoStudy from './NoStudy.svelte';
import StudyForm from './StudyForm.svelte';
import StudyList from './StudyList.svelte';
import StudyView from './StudyView.svelte';

type $$ComponentProps = { studies: StudiesState };
function $$render() {
	let { studies }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	setStudies(untrack(() => studies));
	$effect(() => {
		if (studies.list.length > 0) void untrack(() => studies.arrive());
	});
	async () => {
		{
			svelteHTML.createElement('main', {
				'aria-label': studyWords.title,
				...__sveltets_2_empty({ 'data-explain': `studies` }),
			});
			studies.list.length === 0 && !studies.draft;
			if (studies.list.length > 0 || studies.draft) {
				{
					svelteHTML.createElement('div', { class: `list` });
					{
						const $$_tsiLydutS2C = __sveltets_2_ensureComponent(StudyList);
						new $$_tsiLydutS2C({ target: __sveltets_2_any(), props: {} });
					}
				}
			}
			{
				svelteHTML.createElement('div', { class: `study` });
				if (studies.draft) {
					studies.draft;
					{
						{
							const $$_mroFydutS2C = __sveltets_2_ensureComponent(StudyForm);
							new $$_mroFydutS2C({ target: __sveltets_2_any(), props: { draft: studies.draft } });
						}
					}
				} else if (studies.open) {
					studies.open.record.id;
					{
						{
							const $$_weiVydutS2C = __sveltets_2_ensureComponent(StudyView);
							new $$_weiVydutS2C({ target: __sveltets_2_any(), props: { open: studies.open } });
						}
					}
				} else {
					{
						const $$_ydutSoN2C = __sveltets_2_ensureComponent(NoStudy);
						new $$_ydutSoN2C({ target: __sveltets_2_any(), props: {} });
					}
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
const StudiesPlace__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type StudiesPlace__SvelteComponent_ = ReturnType<
	typeof StudiesPlace__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default StudiesPlace__SvelteComponent_;
