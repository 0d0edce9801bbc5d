/** Builders for the parameter specs of policies. */
import type { FlagSpec, NumberSpec } from '#core/parameters.ts';

export const numberSpec = (
	label: string,
	range: Omit<NumberSpec, 'kind' | 'label' | 'help'>,
	help: string,
): NumberSpec => ({ kind: 'number', label, help, ...range });

export const flagSpec = (
	label: string,
	state: Omit<FlagSpec, 'kind' | 'label' | 'help'>,
	help: string,
): FlagSpec => ({ kind: 'flag', label, help, ...state });
