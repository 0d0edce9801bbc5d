///<reference types="svelte" />
import Button from '#page/components/Button.svelte';
import { getStudies } from './context.ts';
import FilePicker from '#page/components/FilePicker.svelte';
import { studyWords } from '../words.en.ts';
import { starters } from './starters.ts';
function $$render() {
	const text = studyWords;
	const studies = getStudies();
	async () => {
		{
			svelteHTML.createElement('section', { 'aria-labelledby': `what-title` });
			{
				svelteHTML.createElement('h2', { id: `what-title` });
				text.title;
			}
			{
				svelteHTML.createElement('p', {});
				text.about;
			}
			{
				svelteHTML.createElement('p', {});
				text.how;
			}
			{
				svelteHTML.createElement('h3', { class: `section-title` });
				text.start;
			}
			{
				svelteHTML.createElement('ul', {});
				for (let starter of __sveltets_2_ensureArray(starters)) {
					starter.id;
					{
						svelteHTML.createElement('li', {});
						{
							svelteHTML.createElement('h4', {});
							starter.title;
						}
						{
							svelteHTML.createElement('p', { class: `quiet` });
							starter.about;
							text.cellsOf(starter.cells);
						}
						{
							const $$_nottuB3C = __sveltets_2_ensureComponent(Button);
							new $$_nottuB3C({
								target: __sveltets_2_any(),
								props: {
									children: () => {
										return __sveltets_2_any(0);
									},
									'aria-label': `${text.starterMake}: ${starter.title}`,
									onclick: () => studies.write({ starter }),
								},
							});
							text.starterMake;
							Button;
						}
					}
				}
			}
			if (studies.list.length === 0) {
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
			}
		}
	};
	return { props: {} as Record<string, never>, exports: {}, bindings: '', slots: {}, events: {} };
}
const NoStudy__SvelteComponent_ = __sveltets_2_isomorphic_component(
	__sveltets_2_with_any_event($$render()),
);
/*Ωignore_startΩ*/ type NoStudy__SvelteComponent_ = InstanceType<typeof NoStudy__SvelteComponent_>;
/*Ωignore_endΩ*/ export default NoStudy__SvelteComponent_;
