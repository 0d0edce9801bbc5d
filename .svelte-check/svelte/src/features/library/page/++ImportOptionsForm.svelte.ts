///<reference types="svelte" />
import type { ImportOptions } from '#data/importing.ts';
import Explain from '#page/components/Explain.svelte';
import { libraryWords } from '../words.en.ts';
import { optionFaults, type OptionFault } from './FileImport.svelte.ts';
import Segmented from '#page/components/Segmented.svelte';
import { numberText } from '#page/words/format.ts';
import { parseNumber } from './settingFields.ts';
interface Props {
	options: ImportOptions;
	onchange: (change: Partial<ImportOptions>) => void;
}
function $$render() {
	const fault /*Ωignore_positionΩ*/ = (
		name: OptionFault,
	) /*Ωignore_startΩ*/ : ReturnType<import('svelte').Snippet> /*Ωignore_endΩ*/ => {
		async () /*Ωignore_positionΩ*/ => {
			if (wrong(name)) {
				{
					svelteHTML.createElement('span', {
						class: `fault`,
						id: `${id}-${name}-fault`,
						role: `alert`,
					});
					text.faults[name];
				}
			}
		};
		return __sveltets_2_any(0);
	};

	let { options, onchange }: Props = $props();
	const text = libraryWords.importing;
	const id = $props.id();
	const faults = $derived(optionFaults(options));
	const roles = (['domain', 'general'] as const).map((value) => ({
		value,
		label: text.roles[value],
	}));
	const wrong = (fault: OptionFault) => faults.includes(fault);
	/** A share as a percentage, without binary rounding digits: 0.1 → 10. */
	const percentOf = (share: number) => numberText(Number((share * 100).toPrecision(12)));
	async () => {
		{
			svelteHTML.createElement('fieldset', {});
			{
				svelteHTML.createElement('legend', { class: `section-title` });
				text.options;
			}
			{
				svelteHTML.createElement('div', { class: `field` });
				{
					svelteHTML.createElement('label', { for: `${id}-name` });
					text.name;
				}
				{
					svelteHTML.createElement('input', {
						id: `${id}-name`,
						class: `name`,
						value: options.name,
						maxlength: 200,
						'aria-invalid': wrong('name'),
						'aria-describedby': wrong('name') ? `${id}-name-fault` : undefined,
						oninput: (event) => onchange({ name: event.currentTarget.value }),
					});
				}
				__sveltets_2_ensureSnippet(fault('name'));
			}
			{
				svelteHTML.createElement('div', { class: `field` });
				{
					svelteHTML.createElement('span', {});
					text.role;
					{
						const $$_nialpxE3C = __sveltets_2_ensureComponent(Explain);
						new $$_nialpxE3C({
							target: __sveltets_2_any(),
							props: { term: text.roleTerm, text: text.roleHelp },
						});
					}
				}
				{
					const $$_detnemgeS2C = __sveltets_2_ensureComponent(Segmented);
					new $$_detnemgeS2C({
						target: __sveltets_2_any(),
						props: {
							label: text.role,
							value: options.role,
							options: roles,
							onchange: (role: ImportOptions['role']) => onchange({ role }),
						},
					});
				}
			}
			{
				svelteHTML.createElement('div', { class: `field` });
				{
					svelteHTML.createElement('span', {});
					{
						svelteHTML.createElement('label', { for: `${id}-share` });
						text.heldOutShare;
					}
					{
						const $$_nialpxE3C = __sveltets_2_ensureComponent(Explain);
						new $$_nialpxE3C({
							target: __sveltets_2_any(),
							props: { term: text.heldOutShare, text: text.heldOutHelp },
						});
					}
				}
				{
					svelteHTML.createElement('span', {});
					{
						svelteHTML.createElement('input', {
							id: `${id}-share`,
							class: `number`,
							inputmode: `decimal`,
							value: percentOf(options.heldOutShare),
							'aria-invalid': wrong('heldOutShare'),
							'aria-describedby': wrong('heldOutShare') ? `${id}-heldOutShare-fault` : undefined,
							onchange: (event) =>
								onchange({ heldOutShare: parseNumber(event.currentTarget.value) / 100 }),
						});
					}
					{
						svelteHTML.createElement('span', { class: `quiet` });
					}
				}
				__sveltets_2_ensureSnippet(fault('heldOutShare'));
			}
			{
				svelteHTML.createElement('div', { class: `field` });
				{
					svelteHTML.createElement('label', { for: `${id}-seed` });
					text.seed;
				}
				{
					svelteHTML.createElement('input', {
						id: `${id}-seed`,
						class: `number`,
						inputmode: `numeric`,
						value: numberText(options.seed),
						'aria-invalid': wrong('seed'),
						'aria-describedby': wrong('seed') ? `${id}-seed-fault` : undefined,
						onchange: (event) => onchange({ seed: parseNumber(event.currentTarget.value) }),
					});
				}
				__sveltets_2_ensureSnippet(fault('seed'));
			}
			{
				svelteHTML.createElement('div', { class: `field` });
				{
					svelteHTML.createElement('span', {});
					{
						svelteHTML.createElement('input', {
							id: `${id}-mask`,
							type: `checkbox`,
							checked: options.maskPrivate,
							onchange: (event) => onchange({ maskPrivate: event.currentTarget.checked }),
						});
					}
					{
						svelteHTML.createElement('label', { for: `${id}-mask` });
						text.mask;
					}
					{
						const $$_nialpxE3C = __sveltets_2_ensureComponent(Explain);
						new $$_nialpxE3C({
							target: __sveltets_2_any(),
							props: { term: text.mask, text: text.maskHelp },
						});
					}
				}
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
const ImportOptionsForm__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type ImportOptionsForm__SvelteComponent_ = ReturnType<
	typeof ImportOptionsForm__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default ImportOptionsForm__SvelteComponent_;
