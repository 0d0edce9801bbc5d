///<reference types="svelte" />
import Button from '#page/components/Button.svelte';
import Progress from '#page/components/Progress.svelte';
import { getLab } from '#page/state/context.ts';
import { getStudies } from './context.ts';
import { rememberedPace } from '#page/state/pace.ts';
import { studyWords } from '../words.en.ts';
import type { OpenStudy } from '../calls/studyCalls.ts';
import { cellName } from './cellGrid.ts';
import { studyTime, studyTimeLeft } from './timeLeft.ts';

type $$ComponentProps = { open: OpenStudy };
function $$render() {
	let { open }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = studyWords;
	const lab = getLab();
	const studies = getStudies();
	const { record, status, cells, outcomes } = $derived(open);
	const running = $derived(status.kind === 'running' ? status : null);
	const ofCells = $derived.by(() => {
		const keys = new Set(cells.map(({ key }) => key));
		return outcomes.filter(({ cell }) => keys.has(cell));
	});
	const done = $derived(ofCells.filter(({ kind }) => kind === 'done').length);
	const failed = $derived(ofCells.length - done);
	/** Without cells that wait for a failed cell. */
	const trainable = $derived.by(() => {
		const kindOf = new Map(ofCells.map(({ cell, kind }) => [cell, kind]));
		return cells.filter(
			({ key, meanOf = '' }) => !kindOf.has(key) && kindOf.get(meanOf) !== 'failed',
		);
	});
	const ended = $derived(trainable.length === 0);
	const remaining = $derived({
		byModel: trainable.map(({ model, steps }) => ({ model, steps, cells: 1 })),
	});
	const paceOf = (id: string) => {
		const { experiment } = record.study;
		const device = lab.info?.device.name ?? '';
		return rememberedPace(localStorage, device, {
			...experiment,
			model: { ...experiment.model, id },
		});
	};
	/** From the pace of this study's cells, or else from the last pace on this device. */
	const left = $derived(
		ended && !running
			? null
			: (studyTimeLeft(cells, outcomes, status) ?? studyTime(remaining, paceOf)),
	);
	const share = $derived(
		running?.progress && !running.search ? running.progress.step / running.progress.steps : 0,
	);
	const summary = $derived(
		[
			text.doneOf(done, cells.length),
			failed > 0 && text.failedOf(failed),
			left !== null && left > 0 && text.left(left),
		]
			.filter(Boolean)
			.join(' · '),
	);
	const now = $derived.by(() => {
		if (!running) return null;
		const cell = cells.find(({ key }) => key === running.cell);
		const name = cell ? cellName(cell.factors, text.factors) : '';
		const where = running.search
			? `${name} (${text.nowSearch(running.search.run, running.search.of)})`
			: name;
		const { progress } = running;
		if (!progress) return text.nowNext(where);
		return progress.doing
			? text.nowDoing(where, progress.doing)
			: text.now(where, progress.step, progress.steps);
	});
	const rest = $derived.by(() => {
		if (status.kind !== 'idle') return null;
		if (status.error) return text.stopped(status.error.message);
		if (status.why === 'bench') return text.bench;
		return record.going ? text.cutOff : null;
	});
	async () => {
		{
			svelteHTML.createElement('div', {
				class: `bar`,
				role: `group`,
				'aria-label': record.study.title,
			});
			if (running) {
				{
					const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
					new $$_nottuB1C({
						target: __sveltets_2_any(),
						props: {
							children: () => {
								return __sveltets_2_any(0);
							},
							kind: `primary`,
							disabled: studies.pausing,
							onclick: () => void studies.pause(),
						},
					});
					studies.pausing ? text.pausing : text.pause;
					Button;
				}
			} else if (!ended && cells.length > 0) {
				{
					const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
					new $$_nottuB1C({
						target: __sveltets_2_any(),
						props: {
							children: () => {
								return __sveltets_2_any(0);
							},
							kind: `primary`,
							title: text.takesBench,
							onclick: () => void studies.play(),
						},
					});
					ofCells.length > 0 || record.going || open.inHand ? text.goOn : text.play;
					Button;
				}
			}
			if (failed > 0) {
				{
					const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
					new $$_nottuB1C({
						target: __sveltets_2_any(),
						props: {
							children: () => {
								return __sveltets_2_any(0);
							},
							title: text.retryHelp,
							onclick: () => void studies.retry(),
						},
					});
					text.retryAll(failed);
					Button;
				}
			}
			{
				svelteHTML.createElement('div', { class: `far` });
				{
					const $$_ssergorP2C = __sveltets_2_ensureComponent(Progress);
					new $$_ssergorP2C({
						target: __sveltets_2_any(),
						props: {
							label: text.progress,
							labelHidden: true,
							fraction:
								cells.length === 0 ? 0 : Math.min(1, (ofCells.length + share) / cells.length),
						},
					});
				}
				{
					svelteHTML.createElement('p', { role: `status` });
					summary;
				}
			}
		}
		if (now) {
			{
				svelteHTML.createElement('p', { class: `quiet now` });
				now;
			}
		}
		if (rest) {
			{
				svelteHTML.createElement('p', { class: `rest` });
				rest;
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
const StudyBar__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type StudyBar__SvelteComponent_ = ReturnType<typeof StudyBar__SvelteComponent_>;
/*Ωignore_endΩ*/ export default StudyBar__SvelteComponent_;
