///<reference types="svelte" />
import { reportWords } from '../../words.en.ts';
import type { StudyReport } from '../../model/reportTypes.ts';
import { skillsTable } from '../../model/tables.ts';
import IntervalPlot from './IntervalPlot.svelte';
import { groupRows, reportStyles, type IntervalColumn } from './intervals.ts';
import Plot, { type Tables } from './Plot.svelte';

type $$ComponentProps = { report: StudyReport; show: Tables };
function $$render() {
	let { report, show }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = reportWords;
	const styles = $derived(reportStyles(report));
	const nameOf = (id: string) => report.skills.find((skill) => skill.id === id)?.name ?? id;
	const columns = $derived(
		report.skills.map(({ id, name, hasExact }, i): IntervalColumn => ({
			id,
			unit: hasExact ? 'share' : 'nats',
			title: name,
			style: styles[i],
			note: hasExact ? `${text.exact}, %` : `${text.loss}, ${text.units.nats}`,
			cells: report.groups.map(({ skills }) => {
				const { exact, loss, baseExact, baseLoss } = skills[i];
				const estimate = hasExact ? exact : loss;
				return estimate && { estimate, base: hasExact ? baseExact : baseLoss };
			}),
		})),
	);
	const worst = $derived(report.groups.filter((group) => group.worst !== null));
	async () => {
		{
			const $$_tolP0C = __sveltets_2_ensureComponent(Plot);
			const $$_tolP0 = new $$_tolP0C({
				target: __sveltets_2_any(),
				props: {
					title: text.skills,
					about: text.skillsAbout,
					show,
					tables: [{ title: text.skills, table: skillsTable(report) }],
					plot: () => {
						async () /*Ωignore_positionΩ*/ => {
							{
								const $$_tolPlavretnI0C = __sveltets_2_ensureComponent(IntervalPlot);
								new $$_tolPlavretnI0C({
									target: __sveltets_2_any(),
									props: {
										title: text.skills,
										rows: groupRows(report.groups),
										columns,
										narrow: true,
									},
								});
							}
						};
						return __sveltets_2_any(0);
					},
				},
			});
			/*Ωignore_startΩ*/ const { plot } = $$_tolP0.$$prop_def; /*Ωignore_endΩ*/

			Plot;
		}
		if (worst.length > 0) {
			{
				svelteHTML.createElement('dl', {});
				{
					svelteHTML.createElement('dt', { class: `quiet` });
					text.worst;
				}
				for (let { label, worst: most } of __sveltets_2_ensureArray(worst)) {
					label;
					if (most) {
						{
							svelteHTML.createElement('dd', {});
							label;
							{
								svelteHTML.createElement('b', {});
								text.worstOf(nameOf(most.skill), most.times, most.of);
							}
						}
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
const SkillScores__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type SkillScores__SvelteComponent_ = ReturnType<
	typeof SkillScores__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default SkillScores__SvelteComponent_;
