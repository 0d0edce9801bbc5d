///<reference types="svelte" />
import Button from '#page/components/Button.svelte';
import NumberField from '#page/components/NumberField.svelte';
import Progress from '#page/components/Progress.svelte';
import { getLab } from '#page/state/context.ts';
import { getEvaluation } from './context.ts';
import Problem from '#page/components/Problem.svelte';
import Segmented from '#page/components/Segmented.svelte';
import { questionWords } from '../words.en.ts';
import JudgeOutcome from './JudgeOutcome.svelte';
import { judgeTask } from './JudgeState.svelte.ts';
function $$render() {
	const lab = getLab();
	const { questions, judge, making } = getEvaluation();
	const text = questionWords.judge;
	const id = $props.id();
	const scales = (['ten', 'unit'] as const).map((value) => ({ value, label: text.scales[value] }));
	const answers = $derived(questions.included.reduce((sum, { answered }) => sum + answered, 0));
	const task = $derived(lab.notices.tasks.find(({ id: task }) => task === judgeTask));
	const complete = $derived(judge.form.model.trim() !== '');
	async () => {
		{
			svelteHTML.createElement('div', { class: `judge` });
			{
				svelteHTML.createElement('p', {});
				text.about;
			}
			{
				svelteHTML.createElement('p', { class: `quiet` });
				text.caution;
			}
			{
				svelteHTML.createElement('form', {
					autocomplete: `off`,
					onsubmit: (event) => {
						event.preventDefault();
						void (judge.allowed ? judge.try() : judge.allow());
					},
				});
				{
					svelteHTML.createElement('label', { for: `${id}-address` });
					text.address;
				}
				{
					svelteHTML.createElement('input', {
						id: `${id}-address`,
						type: `text`,
						inputmode: `url`,
						spellcheck: `false`,
						placeholder: text.addressHint,
						value: judge.form.address,
						oninput: (event) => judge.change({ address: event.currentTarget.value }),
					});
				}
				{
					svelteHTML.createElement('label', { for: `${id}-model` });
					text.model;
				}
				{
					svelteHTML.createElement('input', {
						id: `${id}-model`,
						type: `text`,
						spellcheck: `false`,
						placeholder: text.modelHint,
						value: judge.form.model,
						oninput: (event) => judge.change({ model: event.currentTarget.value }),
					});
				}
				{
					svelteHTML.createElement('label', { for: `${id}-key` });
					text.key;
				}
				{
					svelteHTML.createElement('span', {});
					{
						svelteHTML.createElement('input', {
							id: `${id}-key`,
							type: `password`,
							autocomplete: `off`,
							'aria-describedby': `${id}-key-note`,
							'bind:value': judge.key,
						});
						/*Ωignore_startΩ*/ () => (judge.key = __sveltets_2_any(null)); /*Ωignore_endΩ*/
					}
					{
						svelteHTML.createElement('span', { id: `${id}-key-note`, class: `quiet note` });
						text.keyNote;
					}
				}
				{
					svelteHTML.createElement('span', { class: `more` });
					{
						svelteHTML.createElement('span', { class: `quiet` });
						text.scale;
					}
					{
						const $$_detnemgeS3C = __sveltets_2_ensureComponent(Segmented);
						new $$_detnemgeS3C({
							target: __sveltets_2_any(),
							props: {
								label: text.scale,
								value: judge.form.scale,
								options: scales,
								onchange: (scale) => judge.change({ scale }),
							},
						});
					}
					{
						const $$_dleiFrebmuN3C = __sveltets_2_ensureComponent(NumberField);
						new $$_dleiFrebmuN3C({
							target: __sveltets_2_any(),
							props: {
								label: text.concurrency,
								value: judge.form.concurrency,
								min: 1,
								max: 16,
								integer: true,
								unit: text.requests,
								onchange: (concurrency) => judge.change({ concurrency }),
							},
						});
					}
					{
						const $$_dleiFrebmuN3C = __sveltets_2_ensureComponent(NumberField);
						new $$_dleiFrebmuN3C({
							target: __sveltets_2_any(),
							props: {
								label: text.timeout,
								value: judge.form.timeout,
								min: 1,
								max: 600,
								integer: true,
								unit: text.seconds,
								onchange: (timeout) => judge.change({ timeout }),
							},
						});
					}
				}
			}
			if (judge.origin !== null && !judge.allowed) {
				{
					svelteHTML.createElement('p', { class: `quiet` });
					text.allowWhy;
				}
				{
					svelteHTML.createElement('div', { class: `row` });
					{
						const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								kind: `primary`,
								disabled: !complete || making.busy !== null,
								onclick: () => void judge.allow(),
							},
						});
						text.allow(judge.origin);
						Button;
					}
				}
			} else if (judge.allowed) {
				{
					svelteHTML.createElement('label', { class: `again` });
					{
						svelteHTML.createElement('input', { type: `checkbox`, 'bind:checked': judge.again });
						/*Ωignore_startΩ*/ () => (judge.again = __sveltets_2_any(null)); /*Ωignore_endΩ*/
					}
					text.again;
				}
				{
					svelteHTML.createElement('div', { class: `row` });
					if (judge.busy) {
						{
							const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
							new $$_nottuB2C({
								target: __sveltets_2_any(),
								props: {
									children: () => {
										return __sveltets_2_any(0);
									},
									onclick: () => void judge.cancel(),
								},
							});
							text.cancel;
							Button;
						}
					} else {
						{
							const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
							new $$_nottuB2C({
								target: __sveltets_2_any(),
								props: {
									children: () => {
										return __sveltets_2_any(0);
									},
									disabled: !complete,
									onclick: () => void judge.try(),
								},
							});
							text.try;
							Button;
						}
						{
							const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
							new $$_nottuB2C({
								target: __sveltets_2_any(),
								props: {
									children: () => {
										return __sveltets_2_any(0);
									},
									kind: `primary`,
									disabled: !complete || answers === 0,
									onclick: () => void judge.score(),
								},
							});
							answers === 0 ? text.nothing : text.go(answers);
							Button;
						}
					}
					{
						svelteHTML.createElement('span', { role: `status` });
						judge.status.kind === 'trying'
							? text.trying
							: judge.status.kind === 'ready'
								? text.ready
								: '';
					}
				}
			}
			if (judge.status.kind === 'marking') {
				{
					const $$_ssergorP1C = __sveltets_2_ensureComponent(Progress);
					new $$_ssergorP1C({
						target: __sveltets_2_any(),
						props: { label: task?.label ?? text.trying, fraction: task?.fraction ?? null },
					});
				}
			} else if (judge.status.kind === 'failed') {
				{
					const $$_melborP1C = __sveltets_2_ensureComponent(Problem);
					new $$_melborP1C({
						target: __sveltets_2_any(),
						props: { what: text.failed, message: judge.status.message },
					});
				}
			} else if (judge.status.kind === 'done') {
				{
					const $$_emoctuOegduJ1C = __sveltets_2_ensureComponent(JudgeOutcome);
					new $$_emoctuOegduJ1C({
						target: __sveltets_2_any(),
						props: { outcome: judge.status.outcome },
					});
				}
			}
			if (judge.origins.length > 0) {
				{
					svelteHTML.createElement('section', {});
					{
						svelteHTML.createElement('h3', { class: `section-title` });
						text.allowed;
					}
					{
						svelteHTML.createElement('ul', {});
						for (let origin of __sveltets_2_ensureArray(judge.origins)) {
							origin;
							{
								svelteHTML.createElement('li', {});
								{
									svelteHTML.createElement('code', {});
									origin;
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
											onclick: () => void judge.forget(origin),
										},
									});
									text.forget(origin);
									Button;
								}
							}
						}
					}
				}
			}
		}
	};
	return {
		props: {} as Record<string, never>,
		exports: {},
		bindings: __sveltets_$$bindings(''),
		slots: {},
		events: {},
	};
}
const JudgePanel__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type JudgePanel__SvelteComponent_ = ReturnType<
	typeof JudgePanel__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default JudgePanel__SvelteComponent_;
